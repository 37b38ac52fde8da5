"""An Excel workbook (.xlsx) of questions and answers → entries, a row each, as in a CSV file.

The file's own characters are those of the cells, formulas as Excel last worked them out; numbers that are
whole have no decimals. A sheet counts if one of its first rows names a column for questions and one for
answers; the others are named in a warning.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from corpus.errors import DocumentError
from corpus.readers.archive import Archive
from corpus.readers.faq import Entry, columns, faq_document
from corpus.types import Document, DocumentInfo, Suspicion

_HEAD_ROWS = 20
_MAX_ROWS = 200_000
# A sheet that somebody coloured down to its end has a million rows without a word.
_MAX_BLANK = 1_000
_MAX_COLUMNS = 200
_SKIPPED = "シート「{sheet}」には「質問」と「回答」の列がないため、読みませんでした。"
_NOTHING = "「{name}」に「質問」と「回答」の列がありません。1行目に列名（番号・質問・回答）を書いてください。"


def read_sheet(data: bytes, name: str, info: DocumentInfo) -> Document:
    """Read the bytes of an .xlsx; `name` stands in messages. Raises DocumentError."""
    archive = Archive(data, name, "Excel")
    archive.refuse_declarations()
    entries: list[Entry] = []
    doubts: list[Suspicion] = []
    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True)
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                continue
            sheet.reset_dimensions()
            values = sheet.iter_rows(values_only=True, max_row=_MAX_ROWS, max_col=_MAX_COLUMNS)
            rows = list(_rows(values))
            found = list(_entries(rows, len(entries)))
            entries += found
            if rows and not found:
                doubts.append(Suspicion(None, 1, _SKIPPED.format(sheet=sheet.title)))
        book.close()
    except (InvalidFileException, KeyError, ValueError, TypeError, OSError, SyntaxError, AttributeError):
        raise archive.broken() from None
    if not entries:
        raise DocumentError(_NOTHING.format(name=name))
    return faq_document(entries, name, info, doubts)


def _rows(values: Iterable[Sequence[object]]) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, with their numbers from 1."""
    blank = 0
    for number, row in enumerate(values, 1):
        cells = [_shown(value) for value in row]
        blank = 0 if any(cells) else blank + 1
        if blank > _MAX_BLANK:
            return
        if not blank:
            yield number, cells


def _entries(rows: Sequence[tuple[int, list[str]]], before: int) -> Iterator[Entry]:
    """The entries below the row that names the columns; `before` is how many other sheets had."""
    heads = [columns(row) for _, row in rows[:_HEAD_ROWS]]
    first = next((i for i, where in enumerate(heads) if {"question", "answer"} <= where.keys()), None)
    if first is None:
        return
    where = heads[first]
    for count, (number, row) in enumerate(rows[first + 1 :], before + 1):
        cells = {field: row[column] if column < len(row) else "" for field, column in where.items()}
        if cells["question"] or cells["answer"]:
            yield Entry(number, cells.get("id") or str(count), cells["question"], cells["answer"])


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return f"{value.year}年{value.month}月{value.day}日"
    return str(value).replace("_x000D_", "").replace("\r\n", "\n").strip()
