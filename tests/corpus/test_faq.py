"""FAQ files: as exported by Excel, by scripts, and by hand."""

import json
from io import BytesIO

import pytest
from openpyxl import Workbook

from corpus.cleaning import join_spans, squash
from corpus.errors import DocumentError
from corpus.reading import read_bytes, unaccounted

ENTRIES = [
    ("q1", "補助金と委託料はどう違いますか？", "補助金は団体の事業を支援するものです。"),
    ("q2", "書類は, どこに「出し」ますか？", "窓口に出してください。\n郵送でも受け付けます。"),
    ("q3", "オンラインで申請できますか？", ""),
    ("q4", "", "休日は閉庁しています。"),
]


def jsonl(entries: list[tuple[str, str, str]]) -> str:
    keys = ("id", "question", "answer")
    return "".join(json.dumps(dict(zip(keys, e, strict=True)), ensure_ascii=False) + "\n" for e in entries)


def table(entries: list[tuple[str, str, str]], end: str = "\r\n") -> str:
    rows = [",".join('"' + field.replace('"', '""') + '"' for field in entry) for entry in entries]
    return end.join(["id,question,answer", *rows, ""])


def workbook(entries: list[tuple[str, str, str]], *others: str) -> bytes:
    """A workbook with a title above its table, and other sheets that hold a word each."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [
        ["よくある質問"],
        [],
        ["番号", "分類", "質問", "回答"],
        *([e[0], "", *e[1:]] for e in entries),
    ]:
        sheet.append(row)
    for other in others:
        book.create_sheet(other).append([other])
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param(jsonl(ENTRIES).encode(), "faq.jsonl", id="JSONL"),
        pytest.param(jsonl(ENTRIES).encode("utf-8-sig"), "faq.jsonl", id="JSONL、BOMつき"),
        pytest.param(jsonl(ENTRIES).replace("\n", "\r\n\r\n").encode(), "FAQ.JSONL", id="JSONL、空行あり"),
        pytest.param(table(ENTRIES).encode("utf-8-sig"), "faq.csv", id="CSV、BOMつき"),
        pytest.param(table(ENTRIES).encode("cp932"), "faq.csv", id="CSV、Shift_JIS"),
        pytest.param(table(ENTRIES, "\n").encode("utf-16"), "faq.csv", id="CSV、UTF-16"),
        pytest.param(
            table(ENTRIES).replace("id,question,answer", "ID , Question,answer").encode(),
            "faq.csv",
            id="列名の大文字",
        ),
        pytest.param(
            table(ENTRIES).replace("id,question,answer", "Ｎｏ．,質 問,回答内容").encode("cp932"),
            "faq.csv",
            id="日本語の列名",
        ),
        pytest.param(workbook(ENTRIES), "faq.xlsx", id="Excel"),
    ],
)
def test_問いは見出しに答えは本文になる(data: bytes, name: str) -> None:
    document = read_bytes(data, name)
    assert [(s.number, s.title) for s in document.sections] == [
        ("q1", "補助金と委託料はどう違いますか？"),
        ("q2", "書類は, どこに「出し」ますか？"),
        ("q3", "オンラインで申請できますか？"),
        ("q4", ""),
    ]
    assert [(p.external_id, p.text) for p in document.passages] == [
        ("q1", "補助金は団体の事業を支援するものです。"),
        ("q2", "窓口に出してください。\n郵送でも受け付けます。"),
        ("q3", "オンラインで申請できますか？"),
        ("q4", "休日は閉庁しています。"),
    ]
    assert unaccounted(document) == ()
    for passage in document.passages:
        assert join_spans(document.source, passage.spans) == squash(passage.text)


def test_問いも答えもない項目は知らせて飛ばす() -> None:
    document = read_bytes(jsonl([("a", " ", ""), ("b", "問い", "答え")]).encode(), "faq.jsonl")
    assert [passage.external_id for passage in document.passages] == ["b"]
    assert [(w.line, w.message) for w in document.warnings] == [(1, "質問も回答も空の項目です（id a）。")]


def test_長い答えも読む() -> None:
    answer = "協働を進めます。" * 50_000
    (passage,) = read_bytes(table([("a", "問い", answer)]).encode(), "faq.csv").passages
    assert passage.text == answer


def test_番号が数のidも読む() -> None:
    document = read_bytes('{"id": 12, "question": "問い", "answer": null}'.encode(), "faq.jsonl")
    assert document.passages[0].external_id == "12"


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        pytest.param(
            '{"id": "a", "answer": "x"}\n{"id": ', "f.jsonl", "「f.jsonl」の2行目が JSON", id="途中で切れた行"
        ),
        pytest.param('["a"]', "f.jsonl", "「f.jsonl」の1行目が", id="形の違う行"),
        pytest.param("[" * 100_000, "f.jsonl", "「f.jsonl」の1行目が JSON", id="深い入れ子"),
        pytest.param(
            '\n{"question": "x"}', "f.jsonl", "「f.jsonl」の2行目に「id」がありません", id="idがない"
        ),
        pytest.param('{"id": " ", "answer": "x"}', "f.jsonl", "1行目に「id」がありません", id="idが空"),
        pytest.param(
            '{"id": "a", "answer": ["x"]}',
            "f.jsonl",
            "1行目の「answer」が文字列では",
            id="答えが文字列でない",
        ),
        pytest.param(
            '{"id": "a", "answer": "\\ud800"}', "f.jsonl", "1行目に読めない文字", id="対のないサロゲート"
        ),
        pytest.param(
            '{"id": "a", "answer": "x"}\n\n{"id": "a", "answer": "y"}',
            "f.jsonl",
            "3行目の id「a」は1行目と同じです",
            id="同じid",
        ),
        pytest.param("id,answer\na,x\n", "f.csv", "1行目に列名「question」がありません", id="列が足りない"),
        pytest.param("id,question,answer\n", "f.csv", "「f.csv」に項目がありません", id="見出しの行だけ"),
        pytest.param('id,question,answer\na,"x\ny,z\n', "f.csv", "CSV として読めません", id="閉じない引用符"),
        pytest.param(
            'id,question,answer\na,"x\ny",z\n,q,a\n',
            "f.csv",
            "4行目に「id」がありません",
            id="引用符の中の改行を数える",
        ),
    ],
)
def test_誤りはファイルと行を言って断る(text: str, name: str, message: str) -> None:
    with pytest.raises(DocumentError) as raised:
        read_bytes(text.encode(), name)
    assert message in raised.value.message
    assert name in raised.value.message


def test_番号の列がない表は並び順を番号にする() -> None:
    document = read_bytes("質問,回答\n一つ目,はい\n二つ目,いいえ\n".encode(), "faq.csv")
    assert [passage.external_id for passage in document.passages] == ["1", "2"]


def test_質問のないシートは読まずに知らせる() -> None:
    document = read_bytes(workbook(ENTRIES, "連絡先"), "faq.xlsx")
    assert len(document.passages) == len(ENTRIES)
    assert ["シート「連絡先」" in warning.message for warning in document.warnings] == [True]


def test_質問の列がないExcelは作り方を言って断る() -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["氏名", "電話"])
    book.active.append(["みどり", "0465"])
    buffer = BytesIO()
    book.save(buffer)
    with pytest.raises(DocumentError, match=r"「faq\.xlsx」に「質問」と「回答」の列がありません"):
        read_bytes(buffer.getvalue(), "faq.xlsx")


def test_多くの項目を読む() -> None:
    entries = [(f"q{i}", f"問い {i} は何ですか", f"答え {i} です。") for i in range(5_000)]
    document = read_bytes(jsonl(entries).encode(), "faq.jsonl")
    assert [passage.external_id for passage in document.passages] == [entry[0] for entry in entries]
    last = document.passages[-1]
    assert join_spans(document.source, last.spans) == squash(last.text) == "答え4999です。"
