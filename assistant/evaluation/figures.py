"""Answers to golden questions → figures, over all of them and by style."""

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean, quantiles

import numpy as np

from assistant.errors import AskError
from assistant.evaluation.calibration import Array, Truth, aurc, auroc, ece
from assistant.evaluation.golden import GoldenFault, GoldenQuestion
from assistant.types import Answer, Status
from corpus.cleaning import squash

Ask = Callable[[str, Sequence[str]], Answer]

# What `scores` may hold of a question.
MEASURES = tuple("hit1 hit3 hit5 mrr ndcg section1 complete refused false_related false_off_topic".split())


@dataclass(frozen=True, slots=True)
class Judged:
    """One golden question with its answer.

    `ranks` has for each passage that is needed the rank (from 1) of the first quote that holds it, 0
    if none does; `section_first` says that the first quote stands in a right section.
    """

    golden: GoldenQuestion
    answer: Answer
    ranks: tuple[int, ...]
    section_first: bool

    @property
    def rank(self) -> int:
        """The rank (from 1) of the first right quote, 0 if none is."""
        return min(filter(None, self.ranks), default=0)

    @property
    def complete(self) -> bool:
        """Whether every passage that is needed is among the quotes."""
        return bool(self.ranks) and all(self.ranks)

    @property
    def answerable(self) -> bool:
        """Whether the documents do answer the question."""
        return self.golden.status is Status.FOUND

    @property
    def first_answers(self) -> bool | None:
        """Whether the first quote answers, which is what the confidence speaks of; None if not known."""
        if not self.answerable:
            return False
        if self.ranks:
            return self.rank == 1
        return self.section_first if self.golden.sections else None


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares 0…1 over a set of judged questions; None where no question of the set bears on it.

    Of the answerable: `hit1`, `hit3`, `hit5` a right quote first, among three, among five; `mrr` mean
    of 1/rank; `ndcg` see `ndcg`; `section1` the right section first; `complete` all that is needed within
    the quotes; `refused` not answered as found, wrongly. Of the others: `false_related` topic there, fact
    not, answered as found; `false_off_topic` nothing there, answered as found. Of the confidence, as the
    probability that the first quote answers: `ece`, `auroc` and `aurc`, see `calibration`.
    """

    questions: int
    answerable: int
    related: int
    off_topic: int
    hit1: float | None
    hit3: float | None
    hit5: float | None
    mrr: float | None
    ndcg: float | None
    section1: float | None
    complete: float | None
    refused: float | None
    false_related: float | None
    false_off_topic: float | None
    ece: float | None
    auroc: float | None
    aurc: float | None
    p50_ms: float
    p95_ms: float


def judge(ask: Ask, questions: Sequence[GoldenQuestion]) -> list[Judged]:
    """Ask every question and compare its quotes with what is right.

    Raises GoldenFault, naming the question, for one that cannot be asked.
    """
    return [_judge(golden, _asked(ask, golden)) for golden in questions]


def scores(judged: Judged) -> dict[str, float]:
    """What a question adds, 0…1, to each of MEASURES that it bears on."""
    found = judged.answer.status is Status.FOUND
    if judged.golden.status is Status.RELATED:
        return {"false_related": float(found)}
    if judged.golden.status is Status.NOT_FOUND:
        return {"false_off_topic": float(found)}
    values = {"refused": float(not found)}
    if judged.golden.sections:
        values["section1"] = float(judged.section_first)
    if judged.ranks:
        values |= {f"hit{k}": float(0 < judged.rank <= k) for k in (1, 3, 5)}
        values["mrr"] = 1 / judged.rank if judged.rank else 0.0
        values["ndcg"] = ndcg(judged.ranks)
        values["complete"] = float(judged.complete)
    return values


def ndcg(ranks: Sequence[int], k: int = 10) -> float:
    """Normalised discounted cumulative gain 0…1 of the needed passages' ranks (from 1, 0 not there).

    The needed passages are all the relevant ones there are. One quote may hold several of them; the
    n-th counts as no higher than rank n, so that nothing exceeds 1.
    Source: Järvelin & Kekäläinen, "Cumulated gain-based evaluation of IR techniques", TOIS 2002.
    """
    places = [max(rank, place) for place, rank in enumerate(sorted(filter(None, ranks)), 1)]
    gain = sum(1 / math.log2(place + 1) for place in places if place <= k)
    return gain / sum(1 / math.log2(place + 1) for place in range(1, min(len(ranks), k) + 1))


def confidences(judged: Sequence[Judged]) -> tuple[Array, Truth]:
    """The confidence of each answer, and whether its first quote answers; what is not known is left out."""
    known = [(j.answer.confidence, j.first_answers) for j in judged if j.first_answers is not None]
    return np.array([p for p, _ in known], dtype=float), np.array([right for _, right in known], dtype=bool)


def figures(judged: Sequence[Judged]) -> Figures:
    """Summarise judged questions. Raises ValueError if there are none."""
    if not judged:
        raise ValueError("no questions")
    values = defaultdict(list)
    for j in judged:
        for name, value in scores(j).items():
            values[name].append(value)
    shares = {name: fmean(values[name]) if values[name] else None for name in MEASURES}
    times = [j.answer.elapsed_ms for j in judged]
    cuts = quantiles(times, n=20, method="inclusive") if len(times) > 1 else [times[0]] * 19
    p, right = confidences(judged)
    mixed = right.any() and not right.all()
    return Figures(
        questions=len(judged),
        answerable=len(values["refused"]),
        related=len(values["false_related"]),
        off_topic=len(values["false_off_topic"]),
        ece=ece(p, right) if len(p) else None,
        auroc=auroc(p, right) if mixed else None,
        aurc=aurc(p, right) if len(p) else None,
        p50_ms=cuts[9],
        p95_ms=cuts[18],
        **shares,
    )


def by_style(judged: Sequence[Judged]) -> dict[str, Figures]:
    """Return the figures of each style, styles in alphabetical order."""
    styles = sorted({j.golden.style for j in judged})
    return {style: figures([j for j in judged if j.golden.style == style]) for style in styles}


def _asked(ask: Ask, golden: GoldenQuestion) -> Answer:
    try:
        return ask(golden.question, golden.history)
    except AskError as error:
        raise GoldenFault(f"質問 {golden.id}: {error.message}") from None


def _judge(golden: GoldenQuestion, answer: Answer) -> Judged:
    texts = [squash(quote.text) for quote in answer.quotes]
    first = answer.quotes[0].section if answer.quotes else None
    return Judged(
        golden=golden,
        answer=answer,
        ranks=tuple(_rank(texts, words) for words in golden.words) if golden.status is Status.FOUND else (),
        section_first=first is not None and first.number in golden.sections,
    )


def _rank(texts: Sequence[str], alternatives: frozenset[str]) -> int:
    return next((i for i, text in enumerate(texts, 1) if any(words in text for words in alternatives)), 0)
