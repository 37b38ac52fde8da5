"""Unit vectors → search by inner product, exact or by codes. This module alone imports faiss."""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from index.types import FloatArray, Hit

Ids = npt.NDArray[np.int64]
Codes = npt.NDArray[np.uint8]

# Exact search takes 3 ms here at so many passages, as long as all the rest of an answer.
QUANTISED_FROM = 50_000
# Bits a number that the codes keep, as 4 for two: what FAISS adds up in registers.
_NUMBERS_A_CODE = 2
_CODE_BITS = 4
# So many of a collection learn the codes: FAISS draws 256 for each of the 16 values of one.
_LEARNED_FROM = 1 << 16
# Passages whose exact cosines are looked at: at least so many, so many times what is wanted, and one in so
# many. Measured by tests/benchmarks/scale.py.
_LEAST, _TIMES, _ONE_IN = 1000, 20, 500
_SAMPLE, _SAMPLE_DEPTH = 100, 10
_CHUNK = 1 << 15


class Vectors(Protocol):
    """A `VectorStore` that also gives away what it holds. Row = passage id, scores are cosines.

    A zero vector, on either side, has no direction: it is never found and finds nothing.
    """

    @property
    def vectors(self) -> FloatArray:
        """The stored vectors, of shape (passages, dimension); not a copy."""
        ...

    @property
    def codes(self) -> Codes | None:
        """What search needs beside the vectors, as bytes to be stored; None if nothing."""
        ...

    def search(self, vector: FloatArray, k: int) -> Sequence[Hit]:
        """Return at most `k` hits of cosine > 0, best first, ties by lower passage id."""
        ...

    def nearest(self, vector: FloatArray, k: int) -> tuple[Ids, FloatArray]:
        """Return the ids and cosines of the same hits, as arrays."""
        ...

    def scores(self, vector: FloatArray, passage_ids: Ids) -> FloatArray:
        """Return the cosines of some passages, of the shape of `passage_ids`."""
        ...


def vector_store(vectors: FloatArray, codes: Codes | None = None) -> Vectors:
    """Return exact search over a few passages, search by codes over many.

    Takes vectors of shape (passages, dimension), float32, rows of norm 1 or 0, and the codes of an
    earlier build if there are any; else they are learned: 15 s a million.
    """
    if codes is None and len(vectors) < QUANTISED_FROM:
        return ExactVectors(vectors)
    return QuantisedVectors(vectors, codes)


class ExactVectors:
    """Exact search: FAISS `IndexFlatIP`."""

    codes = None

    def __init__(self, vectors: FloatArray) -> None:
        """Take vectors of shape (passages, dimension), float32, rows of norm 1 or 0."""
        from faiss import IndexFlatIP

        self._index: Any = IndexFlatIP(vectors.shape[1])
        self._index.add(np.ascontiguousarray(vectors, dtype=np.float32))

    @property
    def vectors(self) -> FloatArray:
        """The stored vectors, of shape (passages, dimension): FAISS's own memory, not a copy."""
        from faiss import rev_swig_ptr

        index = self._index
        if not index.ntotal:
            return np.empty((0, index.d), dtype=np.float32)
        flat: FloatArray = rev_swig_ptr(index.get_xb(), index.ntotal * index.d)
        return flat.reshape(index.ntotal, index.d)

    def search(self, vector: FloatArray, k: int) -> Sequence[Hit]:
        """Return at most `k` hits of cosine > 0, best first, ties by lower passage id."""
        return _hits(*self.nearest(vector, k))

    def nearest(self, vector: FloatArray, k: int) -> tuple[Ids, FloatArray]:
        """Return the ids and cosines of the same hits, as arrays."""
        size = int(self._index.ntotal)
        wanted = min(k, size)
        if wanted <= 0 or not vector.any():
            return _NOTHING
        depth = min(wanted + 1, size)
        scores, ids = _faiss_search(self._index, vector, depth)
        # FAISS breaks ties as it likes: look deeper while the last one wanted is tied with what is cut.
        while depth < size and scores[-1] == scores[wanted - 1] > 0:
            depth = min(2 * depth, size)
            scores, ids = _faiss_search(self._index, vector, depth)
        return _best(ids, scores, wanted)

    def scores(self, vector: FloatArray, passage_ids: Ids) -> FloatArray:
        """Return the cosines of some passages, of the shape of `passage_ids`."""
        return _cosines(self.vectors, vector, passage_ids)


class QuantisedVectors:
    """Search by codes of two bits a number (FAISS fast scan), then the exact cosines of the best.

    A quarter of a million passages a millisecond, in 64 MB a million of 256 numbers. The vectors
    themselves may be mapped from a file: of each search only some thousands are read. Graphs (HNSW) and
    inverted lists (IVF) were faster and lost 3 to 10 % of the ten nearest passages; this loses under 1 %,
    needs no parameters of its size, and a zero vector is a row like any other.
    Source: André, Kermarrec & Le Scouarnec, "Quicker ADC", TPAMI 2021.
    """

    def __init__(self, vectors: FloatArray, codes: Codes | None = None) -> None:
        """Take vectors of shape (passages, dimension), float32, rows of norm 1 or 0, and their codes."""
        from faiss import deserialize_index

        self.vectors = vectors
        self._index: Any = _learned(vectors) if codes is None else deserialize_index(codes)
        if (self._index.ntotal, self._index.d) != vectors.shape:
            raise ValueError("codes and vectors do not match")

    @property
    def codes(self) -> Codes:
        """The codes and what they mean, as FAISS writes them."""
        from faiss import serialize_index

        codes: Codes = serialize_index(self._index)
        return codes

    def search(self, vector: FloatArray, k: int) -> Sequence[Hit]:
        """Return at most `k` hits of cosine > 0, best first, ties by lower passage id."""
        return _hits(*self.nearest(vector, k))

    def nearest(self, vector: FloatArray, k: int) -> tuple[Ids, FloatArray]:
        """Return the ids and cosines of the same hits, as arrays."""
        size = len(self.vectors)
        wanted = min(k, size)
        if wanted <= 0 or not vector.any():
            return _NOTHING
        depth = min(max(_LEAST, _TIMES * wanted, size // _ONE_IN), size)
        _, ids = _faiss_search(self._index, vector, depth)
        # In the order of the file that they may have to be read from.
        ids = np.sort(ids[ids >= 0])
        return _best(ids, self.scores(vector, ids), wanted)

    def scores(self, vector: FloatArray, passage_ids: Ids) -> FloatArray:
        """Return the cosines of some passages, of the shape of `passage_ids`."""
        return _cosines(self.vectors, vector, passage_ids)


def recall(store: Vectors) -> float:
    """Return the share of the ten exactly nearest passages that the store finds, for 100 of its own.

    They are spread over the collection; what is tied with the tenth counts as found, too.
    """
    if isinstance(store, ExactVectors):
        return 1.0
    vectors = store.vectors
    asked = np.unique(np.linspace(0, len(vectors) - 1, _SAMPLE).astype(np.int64))
    shares = []
    for query, exact in zip(vectors[asked], _exact_tenths(vectors, vectors[asked]), strict=True):
        found = store.nearest(query, _SAMPLE_DEPTH)[1]
        wanted = min(_SAMPLE_DEPTH, int((exact > 0).sum()))
        if wanted:
            shares.append(float((found[:wanted] >= exact[wanted - 1] - 1e-5).sum()) / wanted)
    return float(np.mean(shares)) if shares else 1.0


_NOTHING = (np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32))


def _learned(vectors: FloatArray) -> Any:  # noqa: ANN401 - FAISS has no types
    from faiss import METRIC_INNER_PRODUCT, IndexPQFastScan

    dimension = vectors.shape[1]
    numbers = _NUMBERS_A_CODE if dimension % _NUMBERS_A_CODE == 0 else 1
    index = IndexPQFastScan(dimension, dimension // numbers, _CODE_BITS, METRIC_INNER_PRODUCT)
    some = np.ascontiguousarray(vectors[:: max(1, len(vectors) // _LEARNED_FROM)])
    index.train(some)
    for start in range(0, len(vectors), _CHUNK):
        index.add(np.ascontiguousarray(vectors[start : start + _CHUNK]))
    return index


def _faiss_search(
    index: Any,  # noqa: ANN401 - FAISS has no types
    vector: FloatArray,
    depth: int,
) -> tuple[FloatArray, Ids]:
    from faiss import omp_set_num_threads

    # FAISS's threads wait for each other busily: on two busy cores a search of 20,000 passages took
    # 15 ms with them and 1 ms without. The number holds for the calling thread only, hence here.
    omp_set_num_threads(1)
    scores, ids = index.search(vector[np.newaxis].astype(np.float32), depth)
    return scores[0], ids[0]


def _cosines(vectors: FloatArray, vector: FloatArray, passage_ids: Ids) -> FloatArray:
    # A matrix product rounds a row by its place among the others, which would untie equal passages.
    cosines: FloatArray = (vectors[passage_ids] * vector).sum(axis=1)
    return cosines


def _best(ids: Ids, scores: FloatArray, wanted: int) -> tuple[Ids, FloatArray]:
    order = np.lexsort((ids, -scores))[:wanted]
    found = order[scores[order] > 0]
    return ids[found], scores[found]


def _hits(ids: Ids, scores: FloatArray) -> list[Hit]:
    pairs = zip(ids.tolist(), scores.tolist(), strict=True)
    return [Hit(row, rank, score) for rank, (row, score) in enumerate(pairs, start=1)]


def _exact_tenths(vectors: FloatArray, queries: FloatArray) -> FloatArray:
    """Return the ten highest cosines of each query, best first, without holding all of them at once."""
    best = np.full((len(queries), _SAMPLE_DEPTH), -1.0, dtype=np.float32)
    for start in range(0, len(vectors), _CHUNK):
        cosines = queries @ vectors[start : start + _CHUNK].T
        best = -np.sort(-np.hstack([best, cosines]), axis=1)[:, :_SAMPLE_DEPTH]
    return best
