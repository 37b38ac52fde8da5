"""Files that are damaged, locked, or made to do harm are refused at once, in words that say what to do."""

import os
import random
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from corpus.errors import DocumentError
from corpus.reading import read_bytes, read_document
from tests.corpus.word import docx, paragraph

GOOD = docx(paragraph("協働を進めます。"))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def with_part(part: str, content: bytes) -> bytes:
    """A good document with one part exchanged or added."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(GOOD)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        new.writestr(part, content)
    return buffer.getvalue()


def bomb() -> bytes:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    return with_part("word/document.xml", laughs + b"<w:document xmlns:w='x'>&b;</w:document>")


def of_many_parts() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for i in range(6_000):
            archive.writestr(f"word/{i}.xml", b"")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        pytest.param(GOOD[:-100], "g.docx", "途中で切れているか、壊れています", id="途中で切れた"),
        pytest.param(b"PK\x03\x04" + b"x" * 500, "g.docx", "壊れています", id="壊れた"),
        pytest.param(b"", "g.docx", "壊れています", id="空"),
        pytest.param("協働".encode(), "g.docx", "壊れています", id="文字のファイル"),
        pytest.param(
            with_part("word/document.xml", b"<w:document"), "g.docx", "壊れています", id="壊れたXML"
        ),
        pytest.param(
            with_part("word/document.xml", b" " * 300_000_000), "g.docx", "異常に大きく", id="膨らむ部品"
        ),
        pytest.param(bomb(), "g.docx", "文書にはない仕掛け", id="XMLの実体"),
        pytest.param(of_many_parts(), "g.docx", "異常に大きく", id="多すぎる部品"),
        pytest.param(
            _OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "g.docx",
            "パスワードを外して",
            id="パスワード",
        ),
        pytest.param(_OLE + b"\0" * 600, "g.docx", "古い形式", id="旧形式の中身"),
        pytest.param(GOOD, "g.xlsx", "Excelの文書として読めません", id="Excelでない"),
        pytest.param(bomb(), "g.xlsx", "文書にはない仕掛け", id="ExcelのXMLの実体"),
        pytest.param(_OLE, "g.doc", ".docx で保存し直して", id="doc"),
        pytest.param(b"x", "g.jtd", "一太郎で開いて PDF か Word", id="一太郎"),
    ],
)
def test_読めないファイルは何をすればよいかを言って断る(data: bytes, name: str, message: str) -> None:
    with pytest.raises(DocumentError) as raised:
        read_bytes(data, name)
    assert message in raised.value.message
    assert name in raised.value.message


@pytest.mark.parametrize("kind", ["txt", "pdf", "docx", "jsonl"])
def test_大きすぎるファイルは開かずに断る(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"huge.{kind}"
    path.touch()
    os.truncate(path, 3_000_000_000)
    with pytest.raises(DocumentError, match="大きすぎる"):
        read_document(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="名前つきパイプがありません。")
def test_終わりのないファイルは待たずに断る(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(DocumentError, match="ふつうのファイルではありません"):
        read_document(tmp_path / "pipe.txt")


@pytest.mark.parametrize("name", ["handbook.docx", "handbook.html", "leaflet.txt"])
@pytest.mark.parametrize("seed", range(30))
def test_どこが壊れていても読むか断る(name: str, seed: int) -> None:
    draw = random.Random(seed)
    data = bytearray((Path(__file__).parent / "formats" / name).read_bytes())
    for _ in range(draw.choice((1, 5, 40))):
        at = draw.randrange(len(data))
        data[at : at + draw.choice((0, 1, 30))] = bytes(
            draw.randrange(256) for _ in range(draw.choice((0, 1, 9)))
        )
    try:
        assert read_bytes(bytes(data), name).source
    except DocumentError as error:
        assert name in error.message  # noqa: PT017


def test_PDFを読む途中で落ちても知らせるだけ(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "false")
    with pytest.raises(DocumentError, match=r"「a\.pdf」を読み取れませんでした"):
        read_bytes(b"%PDF-1.7", "a.pdf")
