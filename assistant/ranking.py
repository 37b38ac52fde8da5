"""A question → passages in the order they answer it, with the evidence for each.

`index.search` finds candidates by words and meaning. Here the best of them are read more closely: how
much of the question their best sentence holds, whether their section or box is named after what is
asked, and whether they are of the sort the question wants (a definition, a list, a piece of advice).
"""

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import mul

import numpy as np
import numpy.typing as npt

from assistant.likeness import WordVectors, shared_runs
from assistant.question import Kind, Question
from assistant.weights import WEIGHTS
from corpus.sentences import split_lines, split_sentences
from corpus.types import Passage, PassageKind, Section
from index.generation import Generation
from index.search import EXPANSION_WEIGHT, Candidate, Ranking, search
from index.tokens import terms
from index.types import Encoder, FloatArray

# Candidates read closely; what the first stage ranks lower is hardly ever the answer.
DEPTH = 24


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a passage stands where it does: its `features`, 0…1 (see FEATURES), `score` their weighted sum."""

    candidate: Candidate
    features: Mapping[str, float]
    score: float

    @property
    def passage_id(self) -> int:
        """The passage's row."""
        return self.candidate.passage_id


@dataclass(frozen=True, slots=True)
class Ranked:
    """The passages for a question, best first, and the first stage's account of the query.

    `weights` are the question's words, each with how much it tells: inverse document frequency times
    its importance in the language.
    """

    ranking: Ranking
    weights: dict[str, float]
    evidence: tuple[Evidence, ...]


# What is read of each candidate; `weights.json` says what each adds to the score.
#   fused     the first stage's score
#   cosine    of the question and the whole passage with its headings
#   coverage  share of the question's weight that the passage and its headings hold
#   meaning   cosine of the question and its best sentence
#   title     share of its section's title that the question names
#   caption   share of its box's title that the question names
#   lead      what is asked is what something is, and it is the first passage of the section so named
#   defines   what something means is asked, and it says so: 「…」とは
#   listed    a list is asked for, and it is one, under the title or caption named
#   advice    it is asked how or whether, and it is a note
#   near      share of the question's weight that is near to some word of it by meaning
#   runs      runs of three characters it shares with the question, the rarer the more (≥ 0)
#   focus     share of the noun phrase asked about that its best sentence and headings hold
FEATURES = tuple(
    "fused cosine coverage meaning title caption lead defines listed advice near runs focus".split()
)


class Ranker:
    """Ranks one generation's passages; what it reads of a passage is kept for the next question."""

    def __init__(self, generation: Generation, encoder: Encoder) -> None:
        """Take a loaded generation and the encoder that made its vectors."""
        self._generation = generation
        self._encoder = encoder
        self._words = WordVectors(encoder)
        self._leads = _leads(generation.passages)
        self._read = lru_cache(maxsize=20_000)(self._read_passage)

    def rank(self, question: Question, k: int = DEPTH) -> Ranked:
        """Return at most `k` passages for a question, best first, ties by lower passage id."""
        ranking = search(self._generation, self._encoder, question.query, max(k, DEPTH), question.rows)
        weights = self._weights(ranking)
        read = ranking.candidates[:DEPTH]
        own = {token.term for token in ranking.tokens}
        said = {term: 1.0 if term in own else EXPANSION_WEIGHT for term in weights}
        focus = _focus(question, ranking, weights)
        alike = self._likeness(question, ranking, weights, read)
        evidence = [
            self._weigh(candidate, question, weights, said, focus, likeness)
            for candidate, likeness in zip(read, alike, strict=True)
        ]
        evidence.sort(key=lambda e: (-e.score, e.passage_id))
        last = evidence[-1].score if evidence else 0.0
        # What was not read closely keeps the first stage's order, below what was.
        rest = [Evidence(c, {}, last - 1 + c.score) for c in ranking.candidates[DEPTH:k]]
        return Ranked(ranking, weights, tuple(evidence + rest)[:k])

    def named_sections(self, ranked: Ranked) -> list[Section]:
        """Return the sections among the candidates whose whole title the question names, in file order."""
        found = {}
        for evidence in ranked.evidence:
            section = self._generation.passages[evidence.passage_id].section
            if section and evidence.features.get("title", 0) == 1:
                found[section.span.start] = section
        return [section for _, section in sorted(found.items())]

    def _weights(self, ranking: Ranking) -> dict[str, float]:
        """A word that occurs nowhere is as rare as one that occurs once; a synonym counts as in search."""
        own = {token.term for token in ranking.tokens}
        frequency = self._generation.lexical.document_frequency
        return {
            term: weight * self._generation.lexical.idf(term) * self._encoder.importance(term)
            for term, weight in ranking.terms.items()
            if " " not in term and (term in own or frequency(term))
        }

    def _likeness(
        self, question: Question, ranking: Ranking, weights: Mapping[str, float], found: Sequence[Candidate]
    ) -> list["_Likeness"]:
        reads = [self._read(candidate.passage_id) for candidate in found]
        if not reads:
            return []
        near = self._words.nearness(weights, [read.rows for read in reads])
        texts = [self._generation.passages[candidate.passage_id].text for candidate in found]
        starts = np.cumsum([0, *(len(read.vectors) for read in reads[:-1])])
        cosines = np.concatenate([read.vectors for read in reads]) @ ranking.vector
        meaning = np.maximum(np.maximum.reduceat(cosines, starts), 0)
        return [
            _Likeness(*values)
            for values in zip(
                meaning.tolist(), near.tolist(), shared_runs(question.query, texts), strict=True
            )
        ]

    def _weigh(
        self,
        candidate: Candidate,
        question: Question,
        weights: Mapping[str, float],
        said: Mapping[str, float],
        focus: Sequence[tuple[str, frozenset[str], float]],
        likeness: "_Likeness",
    ) -> Evidence:
        passage = self._generation.passages[candidate.passage_id]
        read = self._read(candidate.passage_id)
        title = _named(read.title, said)
        caption = _named(read.caption, said) if read.caption else 0.0
        defined = question.kind in (Kind.DEFINITION, Kind.COMPARISON) and candidate.passage_id in self._leads
        listed = question.kind is Kind.LIST and read.is_list
        features = {
            "fused": candidate.score,
            "cosine": max(candidate.cosine, 0.0),
            "coverage": _held(weights, read.whole),
            "meaning": likeness.meaning,
            "title": title,
            "caption": caption,
            "lead": title * defined,
            "defines": float(bool(question.defined) and _defines(question.defined, passage.text)),
            "listed": max(title if passage.kind is PassageKind.OUTLINE else 0.0, caption) * listed,
            "advice": float(question.kind in (Kind.HOW, Kind.YES_NO) and passage.kind is PassageKind.NOTE),
            "near": likeness.near,
            "runs": likeness.runs,
            "focus": max((_focused(focus, words) for words in read.sentences), default=0.0) if focus else 0.0,
        }
        score = sum(map(mul, map(WEIGHTS["ranking"].__getitem__, features), features.values()))
        return Evidence(candidate, features, score)

    def _read_passage(self, passage_id: int) -> "_Read":
        passage = self._generation.passages[passage_id]
        path = passage.section.path if passage.section else ()
        split = split_lines if passage.kind is PassageKind.TABLE else split_sentences
        sentences = [passage.text[span.start : span.end] for span in split(passage.text)]
        headings = frozenset(term for section in path for term in terms(section.title))
        lines = passage.text.split("\n")
        boxed = passage.kind in (PassageKind.BOX, PassageKind.TABLE) and len(lines) > 1
        parts = [headings.union(terms(sentence)) for sentence in sentences]
        whole = headings.union(*parts)
        return _Read(
            title=tuple(terms(path[-1].title)) if path else (),
            caption=tuple(terms(lines[0])) if boxed else (),
            is_list=len(lines) > 1 and passage.kind is not PassageKind.TABLE,
            whole=whole,
            rows=self._words.rows(sorted(whole)),
            sentences=tuple(parts),
            vectors=self._encoder.encode_passages(sentences),
        )


@dataclass(frozen=True, slots=True)
class _Likeness:
    meaning: float
    near: float
    runs: float


@dataclass(frozen=True, slots=True)
class _Read:
    """What ranking needs to know of a passage; `whole` and `sentences` hold its headings' terms, too.

    `rows` are those of `whole` in the table of word vectors.
    """

    title: tuple[str, ...]
    caption: tuple[str, ...]
    is_list: bool
    whole: frozenset[str]
    rows: npt.NDArray[np.int64]
    sentences: tuple[frozenset[str], ...]
    vectors: FloatArray


def _held(weights: Mapping[str, float], words: frozenset[str]) -> float:
    """The share of the question's weight that some words hold."""
    # fsum, since the order of a set's members differs from process to process.
    total = math.fsum(weights.values()) or 1.0
    return math.fsum(map(weights.__getitem__, weights.keys() & words)) / total


def _focus(
    question: Question, ranking: Ranking, weights: Mapping[str, float]
) -> list[tuple[str, frozenset[str], float]]:
    """The words asked about, each with the words that may stand in for it and its share of the weight."""
    words = []
    for token in question.focus:
        fired = [e for e in ranking.expansions if token.term in terms(e.word)]
        stand_ins = frozenset(term for e in fired for target in e.targets for term in terms(target))
        words.append((token.term, stand_ins, weights.get(token.term, 1.0)))
    total = sum(weight for _, _, weight in words) or 1.0
    return [(term, stand_ins, weight / total) for term, stand_ins, weight in words]


def _focused(focus: Sequence[tuple[str, frozenset[str], float]], words: frozenset[str]) -> float:
    """The share that is held; by a stand-in, at a synonym's weight."""
    return sum(
        weight * (1.0 if term in words else EXPANSION_WEIGHT if stand_ins & words else 0.0)
        for term, stand_ins, weight in focus
    )


def _defines(phrase: str, text: str) -> bool:
    normal = unicodedata.normalize("NFKC", text).lower()
    return re.search(rf"(?:^|[、。「『（(\s]){re.escape(phrase)}[」』]?(?:とは|\()", normal) is not None


def _named(title: Sequence[str], said: Mapping[str, float]) -> float:
    return sum(said.get(term, 0.0) for term in title) / len(title) if title else 0.0


def _leads(passages: Iterable[Passage]) -> frozenset[int]:
    """The first passage of every section, its outline apart: where it says what it is about."""
    first: dict[tuple[str, int], int] = {}
    for passage in passages:
        if passage.section and passage.kind is not PassageKind.OUTLINE:
            first.setdefault((passage.document_id, passage.section.span.start), passage.id)
    return frozenset(first.values())
