"""A quote of an earlier generation → where it now stands, what it became, or that it is gone.

    editions = Editions(data_dir, ready.assistant.generation)
    standing = editions.now(answer.generation, quote.document.id, quote.text, quote.spans)
    standing.fate       SAME, CHANGED, MOVED, MOVED_CHANGED, SPLIT, MERGED or GONE
    standing.passages   the passages it is now, of the generation given; () if it is gone
    standing.section    the section it stood in, as it is now, even if the quote is gone; None if that is too

Old generations are compared passage by passage, as `diff` does. Where one was pruned, is damaged, or is
too large for that, the quote is looked for by its words alone.
"""

import threading
from collections import OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from corpus.editions import ChangeKind, Comparison, PassageChange, compare
from corpus.similarity import candidates, kinship, plain, profile
from corpus.types import Document, Passage, PassageKind, Section, Span
from index.errors import IndexFault
from index.generation import Generation
from index.storage import load_stored

# Comparing larger documents takes longer than anybody waits for a page.
_COMPARED = 3_000
# Comparisons that are remembered; each is of one document of one old generation.
_REMEMBERED = 8
# A passage is taken for what a quote became from this on, as in comparing editions.
_ALIKE = 0.6


class Fate(StrEnum):
    """What became of a quote. same: word for word, though its section may bear another number."""

    SAME = "same"
    CHANGED = "changed"
    MOVED = "moved"
    MOVED_CHANGED = "moved_changed"
    SPLIT = "split"
    MERGED = "merged"
    GONE = "gone"


_FATES = {
    ChangeKind.CHANGED: Fate.CHANGED,
    ChangeKind.MOVED: Fate.MOVED,
    ChangeKind.MOVED_CHANGED: Fate.MOVED_CHANGED,
    ChangeKind.SPLIT: Fate.SPLIT,
    ChangeKind.MERGED: Fate.MERGED,
    ChangeKind.REMOVED: Fate.GONE,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a quote now stands; see the module's docstring."""

    fate: Fate
    passages: tuple[Passage, ...]
    section: Section | None


class Editions:
    """Finds quotes of older generations in one that answers. Safe to use from several threads."""

    def __init__(self, data_dir: Path, generation: Generation) -> None:
        self._data_dir = data_dir
        self._generation = generation
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[str, str], Comparison | None] = OrderedDict()

    def now(self, generation: str, document_id: str, text: str, spans: Sequence[Span] = ()) -> Standing:
        """Return where a quote of a generation now stands; `spans` tell equal passages apart."""
        comparison = None
        if generation != self._generation.manifest.generation:
            comparison = self._comparison(generation, document_id)
        if comparison is None:
            return self._by_words(document_id, text, spans)
        old = _find(comparison.old, text, spans)
        # Headings listed anew are not compared passage by passage.
        if old is None or old.kind is PassageKind.OUTLINE:
            return self._by_words(document_id, text, ())
        return _standing(comparison, old)

    def _comparison(self, generation: str, document_id: str) -> Comparison | None:
        key = generation, document_id
        with self._lock:
            if key not in self._known:
                self._known[key] = self._compare(generation, document_id)
                while len(self._known) > _REMEMBERED:
                    self._known.popitem(last=False)
            self._known.move_to_end(key)
            return self._known[key]

    def _compare(self, generation: str, document_id: str) -> Comparison | None:
        try:
            olds = {document.info.id: document for document in load_stored(self._data_dir, generation)}
        except IndexFault:
            return None
        news = {document.info.id: document for document in self._generation.documents}
        old = olds.get(document_id)
        new = news.get(renaming(olds, news).get(document_id, document_id))
        if not old or not new or max(len(old.passages), len(new.passages)) > _COMPARED:
            return None
        return compare(old, new)

    def _by_words(self, document_id: str, text: str, spans: Sequence[Span]) -> Standing:
        """Look for the same words, then for the most alike, in the quote's document if it is still there."""
        documents = [d for d in self._generation.documents if d.info.id == document_id]
        passages = [p for d in documents or self._generation.documents for p in d.passages]
        words = plain(text)
        same = [passage for passage in passages if plain(passage.text) == words]
        if same:
            best = next((passage for passage in same if passage.spans == tuple(spans)), same[0])
            return Standing(Fate.SAME, (best,), best.section)
        profiles = {row: profile(plain(passage.text)) for row, passage in enumerate(passages)}
        wanted = profile(words)
        pairs = candidates([0], [*profiles], {0: wanted}, profiles)
        scored = [(kinship(wanted, profiles[row]), -row) for _, row in pairs]
        score, row = max(scored, default=(0.0, 0))
        if score < _ALIKE:
            return Standing(Fate.GONE, (), None)
        return Standing(Fate.CHANGED, (passages[-row],), passages[-row].section)


def renaming(old: Collection[str], new: Collection[str]) -> dict[str, str]:
    """Pair the only document that is gone with the only one that came: a file that bears another name."""
    gone, came = set(old) - set(new), set(new) - set(old)
    return {gone.pop(): came.pop()} if len(gone) == len(came) == 1 else {}


def _find(document: Document, text: str, spans: Sequence[Span]) -> Passage | None:
    same = [passage for passage in document.passages if passage.text == text]
    return next((passage for passage in same if passage.spans == tuple(spans)), same[0] if same else None)


def _standing(comparison: Comparison, quoted: Passage) -> Standing:
    old, new = comparison.old, comparison.new
    alignment = comparison.alignment
    row = next(row for row, passage in enumerate(old.passages) if passage is quoted)
    became = next((link.new for link in alignment.links if row in link.old), ())
    passages = tuple(new.passages[j] for j in became)
    changes = (change for change in comparison.changes if isinstance(change, PassageChange))
    fate = next((_FATES[change.kind] for change in changes if quoted in change.old), Fate.SAME)
    if not passages:
        fate = Fate.GONE
    now = {id(old.sections[i]): new.sections[j] for i, j in (*alignment.merges, *alignment.sections)}
    section = passages[0].section if passages else now.get(id(quoted.section))
    return Standing(fate, passages, section)
