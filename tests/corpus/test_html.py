"""Web pages as cities publish them and browsers save them: what is content, and what is the site's."""

import pytest

from corpus.cleaning import join_spans, squash
from corpus.errors import DocumentError
from corpus.reading import read_bytes, unaccounted
from corpus.types import Document

PAGE = """<!DOCTYPE html><html lang="ja"><head><meta charset="{charset}">
<title>協働事業の手引き｜みどり市公式サイト</title><style>p {{ color: red }}</style></head><body>
<header><a href="/"><img alt="みどり市"></a><p>みどり市公式サイト</p></header>
<nav><ul><li><a href="/a">くらし</a></li><li><a href="/b">市政情報</a></li></ul></nav>
<div id="pankuzu">トップ &gt; 市政情報 &gt; 協働</div>
<main id="main">
<h1>協働事業の手引き</h1>
<p>この手引きは、<ruby>協働<rp>（</rp><rt>きょうどう</rt><rp>）</rp></ruby>を進める
ためのものです。A&amp;B の&nbsp;例を示します。</p>
<h2>１ 形態</h2>
<table><caption>形態の一覧</caption>
<thead><tr><th>形態</th><th>市の役割</th><th>団体の役割</th></tr></thead>
<tr><th rowspan="2">後援</th><td>名義</td><td>実施</td></tr>
<tr><td colspan="2">市と団体で分担</td></tr></table>
<h2>２ 手続</h2>
<p>次の順に進めます。</p>
<ol><li>相談する。</li><li>申請する。<ul><li>様式は窓口にあります。</li></ul></li></ol>
<p>受付は平日です。<br>電話でも受け付けます。</p>
<dl><dt>Ｑ１ 個人でも使えますか。</dt><dd>Ａ１ 使えません。</dd></dl>
<div class="sns_share"><a href="#">ツイートする</a></div>
<p style="display: none">隠した文字</p><script>alert("悪い")</script>
</main>
<footer>Copyright みどり市</footer></body></html>"""


def read(html: str, charset: str = "utf-8", encoding: str = "") -> Document:
    document = read_bytes(html.format(charset=charset).encode(encoding or charset), "page.html")
    assert unaccounted(document) == ()
    for passage in document.passages:
        assert join_spans(document.source, passage.spans) == squash(passage.text)
    return document


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        pytest.param("utf-8", "utf-8", id="UTF-8"),
        pytest.param("Shift_JIS", "cp932", id="Shift_JIS"),
        pytest.param("EUC-JP", "euc_jp", id="EUC-JP"),
        pytest.param("iso-2022-jp", "iso2022_jp", id="JIS"),
        pytest.param("utf-8", "cp932", id="宣言と違う文字コード"),
    ],
)
def test_本文だけを文書として読む(charset: str, encoding: str) -> None:
    document = read(PAGE, charset, encoding)
    assert document.info.title == "協働事業の手引き"
    assert [(s.level, s.reference) for s in document.sections] == [
        (1, "協働事業の手引き"),
        (2, "1 形態"),
        (2, "2 手続"),
        (3, "Q1 個人でも使えますか。"),
    ]
    assert [(p.kind.value, p.text) for p in document.passages if p.kind != "outline"] == [
        ("paragraph", "この手引きは、協働を進めるためのものです。A&Bの例を示します。"),
        (
            "table",
            "形態の一覧\n形態 後援\u3000市の役割 名義\u3000団体の役割 実施\n"
            "形態 後援\u3000市の役割 団体の役割 市と団体で分担",
        ),
        ("item", "次の順に進めます。\n1. 相談する。\n2. 申請する。\n・様式は窓口にあります。"),
        ("paragraph", "受付は平日です。"),
        ("paragraph", "電話でも受け付けます。"),
        ("paragraph", "Ａ１ 使えません。"),
    ]


def test_サイトの部品とふりがなは除いたものに残る() -> None:
    aside = {(piece.why, piece.text) for piece in read(PAGE).set_aside}
    assert {
        ("サイトのヘッダー", "みどり市公式サイト"),
        ("サイトの案内", "・くらし"),
        ("サイトの案内", "ツイートする"),
        ("サイトのフッター", "Copyright みどり市"),
        ("ふりがな", "きょうどう"),
    } < aside
    assert "隠した文字" not in read(PAGE).source
    assert "alert" not in read(PAGE).source


def test_本文の印がないページは全体を読む() -> None:
    document = read(
        "<body><div class='menu'><a href=x>くらし</a></div><h3>目的</h3><p>協働を進めます。</p></body>"
    )
    assert [s.title for s in document.sections] == ["目的"]
    assert [piece.why for piece in document.set_aside] == ["サイトの案内"]


def test_レイアウトの表は本文として読む() -> None:
    cells = "<td><h2>目的</h2><p>協働を進めます。</p></td><td>横の文です。</td>"
    document = read(f"<body><table><tr>{cells}</tr></table></body>")
    assert [s.title for s in document.sections] == ["目的"]
    assert [p.text for p in document.passages] == ["協働を進めます。", "横の文です。"]


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(
            "<html><body><div id='app'></div><script>x()</script></body></html>", id="スクリプトだけ"
        ),
        pytest.param("<html><body><nav>案内</nav></body></html>", id="案内だけ"),
        pytest.param("<!-- -->", id="注釈だけ"),
    ],
)
def test_本文のないページは保存し方を言って断る(html: str) -> None:
    with pytest.raises(DocumentError, match="名前を付けて保存"):
        read(html)


def test_深い入れ子でも落ちない() -> None:
    deep = "<div>" * 5_000 + "奥の段落です。" + "</div>" * 5_000
    assert read(f"<body><p>はじめの段落です。</p>{deep}</body>").passages[0].text == "はじめの段落です。"
