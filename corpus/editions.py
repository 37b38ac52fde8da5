"""Two editions of a document → what changed: its passages and its sections, in the order of the new one.

Differences of width, spaces, line breaks and page furniture are none. A passage is in one change at
most. That sections were renumbered or moved changes nothing about the passages in them.
"""

from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from corpus.alignment import Alignment, Link, align
from corpus.similarity import plain
from corpus.types import Document, Passage, PassageKind, Section


class ChangeKind(StrEnum):
    """What happened to a passage, or to a section."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    MOVED_CHANGED = "moved_changed"
    SPLIT = "split"
    MERGED = "merged"
    SECTION_ADDED = "section_added"
    SECTION_REMOVED = "section_removed"
    SECTION_RETITLED = "section_retitled"
    SECTION_RENUMBERED = "section_renumbered"
    SECTION_SPLIT = "section_split"
    SECTION_MERGED = "section_merged"


@dataclass(frozen=True, slots=True)
class PassageChange:
    """What became of passages; empty on the side where there is nothing, several where split or merged."""

    kind: ChangeKind
    old: tuple[Passage, ...]
    new: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class SectionChange:
    """What became of a section; one that was both renumbered and retitled is in two changes.

    Of a split, `new` is the section that came off; of a merge, `old` is the one that was taken in.
    """

    kind: ChangeKind
    old: Section | None
    new: Section | None


Change = PassageChange | SectionChange


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two editions and their changes: in the order of the new one, what is gone where it stood.

    `alignment` also tells what did not change.
    """

    old: Document
    new: Document
    alignment: Alignment
    changes: tuple[Change, ...]


def compare(old: Document, new: Document) -> Comparison:
    """Compare two editions of a document; the same two give the same, in any process."""
    alignment = align(old, new)
    placed = [
        *_section_changes(old, new, alignment),
        *_passage_changes(old, new, alignment),
    ]
    return Comparison(
        old, new, alignment, tuple(change for _, change in sorted(placed, key=lambda each: each[0]))
    )


# Where a change stands: its place in the new edition, then its place in the old one if it is gone.
_Place = tuple[int, int, int]


def _section_changes(old: Document, new: Document, alignment: Alignment) -> Iterator[tuple[_Place, Change]]:
    gone = _Gone(old, new, alignment)
    olds, news = {i for i, _ in alignment.sections}, {j for _, j in alignment.sections}
    for i, j in alignment.sections:
        before, after = old.sections[i], new.sections[j]
        place = (after.span.start, 0, before.span.start)
        if plain(before.number) != plain(after.number):
            yield place, SectionChange(ChangeKind.SECTION_RENUMBERED, before, after)
        if plain(before.title) != plain(after.title):
            yield place, SectionChange(ChangeKind.SECTION_RETITLED, before, after)
    for kind, pairs in (
        (ChangeKind.SECTION_SPLIT, alignment.splits),
        (ChangeKind.SECTION_MERGED, alignment.merges),
    ):
        for i, j in pairs:
            before, after = old.sections[i], new.sections[j]
            yield (after.span.start, 0, before.span.start), SectionChange(kind, before, after)
    olds |= {i for i, _ in alignment.merges}
    news |= {j for _, j in alignment.splits}
    for i, section in enumerate(old.sections):
        if i not in olds:
            yield gone.place(section.span.start), SectionChange(ChangeKind.SECTION_REMOVED, section, None)
    for j, section in enumerate(new.sections):
        if j not in news:
            yield (section.span.start, 0, 0), SectionChange(ChangeKind.SECTION_ADDED, None, section)


def _passage_changes(old: Document, new: Document, alignment: Alignment) -> Iterator[tuple[_Place, Change]]:
    gone = _Gone(old, new, alignment)
    for link in alignment.links:
        before = tuple(old.passages[i] for i in link.old)
        after = tuple(new.passages[j] for j in link.new)
        if kind := _kind(link, before, after):
            yield (_start(after[0]), 0, _start(before[0])), PassageChange(kind, before, after)
    olds = {i for link in alignment.links for i in link.old}
    news = {j for link in alignment.links for j in link.new}
    for i, passage in enumerate(old.passages):
        if i not in olds and passage.kind is not PassageKind.OUTLINE:
            yield gone.place(_start(passage)), PassageChange(ChangeKind.REMOVED, (passage,), ())
    for j, passage in enumerate(new.passages):
        if j not in news and passage.kind is not PassageKind.OUTLINE:
            yield (_start(passage), 0, 0), PassageChange(ChangeKind.ADDED, (), (passage,))


def _kind(link: Link, before: tuple[Passage, ...], after: tuple[Passage, ...]) -> ChangeKind | None:
    if len(after) > 1:
        return ChangeKind.SPLIT
    if len(before) > 1:
        return ChangeKind.MERGED
    if plain(before[0].text) == plain(after[0].text):
        return ChangeKind.MOVED if link.moved else None
    return ChangeKind.MOVED_CHANGED if link.moved else ChangeKind.CHANGED


def _start(passage: Passage) -> int:
    return passage.spans[0].start


class _Gone:
    """Where in the new edition what is gone would stand: behind what stood before it and stayed."""

    def __init__(self, old: Document, new: Document, alignment: Alignment) -> None:
        staying = [(old.sections[i].span.start, new.sections[j].span.start) for i, j in alignment.sections]
        staying += [
            (_start(old.passages[link.old[-1]]), _start(new.passages[link.new[-1]]))
            for link in alignment.links
            if not link.moved
        ]
        self._staying = sorted(staying)

    def place(self, start: int) -> _Place:
        at = bisect(self._staying, (start, 0)) - 1
        return (self._staying[at][1] if at >= 0 else -1, 1, start)
