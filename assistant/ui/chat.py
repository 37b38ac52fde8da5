"""A question and its answer → one turn of the conversation as HTML."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.question import Kind
from assistant.types import Answer, Quote, Status
from assistant.ui import wording
from assistant.ui.desk import Answered
from assistant.ui.templates import render
from assistant.ui.typed import keepable, shown
from assistant.ui.typeset import Block, typeset
from corpus.types import PassageKind

# Sections shown in full; those after them are folded, so that an answer is seen at a glance.
_OPEN = {Status.FOUND: 3, Status.RELATED: 2, Status.NOT_FOUND: 0}
# What a comparison shows beside each other.
_SIDES = 2


@dataclass(frozen=True, slots=True)
class QuoteView:
    """A quote as the template shows it; a mail gets its `text` and, linked to the place, `cited`."""

    kind: str
    blocks: tuple[Block, ...]
    anchor: str
    text: str
    cited: str


@dataclass(frozen=True, slots=True)
class Card:
    """The quotes of one section, best first; `approved` is the question that a trainer saw answered."""

    reference: str
    edition: str
    approved: str
    quotes: tuple[QuoteView, ...]

    @property
    def anchor(self) -> str:
        """Where the best of the quotes stands in the source."""
        return self.quotes[0].anchor


def answer_turn(
    turn: str,
    answered: Answered,
    contact: str,
    follow_ups: Sequence[str] = (),
    is_kept: bool = True,
) -> str:
    """Return the turn of a question that was answered; `turn` names it within the page.

    Without `is_kept` nothing can be said of the answer, since nobody could find it again.
    """
    answer = answered.answer
    cards = [_card(quotes, answered) for quotes in _by_section(answer.quotes)]
    shown_in_full = cards[: _OPEN[answer.status]]
    is_refusal = answer.status is Status.NOT_FOUND
    has_sides = answered.kind is Kind.COMPARISON and len(shown_in_full) > 1
    count = sum(len(card.quotes) for card in cards)
    head = wording.HEADS[answer.status]
    return _turn(
        turn,
        answer.question,
        state=answer.status.value,
        generation=answer.generation,
        announce=head if is_refusal else head + wording.COUNT.format(count=count),
        sign=wording.SIGNS[answer.status],
        word=wording.WORDS[answer.status],
        head=head,
        notes=list(_notes(answer)),
        sides=_SIDES if has_sides and cards[0].quotes[0].kind != PassageKind.TABLE else 0,
        cards=shown_in_full,
        folded=[] if is_refusal else cards[len(shown_in_full) :],
        further=wording.FURTHER if answer.status is Status.FOUND else wording.FURTHER_RELATED,
        nearest=cards if is_refusal else [],
        contact=wording.CONTACT.format(contact=contact) if answer.status is not Status.FOUND else "",
        follow_ups=follow_ups,
        exchange=answered.exchange_id if is_kept else "",
    )


def waiting_turn(turn: str, question: str, message: str) -> str:
    """Return the turn of a question that is being looked into."""
    return _turn(turn, question, state="waiting", message=message)


def error_turn(turn: str, question: str, message: str) -> str:
    """Return the turn of a question that could not be answered, and why."""
    return _turn(turn, question, state="error", message=message, announce=message)


def _turn(turn: str, question: str, **values: object) -> str:
    defaults = {"announce": "", "message": "", "generation": ""}
    question = keepable(question)
    return render("turn", turn=turn, typed=question, asked=shown(question), **(defaults | values))


def _notes(answer: Answer) -> Iterable[str]:
    if answer.standalone.strip() != answer.question.strip():
        yield wording.UNDERSTOOD.format(query=shown(answer.standalone))
    if answer.missing_terms:
        words = "".join(wording.MISSING_WORD.format(word=shown(term)) for term in answer.missing_terms)
        yield wording.MISSING.format(words=words)


def _by_section(quotes: Iterable[Quote]) -> Iterable[list[Quote]]:
    """Gather the quotes by section, in the order in which the sections first come."""
    groups: dict[tuple[str, int], list[Quote]] = {}
    for quote in quotes:
        start = quote.section.span.start if quote.section else -1
        groups.setdefault((quote.document.id, start), []).append(quote)
    return groups.values()


def _card(quotes: Sequence[Quote], answered: Answered) -> Card:
    anchors, first = answered.ready.anchors, quotes[0]
    reference = first.section.reference if first.section else wording.NO_SECTION
    info = first.document
    # The title stands over the source beside; it only tells apart where there are several.
    shown_info = [info.edition] if anchors.is_single else [info.title, info.edition]
    views = tuple(
        QuoteView(
            kind=quote.kind.value,
            # Where nothing decides, nothing is marked.
            blocks=typeset(
                quote.text,
                quote.kind,
                quote.decisive if answered.answer.status is Status.FOUND else None,
            ),
            anchor=anchors.passages[quote.passage_id],
            text=quote.text,
            cited=" ".join(filter(None, (info.title, info.edition, reference, _page(quote)))),
        )
        for quote in quotes
    )
    approved = next((quote.approved for quote in quotes if quote.approved), "")
    edition = " ".join(filter(None, (*shown_info, _page(first))))
    return Card(reference, edition, shown(approved), views)


def _page(quote: Quote) -> str:
    return wording.PAGE.format(page=quote.page) if quote.page else ""
