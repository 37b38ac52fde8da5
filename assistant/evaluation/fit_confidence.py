"""Questions with what should be said to them → the weights of confidence, three logistic regressions.

Beside its own questions a collection is asked those of the others, which it does not answer: most of
what may be asked of a city is in no one document.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from assistant.confidence import MODELS, chained, features
from assistant.evaluation.golden import GoldenQuestion
from assistant.evaluation.material import FOLDS, Material
from assistant.question import interpret
from assistant.types import Status

Array = npt.NDArray[np.float64]

# How far weights are held back, chosen by cross-validation from .01, .03, .1, .5 and 2.
RIDGE = 0.03
# A question that the documents nearly answer teaches more than one that they do.
OF_RELATED = 1.5
# So many of the other collections' questions are put to each, and count so much each.
FROM_ELSEWHERE, OF_ELSEWHERE = 150, 0.15


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's features, what should be said, whether its first passage answers, and its weight.

    `own` tells the collection's own questions from those put to it from elsewhere.
    """

    features: Mapping[str, float]
    status: Status
    first: bool
    weight: float
    fold: int
    own: bool

    def label(self, model: str) -> bool:
        """Whether what a model's probability speaks of is so."""
        if model == "topic":
            return self.status is not Status.NOT_FOUND
        return self.status is Status.FOUND if model == "answered" else self.first


def asked(material: Material, others: Sequence[GoldenQuestion]) -> list[Asked]:
    """Ask a collection its own questions, and some of the others', drawn by a fixed seed."""
    found = []
    for golden, fold in zip(material.questions, material.folds, strict=True):
        weight = OF_RELATED if golden.status is Status.RELATED else 1.0
        found.append(_asked(material, golden, weight * material.weight, fold, True))
    drawn = np.random.default_rng(0).permutation(len(others))[:FROM_ELSEWHERE]
    # Left out with the collection, if it is left out as a whole; else here and there.
    whole = len(set(material.folds)) == 1
    for i, row in enumerate(drawn):
        strange = replace(others[row], status=Status.NOT_FOUND, words=(), history=())
        fold = material.folds[0] if whole else i % FOLDS
        found.append(_asked(material, strange, OF_ELSEWHERE, fold, False))
    return [one for one in found if one]


def fit(known: Sequence[Asked], model: str) -> dict[str, float]:
    """Return a logistic regression's weights and its intercept."""
    from scipy.optimize import minimize

    if model == "first":
        known = [one for one in known if one.label("answered")]
    names = tuple(known[0].features)
    rows = np.array([[*one.features.values(), 1.0] for one in known])
    label = np.array([one.label(model) for one in known], dtype=float)
    weight = np.array([one.weight for one in known])
    ridge = np.r_[np.full(len(names), RIDGE), 0.0]

    def loss(w: Array) -> tuple[float, Array]:
        z = rows @ w
        value = weight @ (np.logaddexp(0, z) - label * z) + ridge @ (w * w)
        return float(value), rows.T @ (weight * (1 / (1 + np.exp(-z)) - label)) + 2 * ridge * w

    w = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B").x
    return dict(zip((*names, "intercept"), np.round(w, 3).tolist(), strict=True))


def left_out(known: Sequence[Asked]) -> dict[str, Array]:
    """Return by model each question's probability, by weights that have not seen it."""
    fitted = [
        [fit([one for one in known if one.fold != fold], model) for model in MODELS] for fold in range(FOLDS)
    ]
    judged = [chained(*(probability(m, one.features) for m in fitted[one.fold])) for one in known]
    return {model: np.array([getattr(judgement, model) for judgement in judged]) for model in MODELS}


def probability(model: Mapping[str, float], values: Mapping[str, float]) -> float:
    """Return what a fitted model makes of some features, 0…1."""
    z = model["intercept"] + sum(model[name] * value for name, value in values.items())
    return float(1 / (1 + np.exp(-z)))


def _asked(material: Material, golden: GoldenQuestion, weight: float, fold: int, own: bool) -> Asked | None:
    question = interpret(golden.question, golden.history)
    ranked = material.assistant.rank(question)
    if not ranked.evidence:
        return None
    values = features(question, ranked, material.assistant.generation)
    first = golden.status is Status.FOUND and material.is_right(golden)(ranked.evidence[0].passage_id)
    return Asked(values, golden.status, first, weight, fold, own)
