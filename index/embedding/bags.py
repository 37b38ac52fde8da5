"""Texts as bags of term numbers, and how often each term stands in each of them."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import scipy.sparse as sparse

Bag = npt.NDArray[np.int32]


def counts(bags: Sequence[Bag], size: int) -> sparse.csr_matrix:
    """Return how often each term stands in each bag, of shape (bags, size)."""
    ends = np.cumsum([0, *(len(bag) for bag in bags)])
    terms = np.concatenate([np.zeros(0, np.int32), *bags])
    matrix = sparse.csr_matrix((np.ones(len(terms), np.float32), terms, ends), (len(bags), size))
    matrix.sum_duplicates()
    return matrix
