"""What is kept ↔ rows of the tables; the parts of an exchange that nothing is looked up by are JSON."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from assistant.store.types import (
    ApprovedPair,
    Exchange,
    Explanation,
    Fired,
    Golden,
    PassageRef,
    Rating,
    Review,
    ShownQuote,
    Verdict,
    Weighed,
    text_sha256,
)
from assistant.types import Answer, Quote, Status
from corpus.types import Span

Row = Mapping[str, Any]


def searchable(text: str) -> str:
    """A text as it is looked for: width and case make no difference."""
    return unicodedata.normalize("NFKC", text).lower()


def answer_row(answer: Answer, history: Sequence[str], explanation: Explanation) -> dict[str, Any]:
    """Return what is kept of an answer."""
    first = answer.quotes[0] if answer.quotes else None
    return {
        "question": answer.question,
        "searched": searchable(answer.question),
        "standalone": answer.standalone,
        "history": list(history),
        "status": answer.status.value,
        "confidence": answer.confidence,
        "document": first.document.id if first else "",
        "section": first.section.number if first and first.section else "",
        "quotes": [asdict(_shown(quote)) for quote in answer.quotes],
        "missing_terms": list(answer.missing_terms),
        "generation": answer.generation,
        "elapsed_ms": answer.elapsed_ms,
        "explanation": asdict(explanation),
    }


def read_exchange(row: Row, ratings: Sequence[Row], reviews: Sequence[Row]) -> Exchange:
    """Return an exchange with what people thought of it."""
    return Exchange(
        id=row["id"],
        asked_at=row["asked_at"],
        visitor=row["visitor"],
        question=row["question"],
        standalone=row["standalone"],
        history=tuple(row["history"]),
        status=Status(row["status"]),
        confidence=row["confidence"],
        quotes=tuple(_read_quote(quote) for quote in row["quotes"]),
        missing_terms=tuple(row["missing_terms"]),
        generation=row["generation"],
        elapsed_ms=row["elapsed_ms"],
        explanation=_read_explanation(row["explanation"]),
        ratings=tuple(read_rating(rating) for rating in ratings),
        reviews=tuple(read_review(review) for review in reviews),
    )


def read_rating(row: Row) -> Rating:
    """Return a visitor's opinion."""
    return Rating(row["visitor"], row["helpful"], tuple(row["reasons"]), row["comment"], row["rated_at"])


def read_review(row: Row) -> Review:
    """Return a trainer's verdict."""
    passages = read_refs(row["passages"])
    return Review(Verdict(row["verdict"]), row["judged_by"], passages, row["note"], row["judged_at"])


def golden_row(golden: Golden) -> dict[str, Any]:
    """Return what is kept of a golden question, but for who wrote it and when."""
    return {
        "question": golden.question,
        "history": list(golden.history),
        "style": golden.style,
        "status": golden.status.value,
        "sections": list(golden.sections),
        "words": list(golden.words),
        "passages": [asdict(ref) for ref in golden.passages],
        "approved": golden.approved,
        "note": golden.note,
        "exchange_id": golden.exchange_id,
    }


def read_golden(row: Row) -> Golden:
    """Return a golden question."""
    return Golden(
        question=row["question"],
        status=Status(row["status"]),
        sections=tuple(row["sections"]),
        words=tuple(row["words"]),
        history=tuple(row["history"]),
        style=row["style"],
        passages=read_refs(row["passages"]),
        approved=row["approved"],
        note=row["note"],
        exchange_id=row["exchange_id"],
        id=row["id"],
        created_by=row["created_by"],
        created_at=row["created_at"],
        changed_by=row["changed_by"],
        changed_at=row["changed_at"],
    )


def read_pair(row: Row) -> ApprovedPair:
    """Return a golden question as an approved pair."""
    passages = read_refs(row["passages"])
    history = tuple(row["history"])
    return ApprovedPair(row["id"], row["question"], history, passages, row["changed_by"], row["changed_at"])


def read_refs(values: Sequence[Row]) -> tuple[PassageRef, ...]:
    """Return passages by their own words."""
    return tuple(PassageRef(**value) for value in values)


def _shown(quote: Quote) -> ShownQuote:
    return ShownQuote(
        text=quote.text,
        kind=quote.kind.value,
        reference=quote.section.reference if quote.section else "",
        section=quote.section.number if quote.section else "",
        document_id=quote.document.id,
        document=quote.document.title,
        edition=quote.document.edition,
        spans=quote.spans,
        decisive=quote.decisive,
        sha256=text_sha256(quote.text),
        score=quote.score,
        approved=quote.approved,
    )


def _read_quote(value: Row) -> ShownQuote:
    decisive = Span(**value["decisive"]) if value["decisive"] else None
    spans = tuple(Span(**span) for span in value["spans"])
    return ShownQuote(**{**value, "spans": spans, "decisive": decisive})


def _read_explanation(value: Row) -> Explanation:
    return Explanation(
        kind=value["kind"],
        inherited=value["inherited"],
        candidates=tuple(Weighed(**candidate) for candidate in value["candidates"]),
        expansions=tuple(Fired(fired["word"], tuple(fired["targets"])) for fired in value["expansions"]),
        features=value["features"],
    )
