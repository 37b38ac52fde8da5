"""What every reader makes of a file: its decoded text, its lines, its pages; and how one is written."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.readers.known import NOTHING, Known
from corpus.readers.lines import Line, split_lines
from corpus.types import Span, Suspicion


@dataclass(frozen=True, slots=True)
class Hole:
    """A piece within a line that is no part of its wording, such as a reading aid, and why."""

    span: Span
    why: str


@dataclass(frozen=True, slots=True)
class Content:
    """A file as decoded. `pages` holds the offset at which each page begins, none where they are unknown.

    `title` is what the file calls itself outside of its text, if it does.
    """

    text: str
    lines: tuple[Line, ...]
    pages: tuple[int, ...] = ()
    holes: tuple[Hole, ...] = ()
    warnings: tuple[Suspicion, ...] = ()
    title: str = ""


def plain_content(text: str) -> Content:
    """Return the content of a text file; its form feeds part its pages."""
    pages = (0, *(match.end() for match in re.finditer("\f", text)))
    lines = split_lines(text)
    if len(pages) == 1:
        return Content(text, tuple(lines))
    return Content(text, tuple(line.on_page(bisect_right(pages, line.span.start)) for line in lines), pages)


@dataclass(slots=True)
class Writer:
    """Puts decoded text together line by line, for formats that know their paragraphs."""

    _pieces: list[str] = field(default_factory=list)
    _lines: list[Line] = field(default_factory=list)
    holes: list[Hole] = field(default_factory=list)
    warnings: list[Suspicion] = field(default_factory=list)
    _length: int = 0
    _number: int = 1
    _gap: int = 0

    @property
    def offset(self) -> int:
        """Where the next text will stand."""
        return self._length

    @property
    def number(self) -> int:
        """The line of the decoded text that is being written, from 1."""
        return self._number

    def write(self, text: str) -> Span:
        """Append text to the current line; return where it stands."""
        start = self._length
        self._pieces.append(text)
        self._length += len(text)
        self._number += text.count("\n")
        return Span(start, self._length)

    def hole(self, text: str, why: str) -> None:
        """Append text that is no part of the wording."""
        span = self.write(text)
        if text.strip():
            self.holes.append(Hole(span, why))

    def end(
        self,
        start: int,
        known: Known = NOTHING,
        *,
        whole: bool = True,
        fills: bool | None = None,
        gap: int | None = None,
    ) -> None:
        """End the line that began at `start`; a blank one is room above the next.

        It is a paragraph of its own unless it is not `whole`, or `fills` tells whether it reaches the end
        of its column.
        """
        text = self.since(start)
        number = self._number - text.count("\n")
        self.write("\n")
        if not text.strip():
            self._gap = 1
            return
        self._lines.append(
            Line(
                number,
                1,
                Span(start, start + len(text)),
                text,
                self._gap if gap is None else gap,
                whole=whole and fills is None,
                fills=fills,
                known=known,
            )
        )
        self._gap = 0

    def room(self) -> None:
        """Leave room above the next line."""
        self._gap = 1

    def content(self, pages: Sequence[int] = (), title: str = "") -> Content:
        """Return everything written."""
        lines = tuple(
            line if not pages else line.on_page(bisect_right(pages, line.span.start)) for line in self._lines
        )
        return Content(
            "".join(self._pieces), lines, tuple(pages), tuple(self.holes), tuple(self.warnings), title
        )

    def since(self, start: int) -> str:
        """Return the text from an offset on, looked for from the end: lines are short, files are not."""
        pieces: list[str] = []
        at = self._length
        for piece in reversed(self._pieces):
            if at <= start:
                break
            at -= len(piece)
            pieces.append(piece)
        return "".join(reversed(pieces))[start - at :]
