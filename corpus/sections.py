"""The sections of two editions, and passages that may be counterparts → which sections correspond.

A section is known by its title, by what stands in it, and a little by its number and what it stands
under; so one that was renumbered, retitled or rewritten is still itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from corpus.chains import Pair, best_pairs, without
from corpus.similarity import likeness, plain, profile
from corpus.types import Section

_TITLE = _BODY = 0.5
_NUMBER = _PARENT = 0.1
_ENOUGH = 0.55
# Passages less alike say nothing about their sections.
_ALIKE = 0.5
# A section came off another, or went into it, if at least this share of its text did.
_MOST = 0.5
# A section without its title and its number is known by this much of its text.
_SAME_TEXT = 0.6


@dataclass(slots=True)
class Body:
    """The sections of an edition and the rows of the passages in each.

    `section` is each passage's section row; `lengths` are in plain characters. A section that has only
    subsections is told by what stands in them.
    """

    sections: Sequence[Section]
    section: Mapping[int, int | None]
    lengths: Mapping[int, int]
    titles: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    parents: list[int | None] = field(default_factory=list)
    owners: dict[int, list[int]] = field(default_factory=dict)
    sizes: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        row_of = {section: i for i, section in enumerate(self.sections)}
        self.titles = [plain(section.title) for section in self.sections]
        self.numbers = [_own_number(section) for section in self.sections]
        self.parents = [row_of[s.parent] if s.parent else None for s in self.sections]
        with_own = {section for section in self.section.values() if section is not None}
        for row, section in self.section.items():
            owners = []
            while section is not None:
                if section == self.section[row] or section not in with_own:
                    owners.append(section)
                section = self.parents[section]
            self.owners[row] = owners
            for owner in owners:
                self.sizes[owner] = self.sizes.get(owner, 0) + self.lengths[row]


def align_sections(old: Body, new: Body, likely: Mapping[Pair, float]) -> list[Pair]:
    """Return pairs of corresponding section rows, each row in one pair at most."""
    shares = _shares(old, new, likely)
    pairs = {*shares, *_same_heading(old, new)}
    found: set[Pair] = set()
    # What a section stands under is known better the second time.
    for _ in range(2):
        weights = {pair: _weight(old, new, pair, shares.get(pair, 0.0), found) for pair in pairs}
        found = set(best_pairs({pair: weight for pair, weight in weights.items() if weight >= _ENOUGH}))
    # With another title and another number, the text itself is left to tell.
    same = without({pair: share for pair, share in shares.items() if share >= _SAME_TEXT}, found)
    return sorted([*found, *best_pairs(same)])


def section_flow(
    old: Body, new: Body, links: Iterable[Pair], sections: Iterable[Pair]
) -> tuple[list[Pair], list[Pair]]:
    """Return splits (old section, the new one that came off it) and merges (old one, what took it in).

    What a section came off, or went into, lives on as something else; else it is a counterpart.
    """
    olds, news = {i: j for i, j in sections}, {j: i for i, j in sections}
    moved: dict[Pair, list[Pair]] = defaultdict(list)
    for pair in links:
        here, there = old.section[pair[0]], new.section[pair[1]]
        if here is not None and there is not None:
            moved[here, there].append(pair)
    splits, merges = [], []
    for (here, there), pairs in sorted(moved.items()):
        if there not in news and here in olds:
            if sum(new.lengths[j] for _, j in pairs) >= _MOST * new.sizes[there]:
                splits.append((here, there))
        elif (
            here not in olds
            and there in news
            and sum(old.lengths[i] for i, _ in pairs) >= _MOST * old.sizes[here]
        ):
            merges.append((here, there))
    return splits, merges


def _shares(old: Body, new: Body, likely: Mapping[Pair, float]) -> dict[Pair, float]:
    """For pairs of sections, how much of their text has a counterpart in the other, 0…1.

    Half of it is the share of the two together, half the share of the one that has more of it there,
    since a section that was divided, or took in another one, is still itself.
    """
    olds: dict[Pair, dict[int, float]] = defaultdict(dict)
    news: dict[Pair, dict[int, float]] = defaultdict(dict)
    for (i, j), score in likely.items():
        if score < _ALIKE:
            continue
        for pair in product(old.owners[i], new.owners[j]):
            olds[pair][i] = max(score, olds[pair].get(i, 0.0))
            news[pair][j] = max(score, news[pair].get(j, 0.0))
    shares = {}
    for pair in olds:
        here = sum(score * old.lengths[i] for i, score in olds[pair].items())
        there = sum(score * new.lengths[j] for j, score in news[pair].items())
        sizes = old.sizes[pair[0]] or 1, new.sizes[pair[1]] or 1
        shares[pair] = (here + there) / sum(sizes) / 2 + max(here / sizes[0], there / sizes[1]) / 2
    return shares


def _same_heading(old: Body, new: Body) -> set[Pair]:
    """Pairs of sections that have the title or the number in common."""
    pairs: set[Pair] = set()
    for names in (
        (old.titles, new.titles),
        (old.numbers, new.numbers),
    ):
        standing: dict[str, list[int]] = defaultdict(list)
        for j, name in enumerate(names[1]):
            standing[name].append(j)
        pairs.update((i, j) for i, name in enumerate(names[0]) if name for j in standing.get(name, ()))
    return pairs


def _weight(old: Body, new: Body, pair: Pair, body: float, found: set[Pair]) -> float:
    i, j = pair
    title = likeness(profile(old.titles[i]), profile(new.titles[j]))
    if not old.titles[i] and not new.titles[j]:
        title = body
    elif not old.sizes.get(i) and not new.sizes.get(j):
        body = title
    under = old.parents[i], new.parents[j]
    return (
        _TITLE * title
        + _BODY * body
        + _NUMBER * (old.numbers[i] != "" and old.numbers[i] == new.numbers[j])
        + _PARENT * (under == (None, None) or under in found)
    )


def _own_number(section: Section) -> str:
    """Return a section's number without what it stands under."""
    above = section.parent.number if section.parent else ""
    return plain(section.number.removeprefix(f"{above}-"))
