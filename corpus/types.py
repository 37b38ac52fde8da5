"""The nouns of a read document: spans, sections, passages, and what was set aside.

All are frozen. Offsets are half-open code-point indices into the file's decoded text.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range [start, end) of code points in a file's decoded text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """One document as `documents.toml` describes it; `file` is relative to that file's folder."""

    id: str
    title: str
    edition: str
    date: str
    issuer: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it.

    `number` is canonical, such as `Ⅰ-3-(2)-②`; an unnumbered heading has "". `span` runs from the
    heading to the end of the last subsection; `heading` holds the heading's own pieces in the file.
    `level` counts from 1. A document's preamble, before any heading, has no section.
    """

    number: str
    title: str
    level: int
    parent: "Section | None"
    span: Span
    heading: tuple[Span, ...]

    @property
    def path(self) -> tuple["Section", ...]:
        """The sections from the outermost to this one."""
        return (*self.parent.path, self) if self.parent else (self,)

    @property
    def reference(self) -> str:
        """As people cite it: `Ⅰ-6-(5) 委託`."""
        return f"{self.number} {self.title}".strip()


class PassageKind(StrEnum):
    """What a passage is in the document's own layout."""

    PARAGRAPH = "paragraph"
    ITEM = "item"
    NOTE = "note"
    BOX = "box"
    TABLE = "table"
    OUTLINE = "outline"


@dataclass(frozen=True, slots=True)
class Passage:
    r"""The unit that is found and quoted.

    `id` is the row everywhere: in the postings, the vectors and the stored list. `text` is clean;
    its lines are separated by "\n". `spans` are the pieces of the file it was made of, in the order
    of the text. `external_id` is the entry's own id in an FAQ collection, else "".
    """

    id: int
    document_id: str
    section: Section | None
    kind: PassageKind
    text: str
    spans: tuple[Span, ...]
    external_id: str = ""


@dataclass(frozen=True, slots=True)
class SetAside:
    """Text that is no part of the document's own wording: page headers, page numbers, and the like."""

    span: Span
    line: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Something a person should look at: page and line count from 1, page is None where unknown."""

    page: int | None
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document read whole: its decoded text and everything made of it, in file order.

    `pages` holds the offset in `source` at which each page begins; it is empty where pages are unknown.
    """

    info: DocumentInfo
    source: str
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    set_aside: tuple[SetAside, ...]
    warnings: tuple[Suspicion, ...]
    pages: tuple[int, ...] = ()

    def page_of(self, offset: int) -> int | None:
        """Return the page, from 1, on which an offset of the source stands; None where pages are unknown."""
        return bisect_right(self.pages, offset) or None

    def page_of_spans(self, spans: Sequence[Span]) -> int | None:
        """Return the page on which the first of some pieces in their order begins."""
        return self.page_of(spans[0].start) if spans else None

    def owned_spans(self) -> Iterator[Span]:
        """Every span that some passage, heading or set-aside piece accounts for."""
        for section in self.sections:
            yield from section.heading
        for passage in self.passages:
            yield from passage.spans
        for piece in self.set_aside:
            yield piece.span
