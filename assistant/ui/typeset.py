"""A passage's text → titles, paragraphs, lists and tables of its own words, the decisive part marked.

Nothing is added and nothing is changed, but that a table's column head, which stands in each cell of the
text, is written once above the column.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

from corpus.markers import Mark, marker
from corpus.types import PassageKind, Span

CELL = "\u3000"
_ITEMS = frozenset({Mark.ITEM, Mark.BOX, Mark.NUMBER})
_TITLES = frozenset({Mark.BOX, Mark.CAPTION})


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that are marked as decisive, or are not."""

    text: str
    marked: bool


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines shown alike. Of a list, a row is an item: its line and those that continue it.

    Of a table, a row holds its cells; `heads` are the heads of the columns after the first, if known.
    """

    kind: Literal["title", "lines", "list", "table"]
    rows: tuple[tuple[Line, ...], ...]
    heads: tuple[str, ...] = ()


def typeset(text: str, kind: PassageKind, decisive: Span | None = None) -> tuple[Block, ...]:
    """Return the blocks of a passage; `decisive` is a range of `text`."""
    spans = _lines(text)
    if kind is PassageKind.TABLE:
        return tuple(_table(text, spans, decisive))
    blocks: list[Block] = []
    if kind is PassageKind.BOX and len(spans) > 1 and _mark(text, spans[0]) in _TITLES:
        blocks.append(Block("title", ((_pieces(text, spans.pop(0), decisive),),)))
    if kind is PassageKind.OUTLINE:
        return (Block("list", tuple((_pieces(text, span, decisive),) for span in spans)),)
    return (*blocks, *_flow(text, spans, decisive))


def _lines(text: str) -> list[Span]:
    spans, start = [], 0
    for line in text.split("\n"):
        if line:
            spans.append(Span(start, start + len(line)))
        start += len(line) + 1
    return spans


def _flow(text: str, spans: Sequence[Span], decisive: Span | None) -> Iterator[Block]:
    """Gather lines into paragraphs and lists; a line that continues an item stands within it."""
    items: list[list[Line]] = []
    style = ""
    for span in spans:
        mark = marker(text[span.start : span.end])
        line = _pieces(text, span, decisive)
        if mark.mark is Mark.CONTINUATION and items:
            items[-1].append(line)
            continue
        is_item = mark.mark in _ITEMS
        if items and (not is_item or mark.style != style):
            yield _list(items)
            items = []
        if is_item:
            items.append([line])
            style = mark.style
        else:
            yield Block("lines", ((line,),))
    if items:
        yield _list(items)


def _list(items: Sequence[Sequence[Line]]) -> Block:
    # One item alone is no list to a listener.
    kind: Literal["lines", "list"] = "list" if len(items) > 1 else "lines"
    return Block(kind, tuple(tuple(item) for item in items))


def _table(text: str, spans: Sequence[Span], decisive: Span | None) -> Iterator[Block]:
    for has_cells, group in groupby(spans, key=lambda span: CELL in text[span.start : span.end]):
        rows = list(group)
        if not has_cells:
            yield Block("title", tuple((_pieces(text, span, decisive),) for span in rows))
            continue
        cells = [_cells(text, span) for span in rows]
        heads = _heads(text, cells)
        if heads:
            cells = [[row[0], *_without(row[1:], heads)] for row in cells]
        yield Block(
            "table", tuple(tuple(_pieces(text, cell, decisive) for cell in row) for row in cells), heads
        )


def _cells(text: str, span: Span) -> list[Span]:
    cells, start = [], span.start
    for cell in text[span.start : span.end].split(CELL):
        cells.append(Span(start, start + len(cell)))
        start += len(cell) + len(CELL)
    return cells


def _heads(text: str, rows: Sequence[Sequence[Span]]) -> tuple[str, ...]:
    """The word that begins each cell of a column, if every row begins it so; else nothing."""
    if len(rows) < 2 or len({len(row) for row in rows}) > 1:
        return ()
    heads = []
    for column in list(zip(*rows, strict=True))[1:]:
        words = {text[cell.start : cell.end].partition(" ")[0] for cell in column}
        if len(words) > 1 or any(" " not in text[cell.start : cell.end] for cell in column):
            return ()
        heads.append(words.pop())
    return tuple(heads)


def _without(cells: Sequence[Span], heads: Sequence[str]) -> list[Span]:
    return [Span(cell.start + len(head) + 1, cell.end) for cell, head in zip(cells, heads, strict=True)]


def _mark(text: str, span: Span) -> Mark:
    return marker(text[span.start : span.end]).mark


def _pieces(text: str, span: Span, decisive: Span | None) -> Line:
    """Cut a range of the text where the decisive part begins and ends."""
    start, end = (decisive.start, decisive.end) if decisive else (span.end, span.end)
    cuts = [span.start, min(max(start, span.start), span.end), max(min(end, span.end), span.start), span.end]
    return tuple(
        Piece(text[begin:stop], marked=row == 1)
        for row, (begin, stop) in enumerate(pairwise(cuts))
        if begin < stop
    )
