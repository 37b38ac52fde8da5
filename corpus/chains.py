"""Weighted pairs (old, new) → which of them belong together: in order where possible, else the best first."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Link:
    """The heaviest chain that ends with a pair."""

    weight: float
    pair: Pair
    before: "_Link | None"


def heaviest_chain(weights: dict[Pair, float]) -> list[Pair]:
    """Return the pairs, each later than the one before on both sides, whose weights sum up to the most.

    The heaviest increasing subsequence, in n log n steps by a binary indexed tree of prefix maxima.
    """
    columns = sorted({j for _, j in weights})
    tree: list[_Link | None] = [None] * (len(columns) + 1)
    # From right to left within a row, so that no two pairs of a row follow each other.
    for pair in sorted(weights, key=lambda pair: (pair[0], -pair[1])):
        at = bisect_left(columns, pair[1])
        before = _best(tree, at)
        link = _Link(weights[pair] + (before.weight if before else 0.0), pair, before)
        at += 1
        while at < len(tree):
            held = tree[at]
            if held is None or link.weight > held.weight:
                tree[at] = link
            at += at & -at
    chain = []
    last = _best(tree, len(columns))
    while last:
        chain.append(last.pair)
        last = last.before
    return chain[::-1]


def _best(tree: Sequence[_Link | None], end: int) -> _Link | None:
    best: _Link | None = None
    while end:
        held = tree[end]
        if held and (best is None or held.weight > best.weight):
            best = held
        end -= end & -end
    return best


def best_pairs(weights: dict[Pair, float]) -> list[Pair]:
    """Return pairs by falling weight, none of whose sides is taken yet; the nearer ones first on a tie."""
    olds: set[int] = set()
    news: set[int] = set()
    chosen = []
    for pair in sorted(weights, key=lambda pair: (-weights[pair], abs(pair[0] - pair[1]), pair)):
        if pair[0] not in olds and pair[1] not in news:
            chosen.append(pair)
            olds.add(pair[0])
            news.add(pair[1])
    return chosen


def near_best(weights: dict[Pair, float], margin: float) -> dict[Pair, float]:
    """Keep the pairs that are, for both sides, as good as the best one but for a margin."""
    rows = _maxima(weights, lambda pair: pair[0])
    columns = _maxima(weights, lambda pair: pair[1])
    return {
        pair: weight
        for pair, weight in weights.items()
        if weight >= max(rows[pair[0]], columns[pair[1]]) - margin
    }


def _maxima(weights: dict[Pair, float], side: Callable[[Pair], int]) -> dict[int, float]:
    maxima: dict[int, float] = {}
    for pair, weight in weights.items():
        maxima[side(pair)] = max(weight, maxima.get(side(pair), 0.0))
    return maxima


def without(weights: dict[Pair, float], taken: Iterable[Pair]) -> dict[Pair, float]:
    """Leave out the pairs of which a side is taken."""
    taken = list(taken)
    olds, news = {i for i, _ in taken}, {j for _, j in taken}
    return {pair: weight for pair, weight in weights.items() if pair[0] not in olds and pair[1] not in news}
