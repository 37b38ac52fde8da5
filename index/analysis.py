"""Passages → their words and spellings, a row each: what an index is computed from, kept for the next build.

What was analysed once is taken over while its text, the tokenizer and the recipe stay the same.
"""

import hashlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.types import Passage

# Half a sha256 tells passages apart as surely as all of it, in half the space.
KEY_BYTES = 16
_WIDTH = 4


@dataclass(frozen=True, slots=True)
class Rows:
    """Names for each passage, repeats kept: row r has `names[i]` for i in `ids[bounds[r]:bounds[r + 1]]`.

    Names stand in the order in which the rows first have them, so the same passages give the same arrays.
    """

    names: tuple[str, ...]
    bounds: npt.NDArray[np.int64]
    ids: npt.NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def row(self, number: int) -> Iterator[str]:
        """Return the names of one passage. Raises IndexError if it is not there."""
        start, end = self.bounds[number], self.bounds[number + 1]
        return map(self.names.__getitem__, self.ids[start:end].tolist())


@dataclass(frozen=True, slots=True)
class Analysis:
    """What was found in each passage: its terms, its spellings (see `readings`), and a key of its text.

    `keys` is of shape (passages, KEY_BYTES).
    """

    keys: npt.NDArray[np.uint8]
    terms: Rows
    spellings: Rows


class RowsBuilder:
    """Takes in one row of names after the other, new ones and earlier ones as they are."""

    def __init__(self, earlier: Rows | None = None) -> None:
        names = earlier.names if earlier else ()
        self._numbers = {name: number for number, name in enumerate(names)}
        self._ids, self._lengths = array("i"), array("q")
        self._earlier_ids = memoryview(earlier.ids.tobytes() if earlier else b"")
        self._earlier_bounds: list[int] = earlier.bounds.tolist() if earlier else []

    def add(self, names: Iterable[str]) -> None:
        """Take in the next row."""
        numbers, before = self._numbers, len(self._ids)
        self._ids.extend([numbers.setdefault(name, len(numbers)) for name in names])
        self._lengths.append(len(self._ids) - before)

    def take(self, row: int) -> None:
        """Take over one of the earlier rows as the next. Raises IndexError if it is not there."""
        start, end = self._earlier_bounds[row], self._earlier_bounds[row + 1]
        self._ids.frombytes(self._earlier_ids[start * _WIDTH : end * _WIDTH])
        self._lengths.append(end - start)

    def build(self) -> Rows:
        """Return all rows, their names numbered anew by the place where they first stand."""
        bounds = np.zeros(len(self._lengths) + 1, dtype=np.int64)
        np.cumsum(np.array(self._lengths, dtype=np.int64), out=bounds[1:])
        ids = np.array(self._ids, dtype=np.int32)
        first = np.full(len(self._numbers), len(ids), dtype=np.int64)
        # Of several values for one place the last one stays: taken from behind, the first.
        first[ids[::-1]] = np.arange(len(ids) - 1, -1, -1)
        order = np.argsort(first, kind="stable")[: np.count_nonzero(first < len(ids))]
        numbers = np.empty(len(first), dtype=np.int32)
        numbers[order] = np.arange(len(order), dtype=np.int32)
        names = list(self._numbers)
        return Rows(tuple(names[number] for number in order.tolist()), bounds, numbers[ids])


def search_text(passage: Passage) -> str:
    """Return what is searched of a passage: its headings, outermost first, and its text."""
    path = passage.section.path if passage.section else ()
    return "\n".join([*(section.title for section in path if section.title), passage.text])


def keys_of(texts: Sequence[str]) -> npt.NDArray[np.uint8]:
    """Return the key of each text, of shape (len(texts), KEY_BYTES)."""
    digests = b"".join(
        hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:KEY_BYTES] for text in texts
    )
    return np.frombuffer(digests, dtype=np.uint8).reshape(len(texts), KEY_BYTES)
