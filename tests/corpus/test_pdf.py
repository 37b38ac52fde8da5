"""PDF files in the shapes that cities publish: columns, vertical writing, fake bold, scans, passwords."""

from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image

from corpus.cleaning import join_spans, squash
from corpus.errors import DocumentError
from corpus.reading import read_bytes, read_document, unaccounted
from corpus.types import Document

FOLDER = Path(__file__).parent / "formats"


def read(name: str) -> Document:
    document = read_document(FOLDER / name)
    assert unaccounted(document) == ()
    for passage in document.passages:
        assert join_spans(document.source, passage.spans) == squash(passage.text)
    return document


def picture() -> bytes:
    """A PDF that is a picture of a page."""
    buffer = BytesIO()
    Image.new("L", (200, 280), 255).save(buffer, "PDF")
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["columns.pdf", "vertical.pdf"], ids=["二段組", "縦書き"])
def test_組み方が違っても本文は同じ(name: str) -> None:
    text, document = read("leaflet.txt"), read(name)
    assert [s.reference for s in document.sections] == [s.reference for s in text.sections]
    assert [p.text for p in document.passages] == [p.text for p in text.passages]
    assert [(p.why, p.text) for p in document.set_aside] == [("ページ番号", "- 1 -")]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_向きを変えて作られたページも見えるとおりに読む(tmp_path: Path, turn: int) -> None:
    document = pdfium.PdfDocument(FOLDER / "handbook.pdf")
    for page in document:
        width, height = page.get_size()
        matrix = {
            90: (0, 1, -1, 0, height, 0),
            180: (-1, 0, 0, -1, width, height),
            270: (0, -1, 1, 0, 0, width),
        }
        for item in page.get_objects(max_depth=1):
            item.transform(pdfium.PdfMatrix(*matrix[turn]))
        size = (width, height) if turn == 180 else (height, width)
        page.set_mediabox(0, 0, *size)
        page.set_cropbox(0, 0, *size)
        page.set_rotation(turn)
        page.gen_content()
    document.save(tmp_path / "turned.pdf")
    document.close()
    assert read_document(tmp_path / "turned.pdf").source == read("handbook.pdf").source


def test_番号がなければ大きな字が見出し() -> None:
    text, document = read("leaflet.txt"), read("large.pdf")
    assert document.info.title == "協働のしおり"
    assert [s.title for s in document.sections] == [s.title for s in text.sections]
    assert {s.number for s in document.sections} == {""}


def test_本文のどこがどのページにあるかを知っている() -> None:
    document = read("handbook.pdf")
    pages = {p.text.split("\n")[0][:6]: document.page_of_spans(p.spans) for p in document.passages}
    assert len(document.pages) == 4
    assert (pages["この手引きは"], pages["形態 共催\u3000"], pages["○相談のめや"]) == (1, 2, 3)


def test_ページの番号と柱とふりがなは本文ではない() -> None:
    aside = {(p.why, p.text) for p in read("handbook.pdf").set_aside}
    assert {("ページ番号", f"- {n} -") for n in (1, 2, 3, 4)} < aside
    assert ("ページごとに繰り返される見出し", "みどり市協働の手引き") in aside


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param((FOLDER / "locked.pdf").read_bytes(), "パスワードを外した PDF", id="パスワード"),
        pytest.param((FOLDER / "handbook.pdf").read_bytes()[:3000], "途中で切れているか", id="途中で切れた"),
        pytest.param(b"%PDF-1.7\n%%EOF", "途中で切れているか", id="空のPDF"),
        pytest.param(b"", "途中で切れているか", id="空"),
        pytest.param(picture(), "OCR（文字認識）をかけた PDF", id="紙を読み取った画像"),
    ],
)
def test_読めないPDFは何をすればよいかを言って断る(data: bytes, message: str) -> None:
    with pytest.raises(DocumentError, match=r"「scan\.pdf」") as raised:
        read_bytes(data, "scan.pdf")
    assert message in raised.value.message
