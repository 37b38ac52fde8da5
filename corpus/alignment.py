"""The passages of two editions → links: which passages of the old one became which of the new one.

First what is equal; then what was split or put together; then what is most alike, where it stands
counting too. In each step an order-preserving alignment goes first, and moves take what it leaves.
Headings listed anew (outline passages) are no passages of their own here.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from corpus.chains import Pair, best_pairs, heaviest_chain, near_best, without
from corpus.sections import align_sections, section_flow
from corpus.side import Side
from corpus.similarity import candidates, containment, kinship, likeness, together
from corpus.types import Document

# A pair of passages is a counterpart from this on; unrelated official prose shares about a fifth of
# its character pairs. Standing in the same section, or between the same passages, counts towards it.
_ALIKE = 0.6
_SAME_PLACE = 0.15
# Pairs this close to the best are told apart by the order of the document.
_MARGIN = 0.1
# Equal passages more often than this are paired by their titles and their order alone.
_MAX_EQUAL = 8
# Between two equal passages, everything may be a counterpart of everything, up to this many pairs.
_MAX_GAP = 64
# What was moved together keeps its order; it is looked for this often.
_MAX_BLOCKS = 8
_MAX_PARTS = 4
_PART_KEPT = 0.75
_WHOLE_KEPT = 0.8


@dataclass(frozen=True, slots=True)
class Link:
    """Rows of passages of the old edition and what became of them; one row on at least one side.

    `moved` says that a passage left its section, or its place among those that stayed in it.
    """

    old: tuple[int, ...]
    new: tuple[int, ...]
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Alignment:
    """Links of passages, and pairs of section rows: counterparts, what came off, what was taken in."""

    links: tuple[Link, ...]
    sections: tuple[Pair, ...]
    splits: tuple[Pair, ...]
    merges: tuple[Pair, ...]


def align(old: Document, new: Document) -> Alignment:
    """Align two editions; the other way round gives the same, turned round."""
    one, other = Side(old), Side(new)
    # Ties have to be decided somehow. Deciding them always in one direction makes the comparison
    # symmetric: what is added one way is what is removed the other way.
    if other.key() < one.key():
        turned = _align(other, one)
        return Alignment(
            tuple(Link(link.new, link.old, link.moved) for link in turned.links),
            tuple((i, j) for j, i in turned.sections),
            tuple((i, j) for j, i in turned.merges),
            tuple((i, j) for j, i in turned.splits),
        )
    return _align(one, other)


def _align(old: Side, new: Side) -> Alignment:
    likely = dict(_equal(old, new))
    taken = {i for i, _ in likely}, {j for _, j in likely}
    likely |= _alike(old, new, _rest(old.rows, taken[0]), _rest(new.rows, taken[1]))
    sections = align_sections(old.body(), new.body(), likely)
    links = _links(old, new, likely, sections)
    single = [(link.old[0], link.new[0]) for link in links]
    splits, merges = section_flow(old.body(), new.body(), single, sections)
    same = {*sections, *splits, *merges, (None, None)}
    staying = _staying(old, new, links, same)
    return Alignment(
        tuple(
            Link(link.old, link.new, len(link.old) == len(link.new) and link not in staying) for link in links
        ),
        tuple(sorted(sections)),
        tuple(sorted(splits)),
        tuple(sorted(merges)),
    )


def _equal(old: Side, new: Side) -> Iterator[tuple[Pair, float]]:
    """Pairs of equal passages; of those that stand everywhere, only those under equal titles, or in order."""
    for olds, news in _groups(old, new, lambda side, row: side.texts[row]):
        if max(len(olds), len(news)) <= _MAX_EQUAL:
            yield from ((pair, 1.0) for pair in product(olds, news))
        else:
            yield from ((pair, 1.0) for pair in zip(olds, news, strict=False))
    for olds, news in _groups(old, new, lambda side, row: (side.texts[row], side.title(row))):
        yield from ((pair, 1.0) for pair in zip(olds, news, strict=False))


def _groups(
    old: Side, new: Side, key: Callable[[Side, int], Hashable]
) -> Iterable[tuple[list[int], list[int]]]:
    """Rows of both sides that have the same key."""
    groups: dict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for at, side in enumerate((old, new)):
        for row in side.rows:
            groups[key(side, row)][at].append(row)
    return groups.values()


def _alike(old: Side, new: Side, olds: Sequence[int], news: Sequence[int]) -> dict[Pair, float]:
    """Pairs of passages that may be counterparts, and how alike they are."""
    pairs = candidates(olds, news, old.profiles, new.profiles)
    return {(i, j): kinship(old.profiles[i], new.profiles[j]) for i, j in pairs}


def _rest(rows: Iterable[int], taken: set[int]) -> list[int]:
    return [row for row in rows if row not in taken]


def _links(old: Side, new: Side, likely: dict[Pair, float], sections: Sequence[Pair]) -> list[Link]:
    same = {*sections, (None, None)}

    def placed(pair: Pair) -> float:
        return _SAME_PLACE * ((old.section[pair[0]], new.section[pair[1]]) in same)

    equal = {pair: 1 + placed(pair) for pair, score in likely.items() if score == 1}
    anchors = heaviest_chain(equal)
    pairs = list(anchors)
    for _ in range(_MAX_BLOCKS):
        pairs += heaviest_chain(without(equal, pairs))
    pairs += best_pairs(without(equal, pairs))
    olds = _rest(old.rows, {i for i, _ in pairs})
    news = _rest(new.rows, {j for _, j in pairs})
    several = _several(old, new, olds, news)
    olds = _rest(olds, {i for link in several for i in link.old})
    news = _rest(news, {j for link in several for j in link.new})
    between = set(_between(anchors, olds, news))
    scores = _alike(old, new, olds, news)
    scores |= {(i, j): kinship(old.profiles[i], new.profiles[j]) for i, j in between}
    weights = {
        pair: weight
        for pair, score in scores.items()
        if (weight := score + placed(pair) + _SAME_PLACE * (pair in between)) >= _ALIKE
    }
    chain = heaviest_chain(near_best(weights, _MARGIN))
    pairs += [*chain, *best_pairs(without(weights, chain))]
    return sorted([*(Link((i,), (j,)) for i, j in pairs), *several], key=lambda link: (link.new, link.old))


def _between(anchors: Sequence[Pair], olds: Sequence[int], news: Sequence[int]) -> Iterator[Pair]:
    """Pairs of rows that stand between the same two anchors."""
    gaps: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, rows in enumerate((olds, news)):
        gap = 0
        for row in rows:
            while gap < len(anchors) and anchors[gap][side] < row:
                gap += 1
            gaps[gap][side].append(row)
    for here, there in gaps.values():
        if len(here) * len(there) <= _MAX_GAP:
            yield from product(here, there)


def _several(old: Side, new: Side, olds: Sequence[int], news: Sequence[int]) -> list[Link]:
    """Passages that were split into, or put together from, neighbouring ones."""
    found = [(score, Link((i,), parts)) for score, i, parts in _parts(old, new, olds, news)]
    found += [(score, Link(parts, (j,))) for score, j, parts in _parts(new, old, news, olds)]
    taken: tuple[set[int], set[int]] = set(), set()
    chosen = []
    for _, link in sorted(found, key=lambda each: (-each[0], each[1].old, each[1].new)):
        if not taken[0].intersection(link.old) and not taken[1].intersection(link.new):
            chosen.append(link)
            taken[0].update(link.old)
            taken[1].update(link.new)
    return chosen


def _parts(
    whole: Side, parts: Side, wholes: Sequence[int], rows: Sequence[int]
) -> Iterator[tuple[float, int, tuple[int, ...]]]:
    """Runs of two and more neighbouring passages that together are one of the other edition."""
    place = {row: at for at, row in enumerate(parts.rows)}
    free = set(rows)
    for i, first in candidates(wholes, rows, whole.profiles, parts.profiles):
        for start in range(max(place[first] - _MAX_PARTS + 1, 0), place[first] + 1):
            run = parts.rows[start : start + _MAX_PARTS]
            for end in range(2, len(run) + 1):
                piece = run[end - 1]
                if not {*run[:end]} <= free:
                    break
                if any(containment(parts.profiles[r], whole.profiles[i]) < _PART_KEPT for r in run[:end]):
                    break
                score = likeness(whole.profiles[i], together(parts.profiles[r] for r in run[:end]))
                if score >= _WHOLE_KEPT and first <= piece:
                    yield score, i, tuple(run[:end])


def _staying(
    old: Side, new: Side, links: Sequence[Link], same: set[tuple[int | None, int | None]]
) -> set[Link]:
    """The links within corresponding sections that keep their order."""
    groups: dict[tuple[int | None, int | None], dict[Pair, Link]] = defaultdict(dict)
    for link in links:
        pair = link.old[0], link.new[0]
        sections = old.section[pair[0]], new.section[pair[1]]
        if sections in same:
            groups[sections][pair] = link
    # A long passage weighs a little more: of two that changed places, the short one moved.
    return {
        group[pair]
        for group in groups.values()
        for pair in heaviest_chain({(i, j): 1 + len(old.texts[i]) / 1e6 for i, j in group})
    }
