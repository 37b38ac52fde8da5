"""The report on how a document was read: what to look at and where, everything else in full, all escaped."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.cli import app
from assistant.plain import grouped
from assistant.reading_report import report, write_report
from corpus.errors import GuideError
from corpus.reading import read_bytes, read_document
from corpus.types import Document

FORMATS = Path(__file__).parent.parent / "corpus" / "formats"
TEXT = "手引き<b>\n\n１ 目的\n市長が\ufffd定める。\n\f２ 内容<script>\n\n５ 手続\n届け出ます。\n"


def read(text: str = TEXT) -> Document:
    return read_bytes(text.encode(), "guide.txt")


def test_気になる所はページと行とそこにある文を示す(tmp_path: Path) -> None:
    document = read()
    doubts = report(document, document.warnings)["doubts"]
    assert isinstance(doubts, list)
    assert [(d.page, d.line, d.excerpt) for d in doubts] == [
        (1, 4, "市長が\ufffd定める。"),
        (2, 5, "２ 内容<script>"),
        (2, 7, "５ 手続"),
    ]


def test_文はすべて書き出され印は働かない(tmp_path: Path) -> None:
    path = tmp_path / "new" / "report.html"
    write_report(read(), read().warnings, path)
    page = path.read_text(encoding="utf-8")
    assert "２ 内容&lt;script&gt;" in page
    assert "<script" not in page
    assert not re.search(r"(?:src|href)=[\"'](?!#)", page)
    for line in TEXT.replace("\f", "\n").split("\n"):
        assert line.replace("<", "&lt;").replace(">", "&gt;") in page


def test_行の種類とページの始まりが分かる() -> None:
    lines = report(read_document(FORMATS / "handbook.pdf"), ())["lines"]
    assert isinstance(lines, list)
    kinds = {line.text.strip(): line.kind for line in lines}
    assert (kinds["第1章 総則"], kinds["- 1 -"], kinds["① 協定書の案をつくり、双方で確認します。"]) == (
        "heading",
        "gone",
        "",
    )
    assert [line.page for line in lines if line.page] == [1, 2, 3, 4]


def test_除いたものは理由ごとに同じ文をまとめる() -> None:
    (why, (head,)), *_ = grouped(read_document(FORMATS / "handbook.pdf"))
    assert (why, head.text, head.count) == ("ページごとに繰り返される見出し", "みどり市協働の手引き", 4)
    assert head.places == "1・18・47・65行目"


def test_checkは報告を書き出す(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    done = CliRunner().invoke(app, ["check", str(FORMATS / "handbook.docx"), "--html", str(path)])
    assert done.exit_code == 0
    assert "気になる所は見つかりませんでした" in path.read_text(encoding="utf-8")


def test_書けない場所は言って断る(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(GuideError, match="書き込めません"):
        write_report(read(), (), tmp_path / "file" / "report.html")
