"""Settings and store → every question that is worth asking again before another generation answers.

Golden questions come first, of a file and of the store; then questions whose answer a trainer judged;
then those whose answer somebody found useful. A question that is in several is asked once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING

from assistant.evaluation.golden import GoldenQuestion, read_golden
from assistant.settings import Settings
from assistant.store.types import Exchange, ExchangeFilter, Golden
from corpus.cleaning import squash
from corpus.similarity import plain

if TYPE_CHECKING:
    from assistant.store.store import Store

# Asking takes milliseconds twice each; the newest of what was found useful tell enough.
LIMIT = 2_000


class Source(StrEnum):
    """Why a question is worth asking."""

    GOLDEN = "golden"
    VERDICT = "verdict"
    USEFUL = "useful"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question worth asking; `visitors` are the pseudonyms of those who found its answer useful.

    `golden` says what is right, where that is known.
    """

    id: str
    source: Source
    question: str
    history: tuple[str, ...] = ()
    visitors: tuple[str, ...] = ()
    golden: GoldenQuestion | None = None


def worth_asking(settings: Settings, store: "Store | None") -> tuple[tuple[Asked, ...], int]:
    """Return the questions worth asking, and how many useful ones were left out as too many.

    Raises GoldenFault for a golden file that is wrong, StoreFault if the store cannot be read.
    """
    golden = _golden(settings, store)
    exchanges = _exchanges(store) if store else iter(())
    merged = _merged(chain(golden, exchanges))
    kept = [each for each in merged if each.golden]
    others = [each for each in merged if not each.golden]
    return (*kept, *others[:LIMIT]), max(0, len(others) - LIMIT)


def known(golden: Golden) -> GoldenQuestion:
    """Return a golden question of the store as it is asked; without words, its passages are needed whole."""
    words = golden.words or tuple(passage.text for passage in golden.passages)
    alternatives = (frozenset(filter(None, map(squash, entry.split("|")))) for entry in words)
    return GoldenQuestion(
        id=golden.id,
        question=golden.question,
        history=golden.history,
        style=golden.style,
        status=golden.status,
        sections=frozenset(golden.sections),
        words=tuple(filter(None, alternatives)),
    )


def _golden(settings: Settings, store: "Store | None") -> Iterator[Asked]:
    questions = [*map(known, store.golden())] if store else []
    if settings.golden:
        questions += read_golden(settings.golden)
    for golden in questions:
        yield Asked(golden.id, Source.GOLDEN, golden.question, golden.history, golden=golden)


def _exchanges(store: "Store") -> Iterator[Asked]:
    for exchange in store.exchanges(ExchangeFilter(judged=True), limit=LIMIT):
        yield _asked(exchange, Source.VERDICT)
    for exchange in store.useful():
        yield _asked(exchange, Source.USEFUL)


def _asked(exchange: Exchange, source: Source) -> Asked:
    visitors = tuple(rating.visitor for rating in exchange.ratings if rating.helpful)
    return Asked(exchange.id, source, exchange.question, exchange.history, visitors)


def _merged(asked: Iterator[Asked]) -> Sequence[Asked]:
    """Put those that ask the same together; the first one's source and right answer count."""
    merged: dict[tuple[str, ...], Asked] = {}
    for each in asked:
        key = tuple(map(plain, (each.question, *each.history)))
        first = merged.get(key)
        visitors = (*(first.visitors if first else ()), *each.visitors)
        merged[key] = replace(first or each, visitors=tuple(dict.fromkeys(visitors)))
    return [*merged.values()]
