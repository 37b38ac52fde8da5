"""What is underlined in a text that was changed: words, not letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import rewording
from corpus.rewording import reword
from corpus.similarity import plain
from corpus.types import Span

CASES = {
    "語を替える": ("事業の必要性", "事業の不可欠性", ["必要性"], ["不可欠性"]),
    "熟語の一字": ("市民と行政", "住民と行政", ["市民"], ["住民"]),
    "複合語の一部": ("市民活動団体と", "市民公益団体と", ["活動"], ["公益"]),
    "数": ("７日前までに", "10日前までに", ["７"], ["10"]),
    "文を足す": ("返します。", "返します。ただし、次を除きます。", [], ["ただし、次を除きます。"]),
    "文を除く": ("集めます。返します。", "返します。", ["集めます。"], []),
    "行をまたぐ": ("甲\n乙丙", "丁\n戊己", ["甲", "乙丙"], ["丁", "戊己"]),
    "幅と空白": ("平成２３年 ＮＰＯ", "平成23年NPO", [], []),
    "同じ": ("協働", "協働", [], []),
    "何もなかった": ("", "協働", [], ["協働"]),
}


@pytest.mark.parametrize(("old", "new", "gone", "added"), CASES.values(), ids=CASES)
def test_変わった語に印を付ける(old: str, new: str, gone: list[str], added: list[str]) -> None:
    marks = reword(old, new)
    assert [old[span.start : span.end] for span in marks.gone] == gone
    assert [new[span.start : span.end] for span in marks.new] == added


def test_長すぎる文は初めと終わりの同じところだけを除く(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rewording, "_MAX_STEPS", 0)
    old, new = "初めに。甲、乙、丙。終わり。", "初めに。丁、乙、戊。終わり。"
    assert reword(old, new).gone == (Span(4, 9),)
    assert reword(old, new).new == (Span(4, 9),)


def _kept(text: str, marked: tuple[Span, ...]) -> str:
    out = list(text)
    for span in reversed(marked):
        del out[span.start : span.end]
    return plain("".join(out))


_TEXT = st.lists(st.sampled_from([*"協働市民の、。１1Ａa ー\n", "カタカナ", "ひらがな"]), max_size=20).map(
    "".join
)


@given(_TEXT, _TEXT)
def test_印のないところは両方で同じ(old: str, new: str) -> None:
    marks = reword(old, new)
    assert _kept(old, marks.gone) == _kept(new, marks.new)
    for text, spans in ((old, marks.gone), (new, marks.new)):
        ends = [0, *(offset for span in spans for offset in (span.start, span.end)), len(text)]
        assert ends == sorted(ends)
