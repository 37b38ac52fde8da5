"""A folder of documents: its catalogue, and what may be wrong with it."""

import hashlib
from pathlib import Path

import pytest

from corpus.errors import DocumentError
from corpus.reading import CATALOGUE, read_catalogue, read_collection, read_document

TEXT = "みなと市協働の手引き（令和３年度版）\n\n１ 目的\n協働を進めます。\n"
ENTRY = {
    "id": "guide",
    "title": "手引き",
    "edition": "令和3年度版",
    "date": "令和3年4月1日",
    "issuer": "みなと市",
    "file": "guide.txt",
    "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
}


def catalogue(*entries: dict[str, str]) -> str:
    return "".join(
        "[[document]]\n" + "".join(f'{key} = "{value}"\n' for key, value in entry.items())
        for entry in entries
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "guide.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def test_一覧にある文書だけを読む(folder: Path) -> None:
    (folder / "memo.txt").write_text("覚え書き", encoding="utf-8")
    (folder / CATALOGUE).write_text(catalogue(ENTRY), encoding="utf-8")
    (document,) = read_collection(folder)
    assert (document.info.id, document.info.title, document.info.edition) == (
        "guide",
        "手引き",
        "令和3年度版",
    )


def test_BOMつきの一覧も読む(folder: Path) -> None:
    (folder / CATALOGUE).write_text(catalogue(ENTRY), encoding="utf-8-sig")
    assert read_collection(folder)[0].info.id == "guide"


def test_一覧がなければ読める種類のファイルをすべて読む(folder: Path) -> None:
    (folder / "faq.jsonl").write_text('{"id": "a", "answer": "はい"}', encoding="utf-8")
    (folder / "thesaurus.txt").write_text("隣組,自治会", encoding="utf-8")
    (folder / "logo.png").write_bytes(b"\x89PNG")
    faq, guide = read_collection(folder)
    assert (faq.info.id, faq.info.title) == ("faq", "faq")
    assert (guide.info.title, guide.info.edition) == ("みなと市協働の手引き", "令和３年度版")


@pytest.mark.parametrize("key", ENTRY)
def test_一覧に足りない項目を言う(folder: Path, key: str) -> None:
    entry = {k: v for k, v in ENTRY.items() if k != key}
    (folder / CATALOGUE).write_text(catalogue(entry), encoding="utf-8")
    with pytest.raises(DocumentError, match=f"1件目の .*「{key}」がありません"):
        read_collection(folder)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("[[document]\n", "書き方に誤り", id="壊れた書き方"),
        pytest.param("", "項目がありません", id="空"),
        pytest.param("document = 3\n", "項目がありません", id="形が違う"),
        pytest.param("document = [3]\n", "1件目", id="項目の形が違う"),
        pytest.param(catalogue(ENTRY | {"memo": "x"}), "知らない項目「memo」", id="知らない項目"),
        pytest.param(catalogue(ENTRY, ENTRY), "文書「guide」が2つ", id="同じid"),
        pytest.param(catalogue(ENTRY | {"id": ""}), "「id」が空です", id="idが空"),
        pytest.param(
            catalogue(ENTRY | {"sha256": "0" * 64}), "正しい改訂版であれば sha256 を", id="内容が違う"
        ),
        pytest.param(catalogue(ENTRY | {"file": "none.txt"}), "none.txt」がありません", id="ファイルがない"),
        pytest.param(catalogue(ENTRY | {"file": "../x.txt"}), "フォルダーの外", id="上のフォルダー"),
        pytest.param(catalogue(ENTRY | {"file": "/etc/hosts"}), "フォルダーの外", id="絶対の場所"),
    ],
)
def test_一覧の誤りを断る(folder: Path, text: str, message: str) -> None:
    (folder / CATALOGUE).write_text(text, encoding="utf-8")
    with pytest.raises(DocumentError) as raised:
        read_collection(folder)
    assert message in raised.value.message


def test_読めない文字コードの一覧を断る(folder: Path) -> None:
    (folder / CATALOGUE).write_bytes(catalogue(ENTRY).encode("cp932"))
    with pytest.raises(DocumentError, match="書き方に誤り"):
        read_catalogue(folder / CATALOGUE)


def test_フォルダーがないときと空のとき(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="がありません"):
        read_collection(tmp_path / "none")
    with pytest.raises(DocumentError, match="文書がありません"):
        read_collection(tmp_path)


def test_同じ名前の文書が二つあれば断る(folder: Path) -> None:
    (folder / "guide.md").write_text("# 手引き\n", encoding="utf-8")
    with pytest.raises(DocumentError, match="同じ名前"):
        read_collection(folder)


def test_知らない種類とフォルダーを断る(folder: Path) -> None:
    (folder / "guide.docx").write_bytes(b"PK")
    with pytest.raises(DocumentError, match=r"\.docx"):
        read_document(folder / "guide.docx")
    (folder / "sub.txt").mkdir()
    with pytest.raises(DocumentError, match="フォルダーです"):
        read_document(folder / "sub.txt")
