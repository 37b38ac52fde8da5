"""Two systems on the same questions: which is better, and whether that may be chance."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.comparison import Difference, compare, significance
from assistant.types import Status
from tests.assistant.evaluation.samples import answer, golden, judged

outcomes = st.lists(st.tuples(st.sampled_from([0.0, 0.5, 1.0]), st.sampled_from([0.0, 1.0])), max_size=12)


@pytest.mark.parametrize(
    ("better", "worse", "expected"),
    [(1, 0, 1.0), (2, 0, 0.5), (6, 0, 2 / 64), (5, 1, 14 / 64), (3, 3, 1.0)],
    ids=lambda value: str(value) if isinstance(value, int) else "",
)
def test_few_differences_are_tried_in_every_way(better: int, worse: int, expected: float) -> None:
    first = np.array([1.0] * better + [0.0] * worse + [1.0] * 20)
    second = np.array([0.0] * better + [1.0] * worse + [1.0] * 20)
    assert significance(first, second) == pytest.approx(expected)


def test_many_differences_are_tried_at_random_and_always_alike() -> None:
    rng = np.random.default_rng(0)
    first, second = rng.random(200), rng.random(200)
    assert 0.05 < significance(first, second) == significance(first, second)
    assert significance(first + 0.3, second) < 0.001


@given(outcomes)
def test_neither_side_is_favoured(pairs: list[tuple[float, float]]) -> None:
    first, second = np.array([a for a, _ in pairs]), np.array([b for _, b in pairs])
    p = significance(first, second)
    assert 0 < p <= 1
    assert p == pytest.approx(significance(second, first))


def test_each_measure_is_compared_over_the_questions_that_bear_on_it() -> None:
    questions = [golden("あ"), golden("あ"), golden("あ"), golden(status=Status.NOT_FOUND)]
    right, wrong, late = answer("あ"), answer("い"), answer("い", "あ")
    silent = answer("い", status=Status.NOT_FOUND)
    first = [judged(q, a) for q, a in zip(questions, [right, right, wrong, silent], strict=True)]
    second = [judged(q, a) for q, a in zip(questions, [right, wrong, late, right], strict=True)]
    found = {difference.measure: difference for difference in compare(first, second)}
    assert "section1" not in found
    assert "false_related" not in found
    assert found["hit1"] == Difference("hit1", 3, 2 / 3, 1 / 3, 1, 0, 1.0)
    assert found["hit3"] == Difference("hit3", 3, 2 / 3, 2 / 3, 1, 1, 1.0)
    assert found["false_off_topic"] == Difference("false_off_topic", 1, 0.0, 1.0, 0, 1, 1.0)


@pytest.mark.parametrize("others", [["問い"], ["問い", "別の問い"]], ids=["少ない", "違う"])
def test_other_questions_cannot_be_compared(others: list[str]) -> None:
    first = [judged(golden("あ"), answer("あ"))] * 2
    second = [judged(golden("あ", question=question), answer("あ")) for question in others]
    with pytest.raises(ValueError, match=r"other questions|shorter"):
        compare(first, second)
