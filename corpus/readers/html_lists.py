"""Lists and tables of a web page → the marks and the grid of cells that a browser shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from corpus.markers import Mark, marker
from corpus.readers.word_numbers import number_as

_TYPES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLES = {
    "katakana": "aiueoFullWidth",
    "katakana-iroha": "irohaFullWidth",
    "cjk-ideographic": "japaneseCounting",
    "japanese-informal": "japaneseCounting",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "decimal-leading-zero": "decimalZero",
}
_MAX_SPAN = 100
_MAX_CELL = 600


@dataclass(frozen=True, slots=True)
class HtmlRow:
    """A row: each column's cell, None where there is none; `heads` says that all its cells are heads."""

    cells: tuple[etree._Element | None, ...]
    heads: bool


def mark_of(item: etree._Element, text: str) -> str:
    """Return the mark that a browser shows before a list item; "" where its text brings its own."""
    parent = item.getparent()
    style = (item.get("style") or "") + (parent.get("style") or "" if parent is not None else "")
    if "list-style" in style and "none" in style:
        return ""
    if parent is None or parent.tag != "ol":
        return "" if marker(text).mark is not Mark.NONE else "・"
    if marker(text).mark is Mark.NUMBER:
        return ""
    digits = _TYPES.get(parent.get("type", ""), "decimal")
    digits = next((name for key, name in _STYLES.items() if f"{key}" in style.split(":")[-1]), digits)
    return f"{number_as(digits, _place(item, parent))}. "


def rows_of(table: etree._Element) -> list[HtmlRow]:
    """Return the rows of a table, cells that span several rows or columns in each of them."""
    rows: list[HtmlRow] = []
    below: dict[int, tuple[etree._Element, int]] = {}
    for row in _rows(table):
        cells: list[etree._Element | None] = []
        own = [cell for cell in row if cell.tag in ("td", "th")]
        for cell in own:
            _fill(cells, below)
            width = _span(cell, "colspan")
            for column in range(len(cells), len(cells) + width):
                cells.append(cell)
                below[column] = (cell, _span(cell, "rowspan") - 1)
        _fill(cells, below)
        section = row.getparent()
        in_head = section is not None and section.tag == "thead"
        heads = bool(own) and (in_head or all(cell.tag == "th" for cell in own))
        if cells:
            rows.append(HtmlRow(tuple(cells), heads))
    return rows


def is_layout(table: etree._Element, rows: Sequence[HtmlRow]) -> bool:
    """Whether a table only lays out the page."""
    if table.get("role") in ("presentation", "none") or not rows:
        return True
    if any(next(table.iter(tag), None) is not None for tag in ("h1", "h2", "h3", "h4")):
        return True
    if any(inner is not table for inner in table.iter("table")):
        return True
    return any(
        len("".join(cell.itertext())) > _MAX_CELL and len(list(cell.iter("p", "li", "br"))) > 8
        for row in rows
        for cell in row.cells
        if cell is not None
    )


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr")


def _fill(cells: list[etree._Element | None], below: dict[int, tuple[etree._Element, int]]) -> None:
    """Go on with the cells that reach down from above, up to the first column that is free."""
    while below.get(len(cells), (None, 0))[1] > 0:
        column = len(cells)
        cell, left = below[column]
        cells.append(cell)
        below[column] = (cell, left - 1)


def _span(cell: etree._Element, name: str) -> int:
    value = cell.get(name, "1").strip()
    return min(max(1, int(value)), _MAX_SPAN) if value.isdecimal() else 1


def _place(item: etree._Element, parent: etree._Element) -> int:
    """The number of an item in an ordered list."""
    items = [child for child in parent if child.tag == "li"]
    start = parent.get("start", "1")
    number = int(start) if start.lstrip("-").isdecimal() else 1
    for child in items:
        value = child.get("value", "")
        number = int(value) if value.isdecimal() else number
        if child is item:
            break
        number += 1
    return number
