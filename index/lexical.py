"""Passages → BM25 postings; a query's weighted terms → a score for every passage.

A passage is searched by its headings and its body alike, by words and by compounds: two content
words that touch, so that 協働事業 is more than 協働 and 事業. BM25 is computed once, when the index is
built; a query adds up one postings list a term.
"""

import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from corpus.types import Passage
from index.tokens import Token, analyse, tokenize
from index.types import FloatArray, Hit

# Chosen on the collections of tests/benchmarks/retrieval.py: lower than the usual 1.2, since
# passages are short and a word said once has said it.
K1 = 0.8
B = 0.75
# A compound repeats the evidence of its two words, so it counts less than they do.
COMPOUND_WEIGHT = 0.5
_BLOCK = 64


@dataclass(frozen=True, slots=True)
class Lexical:
    """BM25 postings, one column a term.

    Column `vocabulary[term]` stands in `passage_ids[a:b]` (ascending) and `weights[a:b]` (BM25 > 0),
    with a, b = `bounds[column], bounds[column + 1]`. `size` is the number of passages.
    """

    vocabulary: Mapping[str, int]
    bounds: npt.NDArray[np.int64]
    passage_ids: npt.NDArray[np.int32]
    weights: FloatArray
    size: int

    def search(self, query: str, k: int) -> Sequence[Hit]:
        """Return at most `k` hits, BM25 > 0, best first, ties by lower passage id."""
        return best(self.scores(query_terms(tokenize(query))), k)

    def scores(self, terms: Mapping[str, float]) -> FloatArray:
        """Return Σ weight × BM25 over the terms, of shape (size,); unknown terms add nothing."""
        scores = np.zeros(self.size, dtype=np.float32)
        for term, weight in terms.items():
            column = self.vocabulary.get(term)
            if column is not None:
                start, end = self.bounds[column], self.bounds[column + 1]
                scores[self.passage_ids[start:end]] += np.float32(weight) * self.weights[start:end]
        return scores

    def idf(self, term: str) -> float:
        """Return the term's inverse document frequency, > 0; a term unknown here counts as held once.

        It is the most that BM25 as computed here can give for the term.
        """
        frequency = max(1, self.document_frequency(term))
        return math.log(1 + (self.size - frequency + 0.5) / (frequency + 0.5))

    def document_frequency(self, term: str) -> int:
        """Return the number of passages whose headings or body hold the term; 0 if none does."""
        column = self.vocabulary.get(term)
        return 0 if column is None else int(self.bounds[column + 1] - self.bounds[column])

    def contributions(self, terms: Mapping[str, float], passage_id: int) -> dict[str, float]:
        """Return what each term adds to one passage's score; terms that add nothing are left out."""
        added = {}
        for term, weight in terms.items():
            column = self.vocabulary.get(term)
            if column is not None:
                start, end = self.bounds[column], self.bounds[column + 1]
                row = start + np.searchsorted(self.passage_ids[start:end], passage_id)
                if row < end and self.passage_ids[row] == passage_id:
                    added[term] = weight * float(self.weights[row])
        return added


def best(scores: FloatArray, k: int) -> list[Hit]:
    """Return the `k` highest scores > 0 as hits, ties by lower passage id."""
    order = best_rows(scores, k)
    pairs = zip(order.tolist(), scores[order].tolist(), strict=True)
    return [Hit(row, rank, score) for rank, (row, score) in enumerate(pairs, start=1)]


def best_rows(scores: FloatArray, k: int) -> npt.NDArray[np.int64]:
    """Return the places of the `k` highest scores > 0, best first, ties by lower place."""
    found = np.flatnonzero(scores >= _floor(scores, k))
    if 0 < k < len(found):
        threshold = np.partition(scores[found], len(found) - k)[len(found) - k]
        found = found[scores[found] >= threshold]
    return found[np.argsort(-scores[found], kind="stable")][: max(k, 0)]


def _floor(scores: FloatArray, k: int) -> float:
    """Return a score > 0 that the best `k` reach: of many, the k-th highest among the highest of each block.

    Seen without parting half a million passages that hold some word of the query.
    """
    least = float(np.finfo(np.float32).tiny)
    blocks = len(scores) // _BLOCK
    if not 0 < k < blocks:
        return least
    highest = scores[: blocks * _BLOCK].reshape(blocks, _BLOCK).max(axis=1)
    return max(least, float(np.partition(highest, blocks - k)[blocks - k]))


def query_terms(tokens: Sequence[Token]) -> dict[str, float]:
    """Return the words (weight 1) and compounds (less) of a query, each once, in order."""
    words = dict.fromkeys((token.term for token in tokens), 1.0)
    return words | dict.fromkeys(compounds(tokens), COMPOUND_WEIGHT)


def compounds(tokens: Sequence[Token]) -> list[str]:
    """Return each two words that touch, as one term: 市民活動団体 → `市民 活動`, `活動 団体`."""
    return [f"{a.term} {b.term}" for a, b in pairwise(tokens) if a.span.end == b.span.start]


def _terms(line: str) -> list[str]:
    """Return the words and compounds of a line, repeats kept, as `query_terms` has them, for many lines."""
    words = [word for word in analyse(line) if word[4]]
    joined = [f"{a[4]} {b[4]}" for a, b in pairwise(words) if a[1] == b[0]]
    return [word[4] for word in words] + joined


def build_lexical(passages: Iterable[Passage]) -> Lexical:
    """Return the index of passages whose ids are 0, 1, 2, … in order."""
    builder = LexicalBuilder()
    for passage in passages:
        builder.add(passage)
    return builder.build()


class LexicalBuilder:
    """Takes in passages one by one, in the order of their ids, and scores their terms together."""

    def __init__(self) -> None:
        # In the order they are met, not of a set: the stored index is the same in any process.
        self._vocabulary: dict[str, int] = {}
        self._passages: list[array[int]] = []

    def add(self, passage: Passage) -> None:
        """Take in the next passage's headings and text."""
        path = passage.section.path if passage.section else ()
        columns: array[int] = array("i")
        for text in (*(section.title for section in path), passage.text):
            for line in text.split("\n"):
                for term in _terms(line):
                    columns.append(self._vocabulary.setdefault(term, len(self._vocabulary)))
        self._passages.append(columns)

    def build(self) -> Lexical:
        """Score every term of every passage by BM25 in Lucene's variant.

        Source: Kamphuis et al., "Which BM25 Do You Mean?", ECIR 2020.
        """
        size = len(self._passages)
        if not self._vocabulary:
            nothing = np.empty(0, dtype=np.int32)
            return Lexical({}, np.zeros(1, dtype=np.int64), nothing, nothing.astype(np.float32), size)
        # Here, not above: an index that is only searched does not need it.
        from bm25s import BM25

        postings = BM25(k1=K1, b=B, method="lucene").build_index_from_ids(
            list(range(len(self._vocabulary))), self._passages, show_progress=False
        )
        return Lexical(
            vocabulary=self._vocabulary,
            bounds=postings["indptr"].astype(np.int64),
            passage_ids=postings["indices"].astype(np.int32),
            weights=postings["data"].astype(np.float32),
            size=size,
        )
