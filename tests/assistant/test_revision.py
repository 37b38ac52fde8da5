"""`diff` as people use it: text, records, and the side-by-side table as a page and as a spreadsheet."""

import json
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock

from assistant.cli import main
from assistant.settings import Settings

GUIDELINE = Settings().documents / "kyodo-guideline-h23.txt"
OLD = """集会所規則（平成23年度版）

第1章　目的

集会所は、町内に住む人が集まりに使うための場所です。

開館時間は、午前９時から午後８時までとします。

第2章　申込み

使いたい人は、使う日の７日前までに、申込書を管理人に出します。

=SUM(A1)のような書き方や<b>太字</b>&記号は使いません。
"""
NEW = """集会所規則（令和6年度版）

第1章　目的

集会所は、町内に住む人が集まりに使うための場所です。

第2章　通信設備

無線の通信設備を備え、だれでも無料で接続できるようにします。

第3章　申込み

使いたい人は、使う日の10日前までに、申込書を管理人に出します。

=SUM(A1)のような書き方や<b>太字</b>&絵文字は使いません。
"""
REMOVED = "開館時間は、午前９時から午後８時までとします。"
ADDED = "無線の通信設備を備え、だれでも無料で接続できるようにします。"

Diff = Callable[..., tuple[int, str, str]]


@pytest.fixture
def diff(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Diff:
    """Run `diff` with arguments; return its exit code and what it wrote to both streams."""

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["kyodo-guide", "diff", *map(str, arguments)])
        with pytest.raises(SystemExit) as exit_:
            main()
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return int(str(exit_.value.code or 0)), out, err

    return run


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text(OLD, encoding="utf-8")
    new.write_text(NEW, encoding="utf-8")
    return old, new


def folder(path: Path, **documents: str) -> Path:
    path.mkdir()
    for name, text in documents.items():
        (path / f"{name}.txt").write_text(text, encoding="utf-8")
    return path


def records(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def test_変更を一行に一件の記録で示す(diff: Diff, files: tuple[Path, Path]) -> None:
    code, out, _ = diff(*files, "--json")
    assert code == 0
    found = records(out)
    assert [record["kind"] for record in found] == [
        "removed",
        "section_added",
        "added",
        "section_renumbered",
        "changed",
        "changed",
    ]
    assert found[0] == {"kind": "removed", "old": {"section": "第1章", "text": REMOVED}, "new": None}
    assert found[1]["new"] == {"section": "第2章", "text": "通信設備"}
    assert found[3]["old"] == {"section": "第2章", "text": "申込み"}
    assert found[3]["new"] == {"section": "第3章", "text": "申込み"}


def test_変更を節ごとの文章で示す(diff: Diff, files: tuple[Path, Path]) -> None:
    _, out, _ = diff(*files)
    lines = out.splitlines()
    assert lines[0] == "集会所規則 平成23年度版 → 集会所規則 令和6年度版"
    assert lines[1] == "  追加 1、削除 1、変更 2、節の追加 1、節番号の変更 1"
    assert lines.index("■ 第1章 目的") < lines.index(f"    旧　{REMOVED}") < lines.index("■ 第2章 通信設備")
    assert "  【節番号の変更】第2章 申込み → 第3章 申込み" in lines
    assert "    旧　使いたい人は、使う日の［－７－］日前までに、申込書を管理人に出します。" in lines
    assert "    新　使いたい人は、使う日の［＋10＋］日前までに、申込書を管理人に出します。" in lines


def test_同じ文書には変わったところがない(diff: Diff) -> None:
    assert "変わったところはありません" in diff(GUIDELINE, GUIDELINE)[1]
    assert diff(GUIDELINE, GUIDELINE, "--json")[1] == ""


class _Page(HTMLParser):
    """What a page shows and asks for."""

    def __init__(self) -> None:
        super().__init__()
        self.tags = [""]
        self.asked: list[str] = []
        self.marked: dict[str, list[str]] = {"ins": [], "del": []}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.asked += [f"{name}={value}" for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        if self.tags[-1] in self.marked:
            self.marked[self.tags[-1]].append(data)

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(f"/{tag}")


def test_新旧対照表のページは何も取りに行かず変わった語に下線を引く(
    diff: Diff, files: tuple[Path, Path], tmp_path: Path
) -> None:
    target = tmp_path / "まだないフォルダー" / "table.html"
    assert diff(*files, "--html", target)[0] == 0
    text = target.read_text(encoding="utf-8")
    page = _Page()
    page.feed(text)
    assert '<html lang="ja">' in text
    assert page.asked == []
    assert not {"script", "link", "img", "b"} & set(page.tags)
    assert "url(" not in text
    assert "http://" not in text
    assert "https://" not in text
    assert "&lt;b&gt;太字&lt;/b&gt;&amp;" in text
    assert page.marked["ins"] == ["第2章 通信設備", ADDED, "第3章", "10", "絵文字"]
    assert page.marked["del"] == [REMOVED, "第2章", "７", "記号"]
    assert "（新設）" in text
    assert "（削除）" in text


def test_新旧対照表の表計算ファイルも変わった語に下線を引く(
    diff: Diff, files: tuple[Path, Path], tmp_path: Path
) -> None:
    target = tmp_path / "table.xlsx"
    assert diff(*files, "--xlsx", target)[0] == 0
    sheet = openpyxl.load_workbook(target, rich_text=True).worksheets[0]
    assert sheet.title == "集会所規則"
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [str(value) for value in rows[0]] == [
        "改正後（集会所規則 令和6年度版）",
        "改正前（集会所規則 平成23年度版）",
        "備考",
    ]
    assert [str(value) for value in rows[2]] == ["（削除）", REMOVED, "削除"]
    formula = next(row for row in rows if "SUM" in str(row[0]))
    assert isinstance(formula[0], CellRichText)
    underlined = [piece.text for piece in formula[0] if isinstance(piece, TextBlock) and piece.font.u]
    assert underlined == ["絵文字"]
    assert str(formula[0]).startswith("=SUM(A1)のような書き方や<b>太字</b>")
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_長すぎる文や使えない文字があっても表計算ファイルは開ける(diff: Diff, tmp_path: Path) -> None:
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text("第1章　長い文\n\n集会所です。\n", encoding="utf-8")
    new.write_text(
        "第1章　長い文\n\n集会所です。\n\n" + "長い\x01" + "長い" * 17_000 + "終わり。\n", encoding="utf-8"
    )
    target = tmp_path / "table.xlsx"
    assert diff(old, new, "--xlsx", target)[0] == 0
    sheet = openpyxl.load_workbook(target, rich_text=True).worksheets[0]
    longest = max((str(cell.value) for row in sheet.iter_rows() for cell in row), key=len)
    assert len(longest) < 32_768
    assert longest.endswith("以下略）")


def test_フォルダーどうしは文書の名前で対応させる(diff: Diff, tmp_path: Path) -> None:
    old = folder(tmp_path / "old", kisoku=OLD, haishi=OLD)
    new = folder(tmp_path / "new", kisoku=NEW, shinki=NEW)
    found = records(diff(old, new, "--json")[1])
    kinds = {name: {r["kind"] for r in found if r["document"] == name} for name in ("haishi", "shinki")}
    assert kinds == {"haishi": {"removed", "section_removed"}, "shinki": {"added", "section_added"}}
    assert sum(record["document"] == "kisoku" for record in found) == 6
    target = tmp_path / "table.xlsx"
    assert diff(old, new, "--xlsx", target, "--html", tmp_path / "table.html")[0] == 0
    assert len(openpyxl.load_workbook(target).worksheets) == 3


@pytest.mark.parametrize("option", ["--html", "--xlsx"])
def test_書き込めないときは日本語で言う(
    diff: Diff, files: tuple[Path, Path], tmp_path: Path, option: str
) -> None:
    code, _, err = diff(*files, option, tmp_path)
    assert code == 2
    assert "書き込めません" in err


def test_ないファイルと合わない組み合わせは日本語で断る(
    diff: Diff, files: tuple[Path, Path], tmp_path: Path
) -> None:
    several = folder(tmp_path / "several", a=OLD, b=NEW)
    for arguments, words in (
        ((files[0], tmp_path / "nai.txt"), "nai.txt」がありません"),
        ((files[0], several), "比べられません"),
    ):
        code, out, err = diff(*arguments)
        assert (code, out) == (2, "")
        assert words in err
