"""The same invented handbook, saved by LibreOffice as each kind of file, is read the same from all."""

import shutil
from pathlib import Path

import pytest

from corpus.cleaning import join_spans, squash
from corpus.reading import read_document, unaccounted
from corpus.types import Document
from tests.corpus.formats.make import KINDS, convert, make, plain

FOLDER = Path(__file__).parent / "formats"
_READ = ("docx", "pdf")


_MARKS = str.maketrans(dict(zip("アイウ①②③", ["1.", "2.", "3."] * 2, strict=True)))


def read(kind: str, folder: Path = FOLDER) -> Document:
    return read_document(folder / f"handbook.{kind}")


def outline(document: Document) -> list[tuple[int, str, str]]:
    return [(section.level, section.number, section.title) for section in document.sections]


def passages(document: Document) -> list[tuple[str, str, str]]:
    """Every passage without the sign in front of a note, which the text file alone has to type."""
    return [
        (p.section.number if p.section else "", p.kind.value, p.text.removeprefix("※"))
        for p in document.passages
    ]


@pytest.mark.parametrize("kind", _READ)
def test_どの形式からも同じ見出しと本文を読む(kind: str) -> None:
    text, document = read("txt"), read(kind)
    assert (document.info.title, document.info.edition) == ("みどり市協働の手引き", "令和７年度版")
    assert outline(document) == outline(text)
    assert passages(document) == passages(text)
    assert document.warnings == ()


def test_LibreOfficeのHTMLも番号の字と空白のほかは同じに読む() -> None:
    text, document = read("txt"), read("html")

    def plain(document: Document) -> list[tuple[str, str, str]]:
        return [(n, kind, squash(words.translate(_MARKS))) for n, kind, words in passages(document)]

    assert outline(document) == outline(text)
    assert plain(document) == plain(text)


@pytest.mark.parametrize("kind", [*_READ, "html"])
def test_どの形式でも一字も失わず引用は原文に戻る(kind: str) -> None:
    document = read(kind)
    assert unaccounted(document) == ()
    for passage in document.passages:
        assert join_spans(document.source, passage.spans) == squash(passage.text)


@pytest.mark.parametrize("kind", _READ)
def test_同じファイルは同じ文字列になる(kind: str) -> None:
    assert read(kind) == read(kind)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice がありません。")
def test_LibreOfficeで作り直しても同じに読む(tmp_path: Path) -> None:
    make(tmp_path)
    for kind in set(KINDS) & set(_READ):
        assert outline(read(kind, tmp_path)) == outline(read(kind))
        assert passages(read(kind, tmp_path)) == passages(read(kind))


# These mean their form feeds and their runs of spaces, which no paragraph has.
_TYPED = ("handbook.txt", "rules.txt", "tables.txt")


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice がありません。")
def test_書き方の違う文書もPDFとWordから同じに読む(tmp_path: Path) -> None:
    texts = [path for path in sorted((FOLDER.parent / "styles").glob("*.txt")) if path.name not in _TYPED]
    for path in texts:
        lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
        (tmp_path / f"{path.stem}.fodt").write_text(plain(lines, ""), encoding="utf-8")
    convert([tmp_path / f"{path.stem}.fodt" for path in texts], tmp_path, ("pdf", "docx"))
    for path in texts:
        text = read_document(path)
        for kind in ("pdf", "docx"):
            document = read_document(tmp_path / f"{path.stem}.{kind}")
            assert outline(document) == outline(text), document.info.file
            assert unaccounted(document) == ()
