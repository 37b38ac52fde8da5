"""Documents → each of them as the source pane: outline, headings and passages, with their names for links."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.ui import wording
from assistant.ui.anchors import Anchors
from assistant.ui.received import Received, ReceivedLine
from assistant.ui.templates import render
from assistant.ui.typeset import Block, typeset
from corpus.types import Document, Passage, Section


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage as the template shows it, and the lines of the file that it was made of.

    `page` is the page that begins with it or before it, "" where that was told already or there are none.
    """

    page: str
    kind: str
    anchor: str
    blocks: tuple[Block, ...]
    received: Sequence[ReceivedLine]


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and the passages up to the next one; level 0 is what stands before any heading."""

    level: int
    reference: str
    anchor: str
    passages: tuple[PassageView, ...]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document as the template shows it; `cited` is what stands before a reference in a citation."""

    title: str
    cited: str
    imprint: str
    parts: tuple[Part, ...]

    @property
    def outline(self) -> tuple[Part, ...]:
        """The parts that have a heading."""
        return tuple(part for part in self.parts if part.level)


@dataclass(slots=True)
class Sources:
    """The panes of a generation's documents, each drawn when it is first wanted. Safe for several threads.

    `earlier` says so on each pane if they are no longer those that answer.
    """

    documents: Sequence[Document]
    anchors: Anchors
    generation: str = ""
    earlier: str = ""
    _panes: dict[str, str] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def pane(self, document_id: str = "") -> str:
        """Return the pane that shows a document, whole and in the order of its file; else the first one's."""
        with self._lock:
            shown = next((d for d in self.documents if d.info.id == document_id), self.documents[0])
            if shown.info.id not in self._panes:
                self._panes[shown.info.id] = self._drawn(shown)
            return self._panes[shown.info.id]

    def document_of(self, name: str) -> str | None:
        """Return the id of the document in which a passage or section of this name stands."""
        return self.anchors.documents.get(name)

    def _drawn(self, document: Document) -> str:
        titles = [(other.info.id, other.info.title or other.info.id) for other in self.documents]
        return render(
            "source",
            document=_view(document, self.anchors),
            id=document.info.id,
            titles=titles,
            generation=self.generation,
            earlier=self.earlier,
        )


def empty_pane() -> str:
    """Return the pane without a document, for as long as none is there."""
    return render("source", document=None, id="", titles=[], generation="", earlier="")


def _view(document: Document, anchors: Anchors) -> DocumentView:
    info = document.info
    received = Received(document.source)
    by_section: dict[int, list[Passage]] = {}
    for passage in document.passages:
        by_section.setdefault(_start(passage.section), []).append(passage)
    turned = _turned(document)

    def passages(start: int) -> tuple[PassageView, ...]:
        return tuple(
            PassageView(
                turned.get(passage.id, ""),
                passage.kind.value,
                anchors.passages[passage.id],
                typeset(passage.text, passage.kind),
                received.lines(passage.spans),
            )
            for passage in by_section.get(start, [])
        )

    before = Part(0, "", "", passages(-1))
    parts = (
        Part(
            section.level,
            section.reference,
            anchors.of(document, section),
            passages(_start(section)),
        )
        for section in document.sections
    )
    issued = wording.ISSUED.format(issuer=info.issuer, date=info.date).strip()
    title = info.title or info.id
    return DocumentView(
        title,
        " ".join(filter(None, (title, info.edition))),
        "　".join(part for part in (info.edition, issued) if part),
        tuple(part for part in (before, *parts) if part.level or part.passages),
    )


def _start(section: Section | None) -> int:
    return section.span.start if section else -1


def _turned(document: Document) -> dict[int, str]:
    """By the id of each passage that is the first to begin on its page: how that page is called."""
    turned, last = {}, None
    for passage in document.passages:
        page = document.page_of_spans(passage.spans)
        if page and page != last:
            turned[passage.id] = wording.PAGE.format(page=page)
            last = page
    return turned
