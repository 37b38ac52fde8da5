"""A trainer's verdict on an answer → the golden question it makes, if it makes one.

Right passages make a question that is to be found; one that should have been refused makes a question that
must not be. Where a verdict on the same exchange made one before, that one is changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import MAX_QUOTES
from assistant.store.types import Exchange, Golden, PassageRef, ShownQuote, Verdict
from assistant.types import Status
from corpus.cleaning import squash
from corpus.errors import GuideError

# Enough of a passage to tell it from others; a small revision further on leaves the question answerable.
_FRAGMENT = 40


@dataclass(frozen=True, slots=True)
class Decision:
    """What a trainer decided: the verdict, the right passages, whether they answer first from now on.

    `refuse_as` is what should have been said instead, where the answer should have been refused.
    """

    verdict: Verdict
    passages: tuple[PassageRef, ...] = ()
    approve: bool = False
    refuse_as: Status = Status.RELATED
    note: str = ""


def settled(decision: Decision, exchange: Exchange) -> Decision:
    """Return a decision with the passages it stands for. Raises GuideError if it contradicts itself.

    What is right is the first quote, unless others were picked.
    """
    verdict = decision.verdict
    if verdict is Verdict.SHOULD_REFUSE:
        return replace(decision, passages=(), approve=False)
    if verdict is Verdict.RIGHT and not decision.passages and exchange.status is Status.FOUND:
        decision = replace(decision, passages=tuple(map(quoted, exchange.quotes[:1])))
    if verdict is Verdict.SHOULD_ANSWER and not decision.passages:
        raise GuideError("「答えるべきだった」ときは、答えになる箇所を原文から選んでください。")
    if len(decision.passages) > MAX_QUOTES:
        raise GuideError(f"正しい箇所は{MAX_QUOTES}か所まで選べます。いちばん大切な箇所に絞ってください。")
    return decision


def golden_of(
    decision: Decision, exchange: Exchange, earlier: Golden | None, style: str = ""
) -> Golden | None:
    """Return the golden question that a settled decision makes, or None if it makes none."""
    refused = decision.verdict is Verdict.SHOULD_REFUSE or (
        decision.verdict is Verdict.RIGHT and exchange.status is not Status.FOUND and not decision.passages
    )
    if not refused and not decision.passages:
        return None
    right = decision.refuse_as if decision.verdict is Verdict.SHOULD_REFUSE else exchange.status
    base = earlier or Golden(exchange.question, Status.FOUND, history=exchange.history, style=style)
    return replace(
        base,
        status=right if refused else Status.FOUND,
        sections=sections_of(decision.passages),
        words=words_of(decision.passages),
        passages=decision.passages,
        approved=decision.approve and not refused,
        note=decision.note or base.note,
        exchange_id=exchange.id,
    )


def quoted(quote: ShownQuote) -> PassageRef:
    """Return the passage of a quote."""
    return PassageRef(quote.document_id, quote.section, quote.text, quote.sha256)


def sections_of(passages: Sequence[PassageRef]) -> tuple[str, ...]:
    """Return the numbers of the sections in which passages stand, each once."""
    return tuple(dict.fromkeys(ref.section for ref in passages if ref.section))


def words_of(passages: Sequence[PassageRef]) -> tuple[str, ...]:
    """Return a fragment of each passage, by which an answer is known to hold it."""
    # A | would part alternatives.
    return tuple(squash(ref.text).partition("|")[0][:_FRAGMENT] for ref in passages)
