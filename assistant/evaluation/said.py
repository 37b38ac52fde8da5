"""An answer as people saw it → what of it can be compared: its status, and what was quoted from where."""

from dataclasses import dataclass
from typing import Any

from assistant.store.types import Exchange
from assistant.types import Answer, Status
from corpus.similarity import plain


@dataclass(frozen=True, slots=True)
class Cited:
    """A quote: the document by its id, title and edition, the section by number and as cited, the words."""

    document: str
    title: str
    edition: str
    section: str
    reference: str
    text: str

    @property
    def place(self) -> str:
        """The section within its document: by its number, or by its title if it has none."""
        return plain(self.section or self.reference)


@dataclass(frozen=True, slots=True)
class Said:
    """What was answered; `quotes` are best first."""

    status: Status
    quotes: tuple[Cited, ...]

    @property
    def first(self) -> Cited | None:
        """What answers, if anything does."""
        return self.quotes[0] if self.status is Status.FOUND and self.quotes else None


NOTHING = Said(Status.NOT_FOUND, ())


def said(answer: Answer) -> Said:
    """Return what an assistant answered."""
    quotes = (
        Cited(
            quote.document.id,
            quote.document.title,
            quote.document.edition,
            quote.section.number if quote.section else "",
            quote.section.reference if quote.section else "",
            quote.text,
        )
        for quote in answer.quotes
    )
    return Said(answer.status, tuple(quotes))


def shown(exchange: Exchange) -> Said:
    """Return what somebody was answered."""
    quotes = (
        Cited(quote.document_id, quote.document, quote.edition, quote.section, quote.reference, quote.text)
        for quote in exchange.quotes
    )
    return Said(exchange.status, tuple(quotes))


def said_record(answer: Said) -> dict[str, Any]:
    """Return what was answered as one JSON object."""
    quotes = (
        {
            "document": quote.document,
            "title": quote.title,
            "edition": quote.edition,
            "section": quote.section,
            "reference": quote.reference,
            "text": quote.text,
        }
        for quote in answer.quotes
    )
    return {"status": answer.status.value, "quotes": list(quotes)}


def read_said(record: dict[str, Any]) -> Said:
    """Return what `said_record` was given. Raises KeyError, TypeError or ValueError."""
    return Said(Status(record["status"]), tuple(Cited(**quote) for quote in record["quotes"]))
