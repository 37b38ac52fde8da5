"""Fitting on made-up questions, whose answer is known to lie in one feature."""

import numpy as np
import pytest

from assistant.evaluation import fit
from assistant.evaluation.calibration import auroc, ece
from assistant.evaluation.fit import Array, Case
from assistant.ranking import FEATURES

TELLING = 2


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    """Of eight candidates with features at random, the right one is highest in the telling feature."""
    rng = np.random.default_rng(0)
    rows = rng.random((60, 8, len(FEATURES)))
    best = rows[:, :, TELLING].argmax(axis=1)
    return [Case(row, np.arange(8) == i) for row, i in zip(rows, best, strict=True)]


@pytest.fixture(scope="module")
def questions() -> tuple[Array, Array]:
    """Rows of three features, and labels drawn with a probability that the first decides."""
    rng = np.random.default_rng(0)
    rows = rng.random((600, 3))
    return rows, (rng.random(600) < 1 / (1 + np.exp(-8 * (rows[:, 0] - 0.5)))).astype(float)


def test_ranking_finds_the_feature_that_tells(cases: list[Case]) -> None:
    weights = fit._fit_ranking(cases)
    assert weights.argmax() == TELLING
    assert weights[TELLING] > 2 * np.delete(weights, TELLING).max()


def test_no_feature_ever_speaks_against_a_passage(cases: list[Case]) -> None:
    turned = [Case(1 - case.candidates, case.right) for case in cases]
    weights = fit._fit_ranking(turned)
    assert weights.min() >= 0
    assert weights[TELLING] == 0


def test_cross_validation_hits_what_can_be_learned(cases: list[Case]) -> None:
    hits = dict(zip(*[iter(fit._cross_validate(cases).split())] * 2, strict=True))
    assert float(hits["hit@1"]) > 0.75
    assert float(hits["hit@3"]) > 0.9


def test_confidence_finds_the_feature_that_tells(questions: tuple[Array, Array]) -> None:
    *weights, intercept = fit._fit_logistic(*questions, np.zeros((0, 3)))
    assert weights[0] == pytest.approx(8, abs=2)
    assert intercept == pytest.approx(-4, abs=1)
    assert max(map(abs, weights[1:])) < 1


def test_probabilities_of_what_was_left_out_are_calibrated(questions: tuple[Array, Array]) -> None:
    rows, label = questions
    p = fit._left_out(rows, label, np.zeros((0, 3)))
    assert auroc(p, label == 1) > 0.85
    assert ece(p, label == 1) < 0.08


def test_more_questions_without_an_answer_lower_every_probability(questions: tuple[Array, Array]) -> None:
    rows, label = questions
    more = np.random.default_rng(1).random((50, 3))
    assert fit._left_out(rows, label, more).mean() < fit._left_out(rows, label, more[:0]).mean() - 0.05


@pytest.mark.parametrize("n", [10, 37, 269])
def test_every_question_is_left_out_once(n: int) -> None:
    assert sorted(np.concatenate(fit._folds(n)).tolist()) == [*range(n)]
