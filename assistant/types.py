"""What an answer is: a status, verified quotes, and the words that occur nowhere."""

from dataclasses import dataclass
from enum import StrEnum

from corpus.types import DocumentInfo, PassageKind, Section, Span


class Status(StrEnum):
    """found: the first quote answers. related: the topic is there, the asked fact is not."""

    FOUND = "found"
    RELATED = "related"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage's own words, checked against the file.

    `spans` are the pieces in the document's decoded text. `decisive` is the part of `text` that
    bears the answer, as half-open offsets into `text`, or None when the whole passage does.
    `score` is the fused score (unitless, comparable only within one answer). `approved` is the question
    as whose answer a trainer approved this passage, "" if none did. `page` is the page it begins on, None
    where the file has no pages.
    """

    passage_id: int
    text: str
    section: Section | None
    kind: PassageKind
    spans: tuple[Span, ...]
    document: DocumentInfo
    verified: bool
    decisive: Span | None
    score: float
    approved: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question; `quotes` are best first, every one verified.

    `confidence` is the probability 0…1 that the first quote answers. `standalone` is the question
    as it was understood, with what a follow-up leaves out. `missing_terms` are words of the question
    that occur nowhere in the documents. In `related` and `not_found` the quotes are the nearest
    passages, shown as just that.
    """

    question: str
    standalone: str
    status: Status
    quotes: tuple[Quote, ...]
    confidence: float
    missing_terms: tuple[str, ...]
    elapsed_ms: float
    generation: str
