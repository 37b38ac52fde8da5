"""The name of a place that the documents no longer hold → where what stood there stands now."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.editions import Editions
from assistant.ui.anchors import Anchors, name_places
from corpus.types import Document, Passage, Span
from index.errors import IndexFault
from index.generation import Generation
from index.shelf import answered
from index.storage import load_stored

# Old generations whose places are remembered; a link that somebody kept is seldom older.
_LOOKED_THROUGH = 5


@dataclass(slots=True)
class Moved:
    """Looks through the generations that answered before, newest first. Safe to use from several threads."""

    data_dir: Path
    generation: Generation
    anchors: Anchors
    _olds: OrderedDict[str, dict[str, tuple[Document, Passage]]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _editions: Editions = field(init=False)

    def __post_init__(self) -> None:
        self._editions = Editions(self.data_dir, self.generation)

    def now(self, name: str) -> Passage | None:
        """Return the passage that the named passage, or the first one of the named section, is now."""
        for generation in answered(self.data_dir)[:_LOOKED_THROUGH]:
            held = self._places(generation).get(name)
            if held is None:
                continue
            document, passage = held
            standing = self._editions.now(generation, document.info.id, passage.text, passage.spans)
            return standing.passages[0] if standing.passages else None
        return None

    def of(self, generation: str, document_id: str, text: str, spans: Sequence[Span]) -> Passage | None:
        """Return the passage that a quote of a generation is now, changed or not; None if it is gone."""
        standing = self._editions.now(generation, document_id, text, spans)
        return standing.passages[0] if standing.passages else None

    def _places(self, generation: str) -> dict[str, tuple[Document, Passage]]:
        """The names of a generation's passages and sections, each with the passage that begins there."""
        with self._lock:
            if generation not in self._olds:
                self._olds[generation] = self._named(generation)
            return self._olds[generation]

    def _named(self, generation: str) -> dict[str, tuple[Document, Passage]]:
        if generation == self.generation.manifest.generation:
            return {}
        try:
            documents = load_stored(self.data_dir, generation)
        except IndexFault:
            return {}
        anchors = name_places(documents)
        places: dict[str, tuple[Document, Passage]] = {}
        for document in documents:
            for passage in document.passages:
                places[anchors.passages[passage.id]] = document, passage
                for section in passage.section.path if passage.section else ():
                    places.setdefault(anchors.of(document, section), (document, passage))
        return places
