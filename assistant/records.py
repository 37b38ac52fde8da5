"""An Answer, or a document as it was read → plain records, ready for JSON, that other programs read."""

from collections.abc import Sequence
from typing import Any

from assistant.types import Answer, Quote
from corpus.types import Document, Section, Span, Suspicion


def answer_record(answer: Answer) -> dict[str, Any]:
    """Return an answer as one JSON object; spans are [start, end) in the document's decoded text."""
    return {
        "status": answer.status.value,
        "confidence": round(answer.confidence, 4),
        "quotes": [_quote(quote) for quote in answer.quotes],
        "missing_terms": list(answer.missing_terms),
        "elapsed_ms": round(answer.elapsed_ms, 3),
    }


def reading_record(document: Document, warnings: Sequence[Suspicion]) -> dict[str, Any]:
    """Return how a document was read as one JSON object; an unnumbered heading has the number ""."""
    return {
        "sections": [{"number": section.number, "title": section.title} for section in document.sections],
        "passages": [
            {
                "section": passage.section.number if passage.section else "",
                "kind": passage.kind.value,
                "text": passage.text,
                "spans": _pairs(passage.spans),
                **_page(document, passage.spans),
            }
            for passage in document.passages
        ],
        "set_aside": [
            {
                "line": piece.line,
                "text": piece.text,
                "why": piece.why,
                **_page(document, [piece.span]),
            }
            for piece in document.set_aside
        ],
        "warnings": [
            {"page": warning.page, "line": warning.line, "message": warning.message} for warning in warnings
        ],
    }


def _quote(quote: Quote) -> dict[str, Any]:
    return {
        "text": quote.text,
        "section": _section(quote.section),
        "document": quote.document.id,
        "edition": quote.document.edition,
        "page": quote.page,
        "spans": _pairs(quote.spans),
        "score": quote.score,
        "approved": quote.approved,
    }


def _page(document: Document, spans: Sequence[Span]) -> dict[str, int]:
    """Return the page of a file that has pages; nothing for other files."""
    page = document.page_of_spans(spans)
    return {} if page is None else {"page": page}


def _section(section: Section | None) -> dict[str, Any]:
    """Return a section with its path, the references from the outermost section to this one."""
    if section is None:
        return {"number": "", "title": "", "path": []}
    return {
        "number": section.number,
        "title": section.title,
        "path": [step.reference for step in section.path],
    }


def _pairs(spans: Sequence[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
