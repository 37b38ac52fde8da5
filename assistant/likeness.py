"""A question beside its candidates → how alike they are by single words and by runs of characters.

Two readings that whole-text vectors and exact words both miss: a word whose meaning is near (役所 and
行政), and a half-remembered stretch of the very wording.
"""

import math
import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from index.tokens import normalise
from index.types import Encoder, FloatArray

# Below this cosine two words are strangers that happen to share some direction.
_NEAR = 0.25
_RUN = 3
# Up to so many words the cosines of a word to all of them are kept: people ask about the same things.
_SMALL = 4096
_ROOM = 1024


class WordVectors:
    """Vectors of the words met so far, one row each; words are encoded once. Safe for several threads."""

    def __init__(self, encoder: Encoder) -> None:
        """Take the encoder whose word vectors are wanted."""
        self._encoder = encoder
        # Row 0 is of all words without a vector; rows from `_used` on are room to grow.
        self._rows: dict[str, int] = {}
        self._used = 1
        self._table: FloatArray = np.zeros((_ROOM, encoder.dimension), dtype=np.float32)
        self._known: dict[int, FloatArray] = {}
        self._lock = threading.Lock()

    def rows(self, words: Iterable[str]) -> npt.NDArray[np.int64]:
        """Return each word's row, adding the words that are new."""
        words = list(words)
        with self._lock:
            new = [word for word in dict.fromkeys(words) if word not in self._rows]
            if new:
                self._add(new, self._encoder.encode_words(new))
            return np.array([self._rows[word] for word in words], dtype=np.int64)

    def _add(self, words: Sequence[str], vectors: FloatArray) -> None:
        has_vector = np.asarray(vectors.any(axis=1))
        end = self._used + int(has_vector.sum())
        if end > len(self._table):
            # Twice the room each time: else a large collection would copy the table at every question.
            table = np.zeros((max(end, 2 * len(self._table)), vectors.shape[1]), dtype=np.float32)
            table[: self._used] = self._table[: self._used]
            self._table = table
        self._table[self._used : end] = vectors[has_vector]
        rows = iter(range(self._used, end))
        self._rows.update(
            (word, next(rows) if known else 0) for word, known in zip(words, has_vector, strict=True)
        )
        self._used = end

    def nearness(
        self, weights: Mapping[str, float], candidates: Sequence[npt.NDArray[np.int64]]
    ) -> FloatArray:
        """Return, of shape (candidates,), the share of the question's weight that is near, 0…1.

        Each word counts with its highest cosine to any word of the candidate, whose rows are given.
        """
        filled = [i for i, rows in enumerate(candidates) if len(rows)]
        shares = np.zeros(len(candidates), dtype=np.float32)
        if not filled or not weights:
            return shares
        columns = np.concatenate([candidates[i] for i in filled])
        cosines = self._cosines(tuple(weights), columns)
        weight = np.fromiter(weights.values(), dtype=np.float32)
        starts = np.cumsum([0, *(len(candidates[i]) for i in filled[:-1])])
        nearest = np.maximum.reduceat(cosines, starts, axis=1)
        nearest[nearest < _NEAR] = 0
        shares[filled] = weight @ nearest / max(float(weight.sum()), 1e-9)
        return shares

    def _cosines(self, words: Sequence[str], columns: npt.NDArray[np.int64]) -> FloatArray:
        """Return the cosines of some words to the words in some rows, of shape (words, columns)."""
        rows = self.rows(words)
        # Read after the rows are there: the table is replaced as it grows.
        used, table = self._used, self._table
        if used > _SMALL:
            needed, places = np.unique(columns, return_inverse=True)
            return (table[rows] @ table[needed].T)[:, places]
        found = np.empty((len(words), len(columns)), dtype=np.float32)
        for i, row in enumerate(rows.tolist()):
            known = self._known.get(row)
            if known is None or len(known) < used:
                known = self._known[row] = table[:used] @ table[row]
            found[i] = known[columns]
        return found


@lru_cache(maxsize=20_000)
def runs(text: str) -> frozenset[str]:
    """Return the runs of three characters of a text as it is searched, marks and white space left out."""
    letters = "".join(c for c in normalise(text)[0] if c.isalnum())
    return frozenset(letters[i : i + _RUN] for i in range(len(letters) - _RUN + 1))


def shared_runs(question: str, candidates: Sequence[str]) -> list[float]:
    """Return for each candidate Σ ln(1 + candidates / candidates that share it) over the shared runs, ≥ 0.

    In tens, so that a few words in common come out near 1. A run that every candidate has says little.
    """
    asked = runs(question)
    shared = [asked & runs(text) for text in candidates]
    frequency = Counter(run for found in shared for run in found)
    rarity = {run: math.log(1 + len(candidates) / count) / 10 for run, count in frequency.items()}
    # Summed in the order of the runs: the sum must not depend on how a process hashes strings.
    return [sum(rarity[run] for run in sorted(found)) for found in shared]
