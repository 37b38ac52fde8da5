"""A question → passages in the order they answer it, with the evidence for each.

`index.search` finds candidates by words and meaning. Here the best of them are read more closely: how
they meet each of the question's words, how much of it their best sentence holds, whether their section
or box is named after what is asked, and whether they are of the sort the question wants (a definition, a
list, a piece of advice).
"""

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.emphasis import ATTRIBUTES, attributes, emphasised, of_words
from assistant.likeness import SAME, WordVectors, shared_runs
from assistant.matching import MATCHES, Met, matches, meet
from assistant.parts import PartsReader
from assistant.question import Kind, Question
from assistant.reading import PassageReader, Read
from assistant.weights import ranking_weights
from corpus.sentences import split_sentences
from corpus.types import Passage, PassageKind, Section
from index.generation import Generation
from index.search import EXPANSION_WEIGHT, Candidate, Ranking, search
from index.tokens import Token, terms, tokenize
from index.types import Encoder, FloatArray

# Candidates read closely; what the first stage ranks lower is hardly ever the answer.
DEPTH = 16


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a passage stands where it does: its `row` of FEATURES, () if it was not read closely."""

    candidate: Candidate
    row: Sequence[float]
    score: float

    @property
    def features(self) -> dict[str, float]:
        """The features by their names; none if the passage was not read closely."""
        return dict(zip(FEATURES, self.row, strict=False))

    @property
    def passage_id(self) -> int:
        """The passage's row."""
        return self.candidate.passage_id


# What is read of each candidate; `weights.json` says what each adds to the score. 0…1 but for `runs`.
#   fused     the first stage's score
#   cosine    of the question and the whole passage with its headings
#   context   of the question and the passage by what they say as a whole; `cosine` where no model reads so
#   coverage  share of the question's weight that the passage and its headings hold
#   meaning   cosine of the question and its best sentence
#   title     share of its section's title that the question names
#   caption   share of its box's title that the question names
#   lead      what is asked is what something is, and it is the first passage of the section so named
#   defines   what something means is asked, and it says so: 「…」とは; by half if it goes on otherwise
#   listed    a list is asked for, and it is one, under the title or caption named
#   advice    it is asked how or whether, and it is a note
#   near      share of the question's weight that is near to some word of it by meaning
#   runs      runs of three characters it shares with the question, the rarer the more (≥ 0)
FEATURES = tuple(
    "fused cosine context coverage meaning title caption lead defines listed advice near runs".split()
)
# A near word below this cosine is none.
_NEAR = 0.25
_MEANING = FEATURES.index("meaning")
_DIGITS = 4
# How a sentence ends that says what something is, and not what it is not or what has to be done about it:
# …をいう, …と定義しています, …を指します, …のことである.
_SAYS_WHAT = re.compile(
    r"(?:(?:いう|いい(?:ます)?|言う|言います|呼ぶ|呼びます|指す|指します|意味する|意味します|総称(?:する|します)?|略(?:称)?)"
    r"|定義(?:する|します|している|しています|される|されます|されている|されています|づけ.{2,8})?"
    r"|(?:こと|もの)(?:です|である|だ|とする|とします)?)[。」』）)]*$"
)
_IS = re.compile(r"(?:です|である|だ)[。」』）)]*$")


@dataclass(frozen=True, slots=True)
class Studied:
    """A question and its candidates as ranking sees them, before anything is weighed.

    `words` are the question's own, with their `weights` and `attributes` (words, ATTRIBUTES); `matches`
    (MATCHES, words, candidates) says how each candidate meets them; `features` is (candidates, FEATURES).
    """

    ranking: Ranking
    weights: dict[str, float]
    words: tuple[str, ...]
    attributes: FloatArray
    matches: FloatArray
    features: FloatArray


@dataclass(frozen=True, slots=True)
class Ranked:
    """The passages for a question, best first, and the first stage's account of the query.

    `weights` are the question's words, each with its inverse document frequency. `emphasis` is what each
    of its own words weighs in ranking, in the order of `studied`.
    """

    ranking: Ranking
    weights: dict[str, float]
    evidence: tuple[Evidence, ...]
    studied: Studied
    emphasis: FloatArray


class Ranker:
    """Ranks one generation's passages; what it reads of a passage is kept for the next question."""

    def __init__(self, generation: Generation, encoder: Encoder) -> None:
        """Take a loaded generation and the encoder that made its vectors."""
        encoder = encoder.suited(len(generation.passages))
        self._generation = generation
        self._encoder = encoder
        self._fitted = ranking_weights(reads_texts=encoder.context > 0)
        self._words = WordVectors(encoder)
        self._leads = _leads(generation.passages)
        self._reader = PassageReader(generation.passages, encoder, self._words)
        self._parts = PartsReader(self._words, len(generation.passages), self._reader.read)

    def rank(self, question: Question, k: int = DEPTH) -> Ranked:
        """Return at most `k` passages for a question, best first, ties by lower passage id."""
        studied = self.study(question, k)
        read = studied.ranking.candidates[:DEPTH]
        emphasis, scores = weigh(studied, self._fitted)
        if not read:
            return Ranked(studied.ranking, studied.weights, (), studied, emphasis)
        rows = zip(read, studied.features.tolist(), scores.tolist(), strict=True)
        evidence = [Evidence(candidate, row, score) for candidate, row, score in rows]
        evidence.sort(key=lambda e: (-e.score, e.passage_id))
        last = evidence[-1].score
        # What was not read closely keeps the first stage's order, below what was.
        rest = [Evidence(c, (), last - 1 + c.score) for c in studied.ranking.candidates[DEPTH:k]]
        return Ranked(studied.ranking, studied.weights, tuple(evidence + rest)[:k], studied, emphasis)

    def study(self, question: Question, k: int = DEPTH) -> Studied:
        """Search a question and read its best candidates closely."""
        ranking = search(self._generation, self._encoder, question.query, max(k, DEPTH), question.rows)
        weights = self._weights(ranking)
        tokens = tuple({token.term: token for token in reversed(ranking.tokens)}.values())[::-1]
        found = attributes(question, ranking, tokens)
        read = ranking.candidates[:DEPTH]
        own = tuple(token.term for token in tokens)
        if not read:
            nothing = np.zeros((len(MATCHES), len(own), 0), dtype=np.float32)
            return Studied(ranking, weights, own, found, nothing, np.zeros((0, len(FEATURES)), np.float32))
        words = (*own, *(term for term in weights if term not in set(own)))
        reads = [self._reader.read(candidate.passage_id) for candidate in read]
        telling = np.array([weights[word] for word in own] + [0.0] * (len(words) - len(own)), np.float32)
        looked = self._parts.look(words, ranking.vector, [candidate.passage_id for candidate in read])
        met = meet(looked.strongest, telling, looked.sizes)
        row_of = {word: row for row, word in enumerate(words)}
        matched = matches(met, len(own), _stand_ins(ranking, tokens, row_of))
        features = self._features(question, ranking, weights, row_of, reads, met)
        features[:, _MEANING] = looked.meaning
        return Studied(ranking, weights, own, found, matched, features)

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
            term: weight * self._generation.lexical.idf(term)
            for term, weight in ranking.terms.items()
            if " " not in term and (term in own or frequency(term))
        }

    def _context(self, vector: FloatArray, candidates: Sequence[Candidate]) -> FloatArray:
        """The cosines of what the model's reading of whole texts says, ≥ 0."""
        size = self._encoder.context or len(vector)
        rows = self._generation.dense.vectors[[candidate.passage_id for candidate in candidates], -size:]
        norms = np.linalg.norm(rows, axis=1) * np.linalg.norm(vector[-size:])
        # One by one: a product rounds a row by its place among the others, which would untie equal ones.
        found = np.einsum("ij,j->i", rows, vector[-size:])
        cosines: FloatArray = np.maximum(found, 0) / np.maximum(norms, 1e-9)
        return cosines

    def _features(
        self,
        question: Question,
        ranking: Ranking,
        weights: Mapping[str, float],
        row_of: Mapping[str, int],
        reads: Sequence[Read],
        met: Met,
    ) -> FloatArray:
        candidates = ranking.candidates[: len(reads)]
        passages = [self._generation.passages[candidate.passage_id] for candidate in candidates]
        own = {token.term for token in ranking.tokens}
        said = {term: 1.0 if term in own else EXPANSION_WEIGHT for term in weights}
        share = np.array([weights[word] for word in row_of], dtype=np.float32)
        share /= max(float(share.sum()), 1e-9)
        # A section's passages share its title.
        names = {words for read in reads for words in (read.title, read.caption)}
        named = {words: _named(words, said) for words in names}
        title = np.array([named[read.title] for read in reads])
        caption = np.array([named[read.caption] for read in reads])
        table = np.zeros((len(FEATURES), len(reads)), dtype=np.float32)
        columns = dict(zip(FEATURES, table, strict=True))
        columns["fused"][:] = [candidate.score for candidate in candidates]
        columns["cosine"][:] = [max(candidate.cosine, 0.0) for candidate in candidates]
        columns["context"][:] = self._context(ranking.vector, candidates)
        columns["coverage"][:] = share @ (met.whole >= SAME)
        columns["title"][:] = title
        columns["caption"][:] = caption
        if question.kind in (Kind.DEFINITION, Kind.COMPARISON):
            columns["lead"][:] = title * [passage.id in self._leads for passage in passages]
        if question.defined:
            columns["defines"][:] = [_defines(question.defined, passage.text) for passage in passages]
        if question.kind is Kind.LIST:
            outline = [passage.kind is PassageKind.OUTLINE for passage in passages]
            columns["listed"][:] = np.maximum(title * outline, caption) * [read.is_list for read in reads]
        if question.kind in (Kind.HOW, Kind.YES_NO):
            columns["advice"][:] = [passage.kind is PassageKind.NOTE for passage in passages]
        columns["near"][:] = share @ np.where(met.whole < _NEAR, 0, np.minimum(met.whole, 1))
        columns["runs"][:] = shared_runs(question.query, [read.runs for read in reads])
        return table.T


def weigh(studied: Studied, weights: Mapping[str, Mapping[str, float]]) -> tuple[FloatArray, FloatArray]:
    """Return the emphasis of each word and the score of each candidate by some weights."""
    factors = _vector(weights["emphasis"], ATTRIBUTES)
    worth = _vector(weights["matching"], MATCHES)
    own = np.array([studied.weights[word] for word in studied.words], dtype=np.float32)
    emphasis = emphasised(own, studied.attributes, factors)
    matched = (worth @ studied.matches.reshape(len(MATCHES), -1)).reshape(studied.matches.shape[1:])
    scores = studied.features @ _vector(weights["ranking"], FEATURES) + of_words(matched, emphasis)
    # A product rounds a row by its place among the others, which would untie equal passages.
    return emphasis, np.round(scores, _DIGITS)


def _vector(weights: Mapping[str, float], names: Sequence[str]) -> FloatArray:
    return np.fromiter(map(weights.__getitem__, names), dtype=np.float32, count=len(names))


def _stand_ins(ranking: Ranking, tokens: Sequence[Token], row_of: Mapping[str, int]) -> list[list[list[int]]]:
    """For each token the phrases that stand for it, as rows of their words."""
    found: list[list[list[int]]] = [[] for _ in tokens]
    for fired in ranking.expansions:
        phrases = [[row_of[term] for term in terms(target) if term in row_of] for target in fired.targets]
        for stand_ins, token in zip(found, tokens, strict=True):
            if fired.span.start <= token.span.start < fired.span.end:
                stand_ins += filter(None, phrases)
    return found


def _defines(phrase: str, text: str) -> float:
    """1 if a sentence that begins with the phrase and とは says what it is, 0.5 if it says something else."""
    begins = re.compile(rf"(?:^|[、。「『（(\s]){re.escape(phrase)}[」』]?(?:とは|\()")
    normal = unicodedata.normalize("NFKC", text).lower()
    about = [
        sentence
        for span in split_sentences(normal)
        if begins.search(sentence := normal[span.start : span.end])
    ]
    if not about:
        return 0.0
    return 1.0 if any(map(_says_what, about)) else 0.5


def _says_what(sentence: str) -> bool:
    """Whether a sentence ends by naming what its subject is, be it by a noun: …の形態です."""
    if _SAYS_WHAT.search(sentence):
        return True
    return _IS.search(sentence) is not None and [token.pos for token in tokenize(sentence)][-1:] == ["名詞"]


def _named(title: frozenset[str], said: Mapping[str, float]) -> float:
    named = title & said.keys()
    return math.fsum(said[term] for term in named) / len(title) if named else 0.0


def _leads(passages: Iterable[Passage]) -> frozenset[int]:
    """The first passage of every section, its outline apart: where it says what it is about."""
    first: dict[tuple[str, int], int] = {}
    for passage in passages:
        if passage.section and passage.kind is not PassageKind.OUTLINE:
            first.setdefault((passage.document_id, passage.section.span.start), passage.id)
    return frozenset(first.values())
