"""What one build made and every search reads."""

from dataclasses import dataclass, field

from corpus.types import Document, Passage
from index.analysis import Analysis
from index.dense import Vectors
from index.lexical import Lexical
from index.readings import Readings
from index.thesaurus import Thesaurus
from index.types import Manifest


@dataclass(frozen=True, slots=True)
class Generation:
    """Everything one build made, ready to be searched. `passages[i].id == i`, across documents.

    `analysis` is there until it is stored; a search has no need of it.
    """

    manifest: Manifest
    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    lexical: Lexical
    dense: Vectors
    thesaurus: Thesaurus
    readings: Readings
    analysis: Analysis | None = field(default=None, compare=False, repr=False)

    def document(self, document_id: str) -> Document:
        """Return a document by its id. Raises KeyError."""
        for document in self.documents:
            if document.info.id == document_id:
                return document
        raise KeyError(document_id)
