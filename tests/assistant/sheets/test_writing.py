import csv
import io
from typing import Any

import pytest
from openpyxl import load_workbook

from assistant.answer import Assistant
from assistant.sheets.answering import row_answer
from assistant.sheets.reading import read_sheet
from assistant.sheets.writing import VERDICTS, heads, to_csv, to_xlsx
from assistant.store.types import SheetRow

OWN = ("番号", "質問")
HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", '=HYPERLINK("http://a")', "=cmd|' /C calc'!A0"]


def rows_of(assistant: Assistant, *questions: str) -> list[SheetRow]:
    return [
        SheetRow(number, (str(number), question), row_answer(assistant.ask, question))
        for number, question in enumerate(questions, 1)
    ]


def read_xlsx(data: bytes) -> list[list[Any]]:
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    return [[cell.value or "" for cell in row] for row in sheet.iter_rows()]


def read_csv(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_row_has_its_own_cells_then_the_answer_then_room_for_a_verdict(
    assistant: Assistant, form: str
) -> None:
    rows = rows_of(assistant, "後援とは何ですか", "補助金の上限はいくらですか", "")
    rows.append(SheetRow(4, ("4", "まだ"), None))
    table = read_xlsx(to_xlsx(OWN, rows)) if form == "xlsx" else read_csv(to_csv(OWN, rows))
    assert table[0] == heads(OWN)
    first = dict(zip(table[0], table[1], strict=True))
    quote = assistant.ask("後援とは何ですか").quotes[0]
    assert quote.section
    assert (first["番号"], first["回答"]) == ("1", "記載あり")
    assert (first["参照1"], first["引用1"]) == (quote.section.reference, quote.text)
    assert first["版"] == "平成23年度版"
    assert first["判定"] == first["備考"] == ""
    second, third, fourth = (dict(zip(table[0], row, strict=True)) for row in table[2:])
    assert (second["回答"], second["原文にない語"]) == ("関係する記載", "上限")
    assert (third["回答"], third["引用1"]) == ("質問が空です。", "")
    assert fourth["回答"] == ""


def test_a_verdict_is_chosen_from_a_list(assistant: Assistant) -> None:
    sheet = load_workbook(io.BytesIO(to_xlsx(OWN, rows_of(assistant, "後援とは")))).worksheets[0]
    (choices,) = sheet.data_validations.dataValidation
    column = heads(OWN).index("判定") + 1
    assert sheet.cell(2, column).coordinate in choices.sqref
    assert choices.formula1 == f'"{",".join(VERDICTS.values())}"'


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula(assistant: Assistant, text: str) -> None:
    rows = rows_of(assistant, text)
    sheet = load_workbook(io.BytesIO(to_xlsx((text, text), rows))).worksheets[0]
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert sheet.cell(2, 2).value == text
    table = read_csv(to_csv((text, text), rows))
    assert table[1][1] == f"'{text}"
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for row in table for cell in row)


@pytest.mark.parametrize(
    "text", ["a\0b", "\ud800", "\u202eひっくり返す", "長" * 40_000], ids=["NUL", "半分", "向き", "長い"]
)
def test_what_no_cell_holds_is_made_to_fit(text: str) -> None:
    rows = [SheetRow(1, ("1", text), {"error": text})]
    assert len(read_xlsx(to_xlsx(OWN, rows))) == 2
    assert len(read_csv(to_csv(OWN, rows))) == 2


def test_what_was_written_can_be_read_again(assistant: Assistant) -> None:
    rows = rows_of(assistant, "後援とは何ですか", "-1 とは")
    for data in (to_xlsx(OWN, rows), to_csv(OWN, rows)):
        table = read_sheet(data, "回答.xlsx")
        assert [row[table.question_column].lstrip("'") for row in table.rows] == [
            "後援とは何ですか",
            "-1 とは",
        ]
