"""A question → an answer made of verified quotes: the whole pipeline, top to bottom."""

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.approvals import Approvals, Approved, Matcher
from assistant.confidence import NO_EVIDENCE, features, judge
from assistant.encoders import Encoders
from assistant.errors import AskError
from assistant.missing import missing_things
from assistant.question import Kind, Question, understand
from assistant.quotes import decisive_sentence, is_verbatim
from assistant.ranking import DEPTH, Evidence, Ranked, Ranker
from assistant.settings import Settings
from assistant.types import Answer, Quote
from corpus.types import Document, Passage, Span
from index.encoder import model_sha256
from index.generation import Generation
from index.storage import load
from index.tokens import tokenize
from index.types import Encoder, Model

MAX_QUOTES = 5
# A further quote has to be this good compared to the first one.
_WORTH_SHOWING = 0.55
_SIDES = 2
# How likely a passage that a trainer approved answers a question near the approved one (see approvals.py).
_APPROVED = 0.95
# What these ask for is a table or a list as a whole, no single row of it.
_OF_WHOLES = frozenset({Kind.COMPARISON, Kind.LIST})


@dataclass(frozen=True, slots=True)
class Trace:
    """An answer, how its question was understood, what was ranked, and the features of its confidence."""

    answer: Answer
    asked: Question
    ranked: Ranked
    features: Mapping[str, float]


class Assistant:
    """Answers from one index generation. Safe to ask from several threads at once."""

    def __init__(self, generation: Generation, encoder: Encoder, approvals: Approvals | None = None) -> None:
        """Take a loaded generation, the encoder that made its vectors, and what trainers approved."""
        self.generation = generation
        self._encoder = encoder
        self._ranker = Ranker(generation, encoder)
        self._matcher = Matcher(generation, encoder, approvals) if approvals else None
        self._verified: dict[int, bool] = {}
        self._lock = threading.Lock()

    @classmethod
    def open(cls, settings: Settings, approvals: Approvals | None = None) -> "Assistant":
        """Load the current generation, and the encoder that made its vectors.

        Raises IndexFault or ModelFault, with what to do, if either is missing or damaged.
        """
        return cls.load(settings.data_dir, Encoders(settings), approvals=approvals)

    @classmethod
    def load(
        cls,
        data_dir: Path,
        encoders: Encoders,
        name: str | None = None,
        approvals: Approvals | None = None,
    ) -> "Assistant":
        """Load the current or the named generation, sharing encoders with others. Raises as `open` does."""
        generation = load(data_dir, name=name)
        return cls(generation, encoders.of(generation.manifest), approvals)

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents that are quoted, in the order of their catalogue."""
        return self.generation.documents

    @property
    def encoder(self) -> Encoder:
        """The encoder of questions and passages."""
        return self._encoder

    def ask(self, question: str, history: Sequence[str] = (), document: str | None = None) -> Answer:
        """Answer a question; `history` holds the questions asked before it, oldest first.

        `document` is the id of the one document to answer from; None is all of them. Raises AskError if
        the question is empty or too long, or if there is no such document.
        """
        return self.trace(question, history, document).answer

    def trace(self, question: str, history: Sequence[str] = (), document: str | None = None) -> Trace:
        """Answer a question as `ask` does, and return what the answer was made of, too."""
        began = time.perf_counter()
        asked = understand(question, history)
        if document is not None:
            asked = replace(asked, rows=self._rows(document))
        ranked = self.rank(asked)
        found = ranked.evidence
        values = features(asked, ranked, self.generation) if found else {}
        judgement = judge(values) if found else NO_EVIDENCE
        if _is_all_missing(asked, ranked):
            judgement = replace(judgement, answered=0.0, first=0.0)
        approved = self._matcher.match(asked, ranked.ranking) if self._matcher else None
        approved = _within(approved, asked.rows)
        if approved:
            judgement = replace(judgement, answered=1.0, first=max(judgement.first, _APPROVED))
        answer = Answer(
            question=asked.text,
            standalone=asked.query,
            status=judgement.status,
            quotes=tuple(self._quotes(asked, ranked, approved)),
            confidence=judgement.first,
            missing_terms=self._missing(ranked),
            elapsed_ms=(time.perf_counter() - began) * 1000,
            generation=self.generation.manifest.generation,
        )
        return Trace(answer, asked, ranked, values)

    def rank(self, asked: Question, k: int = DEPTH) -> Ranked:
        """Return at most `k` passages for a question, best first; of a comparison, both sides first."""
        ranked = self._ranker.rank(asked, k)
        if asked.kind is not Kind.COMPARISON or not ranked.evidence:
            return ranked
        sides = asked.sides or tuple(
            section.title for section in self._ranker.named_sections(ranked)[:_SIDES]
        )
        if len(sides) < _SIDES:
            return ranked
        found = (self._ranker.rank(replace(asked, query=side, kind=Kind.DEFINITION)) for side in sides)
        best = [_introduction(side.evidence) for side in found if side.evidence]
        return replace(ranked, evidence=_with_sides(ranked.evidence, best))

    def _quotes(self, asked: Question, ranked: Ranked, approved: Approved | None) -> list[Quote]:
        quotes: list[Quote] = []
        for row, score, question in _in_order(ranked, approved):
            if quotes and score < _WORTH_SHOWING * quotes[0].score:
                break
            passage = self.generation.passages[row]
            document = self.generation.document(passage.document_id)
            if self._is_verified(passage, document):
                whole = asked.kind in _OF_WHOLES and "\n" in passage.text
                decisive = None if whole else decisive_sentence(passage.text, passage.kind, ranked.weights)
                quotes.append(_quote(passage, document, decisive, score, question))
            if len(quotes) == MAX_QUOTES:
                break
        return quotes

    def _is_verified(self, passage: Passage, document: Document) -> bool:
        """Check a passage against its file, once: neither changes while this generation is loaded."""
        with self._lock:
            known = self._verified.get(passage.id)
        if known is None:
            known = is_verbatim(passage, document)
            with self._lock:
                self._verified[passage.id] = known
        return known

    def _rows(self, document: str) -> range:
        """The rows of a document's passages, which stand one after the other."""
        for each in self.documents:
            if each.info.id == document:
                first = each.passages[0].id if each.passages else 0
                return range(first, first + len(each.passages))
        known = "、".join(each.info.id for each in self.documents)
        raise AskError(f"「{document}」という文書はありません。文書の id は {known} です。")

    @staticmethod
    def _missing(ranked: Ranked) -> tuple[str, ...]:
        """The things that the documents don't name."""
        query = ranked.ranking.query
        named = (query[span.start : span.end] for span in missing_things(ranked.ranking))
        return tuple(dict.fromkeys(named))


def model_of(settings: Settings) -> Model:
    """Return the embedding model that the settings name, with its hash and prompts."""
    return Model(
        settings.model.name,
        model_sha256(settings.model),
        settings.query_prompt,
        settings.passage_prompt,
        folder=str(settings.model.resolve()),
    )


def _is_all_missing(asked: Question, ranked: Ranked) -> bool:
    """Whether a follow-up asks by words of which the documents hold none: the rest it only took over."""
    if not asked.inherited:
        return False
    own = {token.term for token in tokenize(asked.text)}
    return bool(own) and own <= {token.term for token in ranked.ranking.missing}


def _within(approved: Approved | None, rows: range | None) -> Approved | None:
    """What was approved, if it stands in the document that is asked."""
    if approved is None or rows is None or all(row in rows for row in approved.passages):
        return approved
    return None


def _in_order(ranked: Ranked, approved: Approved | None) -> Iterator[tuple[int, float, str]]:
    """Yield rows with their scores: the approved ones with the question they answer, then the rest."""
    first = approved.passages if approved else ()
    top = ranked.evidence[0].score if ranked.evidence else 0.0
    yield from ((row, top, approved.question) for row in first if approved)
    yield from ((e.passage_id, e.score, "") for e in ranked.evidence if e.passage_id not in first)


def _introduction(evidence: Sequence[Evidence]) -> Evidence:
    """The passage that begins the section named after what is asked, if there is one; else the best."""
    return next((e for e in evidence if e.features.get("lead") == 1), evidence[0])


def _with_sides(evidence: Sequence[Evidence], sides: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Put the best passage for each side of a comparison first, but for one that compares them itself."""
    comparing = evidence[:1] if evidence and evidence[0].features.get("caption", 0) == 1 else ()
    top = list({e.passage_id: e for e in (*comparing, *sides)}.values())
    seen = {e.passage_id for e in top}
    # Further quotes are measured by the first one's score, and sides were scored for other queries.
    score = evidence[0].score
    first = [replace(e, score=score) for e in top]
    return (*first, *(e for e in evidence if e.passage_id not in seen))


def _quote(passage: Passage, document: Document, decisive: Span | None, score: float, approved: str) -> Quote:
    return Quote(
        passage_id=passage.id,
        text=passage.text,
        section=passage.section,
        kind=passage.kind,
        spans=passage.spans,
        document=document.info,
        verified=True,
        decisive=decisive,
        score=score,
        approved=approved,
        page=document.page_of_spans(passage.spans),
    )
