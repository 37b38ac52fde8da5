"""Fitting on made-up questions, whose answer is known to lie in one feature."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import check_grad

from assistant.emphasis import ATTRIBUTES
from assistant.evaluation import fit_confidence, fit_ranking
from assistant.evaluation.calibration import auroc, ece
from assistant.evaluation.fit_confidence import Asked
from assistant.evaluation.fit_ranking import Case
from assistant.evaluation.material import FOLDS, spread
from assistant.matching import MATCHES
from assistant.ranking import FEATURES
from assistant.types import Status

TELLING = 2


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    """Of eight candidates with features at random, the right one is highest in the telling feature."""
    rng = np.random.default_rng(0)
    return [_case(rng, i % FOLDS) for i in range(60)]


@pytest.fixture(scope="module")
def asked() -> list[Asked]:
    """Three features, and answers drawn with a probability that the first decides."""
    rng = np.random.default_rng(0)
    rows = rng.random((600, 3))
    found = rng.random(600) < 1 / (1 + np.exp(-8 * (rows[:, 0] - 0.5)))
    return [
        Asked(
            dict(zip("abc", row, strict=True)),
            Status.FOUND if answers else Status.RELATED,
            bool(answers),
            1.0,
            i % FOLDS,
            True,
        )
        for i, (row, answers) in enumerate(zip(rows.tolist(), found, strict=True))
    ]


def test_ranking_finds_the_feature_that_tells(cases: list[Case]) -> None:
    weights = list(fit_ranking.fit(cases)["ranking"].values())
    assert np.argmax(weights) == TELLING
    assert weights[TELLING] > 2 * max(np.delete(weights, TELLING))


def test_no_feature_ever_speaks_against_a_passage(cases: list[Case]) -> None:
    turned = [replace(case, features=1 - case.features) for case in cases]
    weights = list(fit_ranking.fit(turned)["ranking"].values())
    assert min(weights) >= 0
    assert weights[TELLING] == 0


def test_the_slope_is_that_of_the_loss(cases: list[Case]) -> None:
    at = np.random.default_rng(1).random(len(FEATURES) + len(ATTRIBUTES) + len(MATCHES))
    loss, slope = (lambda w, i=i: fit_ranking._loss(cases[0], w)[i] for i in (0, 1))
    assert check_grad(loss, slope, at) < 1e-4


def test_questions_left_out_are_ranked_by_what_can_be_learned(cases: list[Case]) -> None:
    (ranks,) = fit_ranking.left_out([[*cases, None]])
    assert ranks[-1] == 0
    assert np.mean([rank == 1 for rank in ranks[:-1]]) > 0.7


def test_confidence_finds_the_feature_that_tells(asked: list[Asked]) -> None:
    weights = fit_confidence.fit(asked, "answered")
    assert weights["a"] == pytest.approx(8, abs=2)
    assert weights["intercept"] == pytest.approx(-4, abs=1)
    assert max(abs(weights["b"]), abs(weights["c"])) < 1


def test_probabilities_of_what_was_left_out_are_calibrated(asked: list[Asked]) -> None:
    p = fit_confidence.left_out(asked)["answered"]
    label = np.array([one.label("answered") for one in asked])
    assert auroc(p, label) > 0.85
    assert ece(p, label) < 0.08


@pytest.mark.parametrize("n", [10, 37, 269])
def test_folds_are_of_one_size(n: int) -> None:
    assert np.ptp(np.bincount(spread(n), minlength=FOLDS)) <= 1


def _case(rng: np.random.Generator, fold: int) -> Case:
    features = rng.random((8, len(FEATURES)))
    return Case(
        features=features,
        matches=rng.random((len(MATCHES), 4, 8)),
        attributes=rng.integers(0, 2, (4, len(ATTRIBUTES))).astype(float),
        weights=rng.random(4) + 0.1,
        right=np.arange(8) == features[:, TELLING].argmax(),
        weight=1.0,
        fold=fold,
    )
