"""Vectors of words → vectors of words that are unknown, made of their characters.

A trial: ridge regression of the words' vectors on the characters that they are written with.
"""

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sparse

from index.embedding.material import Material
from index.types import FloatArray

# A character of fewer words tells nothing of any other.
_LEAST_WORDS = 20
_RIDGE = 10.0


def with_unknown_spelt(material: Material, vectors: FloatArray) -> FloatArray:
    """Return the vectors, but for terms met in development data only what their characters say."""
    words = list(material.vocabulary)
    held = _characters(words)
    common = np.flatnonzero(np.asarray(held[: material.known].sum(axis=0)).ravel() >= _LEAST_WORDS)
    held = held[:, common]
    known = held[: material.known]
    squares = (known.T @ known).toarray() + _RIDGE * np.eye(len(common))
    mapping = np.linalg.solve(squares, known.T @ vectors[: material.known])
    spelt = vectors.copy()
    spelt[material.known :] = held[material.known :] @ mapping
    return spelt


def _characters(words: Sequence[str]) -> sparse.csr_matrix:
    """Return the share of each character in each word, of shape (words, characters)."""
    columns: dict[str, int] = {}
    cells = [
        (row, columns.setdefault(character, len(columns)), 1 / len(word))
        for row, word in enumerate(words)
        for character in word
    ]
    rows, places, shares = (np.array(values) for values in zip(*cells, strict=True))
    shape = (len(words), len(columns))
    return sparse.csr_matrix((shares.astype(np.float32), (rows, places)), shape)
