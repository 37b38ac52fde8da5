"""Bytes → text: every encoding of Japanese files, and what is no text at all."""

import codecs
from collections.abc import Callable

import pytest

from corpus.errors import DocumentError
from corpus.readers.lines import split_lines
from corpus.readers.text import decode

SENTENCE = "協働とは、市民と行政が対等の立場で協力することです。\n"


def jis(text: str) -> bytes:
    """ISO-2022-JP as Windows writes it, with the characters ① and Ⅰ that the standard lacks."""
    pieces = []
    for c in text:
        pieces.append(
            c.encode() if c.isascii() else b"\x1b$B" + bytes(b & 0x7F for b in c.encode("euc_jis_2004"))
        )
        pieces.append(b"" if c.isascii() else b"\x1b(B")
    return b"".join(pieces)


SAVE: dict[str, Callable[[str], bytes]] = {
    "UTF-8": lambda text: text.encode(),
    "UTF-8、BOMつき": lambda text: text.encode("utf-8-sig"),
    "Shift_JIS": lambda text: text.encode("cp932"),
    "EUC-JP": lambda text: text.encode("euc_jis_2004"),
    "ISO-2022-JP": jis,
    "UTF-16LE、BOMつき": lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
    "UTF-16BE、BOMつき": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    "UTF-16LE": lambda text: text.encode("utf-16-le"),
    "UTF-16BE": lambda text: text.encode("utf-16-be"),
}


@pytest.mark.parametrize(
    "text",
    [
        "協働とは何か",
        "協働",
        "Ⅰ 協働の効果～①②",
        "ア",
        "１ 目的\r\n協働を進めます。\r\n",
        "a\n協",
        SENTENCE * 3,
    ],
    ids=["短い文", "二文字", "機種依存文字", "一文字", "改行がＣＲＬＦ", "英字のあとに漢字", "長い文"],
)
@pytest.mark.parametrize("encoding", SAVE)
def test_どの文字コードでも同じ文字になる(encoding: str, text: str) -> None:
    assert decode(SAVE[encoding](text), "x.txt") == text


@pytest.mark.parametrize("encoding", ["UTF-16LE", "UTF-16BE", "Shift_JIS", "UTF-8"])
def test_英字だけの文章も読む(encoding: str) -> None:
    assert decode(SAVE[encoding]("Hello world\n"), "x.txt") == "Hello world\n"


def test_半角カナの文章も読む() -> None:
    assert decode("ｷｮｳﾄﾞｳﾉｶﾞｲﾄﾞﾗｲﾝ\n".encode("cp932"), "x.txt") == "ｷｮｳﾄﾞｳﾉｶﾞｲﾄﾞﾗｲﾝ\n"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"", "空です", id="空"),
        pytest.param(b"\x00" * 100, "空です", id="ヌルだけ"),
        pytest.param(" \u3000\r\n".encode(), "空白しかありません", id="空白だけ"),
        pytest.param(codecs.BOM_UTF8, "空白しかありません", id="BOMだけ"),
        pytest.param(b"%PDF-1.4\n1 0 obj\n", "中身はPDFのようです", id="PDF"),
        pytest.param(b"PK\x03\x04\x14\x00\x06\x00", "Word・Excel などの文書か ZIP", id="Word文書"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "古い形式の Word", id="古いWord文書"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00", "中身は画像のようです", id="画像"),
        pytest.param(bytes(range(256)) * 20, "文字のファイルとして読めません", id="バイナリー"),
        pytest.param(b"\x01\x02\x03\x04abc", "文字のファイルとして読めません", id="制御文字"),
        pytest.param(b"abc\x00def" + SENTENCE.encode(), "文字のファイルとして読めません", id="ヌル混じり"),
        pytest.param((SENTENCE * 3).encode()[:-3], "途中で切れている", id="途中で切れたUTF-8"),
        pytest.param((SENTENCE * 3).encode("cp932")[:-2], "途中で切れている", id="途中で切れたShift_JIS"),
        pytest.param(
            b"\xff\xfe" + SENTENCE.encode("utf-16-le")[:-1], "途中で切れている", id="途中で切れたUTF-16"
        ),
        pytest.param(
            (SENTENCE * 4).encode() + SENTENCE.encode("cp932") + SENTENCE.encode(),
            "（5行目付近）。文字コードが混ざっている",
            id="UTF-8にShift_JISが混ざる",
        ),
        pytest.param(
            (SENTENCE * 4).encode("cp932") + SENTENCE.encode(),
            "（5行目付近）。文字コードが混ざっている",
            id="Shift_JISにUTF-8が混ざる",
        ),
        pytest.param("Café déjà vu".encode("latin-1"), "文字コードを判別できません（1行目付近）", id="欧文"),
        pytest.param(b"abc\xed\xa0\x80def", "文字コードを判別できません", id="対のないサロゲート"),
    ],
)
def test_読めないものは理由を言って断る(data: bytes, message: str) -> None:
    with pytest.raises(DocumentError, match=r"「x\.txt」") as raised:
        decode(data, "x.txt")
    assert message in raised.value.message


def test_行番号は編集ソフトの行番号と同じ() -> None:
    lines = split_lines("一行目\r\n\r\n三行目\r\n\f四行目\n五行目\x0b続き\n")
    assert [(line.number, line.page, line.text) for line in lines] == [
        (1, 1, "一行目"),
        (3, 1, "三行目"),
        (4, 2, "四行目"),
        (5, 2, "五行目"),
        (5, 2, "続き"),
    ]


def test_改ページ記号がなければ詰まって字下げされた行からページが変わる() -> None:
    lines = split_lines("\n\n".join("あいうえおか") + "\n き\n\n" + "\n\n".join("くけこさ"))
    assert [line.page for line in lines] == [1] * 6 + [2] * 5
    assert all(line.gap == 0 for line in lines)


def test_手で打った字下げはページの変わり目ではない() -> None:
    lines = split_lines("題\n\n 一\n 二\n\n 三\n 四\n\n五\n\n六\n")
    assert {line.page for line in lines} == {1}
