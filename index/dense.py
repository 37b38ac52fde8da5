"""Unit vectors → exact search by inner product. This module alone imports faiss."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from index.types import FloatArray, Hit


class ExactVectors:
    """A `VectorStore` over FAISS `IndexFlatIP`: row = passage id, scores are cosines.

    A zero vector, on either side, has no direction: it is never found and finds nothing.
    """

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
        ids, scores = self.nearest(vector, k)
        pairs = zip(ids.tolist(), scores.tolist(), strict=True)
        return [Hit(row, rank, score) for rank, (row, score) in enumerate(pairs, start=1)]

    def nearest(self, vector: FloatArray, k: int) -> tuple[npt.NDArray[np.int64], FloatArray]:
        """Return the ids and cosines of the same hits, as arrays."""
        size = int(self._index.ntotal)
        wanted = min(k, size)
        if wanted <= 0 or not vector.any():
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        depth = min(wanted + 1, size)
        scores, ids = self._nearest(vector, depth)
        # FAISS breaks ties as it likes: look deeper while the last one wanted is tied with what is cut.
        while depth < size and scores[-1] == scores[wanted - 1] > 0:
            depth = min(2 * depth, size)
            scores, ids = self._nearest(vector, depth)
        order = np.lexsort((ids, -scores))[:wanted]
        found = order[scores[order] > 0]
        return ids[found], scores[found]

    def scores(self, vector: FloatArray, passage_ids: npt.NDArray[np.int64]) -> FloatArray:
        """Return the cosines of some passages, of the shape of `passage_ids`."""
        # A matrix product rounds a row by its place among the others, which would untie equal passages.
        cosines: FloatArray = (self.vectors[passage_ids] * vector).sum(axis=1)
        return cosines

    def _nearest(self, vector: FloatArray, depth: int) -> tuple[FloatArray, npt.NDArray[np.int64]]:
        from faiss import omp_set_num_threads

        # FAISS's threads wait for each other busily: on two busy cores a search of 20,000 passages took
        # 15 ms with them and 1 ms without. The number holds for the calling thread only, hence here.
        omp_set_num_threads(1)
        scores, ids = self._index.search(vector[np.newaxis].astype(np.float32), depth)
        return scores[0], ids[0]
