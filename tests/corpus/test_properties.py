"""What holds for any text at all: nothing is lost, everything is cited, the same is read twice."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.cleaning import clean, join_spans, squash
from corpus.errors import DocumentError
from corpus.readers.text import decode
from corpus.reading import read_bytes, unaccounted
from corpus.types import Document, PassageKind, Span

HERE = Path(__file__).parent

# Beginnings, words and ends that official documents are made of, put together as nobody would.
_STARTS = st.sampled_from(
    "|第１章　|第２節 |第１条（目的）　|第３条の２|（目的）|１ |２　|３．|１）|（１）|（２） |①|②|ア　"
    "|（ア）|Ⅰ |Ⅰ－１ |ⅠⅠⅠⅠ  |1.1 |1.2.3 |2011.3.25 |・|※|○|◆|【|【種類】|⇒|# |## |- |* |　|  |    "
    "|問１　|Ｑ．|Ａ１ |目次|はじめに|附　則|別表第１ |- 3 -|12|平成 24 年|資料４|第 5回会議"
    "|（１）～（３）は|①、②を|.....3|……… 12|\ta\tb|甲　　乙　　丙|│甲│乙│".split("|")
)
_WORDS = st.sampled_from(
    "協働 市民活動団体 行政 の に ため 定義 ＮＰＯ Non Profit 24 ２０ 年度 、 。 「 」 （ ） ・ ～ 協協働働 "
    "ああああいいいい ｶﾅ 々 〆 ー \u3000 \t \u200b é 𠮷 \U0001f600 ① Ⅰ １ ( ) . , : ￥ | ─".split(" ")
)
_ENDS = st.sampled_from(
    ["\n", "\n\n", "\n\n\n", " \n", " \n \n", "\r\n", "\f", "\n\f", "\u3000\n", "\v", "\u2028", ""]
)
_LINES = st.tuples(_STARTS, st.lists(_WORDS, max_size=12).map("".join), _ENDS).map("".join)
_OFFICIAL = st.lists(_LINES, min_size=1, max_size=30).map("".join)
# Passages of real documents in any order: chains of numbers, tables and boxes that begin and never end.
_KNOWN = [
    path.read_text(encoding="utf-8").splitlines(keepends=True)
    for path in sorted(
        (*(HERE / "styles").iterdir(), HERE.parents[1] / "corpus/documents/kyodo-guideline-h23.txt")
    )
]
_CUTTINGS = st.builds(
    lambda lines, start, length: "".join(lines[start : start + length]),
    st.sampled_from(_KNOWN),
    st.integers(0, 60),
    st.integers(4, 40),
)
_SHUFFLED = st.lists(_CUTTINGS, min_size=1, max_size=5).map("".join).filter(str.strip)
_ANY = st.text(st.characters(codec="utf-8"), min_size=1, max_size=300)


def _read(text: str, name: str = "x.txt") -> Document | None:
    try:
        return read_bytes(text.encode(), name)
    except DocumentError as error:
        _says_which_file(error, name)
        return None


def _says_which_file(error: DocumentError, name: str = "x.txt") -> None:
    assert name in error.message


@pytest.mark.parametrize(
    "strategy", [_SHUFFLED, _OFFICIAL, _ANY], ids=["本物の行を混ぜる", "公文書らしい行", "任意の文字列"]
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_どんな文章も失わずに読む(strategy: st.SearchStrategy[str], data: st.DataObject) -> None:
    document = _read(data.draw(strategy))
    if document is None:
        return
    assert unaccounted(document) == ()
    assert [passage.id for passage in document.passages] == list(range(len(document.passages)))
    for passage in document.passages:
        assert passage.text.strip()
        assert passage.spans
        assert join_spans(document.source, passage.spans) == squash(passage.text)
    for span in document.owned_spans():
        assert 0 <= span.start < span.end <= len(document.source)


_SIGNS = st.sampled_from(
    "**|*|_|`|```\n|> |- |1. |# |## |---\n|===\n|[|](|)|![|[^1]|[^1]: |\\|&amp;|<b>|</b>|<!--|-->|~~|\n\n"
    "||a|b|\n|-|-|\n|<p>|<table><tr><td>|<li>|<ol>|<h2>|<br>|<ruby>|<rt>|</rt>|<nav>|&lt;|&#12354;".split("|")
)
_MARKED = st.lists(st.one_of(_SIGNS, _LINES), min_size=1, max_size=40).map("".join)


@pytest.mark.parametrize("name", ["x.md", "x.html"], ids=["Markdown", "HTML"])
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=_MARKED)
def test_記号のある文章も失わずに読む(name: str, text: str) -> None:
    document = _read(text, name)
    if document is None:
        return
    assert name == "x.html" or document.source == text
    assert unaccounted(document) == ()
    for passage in document.passages:
        assert passage.text.strip()
        assert join_spans(document.source, passage.spans) == squash(passage.text)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.one_of(_OFFICIAL, _SHUFFLED))
def test_一つの文字は一つの場所にしかない(text: str) -> None:
    document = _read(text)
    if document is None:
        return
    owners = [0] * len(document.source)
    spans = [span for section in document.sections for span in section.heading]
    spans += [piece.span for piece in document.set_aside]
    for passage in document.passages:
        # An outline repeats headings, and a table the heads of its columns.
        if passage.kind is not PassageKind.OUTLINE:
            spans += sorted(set(passage.spans))
            assert list(passage.spans) == sorted(passage.spans) or passage.kind is PassageKind.TABLE
    for span in spans:
        for i in range(span.start, span.end):
            owners[i] += 1
    assert max(owners) <= 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.one_of(_OFFICIAL, _SHUFFLED))
def test_同じ文章は同じに読む(text: str) -> None:
    assert _read(text) == _read(text)


@settings(max_examples=200, deadline=None)
@given(text=st.one_of(_OFFICIAL, _ANY))
def test_整えた文字はもとの位置の文字(text: str) -> None:
    cleaned = clean(text, Span(0, len(text)))
    assert len(cleaned.text) == len(cleaned.offsets)
    assert list(cleaned.offsets) == sorted(cleaned.offsets)
    for c, offset in zip(cleaned.text, cleaned.offsets, strict=True):
        assert c in (" ", text[offset])


@settings(max_examples=200, deadline=None)
@given(data=st.binary(min_size=1, max_size=200))
def test_どんなバイト列も読むか断る(data: bytes) -> None:
    try:
        assert decode(data, "x.txt").strip()
    except DocumentError as error:
        _says_which_file(error)
