"""The nouns of what is kept: exchanges, what people thought of them, and what trainers decided.

All are frozen. Times are aware and in UTC. Text is kept as it was typed, but for NUL and half surrogates,
which no database holds: they are kept as ␀ and �.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from assistant.types import Status
from corpus.types import Passage, Span


class Verdict(StrEnum):
    """What a trainer says of an answer."""

    RIGHT = "right"
    INCOMPLETE = "incomplete"
    WRONG = "wrong"
    SHOULD_REFUSE = "should_refuse"
    SHOULD_ANSWER = "should_answer"


@dataclass(frozen=True, slots=True)
class PassageRef:
    """A passage by its own words, so that it is known again in any generation that still holds them."""

    document_id: str
    section: str
    text: str
    sha256: str

    @classmethod
    def of(cls, passage: Passage) -> "PassageRef":
        """Refer to a passage; its section by its canonical number, "" before any heading."""
        number = passage.section.number if passage.section else ""
        return cls(passage.document_id, number, passage.text, text_sha256(passage.text))


def text_sha256(text: str) -> str:
    """The name of a passage's words."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate as it was ranked.

    `rank` is the final one, `first_rank` that of the first stage; a method's rank is None where the passage
    was not among its best. `bm25` ≥ 0, `cosine` −1…1; `features` are those of ranking, 0…1, `score` their
    weighted sum. `text` is only its beginning. `shown` says that it was quoted.
    """

    document_id: str
    section: str
    text: str
    sha256: str
    rank: int
    first_rank: int
    lexical_rank: int | None
    dense_rank: int | None
    bm25: float
    cosine: float
    score: float
    features: Mapping[str, float]
    shown: bool


@dataclass(frozen=True, slots=True)
class Fired:
    """A word of the question for which other words were searched, too."""

    word: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an answer is as it is: how the question was understood, and what was weighed, best first.

    `features` are those of confidence, 0…1; empty where there was no evidence.
    """

    kind: str
    inherited: str
    candidates: tuple[Weighed, ...]
    expansions: tuple[Fired, ...]
    features: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """A quote as it was shown; `reference` is as people cite it, `section` the canonical number.

    `approved` is the question it was approved for, or "".
    """

    text: str
    kind: str
    reference: str
    section: str
    document_id: str
    document: str
    edition: str
    spans: tuple[Span, ...]
    decisive: Span | None
    sha256: str
    score: float
    approved: str


@dataclass(frozen=True, slots=True)
class Rating:
    """What one visitor thought of an answer."""

    visitor: str
    helpful: bool
    reasons: tuple[str, ...]
    comment: str
    rated_at: datetime


@dataclass(frozen=True, slots=True)
class Review:
    """A trainer's verdict on an answer, with the passages that are right."""

    verdict: Verdict
    by: str
    passages: tuple[PassageRef, ...]
    note: str
    judged_at: datetime


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its answer as it was shown. `reviews` are oldest first; the last one counts."""

    id: str
    asked_at: datetime
    visitor: str
    question: str
    standalone: str
    history: tuple[str, ...]
    status: Status
    confidence: float
    quotes: tuple[ShownQuote, ...]
    missing_terms: tuple[str, ...]
    generation: str
    elapsed_ms: float
    explanation: Explanation
    ratings: tuple[Rating, ...]
    reviews: tuple[Review, ...]

    @property
    def review(self) -> Review | None:
        """The verdict in force."""
        return self.reviews[-1] if self.reviews else None


@dataclass(frozen=True, slots=True)
class ExchangeFilter:
    """Which exchanges are wanted; None or "" means any.

    `judged` parts those with a verdict from those without. `thumb` wants one that some visitor gave.
    `section` is the first quote's, or one above it. `since` is included, `until` is not. `text` is
    looked for in the question, width and case aside.
    """

    verdict: Verdict | None = None
    judged: bool | None = None
    status: Status | None = None
    thumb: bool | None = None
    section: str = ""
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Golden:
    """A question whose right answer a trainer knows; fields as in `assistant.evaluation.golden`.

    Every entry of `words` is a fragment of a passage that is needed, alternatives separated by |.
    `approved` says that `passages` are to answer this question first. `exchange_id` is where it came
    from, or "". `id` is "" until it is saved.
    """

    question: str
    status: Status
    sections: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    style: str = ""
    passages: tuple[PassageRef, ...] = ()
    approved: bool = False
    note: str = ""
    exchange_id: str = ""
    id: str = ""
    created_by: str = ""
    created_at: datetime | None = None
    changed_by: str = ""
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ApprovedPair:
    """A question, and the passages that a trainer approved as its answer, best first."""

    golden_id: str
    question: str
    history: tuple[str, ...]
    passages: tuple[PassageRef, ...]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Switch:
    """A change of the generation that answers; `reason` says why a gate was overruled, "" if none was."""

    switched_at: datetime
    old: str
    new: str
    by: str
    reason: str
    summary: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FiguresRecord:
    """Figures measured at some time; `values` maps a group ("" for all, a section, a style) to figures."""

    measured_at: datetime
    generation: str
    questions: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A spreadsheet of questions that is being answered, row by row.

    `heads` are its own columns, `question_column` the one that holds the questions; `done` rows of `total`
    have an answer.
    """

    id: str
    name: str
    by: str
    added_at: datetime
    heads: tuple[str, ...]
    question_column: int
    total: int
    done: int

    @property
    def is_done(self) -> bool:
        """Whether every row has its answer."""
        return self.done >= self.total


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row as it came, and its answer as a plain record, or None while it has none.

    The record is that of `assistant.records`, or {"error": …} for what could not be asked.
    """

    number: int
    cells: tuple[str, ...]
    answer: Mapping[str, Any] | None
