"""Terms are lemmas of meaningful words; every token keeps its place in the text as given."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Span
from index.tokens import normalise, terms, tokenize, words

TEXT = st.text(
    st.sampled_from("協働市民活動団体ＮＰＯnpoｶﾞｷﾞがぎ゛１①㈱2年度、。「」 \u3000\t\n\x00\ud800\u200b🙂é́"),
    max_size=40,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("委託した事業の責任は誰が負いますか", ["委託", "事業", "責任", "負う"]),
        ("ＮＰＯ法人とnpo法人", ["npo", "法人", "npo", "法人"]),
        ("ｶﾞｲﾄﾞﾗｲﾝ", ["ガイドライン"]),
        ("平成２４年", ["平成", "24", "年"]),
        ("コーディネーター", ["コーディネーター"]),
        ("ｃｓｒて何の略", ["csr", "略"]),
        ("What is the NPO?", ["npo"]),
        ("どうすればいいですか", []),
        ("！？…（）", []),
        ("", []),
    ],
    ids=[
        "活用と助詞",
        "全角英字",
        "半角カナ",
        "全角数字",
        "外来語",
        "未知の略語",
        "英語",
        "軽い語だけ",
        "記号",
        "空",
    ],
)
def test_terms(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


def test_spans_are_offsets_into_the_text_as_given() -> None:
    text = "　ＮＰＯの ｶﾞｲﾄﾞﾗｲﾝ"
    assert [text[token.span.start : token.span.end] for token in tokenize(text)] == ["ＮＰＯ", "ｶﾞｲﾄﾞﾗｲﾝ"]


@given(TEXT)
def test_words_stand_in_order_inside_the_text(text: str) -> None:
    start = 0
    for word in words(text):
        # Words that one character became (㈱) share its place.
        assert start <= word.span.start < word.span.end <= len(text)
        start = word.span.start
    assert {token.span for token in tokenize(text)} <= {word.span for word in words(text)}


@given(TEXT)
def test_normalised_characters_know_where_they_came_from(text: str) -> None:
    normal, offsets = normalise(text)
    assert len(offsets) == len(normal) + 1
    assert list(offsets) == sorted(offsets)
    assert offsets[-1] == len(text)
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in normal)


def test_the_same_text_gives_the_same_tokens() -> None:
    assert tokenize("協働の定義") == tokenize("協働の定義")
    assert tokenize("協働")[0].span == Span(0, 2)
