"""A question → passages in the order they answer it, with the evidence for each.

`index.search` finds candidates by words and meaning. Here the best of them are read more closely: how
much of the question their best sentence holds, whether their section is named after what is asked, and
whether they are of the sort the question wants (a definition, a list). The weights stand below.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from assistant.question import Kind, Question
from corpus.sentences import split_lines, split_sentences
from corpus.types import Passage, PassageKind
from index.search import Candidate, Ranking, search
from index.storage import Generation
from index.tokens import terms
from index.types import Encoder, FloatArray

# Candidates read closely; what the first stage ranks lower is hardly ever the answer.
DEPTH = 30


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a passage stands where it does; every figure but the rank is 0…1.

    `coverage` is the share of the question's weight (inverse document frequency) that the passage
    and its headings hold, `sentence` the share its best sentence and headings hold; words that occur
    nowhere count with the weight of a rare word. `meaning` is the best sentence's cosine. `title` is
    how much of the section's own title the question names. `fit` says that the passage is of the sort
    that the kind of question wants.
    """

    candidate: Candidate
    coverage: float
    sentence: float
    meaning: float
    title: float
    fit: float
    score: float

    @property
    def passage_id(self) -> int:
        """The passage's row."""
        return self.candidate.passage_id


@dataclass(frozen=True, slots=True)
class Ranked:
    """The passages for a question, best first, and the first stage's account of the query."""

    ranking: Ranking
    weights: dict[str, float]
    evidence: tuple[Evidence, ...]


WEIGHTS = {"fused": 1.0, "coverage": 0.3, "sentence": 0.3, "meaning": 0.3, "title": 0.25, "fit": 0.15}


class Ranker:
    """Ranks one generation's passages; what it reads of a passage is kept for the next question."""

    def __init__(self, generation: Generation, encoder: Encoder) -> None:
        """Take a loaded generation and the encoder that made its vectors."""
        self._generation = generation
        self._encoder = encoder
        self._read = lru_cache(maxsize=20_000)(self._read_passage)

    def rank(self, question: Question, query: str = "", k: int = DEPTH) -> Ranked:
        """Return at most `k` passages for a question; `query` replaces the question's own."""
        ranking = search(self._generation, self._encoder, query or question.query, max(k, DEPTH))
        weights = self.term_weights(ranking)
        vector = self._encoder.encode_query(ranking.query)
        evidence = [
            self._weigh(candidate, question, weights, vector) for candidate in ranking.candidates[:DEPTH]
        ]
        evidence.sort(key=lambda e: (-e.score, e.passage_id))
        rest = [Evidence(c, 0, 0, 0, 0, 0, min(c.score, 0)) for c in ranking.candidates[DEPTH:k]]
        return Ranked(ranking, weights, tuple(evidence + rest)[:k])

    def term_weights(self, ranking: Ranking) -> dict[str, float]:
        """Return the weight of each word of the question: its inverse document frequency.

        A word that occurs nowhere weighs as much as one that occurs once. Words the thesaurus put in
        for one of the question's weigh what they weigh in search.
        """
        n = len(self._generation.passages)
        own = {token.term for token in ranking.tokens}
        return {
            term: weight * self._idf(term, n)
            for term, weight in ranking.terms.items()
            if " " not in term and (term in own or self._generation.lexical.document_frequency(term))
        }

    def _idf(self, term: str, n: int) -> float:
        frequency = max(1, self._generation.lexical.document_frequency(term))
        return math.log(1 + (n - frequency + 0.5) / (frequency + 0.5))

    def _weigh(
        self, candidate: Candidate, question: Question, weights: Mapping[str, float], vector: FloatArray
    ) -> Evidence:
        passage = self._generation.passages[candidate.passage_id]
        read = self._read(candidate.passage_id)
        total = sum(weights.values()) or 1.0
        coverage = _held(weights, read.whole) / total
        sentence = max((_held(weights, words) for words in read.sentences), default=0.0) / total
        meaning = float(max(read.vectors @ vector, default=0.0))
        title = _share_of_title(read.title, weights)
        fit = _fit(question, passage, read, weights)
        parts = {
            "fused": candidate.score,
            "coverage": coverage,
            "sentence": sentence,
            "meaning": max(meaning, 0.0),
            "title": title,
            "fit": fit,
        }
        score = sum(WEIGHTS[name] * value for name, value in parts.items())
        return Evidence(candidate, coverage, sentence, meaning, title, fit, score)

    def _read_passage(self, passage_id: int) -> "_Read":
        passage = self._generation.passages[passage_id]
        path = passage.section.path if passage.section else ()
        split = split_lines if passage.kind is PassageKind.TABLE else split_sentences
        sentences = [passage.text[span.start : span.end] for span in split(passage.text)]
        headings = frozenset(term for section in path for term in terms(section.title))
        return _Read(
            title=tuple(terms(path[-1].title)) if path else (),
            whole=headings.union(terms(passage.text)),
            sentences=tuple(headings.union(terms(sentence)) for sentence in sentences),
            vectors=self._encoder.encode_passages(sentences) if sentences else np.zeros((0, 1), np.float32),
        )


@dataclass(frozen=True, slots=True)
class _Read:
    """What ranking needs to know of a passage; `whole` and `sentences` hold its headings' terms, too."""

    title: tuple[str, ...]
    whole: frozenset[str]
    sentences: tuple[frozenset[str], ...]
    vectors: FloatArray


def _held(weights: Mapping[str, float], words: frozenset[str]) -> float:
    return sum(weight for term, weight in weights.items() if term in words)


def _share_of_title(title: Sequence[str], weights: Mapping[str, float]) -> float:
    return sum(1 for term in title if term in weights) / len(title) if title else 0.0


_DEFINES = re.compile(r"とは、|とは|をいう|を指す|のことです|と呼ばれて|ことをいいます|形態です|ことです。$")


def _fit(question: Question, passage: Passage, read: _Read, weights: Mapping[str, float]) -> float:
    """1 if the passage is of the sort that this kind of question wants, else 0."""
    if question.kind is Kind.LIST:
        listed = (
            passage.kind in (PassageKind.OUTLINE, PassageKind.BOX, PassageKind.ITEM) and "\n" in passage.text
        )
        return float(listed)
    if question.kind is Kind.DEFINITION:
        return float(bool(_DEFINES.search(passage.text)) and _share_of_title(read.title, weights) > 0)
    if question.kind is Kind.COMPARISON:
        return float(passage.kind is PassageKind.TABLE)
    return 0.0
