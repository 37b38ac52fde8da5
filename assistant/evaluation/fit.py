"""Golden questions → the weights of ranking and confidence, and how well they do on questions left out.

    python -m assistant.evaluation.fit QUESTIONS [--elsewhere FILE] [--data-dir DIR]

Ranking: the probability, by a softmax over the candidates, that a right one comes first; no weight may
be negative, since every feature speaks for a passage. Confidence: three logistic regressions. Figures
are of ten-fold cross-validation over the questions; the weights are then fitted on all of them. `--elsewhere`
names questions that other documents answer (fields separated by |, the second being the answer): most
of what people may ask of a city is not in one guideline, and golden questions hold too little of it.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import numpy.typing as npt
import typer

from assistant import weights
from assistant.answer import Assistant
from assistant.confidence import features
from assistant.evaluation.calibration import auroc, ece
from assistant.evaluation.golden import GoldenQuestion, read_golden
from assistant.question import understand
from assistant.ranking import FEATURES
from assistant.settings import load_settings
from assistant.types import Status
from corpus.cleaning import squash

Array = npt.NDArray[np.float64]

# How far weights are held back; chosen by the cross-validation's own figures, from 0.1, 0.3, 1 and 3.
RIDGE = 0.3
RIDGE_OF_CONFIDENCE = 0.1
FOLDS = 10
# Of the questions that can be answered, so many may be refused (in cross-validation).
MAX_REFUSED = 0.08
# All questions from elsewhere together weigh as much as this share of the golden ones.
ELSEWHERE = 0.4


@dataclass(frozen=True, slots=True)
class Case:
    """A golden question with its candidates' features (candidates, features) and which are right."""

    golden: GoldenQuestion
    candidates: Array
    right: npt.NDArray[np.bool_]


def main(
    questions: Path,
    elsewhere: Annotated[Path | None, typer.Option()] = None,
    data_dir: Annotated[Path | None, typer.Option()] = None,
) -> None:
    """Fit ranking, then confidence on top of it; write weights.json and print the figures."""
    golden = read_golden(questions)
    others = _read_elsewhere(elsewhere) if elsewhere else ()
    assistant = Assistant.open(load_settings(data_dir=data_dir))
    cases = [case for g in golden if g.words and (case := _case(assistant, g)) is not None]
    print(f"ranking, {len(cases)} questions, {FOLDS}-fold: {_cross_validate(cases)}")
    fitted = {"ranking": dict(zip(FEATURES, _fit_ranking(cases).tolist(), strict=True))}
    _write({**weights.WEIGHTS, **fitted})
    weights.WEIGHTS.update(fitted)

    reopened = Assistant.open(load_settings(data_dir=data_dir))
    rows, names, statuses, first = _confidence_rows(reopened, golden)
    more = _confidence_rows(reopened, others)[0] if others else rows[:0]
    labels = {"topic": statuses != Status.NOT_FOUND, "answered": statuses == Status.FOUND, "first": first}
    left_out = {}
    for name, label in labels.items():
        left_out[name] = _left_out(rows, label.astype(float), more)
        print(f"{name}: AUROC {auroc(left_out[name], label):.3f}, ECE {ece(left_out[name], label):.3f}")
        model = _fit_logistic(rows, label.astype(float), more)
        fitted[name] = dict(zip((*names, "intercept"), model.tolist(), strict=True))
    answered = float(np.quantile(left_out["answered"][labels["answered"]], MAX_REFUSED))
    topic = float(np.quantile(left_out["topic"][~labels["topic"]], 0.9))
    fitted["thresholds"] = {"answered": answered, "topic": min(topic, answered)}
    for status in Status:
        of_status = left_out["answered"][statuses == status]
        print(f"{status}: answered as found {np.mean(of_status >= answered):.2f} of {len(of_status)}")
    _write(fitted)


def _read_elsewhere(path: Path) -> tuple[GoldenQuestion, ...]:
    fields = [
        line.split("|") for line in path.read_text(encoding="utf-8").splitlines() if line[:1] not in ("", "#")
    ]
    asked = [question for question, _, *others in fields for question in (question, *others)]
    return tuple(
        GoldenQuestion(str(i), question, (), "elsewhere", Status.NOT_FOUND, frozenset(), ())
        for i, question in enumerate(asked)
    )


def _case(assistant: Assistant, golden: GoldenQuestion) -> Case | None:
    asked = understand(golden.question, golden.history)
    evidence = assistant.rank(asked).evidence
    right = np.array([_is_right(assistant, golden, e.passage_id) for e in evidence], dtype=bool)
    if not right.any():
        return None
    rows = np.array([[e.features.get(name, 0.0) for name in FEATURES] for e in evidence])
    return Case(golden, rows, right)


def _is_right(assistant: Assistant, golden: GoldenQuestion, passage_id: int) -> bool:
    text = squash(assistant.generation.passages[passage_id].text)
    return any(any(words in text for words in alternatives) for alternatives in golden.words)


def _fit_ranking(cases: Sequence[Case]) -> Array:
    def loss(w: Array) -> tuple[float, Array]:
        value, gradient = RIDGE * float(w @ w), 2 * RIDGE * w
        for case in cases:
            scores = case.candidates @ w
            p = np.exp(scores - scores.max())
            p /= p.sum()
            q = p * case.right / (p @ case.right)
            value -= float(np.log(p @ case.right))
            gradient = gradient + case.candidates.T @ (p - q)
        return value, gradient

    return _minimise(loss, np.ones(len(FEATURES)), [(0.0, None)] * len(FEATURES))


def _fit_logistic(rows: Array, label: Array, negatives: Array) -> Array:
    """Fit a logistic regression; all `negatives` together weigh ELSEWHERE of the rows."""
    share = ELSEWHERE * len(rows) / max(1, len(negatives))
    weight = np.r_[np.ones(len(rows)), np.full(len(negatives), share)]
    label = np.r_[label, np.zeros(len(negatives))]
    columns = np.c_[np.r_[rows, negatives], np.ones(len(label))]
    held = np.r_[np.ones(rows.shape[1]), 0.0] * RIDGE_OF_CONFIDENCE

    def loss(w: Array) -> tuple[float, Array]:
        z = columns @ w
        value = weight @ (np.logaddexp(0, z) - label * z) + held @ (w * w)
        return float(value), columns.T @ (weight * (1 / (1 + np.exp(-z)) - label)) + 2 * held * w

    return _minimise(loss, np.zeros(columns.shape[1]), None)


def _minimise(
    loss: Callable[[Array], tuple[float, Array]], start: Array, bounds: list[tuple[float, None]] | None
) -> Array:
    from scipy.optimize import minimize

    fitted: Array = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return np.round(fitted, 3)


def _cross_validate(cases: Sequence[Case]) -> str:
    ranks = []
    for held in _folds(len(cases)):
        outside = [case for i, case in enumerate(cases) if i not in set(held.tolist())]
        w = _fit_ranking(outside)
        for i in held:
            order = np.argsort(-(cases[i].candidates @ w), kind="stable")
            ranks.append(int(np.flatnonzero(cases[i].right[order])[0]) + 1)
    hits = {k: np.mean([rank <= k for rank in ranks]) for k in (1, 3, 5)}
    return " ".join(f"hit@{k} {hit:.3f}" for k, hit in hits.items())


def _confidence_rows(
    assistant: Assistant, golden: Sequence[GoldenQuestion]
) -> tuple[Array, tuple[str, ...], npt.NDArray[np.str_], npt.NDArray[np.bool_]]:
    rows, statuses, first = [], [], []
    names: tuple[str, ...] = ()
    for g in golden:
        asked = understand(g.question, g.history)
        ranked = assistant.rank(asked)
        if not ranked.evidence:
            continue
        values = features(asked, ranked, assistant.generation)
        names = tuple(values)
        rows.append(list(values.values()))
        statuses.append(g.status)
        first.append(_is_right(assistant, g, ranked.evidence[0].passage_id))
    return np.array(rows), names, np.array(statuses), np.array(first)


def _left_out(rows: Array, label: Array, negatives: Array) -> Array:
    """Each question's probability by a model that has not seen it."""
    p = np.zeros(len(rows))
    for held in _folds(len(rows)):
        outside = np.setdiff1d(np.arange(len(rows)), held)
        w = _fit_logistic(rows[outside], label[outside], negatives)
        p[held] = 1 / (1 + np.exp(-(np.c_[rows[held], np.ones(len(held))] @ w)))
    return p


def _folds(n: int) -> list[npt.NDArray[np.int64]]:
    return np.array_split(np.random.default_rng(0).permutation(n), FOLDS)


def _write(fitted: dict[str, dict[str, float]]) -> None:
    weights.PATH.write_text(json.dumps(fitted, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
