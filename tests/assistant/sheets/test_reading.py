import io
import zipfile
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook

from assistant.sheets.reading import MAX_ROWS, read_sheet
from corpus.errors import GuideError

QUESTIONS = ["後援とは何ですか", "補助金の上限は？"]


def workbook(*rows: tuple[Any, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "shift_jis", "euc_jp", "utf-16"])
def test_csv_of_any_japanese_encoding_is_read(encoding: str) -> None:
    text = '番号,質問,課\r\n1,後援とは何ですか,市民課\r\n\r\n2,"補助金の\n上限は？",総務課\r\n'
    table = read_sheet(text.encode(encoding), "質問.csv")
    assert table.heads == ("番号", "質問", "課")
    assert table.question_column == 1
    assert table.rows == (("1", "後援とは何ですか", "市民課"), ("2", "補助金の\n上限は？", "総務課"))


def test_a_workbook_is_read_with_its_title_above_the_heads() -> None:
    data = workbook(
        ("お問い合わせ一覧",), (), ("受付日", "質問"), (date(2026, 4, 1), QUESTIONS[0]), (7, QUESTIONS[1])
    )
    table = read_sheet(data, "質問.xlsx")
    assert table.heads == ("受付日", "質問")
    assert [row[1] for row in table.rows] == QUESTIONS
    assert table.rows[0][0].startswith("2026-04-01")


@pytest.mark.parametrize("head", [[], ["Question"], ["質問文"]], ids=["見出しなし", "英語", "質問文"])
def test_a_list_of_nothing_but_questions_is_one(head: list[str]) -> None:
    table = read_sheet("\n".join([*head, *QUESTIONS]).encode(), "質問.csv")
    assert [row[table.question_column] for row in table.rows] == QUESTIONS


def test_tabs_part_columns_too() -> None:
    table = read_sheet(b"id\tquestion\n1\t\xe5\xbe\x8c\xe6\x8f\xb4", "質問.csv")
    assert table.rows == (("1", "後援"),)


def zipped(content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", content)
    return file.getvalue()


BAD = {
    "空": (b"", "何も書かれていません"),
    "空白だけ": (b"\n,,\n \n", "何も書かれていません"),
    "空の本": (workbook(), "何も書かれていません"),
    "列がない": (
        "課,内容\n総務課,後援とは\n".encode(),
        "「質問」という見出しの列がありません（1行目は「課」「内容」です）",
    ),
    "質問がない": ("番号,質問\n1,\n2,\n".encode(), "質問が1つもありません"),
    "行が多すぎる": (("質問\n" + "後援とは\n" * (MAX_ROWS + 1)).encode(), "行が多すぎます"),
    "十万行": (
        workbook(("質問",), *[("後援とは",)] * 100_000),
        "行が多すぎます（10,000行まで）",
    ),
    "閉じない引用符": ('質問\n"後援とは\n'.encode() + b"a" * 200_000, "CSV として読めません"),
    "壊れた本": (b"PK\x03\x04" + b"\0" * 100, "Excel のファイルとして読めません"),
    "本でないZIP": (zipped(b"<a/>"), "Excel のファイルとして読めません"),
    "古いExcel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "古い形式の Excel か、パスワード"),
    "大きすぎる": (b"a" * 20_000_001, "大きすぎます"),
    "膨らむ": (zipped(b"0" * 200_000_001), "開くと大きくなりすぎます"),
    "文字でない": (bytes(range(256)) * 40, "読め"),
}


def test_a_file_of_another_kind_is_no_list_of_questions() -> None:
    with pytest.raises(GuideError, match="読めない種類のファイル"):
        read_sheet(b"MZ", "道具.exe")


@pytest.mark.parametrize(("data", "says"), BAD.values(), ids=BAD)
def test_what_cannot_be_used_is_said_with_what_to_do(data: bytes, says: str) -> None:
    with pytest.raises(GuideError) as raised:
        read_sheet(data, "質問.csv")
    assert says in raised.value.message
    assert "質問.csv" in raised.value.message
