"""Answers that somebody found useful → those that a generation no longer gives, and whose they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.answer import Assistant
from assistant.approvals import Approvals
from assistant.editions import renaming
from assistant.encoders import Encoders
from assistant.errors import AskError
from assistant.evaluation.impact import Outcome, outcome
from assistant.evaluation.impact_report import OUTCOMES
from assistant.evaluation.said import NOTHING, Said, said, said_record, shown
from assistant.settings import Settings
from assistant.store.store import Store
from assistant.store.types import Exchange
from index.types import Progress


@dataclass(frozen=True, slots=True)
class Affected:
    """An answer as it was shown and found useful, what is answered now, and what became of it."""

    exchange: Exchange
    outcome: Outcome
    old: Said
    new: Said

    @property
    def visitors(self) -> tuple[str, ...]:
        """The pseudonyms of those who found it useful."""
        return tuple(rating.visitor for rating in self.exchange.ratings if rating.helpful)


def affected(settings: Settings, name: str, progress: Progress) -> tuple[Affected, ...]:
    """Ask a generation every question whose answer was found useful; return those that have changed.

    Raises StoreFault if the store cannot be read, IndexFault if the generation cannot.
    """
    store = Store.open(settings)
    try:
        useful, approvals = store.useful(), Approvals(store.approved())
    finally:
        store.close()
    assistant = Assistant.load(settings.data_dir, Encoders(settings), name, approvals)
    cited = {quote.document_id for exchange in useful for quote in exchange.quotes}
    renamed = renaming(cited, assistant.generation.manifest.documents)
    found = []
    for number, exchange in enumerate(useful, 1):
        old, new = shown(exchange), _asked(assistant, exchange)
        if (became := outcome(old, new, renamed)) is not Outcome.UNCHANGED:
            found.append(Affected(exchange, became, old, new))
        progress("役に立った質問を尋ねています", number, len(useful))
    return tuple(found)


def affected_lines(found: Sequence[Affected]) -> Iterator[str]:
    """Yield the changed answers as a person reads them."""
    if not found:
        yield "役に立ったとされた答えに、変わったものはありません。"
    for each in found:
        yield f"{each.exchange.question}（{OUTCOMES[each.outcome]}）"
        yield f"  {each.exchange.asked_at.astimezone():%Y-%m-%d %H:%M}　{'、'.join(each.visitors)}"
        for name, answer in (("旧", each.old), ("新", each.new)):
            if answer.first:
                yield f"  {name}　{answer.first.reference}　{' '.join(answer.first.text.split())}"


def affected_record(each: Affected) -> dict[str, Any]:
    """Return a changed answer as one JSON object."""
    return {
        "exchange": each.exchange.id,
        "asked_at": each.exchange.asked_at.isoformat(),
        "visitors": list(each.visitors),
        "question": each.exchange.question,
        "history": list(each.exchange.history),
        "outcome": each.outcome.value,
        "old": said_record(each.old),
        "new": said_record(each.new),
    }


def _asked(assistant: Assistant, exchange: Exchange) -> Said:
    try:
        return said(assistant.ask(exchange.question, exchange.history))
    except AskError:
        return NOTHING
