"""Questions with their right passages → the weights of ranking.

The probability, by a softmax over the candidates, that a right one comes first is made as high as can be
(Cao et al., "Learning to Rank: From Pairwise Approach to Listwise Approach", ICML 2007, with its top-one
probability), with a ridge on all weights. No feature and no way of meeting a word may speak against a
passage; a word's attributes may lessen what it counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.emphasis import ATTRIBUTES
from assistant.evaluation.material import FOLDS, Material
from assistant.matching import MATCHES
from assistant.question import interpret
from assistant.ranking import FEATURES, Ranker, Studied

Array = npt.NDArray[np.float64]

# How far weights are held back, chosen by cross-validation from .1, .3, .5 and 1 times these. A word's
# attributes are held ten times as strongly: they multiply.
RIDGE = 0.15
RIDGE_OF_EMPHASIS = 1.5
_N, _A = len(FEATURES), len(ATTRIBUTES)


@dataclass(frozen=True, slots=True)
class Case:
    """A question as ranking studied it, and which of its candidates are right.

    `features` (candidates, FEATURES), `matches` (MATCHES, words, candidates), `attributes` (words,
    ATTRIBUTES), `weights` (words); `weight` is the case's own, and `fold` when it is left out.
    """

    features: Array
    matches: Array
    attributes: Array
    weights: Array
    right: npt.NDArray[np.bool_]
    weight: float
    fold: int


def cases(material: Material) -> list[Case | None]:
    """Study each answerable question; None for one that no candidate answers: it teaches nothing."""
    ranker = Ranker(material.assistant.generation, material.assistant.encoder)
    found: list[Case | None] = []
    for golden, fold in zip(material.questions, material.folds, strict=True):
        if golden.words or material.is_faq:
            studied = ranker.study(interpret(golden.question, golden.history))
            read = studied.ranking.candidates[: len(studied.features)]
            right = np.array([*map(material.is_right(golden), (c.passage_id for c in read))], dtype=bool)
            found.append(_case(studied, right, material.weight, fold) if right.any() else None)
    return found


def fit(known: Sequence[Case]) -> dict[str, dict[str, float]]:
    """Return the weights of features, emphasis and matches that do best on some cases."""
    from scipy.optimize import minimize

    size = _N + _A + len(MATCHES)
    ridge = np.full(size, RIDGE)
    ridge[_N : _N + _A] = RIDGE_OF_EMPHASIS
    bounds = [(0.0, None)] * _N + [(None, None)] * _A + [(0.0, None)] * len(MATCHES)

    def loss(w: Array) -> tuple[float, Array]:
        value, gradient = float(ridge @ (w * w)), 2 * ridge * w
        for case in known:
            lost, slope = _loss(case, w)
            value += case.weight * lost
            gradient += case.weight * slope
        return value, gradient

    start = np.r_[np.full(_N, 0.5), np.zeros(_A), np.full(len(MATCHES), 0.5)]
    w = np.round(minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x, 3).tolist()
    return {
        "ranking": dict(zip(FEATURES, w[:_N], strict=True)),
        "emphasis": dict(zip(ATTRIBUTES, w[_N : _N + _A], strict=True)),
        "matching": dict(zip(MATCHES, w[_N + _A :], strict=True)),
    }


def left_out(known: Sequence[Sequence[Case | None]]) -> list[list[int]]:
    """Return for each collection the rank of the first right passage by weights that saw not the question.

    0 where no candidate is right.
    """
    every = [case for collection in known for case in collection if case]
    fitted = {fold: fit([case for case in every if case.fold != fold]) for fold in range(FOLDS)}
    return [[rank(case, fitted[case.fold]) if case else 0 for case in collection] for collection in known]


def rank(case: Case, weights: Mapping[str, Mapping[str, float]]) -> int:
    """Return the rank of the first right passage, from 1; ties go to the first stage's order."""
    w = np.array([*weights["ranking"].values(), *weights["emphasis"].values(), *weights["matching"].values()])
    order = np.argsort(-_scores(case, w), kind="stable")
    return int(np.flatnonzero(case.right[order])[0]) + 1


def _case(studied: Studied, right: npt.NDArray[np.bool_], weight: float, fold: int) -> Case:
    return Case(
        features=studied.features.astype(np.float64),
        matches=studied.matches.astype(np.float64),
        attributes=studied.attributes.astype(np.float64),
        weights=np.array([studied.weights[word] for word in studied.words], dtype=np.float64),
        right=right,
        weight=weight,
        fold=fold,
    )


def _scores(case: Case, w: Array) -> Array:
    emphasis = case.weights * np.exp(case.attributes @ w[_N : _N + _A])
    matched = np.tensordot(w[_N + _A :], case.matches, 1)
    scores: Array = case.features @ w[:_N] + emphasis @ matched / np.sqrt(emphasis.sum() or 1.0)
    return scores


def _loss(case: Case, w: Array) -> tuple[float, Array]:
    """Minus the logarithm of the probability that a right one comes first, and its slope."""
    emphasis = case.weights * np.exp(case.attributes @ w[_N : _N + _A])
    matched = np.tensordot(w[_N + _A :], case.matches, 1)
    total = float(emphasis.sum()) or 1.0
    of_words = emphasis @ matched / np.sqrt(total)
    scores = case.features @ w[:_N] + of_words
    p = np.exp(scores - scores.max())
    p /= p.sum()
    chance = float(p @ case.right)
    slope = p - p * case.right / chance
    pull = case.attributes * emphasis[:, None]
    of_emphasis = pull.T @ (matched @ slope) / np.sqrt(total) - (of_words @ slope) * pull.sum(0) / (2 * total)
    of_matches = (emphasis @ case.matches) @ slope / np.sqrt(total)
    return -np.log(chance), np.r_[case.features.T @ slope, of_emphasis, of_matches]
