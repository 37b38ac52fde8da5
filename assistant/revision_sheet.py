"""Comparisons → 新旧対照表 as a spreadsheet (.xlsx), one sheet a document, what changed underlined."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from assistant.revision_table import NEW, NOTHING_CHANGED, OLD, REMARK, Piece, Table, table, unwritable
from corpus.editions import Comparison

_UNDERLINED = InlineFont(u="single")
_LINE = Side(style="thin", color="767676")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_HEAD = PatternFill("solid", fgColor="0017C1")
_SECTION = PatternFill("solid", fgColor="E8F1FE")
_WIDTHS = {"A": 60, "B": 60, "C": 18}
# What the format itself allows in a cell; and in the name of a sheet, with room for a number behind it.
_CELL = 32_767
_NAME = 31 - 3
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_CUT = "…（長いため以下略）"


def write_xlsx(comparisons: Sequence[Comparison], path: Path) -> None:
    """Write a sheet for each document; raises GuideError if the file cannot be written."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for comparison in comparisons:
        _fill(book.create_sheet(_sheet_name(comparison)), table(comparison))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        book.save(path)
    except OSError as error:
        raise unwritable(path) from error


def _fill(sheet: Worksheet, laid_out: Table) -> None:
    for column, width in _WIDTHS.items():
        sheet.column_dimensions[column].width = width
    _write(
        sheet,
        [[(f"{NEW}（{laid_out.new}）", False)], [(f"{OLD}（{laid_out.old}）", False)], [(REMARK, False)]],
    )
    for cell in sheet[1]:
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = _HEAD
    if not laid_out.sections:
        _write(sheet, [[(NOTHING_CHANGED, False)], [], []])
    for place, rows in laid_out.sections:
        _write(sheet, [[(place, False)], [], []])
        for cell in sheet[sheet.max_row]:
            cell.font = Font(bold=True)
            cell.fill = _SECTION
        sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=3)
        for row in rows:
            _write(sheet, [row.new, row.old, [(row.remark, False)]])
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = int(sheet.PAPERSIZE_A4)
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _write(sheet: Worksheet, cells: Sequence[Sequence[Piece]]) -> None:
    """Append a row; rich text is never taken for a formula, whatever it begins with."""
    at = sheet.max_row + bool(sheet["A1"].value)
    for column, pieces in enumerate(cells, 1):
        cell = sheet.cell(at, column)
        cell.alignment = _WRAPPED
        cell.border = _BORDER
        if pieces:
            cell.value = CellRichText(*_blocks(pieces))


def _blocks(pieces: Sequence[Piece]) -> Iterator[str | TextBlock]:
    left = _CELL - len(_CUT)
    for text, marked in pieces:
        allowed = ILLEGAL_CHARACTERS_RE.sub("", text)
        shown = allowed[:left] + _CUT * (len(allowed) > left)
        left -= len(allowed)
        yield TextBlock(_UNDERLINED, shown) if marked else shown
        if left < 0:
            return


def _sheet_name(comparison: Comparison) -> str:
    return _NOT_IN_NAMES.sub("", comparison.new.info.title or comparison.new.info.id)[:_NAME] or "新旧対照表"
