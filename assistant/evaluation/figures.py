"""Answers to golden questions → figures, over all of them and by style."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import mean, quantiles

from assistant.evaluation.golden import GoldenQuestion
from assistant.types import Answer, Quote, Status
from corpus.cleaning import squash

Ask = Callable[[str, Sequence[str]], Answer]


@dataclass(frozen=True, slots=True)
class Judged:
    """One golden question with its answer, and the rank (from 1) of the first right quote, 0 if none.

    `complete` says that every passage that is needed is among the quotes; `section_first` that the
    first quote stands in a right section.
    """

    golden: GoldenQuestion
    answer: Answer
    rank: int
    complete: bool
    section_first: bool

    @property
    def answerable(self) -> bool:
        """Whether the documents do answer the question."""
        return self.golden.status is Status.FOUND


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares 0…1 over a set of judged questions; None where no question of the set bears on it.

    Of the answerable: `hit1`, `hit3`, `hit5` a right quote first, among three, among five; `mrr` mean
    of 1/rank; `section1` the right section first; `complete` all that is needed within the quotes;
    `refused` not answered as found, wrongly. Of the others: `false_related` topic there, fact not,
    answered as found; `false_off_topic` nothing there, answered as found.
    """

    questions: int
    hit1: float | None
    hit3: float | None
    hit5: float | None
    mrr: float | None
    section1: float | None
    complete: float | None
    refused: float | None
    false_related: float | None
    false_off_topic: float | None
    p50_ms: float
    p95_ms: float


def judge(ask: Ask, questions: Sequence[GoldenQuestion]) -> list[Judged]:
    """Ask every question and compare its quotes with what is right."""
    return [_judge(golden, ask(golden.question, golden.history)) for golden in questions]


def figures(judged: Sequence[Judged]) -> Figures:
    """Summarise judged questions. Raises ValueError if there are none."""
    if not judged:
        raise ValueError("no questions")
    answerable = [j for j in judged if j.answerable]
    located = [j for j in answerable if j.golden.words]
    sectioned = [j for j in answerable if j.golden.sections]
    related = [j for j in judged if j.golden.status is Status.RELATED]
    off_topic = [j for j in judged if j.golden.status is Status.NOT_FOUND]
    times = [j.answer.elapsed_ms for j in judged]
    cuts = quantiles(times, n=20, method="inclusive") if len(times) > 1 else [times[0]] * 19
    return Figures(
        questions=len(judged),
        hit1=_share(located, lambda j: j.rank == 1),
        hit3=_share(located, lambda j: 0 < j.rank <= 3),
        hit5=_share(located, lambda j: 0 < j.rank <= 5),
        mrr=mean(1 / j.rank if j.rank else 0.0 for j in located) if located else None,
        section1=_share(sectioned, lambda j: j.section_first),
        complete=_share(located, lambda j: j.complete),
        refused=_share(answerable, lambda j: j.answer.status is not Status.FOUND),
        false_related=_share(related, lambda j: j.answer.status is Status.FOUND),
        false_off_topic=_share(off_topic, lambda j: j.answer.status is Status.FOUND),
        p50_ms=cuts[9],
        p95_ms=cuts[18],
    )


def by_style(judged: Sequence[Judged]) -> dict[str, Figures]:
    """Return the figures of each style, styles in alphabetical order."""
    styles = sorted({j.golden.style for j in judged})
    return {style: figures([j for j in judged if j.golden.style == style]) for style in styles}


def _judge(golden: GoldenQuestion, answer: Answer) -> Judged:
    right = [
        {i for i, quote in enumerate(answer.quotes, 1) if _holds(quote, words)} for words in golden.words
    ]
    rank = min((i for ranks in right for i in ranks), default=0)
    first = answer.quotes[0].section if answer.quotes else None
    return Judged(
        golden=golden,
        answer=answer,
        rank=rank,
        complete=bool(right) and all(right),
        section_first=first is not None and first.number in golden.sections,
    )


def _holds(quote: Quote, alternatives: frozenset[str]) -> bool:
    text = squash(quote.text)
    return any(words in text for words in alternatives)


def _share(judged: Sequence[Judged], holds: Callable[[Judged], bool]) -> float | None:
    return sum(map(holds, judged)) / len(judged) if judged else None
