"""What one build made and every search reads."""

from dataclasses import dataclass

from corpus.types import Document, Passage
from index.dense import Vectors
from index.lexical import Lexical
from index.readings import Readings
from index.thesaurus import Thesaurus
from index.types import Manifest


@dataclass(frozen=True, slots=True)
class Generation:
    """Everything one build made, ready to be searched. `passages[i].id == i`, across documents."""

    manifest: Manifest
    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    lexical: Lexical
    dense: Vectors
    thesaurus: Thesaurus
    readings: Readings

    def document(self, document_id: str) -> Document:
        """Return a document by its id. Raises KeyError."""
        for document in self.documents:
            if document.info.id == document_id:
                return document
        raise KeyError(document_id)
