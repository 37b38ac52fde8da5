"""A Word table → its rows of cells, merged ones told, and whether it is a table at all."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from corpus.readers.word_numbers import W

# A cell with more than this isn't looked up, it is read: the table only lays the page out.
_MAX_CELL = 600
_MAX_PARAGRAPHS = 8
# A frame around more than this is no box that could be quoted.
_MAX_BOX = 1500
_MAX_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class WordCell:
    """A cell: the first of its columns, how many it spans, and whether it goes on with the one above."""

    element: etree._Element
    column: int
    width: int
    goes_on: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A row; `heads` says that Word repeats it on each page, so it names the columns."""

    cells: tuple[WordCell, ...]
    heads: bool


def rows_of(table: etree._Element) -> list[Row]:
    """Return a table's rows, those that a tracked change deleted left out."""
    rows = []
    for row in _children(table, "tr"):
        properties = row.find(f"{W}trPr")
        if properties is not None and properties.find(f"{W}del") is not None:
            continue
        heads = properties is not None and properties.find(f"{W}tblHeader") is not None
        rows.append(Row(tuple(_cells(row, properties)), heads))
    return [row for row in rows if row.cells]


def column_count(rows: Sequence[Row]) -> int:
    """Return how many columns any row has cells in."""
    return max((len(row.cells) for row in rows), default=0)


def is_layout(
    table: etree._Element, rows: Sequence[Row], is_heading: Callable[[etree._Element], bool]
) -> bool:
    """Whether the table only lays out the page: headings, other tables or whole pages stand in its cells."""
    if any(True for _ in table.iter(f"{W}tbl") if _ is not table) or any(
        map(is_heading, table.iter(f"{W}p"))
    ):
        return True
    if column_count(rows) == 1:
        return len(_text(table)) > _MAX_BOX
    return any(
        len(_text(cell.element)) > _MAX_CELL and sum(1 for _ in cell.element.iter(f"{W}p")) > _MAX_PARAGRAPHS
        for row in rows
        for cell in row.cells
    )


def _cells(row: etree._Element, properties: etree._Element | None) -> Iterator[WordCell]:
    before = properties.find(f"{W}gridBefore") if properties is not None else None
    column = _integer(before)
    for cell in _children(row, "tc"):
        own = cell.find(f"{W}tcPr")
        width = max(1, _integer(own.find(f"{W}gridSpan"))) if own is not None else 1
        merge = own.find(f"{W}vMerge") if own is not None else None
        goes_on = merge is not None and merge.get(f"{W}val", "continue") == "continue"
        yield WordCell(cell, column, width, goes_on)
        column += width


def _children(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins"):
            yield from _children(child, name)


def _integer(element: etree._Element | None) -> int:
    value = element.get(f"{W}val", "") if element is not None else ""
    return min(int(value), _MAX_COLUMNS) if value.isdecimal() else 0


def _text(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t"))
