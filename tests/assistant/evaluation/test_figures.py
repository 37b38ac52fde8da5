"""Figures on answers made by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import AskError
from assistant.evaluation.figures import by_style, figures, judge, ndcg, scores
from assistant.evaluation.golden import GoldenFault
from assistant.types import Answer, Status
from tests.assistant.evaluation.samples import answer, golden, judged


@pytest.mark.parametrize(
    ("words", "texts", "ranks", "rank", "complete"),
    [
        (["あ"], ["あ い"], (1,), 1, True),
        (["あい"], ["う", "あ\nい"], (2,), 2, True),
        (["か|い"], ["い", "か"], (1,), 1, True),
        (["あ", "い"], ["い", "う"], (0, 1), 1, False),
        (["あ", "い"], ["う", "いあ"], (2, 2), 2, True),
        (["あ"], ["う"], (0,), 0, False),
        (["あ"], [], (0,), 0, False),
        ([], ["あ"], (), 0, False),
    ],
    ids=[
        "1番目",
        "空白は見ない",
        "言い換え",
        "1箇所足りない",
        "1つの引用に2箇所",
        "ない",
        "引用なし",
        "語なし",
    ],
)
def test_quotes_are_compared_with_what_is_needed(
    words: list[str], texts: list[str], ranks: tuple[int, ...], rank: int, complete: bool
) -> None:
    j = judged(golden(*words), answer(*texts))
    assert (j.ranks, j.rank, j.complete) == (ranks, rank, complete)


def test_figures_of_answerable_questions() -> None:
    asked = [
        judged(golden("あ", sections=["1"]), answer("あ", ms=1)),
        judged(golden("あ", sections=["1"]), answer("い", "あ", number="2", ms=2)),
        judged(golden("あ", "う"), answer("い", "え", "お", "あ", status=Status.RELATED, ms=3)),
        judged(golden("あ"), answer("い", ms=4)),
        judged(golden(sections=["1"]), answer("い", ms=5)),
    ]
    got = figures(asked)
    assert (got.questions, got.answerable, got.related, got.off_topic) == (5, 5, 0, 0)
    assert (got.hit1, got.hit3, got.hit5) == (0.25, 0.5, 0.75)
    assert got.mrr == pytest.approx((1 + 1 / 2 + 1 / 4 + 0) / 4)
    assert got.complete == 0.5
    assert got.section1 == pytest.approx(2 / 3)
    assert got.refused == 0.2
    assert (got.false_related, got.false_off_topic) == (None, None)
    assert got.p50_ms == 3
    assert got.p95_ms == pytest.approx(4.8)


def test_figures_of_questions_without_an_answer() -> None:
    said = [Status.FOUND, Status.RELATED, Status.NOT_FOUND, Status.NOT_FOUND]
    related = [judged(golden("あ", status=Status.RELATED), answer("あ", status=s)) for s in said]
    strange = [judged(golden(status=Status.NOT_FOUND), answer("あ", status=s)) for s in said[1:]]
    got = figures([*related, *strange])
    assert (got.false_related, got.false_off_topic) == (0.25, 0.0)
    assert (got.answerable, got.related, got.off_topic) == (0, 4, 3)
    nothing = (got.hit1, got.hit3, got.hit5, got.mrr, got.ndcg, got.section1, got.complete, got.refused)
    assert nothing == (None,) * 8
    # Nothing was right, so nothing can be told apart, and every coverage is all wrong.
    assert (got.auroc, got.aurc, got.ece) == (None, 1.0, 0.5)


def test_confidence_is_held_against_whether_the_first_quote_answers() -> None:
    got = figures(
        [
            judged(golden("あ"), answer("あ", confidence=0.9)),
            judged(golden("あ"), answer("い", "あ", confidence=0.8)),
            judged(golden(sections=["1"]), answer("い", confidence=0.7)),
            judged(golden(status=Status.NOT_FOUND), answer("い", confidence=0.1)),
            judged(golden(), answer("い", confidence=0.0)),  # not known, so it counts for nothing
        ]
    )
    assert got.auroc == pytest.approx(3 / 4)
    assert got.aurc == pytest.approx((0 + 1 / 2 + 1 / 3 + 2 / 4) / 4)
    assert got.ece == pytest.approx((0.1 + 0.8 + 0.3 + 0.1) / 4)


def test_one_question_is_enough_and_none_is_not() -> None:
    one = figures([judged(golden(), answer(ms=7))])
    assert (one.p50_ms, one.p95_ms, one.hit1, one.ece) == (7, 7, None, None)
    with pytest.raises(ValueError, match="no questions"):
        figures([])


def test_figures_by_style_are_those_of_its_questions() -> None:
    styles = ["b", "a", "b", ""]
    asked = [judged(golden("あ", style=s), answer("あ" if s == "b" else "い")) for s in styles]
    got = by_style(asked)
    assert [(style, f.questions, f.hit1) for style, f in got.items()] == [
        ("", 1, 0.0),
        ("a", 1, 0.0),
        ("b", 2, 1.0),
    ]


@pytest.mark.parametrize(
    ("ranks", "expected"),
    [
        ([1], 1),
        ([3], 1 / 2),
        ([0], 0),
        ([1, 2], 1),
        ([1, 1], 1),
        ([2, 2], 2 / math.log2(3) / (1 + 1 / math.log2(3))),
        ([0, 1], 1 / (1 + 1 / math.log2(3))),
        ([11], 0),
        ([1] * 12, 1),
    ],
    ids=[
        "1番目",
        "3番目",
        "ない",
        "2箇所が順に",
        "2箇所が一度に",
        "2箇所が2番目",
        "片方",
        "11番目",
        "12箇所",
    ],
)
def test_ndcg(ranks: list[int], expected: float) -> None:
    assert ndcg(ranks) == pytest.approx(expected)


ranks_of_needed = st.lists(st.integers(0, 5), min_size=1, max_size=8)


@given(ranks_of_needed)
def test_every_score_is_a_share(ranks: list[int]) -> None:
    texts = [
        "".join(chr(0x4E00 + i) for i, rank in enumerate(ranks) if rank == k) or "あ" for k in range(1, 6)
    ]
    j = judged(golden(*(chr(0x4E00 + i) for i in range(len(ranks)))), answer(*texts))
    assert j.ranks == tuple(ranks)
    values = scores(j)
    assert all(0 <= value <= 1 + 1e-9 for value in values.values())
    assert values["hit1"] <= values["hit3"] <= values["hit5"]
    assert values["complete"] <= values["hit5"]


@given(ranks_of_needed, st.integers(0, 7))
def test_finding_one_more_passage_is_never_worse(ranks: list[int], at: int) -> None:
    at %= len(ranks)
    lost = [*ranks[:at], 0, *ranks[at + 1 :]]
    assert ndcg(lost) <= ndcg(ranks) + 1e-9


def test_a_question_that_cannot_be_asked_is_named() -> None:
    def refuse(*_: object) -> Answer:
        raise AskError("質問が長すぎます。")

    with pytest.raises(GoldenFault, match="質問 q: 質問が長すぎます。"):
        judge(refuse, [golden("あ")])
