"""Passages → BM25 postings; a query's weighted terms → a score for every passage.

A passage is searched by its headings and its body alike, by words and by compounds: two content
words that touch, so that 協働事業 is more than 協働 and 事業. BM25 is computed once, when the index is
built; a query adds up one postings list a term.
"""

import math
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from corpus.types import Passage
from index.analysis import Rows, RowsBuilder, search_text
from index.tokens import Token, analyse, tokenize
from index.types import FloatArray, Hit

# Chosen on the collections of tests/benchmarks/retrieval.py: lower than the usual 1.2, since
# passages are short and a word said once has said it.
K1 = 0.8
B = 0.75
# A compound repeats the evidence of its two words, so it counts less than they do.
COMPOUND_WEIGHT = 0.5
_BLOCK = 64
# Postings whose weights are computed at once: some 100 MB.
_SCORED_AT_ONCE = 1 << 22


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
    # The bounds once more: asked for one by one, numpy's own numbers take several times as long.
    _bounds: "array[int]" = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_bounds", array("q", self.bounds.astype(np.int64).tobytes()))

    def search(self, query: str, k: int) -> Sequence[Hit]:
        """Return at most `k` hits, BM25 > 0, best first, ties by lower passage id."""
        return best(self.scores(query_terms(tokenize(query))), k)

    def scores(self, terms: Mapping[str, float]) -> FloatArray:
        """Return Σ weight × BM25 over the terms, of shape (size,); unknown terms add nothing."""
        scores = np.zeros(self.size, dtype=np.float32)
        for term, weight in terms.items():
            column = self.vocabulary.get(term)
            if column is not None:
                start, end = self._bounds[column], self._bounds[column + 1]
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
        return 0 if column is None else self._bounds[column + 1] - self._bounds[column]

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


def terms_of(text: str) -> Iterator[str]:
    """Yield the words and compounds of a passage's searched text by lines, as `query_terms`, repeats kept."""
    for line in text.split("\n"):
        words = [word for word in analyse(line) if word[4]]
        yield from (word[4] for word in words)
        yield from (f"{a[4]} {b[4]}" for a, b in pairwise(words) if a[1] == b[0])


def build_lexical(passages: Iterable[Passage]) -> Lexical:
    """Return the index of passages whose ids are 0, 1, 2, … in order."""
    builder = RowsBuilder()
    for passage in passages:
        builder.add(terms_of(search_text(passage)))
    return score(builder.build())


def score(rows: Rows) -> Lexical:
    """Score every term of every passage by BM25 in Lucene's variant.

    Source: Kamphuis et al., "Which BM25 Do You Mean?", ECIR 2020.
    """
    # Here, not above: an index that is only searched does not need it.
    from scipy.sparse import csr_array

    size, lengths = len(rows), np.diff(rows.bounds)
    ones = np.ones(len(rows.ids), dtype=np.float32)
    # A copy: duplicates are summed up in place.
    counts = csr_array((ones, rows.ids, rows.bounds), shape=(size, len(rows.names)), copy=True)
    counts.sum_duplicates()
    columns = counts.tocsc()
    held = np.diff(columns.indptr)
    idf = np.log(1 + (size - held + 0.5) / (held + 0.5)).astype(np.float32)
    usual = lengths.mean() if len(rows.ids) else 1.0
    norms = K1 * (1 - B + B * lengths / usual)
    weights = np.empty(len(columns.data), dtype=np.float32)
    for start in range(0, len(weights), _SCORED_AT_ONCE):
        part = slice(start, start + _SCORED_AT_ONCE)
        often = columns.data[part]
        terms = np.searchsorted(columns.indptr, np.arange(start, start + len(often)), side="right") - 1
        weights[part] = idf[terms] * (often / (norms[columns.indices[part]] + often))
    return Lexical(
        vocabulary={name: column for column, name in enumerate(rows.names)},
        bounds=columns.indptr.astype(np.int64),
        passage_ids=columns.indices.astype(np.int32),
        weights=weights,
        size=size,
    )
