"""Rows of questions with their answers → a spreadsheet to look through: XLSX, or CSV that Excel opens.

The answers' columns come after the sheet's own, then empty ones for a person's verdict. No cell is ever
taken for a formula, whatever it begins with.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from assistant.store.types import SheetRow, Verdict
from assistant.types import Status

QUOTES = 3
VERDICTS = {
    Verdict.RIGHT: "正しい",
    Verdict.INCOMPLETE: "足りない",
    Verdict.WRONG: "違う",
    Verdict.SHOULD_REFUSE: "答えるべきでない",
    Verdict.SHOULD_ANSWER: "答えるべき",
}
_SAID = {
    Status.FOUND.value: "記載あり",
    Status.RELATED.value: "関係する記載",
    Status.NOT_FOUND.value: "記載なし",
}
_JUDGED = ("判定", "正しい箇所", "備考")
_CELL = 32_767
_CUT = "…（長いため以下略）"
# What Excel and its like take for the beginning of a formula in CSV.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_HEAD = PatternFill("solid", fgColor="0017C1")
_TO_FILL = PatternFill("solid", fgColor="FFF6D6")
_WIDE, _NARROW = 44, 14


def heads(own: Sequence[str]) -> list[str]:
    """Return the heads of all columns."""
    quotes = (f"{what}{n}" for n in range(1, QUOTES + 1) for what in ("参照", "引用"))
    return [*own, "回答", "確信度", *quotes, "版", "原文にない語", *_JUDGED]


def cells(row: SheetRow) -> list[str]:
    """Return the texts of a row, its own and the answer's; empty where there is none yet."""
    return [*row.cells, *_answer(row.answer or {}), *[""] * len(_JUDGED)]


def to_xlsx(own: Sequence[str], rows: Sequence[SheetRow]) -> bytes:
    """Return a workbook with a choice of verdicts in each row."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "回答"
    titles = heads(own)
    for number, texts in enumerate([titles, *map(cells, rows)], 1):
        for column, text in enumerate(texts, 1):
            cell = sheet.cell(number, column, _writable(text))
            # As text, whatever it begins with.
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    _lay_out(sheet, titles, len(rows))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def to_csv(own: Sequence[str], rows: Sequence[SheetRow]) -> bytes:
    """Return CSV in UTF-8 with a byte order mark, without which Excel takes it for Shift_JIS.

    A text that would be taken for a formula begins with an apostrophe.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    for texts in [heads(own), *map(cells, rows)]:
        writer.writerow([f"'{text}" if text.startswith(_FORMULA) else text for text in texts])
    return file.getvalue().encode("utf-8-sig", "replace")


def _answer(record: Mapping[str, Any]) -> Iterator[str]:
    if "status" not in record:
        yield record.get("error", "")
        yield from [""] * (len(heads(())) - 1 - len(_JUDGED))
        return
    quotes = record["quotes"][:QUOTES]
    yield _SAID[record["status"]]
    yield f"{record['confidence']:.2f}"
    for quote in quotes:
        section = quote["section"]
        yield f"{section['number']} {section['title']}".strip()
        yield quote["text"]
    yield from [""] * (2 * (QUOTES - len(quotes)))
    yield "、".join(dict.fromkeys(quote["edition"] for quote in quotes))
    yield "、".join(record["missing_terms"])


def _lay_out(sheet: Worksheet, titles: Sequence[str], rows: int) -> None:
    for column, title in enumerate(titles, 1):
        head, letter = sheet.cell(1, column), get_column_letter(column)
        head.font = Font(bold=True, color="FFFFFF")
        head.fill = _HEAD
        is_wide = title.startswith(("引用", "質問", "備考"))
        sheet.column_dimensions[letter].width = _WIDE if is_wide else _NARROW
    first = len(titles) - len(_JUDGED) + 1
    choices = DataValidation(type="list", formula1=f'"{",".join(VERDICTS.values())}"', allow_blank=True)
    sheet.add_data_validation(choices)
    choices.add(f"{get_column_letter(first)}2:{get_column_letter(first)}{rows + 1}")
    for number in range(2, rows + 2):
        for column in range(first, len(titles) + 1):
            sheet.cell(number, column).fill = _TO_FILL
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(titles))}{rows + 1}"


def _writable(text: str) -> str:
    """A text that the format can hold."""
    allowed = ILLEGAL_CHARACTERS_RE.sub("\ufffd", text)
    allowed = allowed.encode("utf-8", "replace").decode()
    return allowed if len(allowed) <= _CELL else allowed[: _CELL - len(_CUT)] + _CUT
