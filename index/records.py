"""Documents ↔ JSON bytes: sections, passages and spans as plain lists, nothing executable."""

from collections.abc import Sequence
from dataclasses import astuple
from typing import Any

import orjson

from corpus.types import (
    Document,
    DocumentInfo,
    Passage,
    PassageKind,
    Section,
    SetAside,
    Span,
    Suspicion,
)


def dump_documents(documents: Sequence[Document]) -> bytes:
    """Return the documents as JSON; the same documents give the same bytes."""
    return orjson.dumps([_document(document) for document in documents])


def load_documents(source: bytes) -> tuple[Document, ...]:
    """Return what `dump_documents` was given. Raises KeyError, TypeError or ValueError on anything else."""
    return tuple(_read_document(record) for record in orjson.loads(source))


def _document(document: Document) -> dict[str, Any]:
    row_of = {id(section): row for row, section in enumerate(document.sections)}
    return {
        "info": astuple(document.info),
        "source": document.source,
        "sections": [
            [
                section.number,
                section.title,
                section.level,
                row_of[id(section.parent)] if section.parent else None,
                _spans([section.span]),
                _spans(section.heading),
            ]
            for section in document.sections
        ],
        "passages": [
            [
                passage.id,
                row_of[id(passage.section)] if passage.section else None,
                passage.kind.value,
                passage.text,
                _spans(passage.spans),
                passage.external_id,
            ]
            for passage in document.passages
        ],
        "set_aside": [
            [_spans([piece.span]), piece.line, piece.text, piece.why] for piece in document.set_aside
        ],
        "pages": document.pages,
        "warnings": [[warning.page, warning.line, warning.message] for warning in document.warnings],
    }


def _read_document(record: dict[str, Any]) -> Document:
    info = DocumentInfo(*record["info"])
    sections: list[Section] = []
    for number, title, level, parent, span, heading in record["sections"]:
        above = None if parent is None else sections[parent]
        sections.append(Section(number, title, level, above, _read_spans(span)[0], _read_spans(heading)))
    return Document(
        info=info,
        source=record["source"],
        sections=tuple(sections),
        passages=tuple(
            Passage(
                row,
                info.id,
                None if section is None else sections[section],
                PassageKind(kind),
                text,
                _read_spans(spans),
                external_id,
            )
            for row, section, kind, text, spans, external_id in record["passages"]
        ),
        set_aside=tuple(
            SetAside(_read_spans(span)[0], line, text, why) for span, line, text, why in record["set_aside"]
        ),
        pages=tuple(record["pages"]),
        warnings=tuple(Suspicion(page, line, message) for page, line, message in record["warnings"]),
    )


def _spans(spans: Sequence[Span]) -> list[int]:
    return [offset for span in spans for offset in (span.start, span.end)]


def _read_spans(offsets: list[int]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in zip(offsets[::2], offsets[1::2], strict=True))
