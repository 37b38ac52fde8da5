"""Logical lines of a table that lost its lines → its rows, each made of its own words.

Two shapes survive text extraction. In one, a row is a line and its cells stand apart by wide gaps. In
the other, a narrow table is flattened: the heads on one line, then cell after cell, each broken to the
width of its column; there a row begins with what it is about, a sentence, and its cells are fragments.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from corpus.cleaning import clean_text
from corpus.layout import LogicalLine, display_width
from corpus.markers import Mark
from corpus.types import Span

_WIDE_GAP = re.compile(r"\t+|\u3000+| {2,}")
_ANY_GAP = re.compile(r"[ \u3000\t]+")
# A cell that starts like this goes on with the one above: ＝求められること, （公費であることが多い）.
_GOES_ON = ("＝", "=", "（", "(", "⇒", "→", "＋", "+", "／", "/")
_MAX_CELL = 30


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of (clean text, pieces in the file), and how many logical lines the table takes up."""

    rows: tuple[tuple[str, tuple[Span, ...]], ...]
    size: int


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    spans: tuple[Span, ...]


def read_table(source: str, lines: Sequence[LogicalLine]) -> Table | None:
    """Read the table that begins with the first of these lines, if one does."""
    return _aligned(source, lines) or _flattened(source, lines)


def _aligned(source: str, lines: Sequence[LogicalLine]) -> Table | None:
    """At least three lines in a row with the same number of cells, two or more; the first one heads them."""
    rows: list[list[_Cell]] = []
    for line in lines:
        cells = _cells(source, line, _WIDE_GAP)
        if len(cells) < 2 or (rows and len(cells) != len(rows[0])) or line.is_sentence:
            break
        rows.append(cells)
    if len(rows) < 3:
        return None
    heads, *bodies = rows
    return Table(tuple(_row(heads[1:], row[0], row[1:]) for row in bodies), len(rows))


def _flattened(source: str, lines: Sequence[LogicalLine]) -> Table | None:
    """A line of two heads or more, then rows: a sentence, followed by fragments for the cells."""
    if not lines:
        return None
    heads = _cells(source, lines[0], _ANY_GAP)
    if len(heads) < 2 or lines[0].is_sentence or any(_is_long(head.text) for head in heads):
        return None
    narrow = list(takewhile(_is_cell_like, lines[1:]))
    rows = []
    at = 0
    while at < len(narrow):
        label, after = _label(narrow, at)
        cells_end = _next_label(narrow, after)
        columns = _columns(narrow[after:cells_end], len(heads))
        if label is None or columns is None:
            return None
        rows.append(_row(heads, label, columns))
        at = cells_end
    return Table(tuple(rows), 1 + len(narrow)) if len(rows) >= 2 else None


def _cells(source: str, line: LogicalLine, gap: re.Pattern[str]) -> list[_Cell]:
    cells = []
    for span in line.spans:
        raw = source[span.start : span.end]
        start = 0
        for match in [*gap.finditer(raw), None]:
            end = match.start() if match else len(raw)
            piece = Span(span.start + start, span.start + end)
            if text := clean_text(source, piece):
                cells.append(_Cell(text, (piece,)))
            start = match.end() if match else end
    return cells


def _is_cell_like(line: LogicalLine) -> bool:
    return line.marker.mark in (Mark.NONE, Mark.CONTINUATION) and not _is_long(line.text) and not line.gap


def _is_long(text: str) -> bool:
    return display_width(text) > _MAX_CELL


def _label(lines: Sequence[LogicalLine], at: int) -> tuple[_Cell | None, int]:
    """What a row is about: everything up to and including a sentence's end."""
    for i in range(at, len(lines)):
        if lines[i].is_sentence:
            label = lines[at : i + 1]
            return _joined(label), i + 1
    return None, len(lines)


def _next_label(lines: Sequence[LogicalLine], at: int) -> int:
    """Index at which the next row begins: after the cells, before the lines that lead to a sentence's end."""
    for i in range(at, len(lines)):
        if lines[i].is_sentence:
            first = i
            while first > at and lines[first - 1].text.endswith(("、", "，")):
                first -= 1
            return first
    return len(lines)


def _columns(lines: Sequence[LogicalLine], count: int) -> list[_Cell] | None:
    """Share out the fragments among the columns; None where that would be guessing."""
    units: list[list[LogicalLine]] = []
    for line in lines:
        if units and line.text.startswith(_GOES_ON):
            units[-1].append(line)
        else:
            units.append([line])
    if not units or len(units) % count:
        return None
    share = len(units) // count
    return [
        _joined([line for unit in units[i : i + share] for line in unit]) for i in range(0, len(units), share)
    ]


def _joined(lines: Sequence[LogicalLine]) -> _Cell:
    text = ""
    for line in lines:
        glue = "" if not text or text.endswith(("、", "，")) or line.text.startswith(_GOES_ON) else " "
        text += glue + line.text
    return _Cell(text, tuple(span for line in lines for span in line.spans))


def _row(heads: Sequence[_Cell], label: _Cell, cells: Sequence[_Cell]) -> tuple[str, tuple[Span, ...]]:
    """A row reads: what it is about, then each column's head and its cell."""
    parts = [label, *(part for pair in zip(heads, cells, strict=True) for part in pair)]
    text = label.text + "".join(
        f"\u3000{head.text} {cell.text}" for head, cell in zip(heads, cells, strict=True)
    )
    return text, tuple(span for part in parts for span in part.spans)
