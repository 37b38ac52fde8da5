"""Logical lines of a table → its rows, each made of its own words.

Some formats tell the cells. Where the table lost its lines, three shapes occur. In one, bars are drawn
between the cells. In another, a row is a line and its cells stand apart by wide gaps. In the third, a
narrow table is flattened: the heads on one line, then cell after cell, each broken to the width of its
column; there a row begins with what it is about, a sentence, and its cells are fragments.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from corpus.cleaning import clean_text
from corpus.layout import LogicalLine, display_width, join_pieces
from corpus.markers import Mark
from corpus.readers.known import Cell
from corpus.types import Span

_WIDE_GAP = re.compile(r"\t+|\u3000+| {2,}")
_BAR = re.compile(r"[|｜│┃]")
_ANY_GAP = re.compile(r"[ \u3000\t]+")
# A cell that starts like this goes on with the one above: ＝求められること, （公費であることが多い）.
_GOES_ON = ("＝", "=", "（", "(", "⇒", "→", "＋", "+", "／", "/")
_MAX_CELL = 30
_HEADS = frozenset(
    "項目 区分 分類 種類 種別 名称 段階 時期 年度 月 対象 役割 観点 形態 用語 略称 番号 手順".split()
)


_TableRow = tuple[str, tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of (clean text, pieces in the file), and how many logical lines the table takes up."""

    rows: tuple[_TableRow, ...]
    size: int


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    spans: tuple[Span, ...]


def read_table(source: str, lines: Sequence[LogicalLine]) -> Table | None:
    """Read the table that begins with the first of these lines, if one does."""
    return _ruled(lines) or _aligned(source, lines) or _flattened(source, lines)


def known_rows(source: str, lines: Sequence[LogicalLine]) -> list[_TableRow]:
    """Read a table whose cells the format tells; every line is a row.

    Where the first rows name the columns, each other row reads: what it is about, then heads and cells.
    """
    pieces = [span for line in lines for span in line.spans]
    rows = [[_known_cell(source, pieces, cell) for cell in line.known.cells] for line in lines]
    count = _known_heads(lines, rows)
    heads = [_distinct([row[i] for row in rows[:count] if i < len(row)]) for i in range(max(map(len, rows)))]
    if not count or count == len(rows):
        return [_plain_row(row) for row in rows if any(cell.text for cell in row)]
    body = [_headed_row(heads, row) for row in rows[count:] if any(cell.text for cell in row)]
    used = {span for _, spans in body for span in spans}
    if all(span in used for head in heads for span in head.spans):
        return body
    # A column without any cell: its head must not be lost.
    return [*(_plain_row(row) for row in rows[:count] if any(cell.text for cell in row)), *body]


def _known_heads(lines: Sequence[LogicalLine], rows: Sequence[Sequence[_Cell]]) -> int:
    """How many of the first rows name the columns."""
    said = list(takewhile(lambda line: line.known.heads, lines))
    if said or len(rows) < 2 or lines[0].known.heads is False:
        return len(said)
    first, *bodies = rows
    named = all(cell.text for cell in first[1:]) and len({cell.text for cell in first}) == len(first)
    return int(named and len(first) > 1 and _are_heads(first, bodies))


def _known_cell(source: str, pieces: Sequence[Span], cell: Cell) -> _Cell:
    """A cell's paragraphs, without what was cut out of the table's `pieces`."""
    spans: list[Span] = []
    paragraphs: list[str] = []
    for paragraph in cell:
        first = bisect_right(pieces, paragraph.start, key=lambda piece: piece.end)
        # Used up within this very round, so that the paragraph is the one meant.
        inside = takewhile(lambda piece: piece.start < paragraph.end, pieces[first:])  # noqa: B023
        kept = [Span(max(p.start, paragraph.start), min(p.end, paragraph.end)) for p in inside]
        kept = [span for span in kept if source[span.start : span.end].strip()]
        spans += kept
        paragraphs.append(join_pieces([clean_text(source, span) for span in kept]))
    return _Cell(" ".join(filter(None, paragraphs)), tuple(spans))


def _distinct(cells: Sequence[_Cell]) -> _Cell:
    """Cells one below or beside the other as one, a cell that spans several taken once."""
    return _joined_cells(list({cell.spans: cell for cell in cells if cell.text}.values()))


def _plain_row(cells: Sequence[_Cell]) -> _TableRow:
    row = _distinct(cells)
    return row.text, row.spans


def _headed_row(heads: Sequence[_Cell], cells: Sequence[_Cell]) -> _TableRow:
    """A row under heads; a cell that spans columns comes once, after all their heads."""
    (first, _, end), *rest = _runs(cells)
    if not rest:
        return first.text, first.spans
    label = _distinct([*heads[:end], first])
    columns = [(_distinct(heads[start:end]), cell) for cell, start, end in rest if cell.text]
    parts = [label, *(part for pair in columns for part in pair)]
    text = label.text + "".join(f"\u3000{head.text} {cell.text}" for head, cell in columns)
    return text.strip(), tuple(span for part in parts for span in part.spans)


def _runs(cells: Sequence[_Cell]) -> list[tuple[_Cell, int, int]]:
    """Cells with the half-open range of the columns each of them spans."""
    runs: list[tuple[_Cell, int, int]] = []
    for i, cell in enumerate(cells):
        if runs and cell.spans and cell.spans == runs[-1][0].spans:
            runs[-1] = (cell, runs[-1][1], i + 1)
        else:
            runs.append((cell, i, i + 1))
    return runs


def _ruled(lines: Sequence[LogicalLine]) -> Table | None:
    """Lines drawn with bars between the cells, as in Markdown; they are read as they stand."""
    rows = list(takewhile(lambda line: len(_BAR.findall(line.text)) > 1 and not line.gap, lines[1:]))
    if not lines or len(_BAR.findall(lines[0].text)) < 2 or not rows:
        return None
    rows.insert(0, lines[0])
    return Table(tuple((line.text, line.spans) for line in rows), len(rows))


def _aligned(source: str, lines: Sequence[LogicalLine]) -> Table | None:
    """At least three lines in a row with the same number of cells; the first one may hold their heads.

    The head of the first column may be missing. Without heads, rows are read as they stand.
    """
    if not lines or lines[0].marker.mark not in (Mark.NONE, Mark.CONTINUATION):
        # ① … with a gap before its explanation is a list.
        return None
    rows: list[list[_Cell]] = []
    for line in lines:
        cells = _cells(source, line, _WIDE_GAP)
        if len(cells) < 2 or line.is_sentence:
            break
        if rows and len(cells) != len(rows[-1]) and not (len(rows) == 1 and len(cells) == len(rows[0]) + 1):
            break
        rows.append(cells)
    if len(rows) < 3:
        return None
    heads, *bodies = rows
    if not _are_heads(heads, bodies):
        return Table(tuple((line.text, line.spans) for line in lines[: len(rows)]), len(rows))
    first = len(heads) - len(bodies[0]) + 1
    return Table(
        tuple(_row(heads[first:], _joined_cells([*heads[:first], row[0]]), row[1:]) for row in bodies),
        len(rows),
    )


def _are_heads(heads: Sequence[_Cell], bodies: Sequence[Sequence[_Cell]]) -> bool:
    """Whether the first row names the columns: taken for heads wrongly, it would tell untruths.

    Heads have no figures in them. Of two columns only, a row is as likely to be data as to be heads, so
    it takes a word that names nothing else.
    """
    if len(heads) < len(bodies[0]):
        return True
    if any(c.isdigit() for head in heads for c in head.text):
        return False
    return len(heads) > 2 or heads[0].text in _HEADS


def _flattened(source: str, lines: Sequence[LogicalLine]) -> Table | None:
    """A line of two heads or more, then rows: a sentence, followed by fragments for the cells.

    The column of sentences may have a head, too, if there are two others.
    """
    if not lines:
        return None
    heads = _cells(source, lines[0], _ANY_GAP)
    if len(heads) < 2 or lines[0].is_sentence or any(_is_long(head.text) for head in heads):
        return None
    narrow = list(takewhile(_is_cell_like, lines[1:]))
    rows = _rows(narrow, heads, None)
    if not rows and len(heads) > 2:
        rows = _rows(narrow, heads[1:], heads[0])
    return Table(tuple(rows), 1 + len(narrow)) if rows and len(rows) >= 2 else None


def _rows(
    lines: Sequence[LogicalLine], heads: Sequence[_Cell], first: _Cell | None
) -> list[_TableRow] | None:
    """Share out the lines among rows of as many cells as there are heads; None where they don't fit."""
    rows = []
    at = 0
    while at < len(lines):
        label, after = _label(lines, at)
        cells_end = _next_label(lines, after)
        columns = _columns(lines[after:cells_end], len(heads))
        if label is None or columns is None:
            return None
        rows.append(_row(heads, _joined_cells([first, label]) if first else label, columns))
        at = cells_end
    return rows


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
    head = line.text[: line.marker.end].strip()
    if line.marker.mark is not Mark.NONE and len(cells) > 1 and cells[0].text == head:
        # The gap behind a number is no gap between cells.
        cells[:2] = [_joined_cells(cells[:2])]
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


def _joined_cells(cells: Sequence[_Cell]) -> _Cell:
    return _Cell(" ".join(cell.text for cell in cells), tuple(span for cell in cells for span in cell.spans))


def _row(heads: Sequence[_Cell], label: _Cell, cells: Sequence[_Cell]) -> _TableRow:
    """A row reads: what it is about, then each column's head and its cell."""
    parts = [label, *(part for pair in zip(heads, cells, strict=True) for part in pair)]
    text = label.text + "".join(
        f"\u3000{head.text} {cell.text}" for head, cell in zip(heads, cells, strict=True)
    )
    return text, tuple(span for part in parts for span in part.spans)
