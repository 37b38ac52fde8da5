"""Documents → the source pane as HTML: outline, headings and passages, each with its name for links."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.ui import wording
from assistant.ui.anchors import Anchors
from assistant.ui.received import Received, ReceivedLine
from assistant.ui.templates import render
from assistant.ui.typeset import Block, typeset
from corpus.types import Document, Passage, Section


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage as the template shows it, and the lines of the file that it was made of."""

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
    """A document as the template shows it."""

    title: str
    imprint: str
    parts: tuple[Part, ...]

    @property
    def outline(self) -> tuple[Part, ...]:
        """The parts that have a heading."""
        return tuple(part for part in self.parts if part.level)


def source_pane(documents: Sequence[Document], anchors: Anchors) -> str:
    """Return the pane with every document, whole and in the order of its file."""
    return render("source", documents=[_view(document, anchors) for document in documents])


def _view(document: Document, anchors: Anchors) -> DocumentView:
    info = document.info
    received = Received(document.source)
    by_section: dict[int, list[Passage]] = {}
    for passage in document.passages:
        by_section.setdefault(_start(passage.section), []).append(passage)
    before = Part(0, "", "", _passages(by_section.get(-1, []), anchors, received))
    parts = (
        Part(
            section.level,
            section.reference,
            anchors.of(document, section),
            _passages(by_section.get(_start(section), []), anchors, received),
        )
        for section in document.sections
    )
    issued = wording.ISSUED.format(issuer=info.issuer, date=info.date).strip()
    imprint = "　".join(part for part in (info.edition, issued) if part)
    return DocumentView(
        info.title or info.id, imprint, tuple(p for p in (before, *parts) if p.level or p.passages)
    )


def _start(section: Section | None) -> int:
    return section.span.start if section else -1


def _passages(passages: Sequence[Passage], anchors: Anchors, received: Received) -> tuple[PassageView, ...]:
    return tuple(
        PassageView(
            passage.kind.value,
            anchors.passages[passage.id],
            typeset(passage.text, passage.kind),
            received.lines(passage.spans),
        )
        for passage in passages
    )
