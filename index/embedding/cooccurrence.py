"""Bags of terms → term vectors from what stands near what: positive PMI, then randomised SVD.

Source: Levy, Goldberg & Dagan, "Improving Distributional Similarity with Lessons Learned from Word
Embeddings", TACL 2015 (context smoothing .75, square root of the singular values).
"""

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sparse
from sklearn.utils.extmath import randomized_svd

from index.embedding.bags import Bag
from index.embedding.measure import unit
from index.types import FloatArray

WINDOW = 5
SMOOTHING = 0.75


def term_vectors(
    texts: Sequence[tuple[Sequence[Bag], float]], size: int, dimension: int, seed: int
) -> FloatArray:
    """Return an array of shape (size, dimension), rows of norm 1, or 0 for a term never seen.

    `texts` holds collections of bags, each with the weight of one of its co-occurrences.
    """
    counts = sparse.csr_matrix((size, size), dtype=np.float32)
    for bags, weight in texts:
        counts = counts + _cooccurrences(bags, size, weight)
    left, values, _ = randomized_svd(
        _ppmi(counts + counts.T), dimension, n_oversamples=20, n_iter=3, random_state=seed
    )
    vectors: FloatArray = (left * np.sqrt(values)).astype(np.float32)
    return unit(vectors)


def _cooccurrences(bags: Sequence[Bag], size: int, weight: float) -> sparse.csr_matrix:
    terms = np.concatenate(bags)
    text = np.repeat(np.arange(len(bags)), [len(bag) for bag in bags])
    counts = sparse.csr_matrix((size, size), dtype=np.float32)
    for distance in range(1, WINDOW + 1):
        together = text[:-distance] == text[distance:]
        pairs = terms[:-distance][together], terms[distance:][together]
        value = weight * min(1.0, 2 / distance)
        counts = counts + sparse.csr_matrix((np.full(len(pairs[0]), value, np.float32), pairs), (size, size))
    return counts


def _ppmi(counts: sparse.csr_matrix) -> sparse.csr_matrix:
    cells = counts.tocoo()
    terms = np.asarray(counts.sum(axis=1)).ravel()
    contexts = terms**SMOOTHING
    contexts /= contexts.sum()
    pmi = np.log(cells.data / (terms[cells.row] * contexts[cells.col]))
    positive = pmi > 0
    cells = (pmi[positive].astype(np.float32), (cells.row[positive], cells.col[positive]))
    return sparse.csr_matrix(cells, counts.shape)
