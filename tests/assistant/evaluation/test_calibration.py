"""Calibration and ranking of probabilities, on values known beforehand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.calibration import aurc, auroc, ece, risk_coverage

pairs = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("p", "right", "expected"),
    [
        ([0.9, 0.8, 0.2], [1, 1, 0], 1.0),
        ([0.9, 0.8, 0.2], [0, 0, 1], 0.0),
        ([0.5, 0.5], [1, 0], 0.5),
        ([0.9, 0.6, 0.6, 0.1], [1, 0, 1, 0], 0.875),
        ([0.9, 0.1], [1, 1], math.nan),
        ([0.9, 0.1], [0, 0], math.nan),
    ],
    ids=["見分ける", "逆", "同点", "半分同点", "すべて正", "すべて誤"],
)
def test_auroc(p: list[float], right: list[int], expected: float) -> None:
    assert auroc(np.array(p), np.array(right, dtype=bool)) == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    ("p", "right", "expected"),
    [
        ([1.0, 0.0], [1, 0], 0.0),
        ([1.0, 0.0], [0, 1], 1.0),
        ([0.75, 0.75, 0.75, 0.75], [1, 1, 1, 0], 0.0),
        ([0.71, 0.79], [1, 0], 0.25),
        ([0.95, 0.15], [1, 0], 0.1),
    ],
    ids=["確か", "正反対", "4つに3つ", "同じ区間は平均", "区間ごと"],
)
def test_ece(p: list[float], right: list[int], expected: float) -> None:
    assert ece(np.array(p), np.array(right, dtype=bool)) == pytest.approx(expected)


def test_risk_grows_as_the_less_certain_are_answered() -> None:
    coverage, risk = risk_coverage(np.array([0.2, 0.9, 0.5]), np.array([False, True, True]))
    assert coverage == pytest.approx([1 / 3, 2 / 3, 1])
    assert risk == pytest.approx([0, 0, 1 / 3])


def test_equal_probabilities_count_as_their_mean_whatever_their_order() -> None:
    p, right = np.array([0.5, 0.5, 0.9]), np.array([True, False, True])
    _, risk = risk_coverage(p, right)
    assert risk == pytest.approx([0, 1 / 4, 1 / 3])
    assert aurc(p, right) == pytest.approx(aurc(p[::-1], right[::-1]))


@given(pairs)
def test_whatever_the_answers_the_figures_are_shares(pairs: list[tuple[float, bool]]) -> None:
    p, right = np.array([a for a, _ in pairs]), np.array([b for _, b in pairs])
    coverage, risk = risk_coverage(p, right)
    assert coverage[-1] == 1
    assert risk[-1] == pytest.approx(1 - right.mean())
    assert 0 <= aurc(p, right) <= 1 + 1e-9
    assert 0 <= ece(p, right) <= 1 + 1e-9
    assert math.isnan(auroc(p, right)) or 0 <= auroc(p, right) <= 1
