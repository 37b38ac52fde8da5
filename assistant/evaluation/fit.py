"""Golden questions → the weights of ranking and confidence, and how well they do on questions left out.

    python -m assistant.evaluation.fit QUESTIONS [--elsewhere FILE] [--data-dir DIR]

Ranking: the probability, by a softmax over the candidates, that a right one comes first; no weight may
be negative, since every feature speaks for a passage. Confidence: three logistic regressions. Figures
are of ten-fold cross-validation over the golden questions; the weights are then fitted on all of them.

`--elsewhere` names a collection of another kind: FAQ entries with everyday questions about them, a line
each (entry|answer|question|…). Ranking is fitted on it, too, lest it learn one document's ways; and for
confidence its questions are ones that the documents don't answer, as most of what may be asked of a city.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from operator import eq
from pathlib import Path
from tempfile import TemporaryDirectory
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
from index.build import build
from index.types import Encoder, Model

Array = npt.NDArray[np.float64]

# How far weights are held back; chosen by the cross-validation's own figures, from 0.1, 0.3, 1 and 3.
RIDGE = 0.3
RIDGE_OF_CONFIDENCE = 0.1
FOLDS = 10
# Of the questions that can be answered, so many may be refused (in cross-validation).
MAX_REFUSED = 0.08
# All questions from elsewhere together weigh as much as this share of the golden ones.
ELSEWHERE = 0.4


# And in ranking, each question from elsewhere as this share of a golden one.
ELSEWHERE_IN_RANKING = 0.3


@dataclass(frozen=True, slots=True)
class Case:
    """A question's candidates by their features (candidates, features), which are right, and its weight."""

    candidates: Array
    right: npt.NDArray[np.bool_]
    weight: float = 1.0


def main(
    questions: Path,
    elsewhere: Annotated[Path | None, typer.Option()] = None,
    data_dir: Annotated[Path | None, typer.Option()] = None,
) -> None:
    """Fit ranking, then confidence on top of it; write weights.json and print the figures."""
    golden = read_golden(questions)
    others = _read_elsewhere(elsewhere) if elsewhere else []
    assistant = Assistant.open(load_settings(data_dir=data_dir))
    cases = _cases(assistant, [(g, partial(_is_right, assistant, g)) for g in golden if g.words])
    more_cases = _cases_elsewhere(assistant.encoder, others)
    print(f"ranking, {len(cases)} questions, {FOLDS}-fold: {_cross_validate(cases, more_cases)}")
    ranking = _fit_ranking([*cases, *more_cases])
    fitted = {"ranking": dict(zip(FEATURES, ranking.tolist(), strict=True))}
    _write({**weights.WEIGHTS, **fitted})
    weights.WEIGHTS.update(fitted)

    reopened = Assistant.open(load_settings(data_dir=data_dir))
    rows, names, statuses, first = _confidence_rows(reopened, golden)
    unanswered = [_golden(asked) for entry in others for asked in (entry[0], *entry[2:])]
    more = _confidence_rows(reopened, unanswered)[0] if others else rows[:0]
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


def _read_elsewhere(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("|") for line in lines if line[:1] not in ("", "#")]


def _golden(question: str) -> GoldenQuestion:
    return GoldenQuestion("", question, (), "elsewhere", Status.NOT_FOUND, frozenset(), ())


def _cases_elsewhere(encoder: Encoder, entries: Sequence[Sequence[str]]) -> list[Case]:
    """Index the entries as the FAQ collection they are, and ask it their everyday questions."""
    if not entries:
        return []
    records = [{"id": str(i), "question": e[0], "answer": e[1]} for i, e in enumerate(entries)]
    with TemporaryDirectory() as folder:
        lines = (json.dumps(record, ensure_ascii=False) for record in records)
        (Path(folder) / "faq.jsonl").write_text("\n".join(lines), encoding="utf-8")
        generation, _ = build(Path(folder), encoder, Model("", ""), lambda stage, done, total: None)
    row_of = {int(passage.external_id): passage.id for passage in generation.passages}
    asked = [
        (_golden(question), partial(eq, row_of[i]))
        for i, entry in enumerate(entries)
        for question in entry[2:]
    ]
    cases = _cases(Assistant(generation, encoder), asked)
    return [replace(case, weight=ELSEWHERE_IN_RANKING) for case in cases]


def _cases(
    assistant: Assistant, questions: Iterable[tuple[GoldenQuestion, Callable[[int], bool]]]
) -> list[Case]:
    """Rank for each question; those none of whose candidates is right teach nothing and are left out."""
    cases = []
    for golden, is_right in questions:
        evidence = assistant.rank(understand(golden.question, golden.history)).evidence
        right = np.array([is_right(e.passage_id) for e in evidence], dtype=bool)
        if right.any():
            rows = np.array([[e.features.get(name, 0.0) for name in FEATURES] for e in evidence])
            cases.append(Case(rows, right))
    return cases


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
            value -= case.weight * float(np.log(p @ case.right))
            gradient = gradient + case.weight * (case.candidates.T @ (p - q))
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


def _cross_validate(cases: Sequence[Case], always: Sequence[Case] = ()) -> str:
    ranks = []
    for held in _folds(len(cases)):
        outside = [case for i, case in enumerate(cases) if i not in set(held.tolist())]
        w = _fit_ranking([*outside, *always])
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
