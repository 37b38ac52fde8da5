"""Pairs → the same, each with a hard negative: the passage of another group that BM25 likes best."""

from dataclasses import replace

import numpy as np

from index.embedding.bags import counts
from index.embedding.corpora import Pairs
from index.embedding.measure import bm25_weights

_CHUNK = 2000


def with_hard_negatives(pairs: Pairs, size: int) -> Pairs:
    """Return the pairs with `hard` filled in; `size` is the number of terms."""
    groups, first = np.unique(pairs.group, return_index=True)
    passages = [pairs.right[row] for row in first.tolist()]
    postings = bm25_weights(passages, size)[0].T.tocsc()
    hard = []
    for start in range(0, len(pairs.left), _CHUNK):
        asked = counts(pairs.left[start : start + _CHUNK], size).sign()
        scores = (asked @ postings).toarray()
        own = np.searchsorted(groups, pairs.group[start : start + _CHUNK])
        scores[np.arange(len(own)), own] = -1
        hard += [passages[row] for row in scores.argmax(axis=1).tolist()]
    return replace(pairs, hard=hard)
