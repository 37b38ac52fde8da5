"""Texts beside each other → how alike they are by single words and by runs of characters.

Two readings that whole-text vectors and exact words both miss: a word whose meaning is near (役所 and
行政), and a half-remembered stretch of the very wording.
"""

import math
import threading
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from index.tokens import normalise
from index.types import Encoder, FloatArray

# What stands for the cosine of a word and itself: no other word comes near it, with a vector or without.
SAME = 2.0
# The row of no word at all, near to nothing.
NOTHING = 0
_RUN = 3
# Up to so many words the cosines of a word to all of them are kept: people ask about the same things.
_SMALL = 4096
_ROOM = 1024


class WordVectors:
    """Vectors of the words met so far, one row each; words are encoded once. Safe for several threads."""

    def __init__(self, encoder: Encoder) -> None:
        """Take the encoder whose word vectors are wanted."""
        self._encoder = encoder
        self._rows: dict[str, int] = {"": NOTHING}
        # Rows from as many as there are words on are room to grow.
        self._table: FloatArray = np.zeros((_ROOM, encoder.encode_words(()).shape[1]), dtype=np.float32)
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
        used, end = len(self._rows), len(self._rows) + len(words)
        if end > len(self._table):
            # Twice the room each time: else a large collection would copy the table at every question.
            table = np.zeros((max(end, 2 * len(self._table)), vectors.shape[1]), dtype=np.float32)
            table[:used] = self._table[:used]
            self._table = table
        self._table[used:end] = vectors
        self._rows.update(zip(words, range(used, end), strict=True))

    def cosines(self, words: Sequence[str], columns: npt.NDArray[np.int64]) -> FloatArray:
        """Return the cosines of words to those in some rows, of shape (words, columns); SAME for itself."""
        rows = self.rows(words)
        # Read after the rows are there: the table is replaced as it grows.
        used, table = len(self._rows), self._table
        if used > _SMALL:
            needed, places = np.unique(columns, return_inverse=True)
            near = table[rows] @ table[needed].T
            near[rows[:, None] == needed] = SAME
            return near[:, places]
        found = np.empty((len(words), len(columns)), dtype=np.float32)
        for i, row in enumerate(rows.tolist()):
            known = self._known.get(row)
            if known is None or len(known) < used:
                known = table[:used] @ table[row]
                known[row] = SAME
                self._known[row] = known
            found[i] = known[columns]
        return found


def runs(text: str) -> frozenset[str]:
    """Return the runs of three characters of a text as it is searched, marks and white space left out.

    Those of hiragana alone are left out, too: endings and particles, which any two sentences share.
    """
    letters = "".join(c for c in normalise(text)[0] if c.isalnum())
    plain = ["ぁ" <= c <= "ゖ" for c in letters]
    return frozenset(
        letters[i : i + _RUN] for i in range(len(letters) - _RUN + 1) if not all(plain[i : i + _RUN])
    )


def shared_runs(question: str, candidates: Sequence[frozenset[str]]) -> list[float]:
    """Return for each candidate Σ ln(1 + candidates / candidates that share it) over the shared runs, ≥ 0.

    In tens, so that a few words in common come out near 1. A run that every candidate has says little.
    """
    asked = runs(question)
    shared = [asked & found for found in candidates]
    frequency = Counter(run for found in shared for run in found)
    rarity = {run: math.log(1 + len(candidates) / count) / 10 for run, count in frequency.items()}
    # Summed exactly: the sum must not depend on how a process hashes strings.
    return [math.fsum(rarity[run] for run in found) if found else 0.0 for found in shared]
