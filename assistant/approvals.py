"""Approved question–passage pairs → the one that answers a question, if it is near enough to be the same.

Near enough is what `sameness` says. A pair is in force while every one of its passages stands in the
generation word for word.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.question import Question, interpret
from assistant.sameness import ALIKE, Wording, meaning, plain, wording
from assistant.store.types import ApprovedPair, PassageRef, text_sha256
from corpus.types import Passage
from index.generation import Generation
from index.search import Ranking, search
from index.types import Encoder, FloatArray


@dataclass(frozen=True, slots=True)
class Approved:
    """An approved question, and the rows of its passages, best first."""

    question: str
    passages: tuple[int, ...]


class Approvals:
    """The approved pairs, newest first; replaced as a whole by whoever watches the store."""

    def __init__(self, pairs: Iterable[ApprovedPair] = ()) -> None:
        self.pairs = tuple(pairs)

    def replace(self, pairs: Iterable[ApprovedPair]) -> None:
        """Let other pairs be in force from the next question on."""
        self.pairs = tuple(pairs)


class Places:
    """Where the passages of a generation stand, by their own words."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self._found: dict[tuple[str, str], list[Passage]] = {}
        for passage in passages:
            self._found.setdefault((passage.document_id, text_sha256(passage.text)), []).append(passage)

    def find(self, ref: PassageRef) -> Passage | None:
        """Return the passage that has these words; of several, the one in the section named."""
        found = self._found.get((ref.document_id, ref.sha256), [])
        same = (passage for passage in found if PassageRef.of(passage).section == ref.section)
        return next(same, found[0] if found else None)

    def rows(self, refs: Sequence[PassageRef]) -> tuple[int, ...]:
        """Return the rows of passages; () unless each of them still stands."""
        found = [self.find(ref) for ref in refs]
        return tuple(passage.id for passage in found if passage) if all(found) else ()


class Matcher:
    """Finds the approved pair for a question, in one generation. Safe to use from several threads."""

    def __init__(self, generation: Generation, encoder: Encoder, approvals: Approvals) -> None:
        self._generation = generation
        self._encoder = encoder.suited(len(generation.passages))
        self._approvals = approvals
        self._places: Places | None = None
        self._known: dict[ApprovedPair, _Entry | None] = {}
        # Many are read when the generation is opened; what changes later is few, and read when next asked.
        self._table = self._read(approvals.pairs) if approvals.pairs else _Table((), ())

    def match(self, asked: Question, ranking: Ranking) -> Approved | None:
        """Return the nearest approved pair in force, of equals the newest; None if none is near."""
        pairs = self._approvals.pairs
        if not pairs:
            return None
        table = self._table
        if table.pairs is not pairs:
            self._table = table = self._read(pairs)
        same = table.by_text.get(plain(asked.query))
        if same is not None:
            return same.approved
        if not table.entries:
            return None
        own = wording(asked, ranking)
        cosines = table.vectors @ meaning(ranking.vector, self._encoder)
        worth = table.with_words(own.words).union(np.flatnonzero(cosines >= ALIKE).tolist())
        near = [(table.entries[row].wording.nearness(own, float(cosines[row])), row) for row in worth]
        nearness, row = max(near, key=lambda found: (found[0], -found[1]), default=(0.0, 0))
        return table.entries[row].approved if nearness > 0 else None

    def _read(self, pairs: tuple[ApprovedPair, ...]) -> "_Table":
        """Look at pairs that were not known yet; the others are as they were."""
        if self._places is None:
            self._places = Places(self._generation.passages)
        known = {pair: self._known[pair] if pair in self._known else self._entry(pair) for pair in pairs}
        self._known = known
        return _Table(pairs, tuple(entry for entry in known.values() if entry))

    def _entry(self, pair: ApprovedPair) -> "_Entry | None":
        rows = self._places.rows(pair.passages) if self._places else ()
        if not rows:
            return None
        asked = interpret(pair.question, pair.history)
        ranking = search(self._generation, self._encoder, asked.query, 1)
        vector = meaning(ranking.vector, self._encoder)
        return _Entry(Approved(pair.question, rows), asked.query, wording(asked, ranking), vector)


@dataclass(frozen=True, slots=True)
class _Entry:
    approved: Approved
    query: str
    wording: Wording
    vector: FloatArray


class _Table:
    """Pairs, those of them that are in force, and their vectors, one a row."""

    def __init__(self, pairs: tuple[ApprovedPair, ...], entries: tuple[_Entry, ...]) -> None:
        self.pairs = pairs
        self.entries = entries
        self.vectors = np.array([entry.vector for entry in entries])
        # The newest comes first, and stays.
        self.by_text = {plain(entry.query): entry for entry in reversed(entries)}
        self._rows: dict[str, set[int]] = {}
        for row, entry in enumerate(entries):
            for term in frozenset().union(*entry.wording.words):
                self._rows.setdefault(term, set()).add(row)

    def with_words(self, words: Sequence[frozenset[str]]) -> set[int]:
        """Return the rows of the questions that have each of some words, or what stands in for it."""
        none: set[int] = set()
        found = [none.union(*(self._rows.get(term, none) for term in word)) for word in words]
        return set.intersection(*found) if found else none
