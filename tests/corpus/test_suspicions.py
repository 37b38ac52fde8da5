"""What a person is asked to look at, with the page and the line it stands on."""

import pytest

from corpus.reading import read_bytes, unaccounted

HEAD = "みなと市協働の手引き\n\n１ 目的\n\n協働を進めます。\n\n２ 内容\n\n"


def warnings(text: str) -> list[tuple[int | None, int, str]]:
    document = read_bytes(text.encode(), "guide.txt")
    assert unaccounted(document) == ()
    return [(warning.page, warning.line, warning.message) for warning in document.warnings]


def test_きれいな文書には何も言わない() -> None:
    assert warnings(HEAD + "手引きの内容です。\n") == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("ああいいううええおおという文字がある。", "文字が重なったまま", id="重なった文字"),
        pytest.param(
            "市長が\ufffd定める。", "読めない文字があります（市長が\ufffd定める。）", id="置き換え文字"
        ),
        pytest.param("記号は\ue000です。", "読めない文字があります", id="外字"),
        pytest.param("縺薙ｌ縺ｯ譁�蟄怜喧縺代〒縺吶", "読めない文字があります", id="文字化け"),
        pytest.param("12", "数字だけの行があります（12）", id="数字だけの行"),
        pytest.param("協働を進めるにあたっては、" * 4, "文の途中で終わっている", id="途中で終わる段落"),
        pytest.param("協働を進めます。" * 200, "一つの段落が長すぎます（1,600字）", id="長すぎる段落"),
        pytest.param(
            "市民自治の実現\n多様なサービスの提供",
            "図や表の中の言葉のようです（市民自治の実現 ほか）",
            id="図の言葉",
        ),
        pytest.param(
            "内容です。\n\n（２） 手順\n\n手順です。",
            "見出しのような行を本文として読みました（(2) 手順）",
            id="一のない番号",
        ),
        pytest.param("", "見出し「2 内容」に本文がありません", id="本文のない見出し"),
    ],
)
def test_おかしなところの行を言う(text: str, message: str) -> None:
    ((page, line, said),) = warnings(HEAD + text)
    assert message in said
    assert (page, line) == (1, 7 if not text else 11 if "手順" in text else 9)


def test_ページも言う() -> None:
    ((page, line, _),) = warnings(HEAD + "手引きの内容です。\n\f３ 手順\n\n市長が\ufffd定める。\n")
    assert (page, line) == (2, 12)


def test_問い合わせ先は図の言葉ではない() -> None:
    assert warnings(HEAD + "みなと市役所市民協働課\n電話 0123-45-6789\nkyodo@example.jp\n") == []


def test_見出しのない文書は一つの節になる() -> None:
    document = read_bytes("協働を進めます。\n\n相手を尊重します。\n".encode(), "memo.txt")
    (section,) = document.sections
    assert (section.number, section.title) == ("", "memo")
    assert {passage.section for passage in document.passages} == {section}
    assert [(w.line, w.message) for w in document.warnings] == [
        (1, "見出しが見つからないため、文書全体を一つの節として読みました。")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "協働を進める\n" * 5_000,
        "協働 推進\n" * 5_000,
        "○題\n\n\n・項目\n\n\n" * 3_000,
        "# 見出し\n本文です。\n" * 3_000,
        "目次\n" * 3_000,
        "目次\n" + "".join(f"{i}の項目\n" for i in range(5_000)),
        "甲　　乙　　丙\n" * 3_000,
        "（目的）\n" * 3_000,
        "12\n34\n" * 3_000,
        "協働とは、市民と行政がともに" * 5_000,
    ],
    ids=[
        "短い行",
        "二語の行",
        "囲み",
        "見出し",
        "目次だけ",
        "長い目次",
        "表",
        "見出し書き",
        "数字",
        "一行だけ",
    ],
)
def test_とても長い文書も失わずに読む(text: str) -> None:
    assert unaccounted(read_bytes(text.encode(), "long.txt")) == ()
