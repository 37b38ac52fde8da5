"""A file's decoded text → its physical lines with offsets, pages and the room above them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import multimode

from corpus.readers.known import NOTHING, Known
from corpus.types import Span

_BREAK = re.compile(r"\r\n|[\n\r\f\v\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Line:
    """A physical line that is not blank.

    `number` and `page` count from 1. `text` is what stands between the line breaks, spaces and all;
    `span` is where. `gap` is how much more room than usual the file leaves above it, in usual line
    steps: 0 within a paragraph. A format that knows its paragraphs has each `whole`, line breaks and all;
    one that knows where its lines end says whether each `fills` its column. `known` is what the format
    says of it besides.
    """

    number: int
    page: int
    span: Span
    text: str
    gap: int
    whole: bool = False
    fills: bool | None = None
    known: Known = NOTHING

    def with_gap(self, gap: int) -> "Line":
        """Return the same line with the room above it."""
        return replace(self, gap=gap)

    def on_page(self, page: int) -> "Line":
        """Return the same line with the page it stands on."""
        return replace(self, page=page)


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands between two line breaks: the editor's line it is on, and form feeds before it."""

    start: int
    number: int
    feeds: int
    text: str


def split_lines(text: str) -> list[Line]:
    """Return the lines that are not blank, with their pages.

    A form feed starts a page. Where there is none and every line is followed by a blank one, as PDF
    tools leave it, a line glued to the one before it and indented by a space is where a page began.
    """
    filled = [piece for piece in _pieces(text) if piece.text.strip()]
    steps = [b.number - a.number for a, b in pairwise(filled)]
    usual = max(1, min(multimode(steps))) if steps else 1
    glued = _glued(filled, steps, usual)
    lines: list[Line] = []
    feeds = page = 0
    for i, piece in enumerate(filled):
        if not lines or piece.feeds > feeds or i in glued:
            page += 1
        feeds = piece.feeds
        step = steps[i - 1] if lines else usual
        gap = 0 if i in glued else max(0, -((usual - step) // usual))
        span = Span(piece.start, piece.start + len(piece.text))
        lines.append(Line(piece.number, page, span, piece.text, gap))
    return lines


def _glued(filled: Sequence[_Piece], steps: Sequence[int], usual: int) -> frozenset[int]:
    """Indices of the lines at which a page began that left no form feed; in plain typing there are none."""
    if usual == 1 or not filled or filled[-1].feeds:
        return frozenset()
    close = [i for i, step in enumerate(steps, 1) if step < usual]
    indented = [i for i in close if filled[i].text[0] in " \u3000"]
    return (
        frozenset(indented)
        if 2 * len(indented) > len(close) and 5 * len(close) < len(filled)
        else frozenset()
    )


def _pieces(text: str) -> Iterator[_Piece]:
    start = feeds = 0
    number = 1
    for match in _BREAK.finditer(text):
        yield _Piece(start, number, feeds, text[start : match.start()])
        start = match.end()
        feeds += match[0] == "\f"
        number += match[0] in ("\n", "\r", "\r\n")
    yield _Piece(start, number, feeds, text[start:])
