"""Passages in parts, their sentences and headings → how each part meets a question's words and its vector.

Of a small collection, one guideline or some, all parts are laid side by side once, and what a word finds
in them is kept: people ask about the same things. Of a large one only the candidates' parts are looked at.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.likeness import WordVectors
from assistant.reading import Read
from index.types import FloatArray

Ids = npt.NDArray[np.int64]

# Up to so many passages all are read at once: a quarter of a second at the most.
SMALL = 512
# Words whose findings are kept: a few kilobytes each.
_KEPT = 2048
_FIRST = np.zeros(1, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found in some passages.

    `strongest` has the highest cosine of each word in each part, SAME where it is the word itself, of shape
    (words, sentences + passages): every sentence, passage by passage, then each passage's headings. `sizes`
    are the numbers of sentences; `meaning` the highest cosine of the vector and any of them, ≥ 0.
    """

    strongest: FloatArray
    sizes: Ids
    meaning: FloatArray


class PartsReader:
    """Looks for words in one generation's passages. Safe for several threads."""

    def __init__(self, table: WordVectors, passages: int, read: Callable[[int], Read]) -> None:
        """Take the table of word vectors, the number of passages, and how one of them is read."""
        self._table = table
        self._read = read
        self._known = _KnownParts(table, [*map(read, range(passages))]) if 0 < passages <= SMALL else None

    def look(self, words: Sequence[str], vector: FloatArray, passage_ids: Sequence[int]) -> Looked:
        """Look for words and a vector of norm 1 in some passages, at least one."""
        if self._known:
            return self._known.look(words, vector, np.array(passage_ids))
        parts = _Parts(self._table, [*map(self._read, passage_ids)])
        return Looked(parts.strongest(words), parts.sizes, parts.meaning(vector))


class _Parts:
    """The parts of some passages side by side."""

    def __init__(self, table: WordVectors, reads: Sequence[Read]) -> None:
        self._table = table
        self.sizes: Ids = np.array([len(read.starts) for read in reads])
        self._begins = np.cumsum(self.sizes) - self.sizes
        rows = [*(read.rows for read in reads), *(read.headings for read in reads)]
        starts = [*(read.starts for read in reads), *([_FIRST] * len(reads))]
        before = np.cumsum([0, *map(len, rows[:-1])]).tolist()
        self._bounds = np.concatenate([start + at for start, at in zip(starts, before, strict=True)])
        self._rows = np.concatenate(rows)
        self._vectors = np.concatenate([read.vectors for read in reads])

    def strongest(self, words: Sequence[str]) -> FloatArray:
        cosines = self._table.cosines(words, self._rows)
        found: FloatArray = np.maximum.reduceat(cosines, self._bounds, axis=1)
        return found

    def meaning(self, vector: FloatArray) -> FloatArray:
        highest: FloatArray = np.maximum(np.maximum.reduceat(self._vectors @ vector, self._begins), 0)
        return highest


class _KnownParts:
    """The parts of a whole collection, and what each word asked so far found in them."""

    def __init__(self, table: WordVectors, reads: Sequence[Read]) -> None:
        self._parts = _Parts(table, reads)
        ends = np.cumsum(self._parts.sizes)
        # Where the sentences of each passage stand, and from where on the headings do.
        self._of = [np.arange(end - size, end) for end, size in zip(ends, self._parts.sizes, strict=True)]
        self._headings = int(ends[-1])
        self._found: dict[str, FloatArray] = {}

    def look(self, words: Sequence[str], vector: FloatArray, ids: Ids) -> Looked:
        columns = np.concatenate([*(self._of[row] for row in ids.tolist()), ids + self._headings])
        strongest = np.array(self._strongest(words))[:, columns]
        return Looked(strongest, self._parts.sizes[ids], self._parts.meaning(vector)[ids])

    def _strongest(self, words: Sequence[str]) -> list[FloatArray]:
        if len(self._found) > _KEPT:
            self._found = {}
        # Kept by name: another thread may begin a new one meanwhile.
        found = self._found
        if new := [word for word in words if word not in found]:
            found.update(zip(new, self._parts.strongest(new), strict=True))
        return [found[word] for word in words]
