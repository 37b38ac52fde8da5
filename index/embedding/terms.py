"""Terms' vectors as they are learned: what all terms share, what a character brings, and their own.

A pair teaches its own words only, and there are far more words than pairs. What is learned of the axes
and of the characters, 助 and 成 say, also moves the words that no pair has.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sparse

from index.embedding.adam import Adam
from index.embedding.recipe import Recipe
from index.types import FloatArray

# Kana of a word's endings are in words of every meaning.
_TELLING = (("一", "龥"), ("ァ", "ヴ"))


@dataclass(frozen=True, slots=True)
class Start:
    """Terms before tuning: `inputs` (terms, inputs), the `axes` (inputs, dimension) that are kept of them.

    `characters` (terms, characters) says how much of each character is in a term; each row has norm 1, or
    is empty.
    """

    inputs: FloatArray
    axes: FloatArray
    characters: sparse.csr_matrix

    @property
    def vectors(self) -> FloatArray:
        """The terms' vectors, of shape (terms, dimension)."""
        found: FloatArray = self.inputs @ self.axes
        return found

    def twice(self) -> "Start":
        """Return every term two times, for questions and for passages."""
        return Start(
            np.vstack([self.inputs] * 2), self.axes, sparse.vstack([self.characters] * 2, format="csr")
        )


class TermVectors:
    """A term's vector: its inputs along the axes, plus its characters', plus its own."""

    def __init__(self, start: Start, recipe: Recipe) -> None:
        """Begin where `start` is: characters and terms add nothing yet."""
        terms, dimension = len(start.inputs), start.axes.shape[1]
        self._start = start
        self._axes = Adam.over(start.axes.copy(), recipe.axes_rate)
        empty = np.zeros((start.characters.shape[1], dimension), np.float32)
        self._characters = Adam.over(empty, recipe.character_rate)
        self._own = Adam.over(np.zeros((terms, dimension), np.float32), recipe.vector_rate)

    def of(self, rows: npt.NDArray[np.int64]) -> FloatArray:
        """Return some terms' vectors."""
        shared = self._start.inputs[rows] @ self._axes.values
        found: FloatArray = shared + self._start.characters[rows] @ self._characters.values
        return found + self._own.values[rows]

    def step(self, rows: npt.NDArray[np.int64], gradient: FloatArray, factor: float) -> None:
        """Learn from the loss's gradient by the vectors of some terms, each once."""
        held = self._start.characters[rows]
        used = np.unique(held.indices)
        every = np.arange(len(self._axes.values))
        by_axes = self._start.inputs[rows].T @ gradient
        by_characters = (held.T @ gradient)[used]
        self._axes.step(every, by_axes, factor)
        self._characters.step(used, by_characters, factor)
        self._own.step(rows, gradient, factor)

    def all(self) -> FloatArray:
        """Return all terms' vectors, of shape (terms, dimension)."""
        return self.of(np.arange(len(self._own.values)))


def characters_of(terms: Sequence[str]) -> sparse.csr_matrix:
    """Return the kanji and katakana of each term of several characters, of shape (terms, characters)."""
    columns: dict[str, int] = {}
    rows, places, shares = [], [], []
    for row, term in enumerate(terms):
        held = [c for c in dict.fromkeys(term) if any(a <= c <= z for a, z in _TELLING)]
        if held and len(term) > 1:
            rows += [row] * len(held)
            places += [columns.setdefault(character, len(columns)) for character in held]
            shares += [1 / np.sqrt(len(held))] * len(held)
    cells = (np.array(shares, np.float32), (np.array(rows, np.int64), np.array(places, np.int64)))
    return sparse.csr_matrix(cells, (len(terms), len(columns)))
