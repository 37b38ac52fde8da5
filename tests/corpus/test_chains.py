"""Chains of pairs, held to what trying every possibility gives."""

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from corpus.chains import Pair, best_pairs, heaviest_chain, near_best, without

_WEIGHTS = st.dictionaries(
    st.tuples(st.integers(0, 5), st.integers(0, 5)), st.integers(1, 9).map(float), max_size=9
)


def _follow(pairs: tuple[Pair, ...]) -> bool:
    return all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(pairs))


@given(_WEIGHTS)
def test_順を保つ組のうち最も重いものを選ぶ(weights: dict[Pair, float]) -> None:
    chain = heaviest_chain(weights)
    assert _follow(tuple(chain))
    possible = (
        sum(weights[pair] for pair in pairs)
        for size in range(len(weights) + 1)
        for pairs in combinations(sorted(weights), size)
        if _follow(pairs)
    )
    assert sum(weights[pair] for pair in chain) == max(possible)


@given(_WEIGHTS)
def test_良い組から選び同じものは二度選ばない(weights: dict[Pair, float]) -> None:
    chosen = best_pairs(weights)
    assert len({i for i, _ in chosen}) == len({j for _, j in chosen}) == len(chosen)
    assert without(weights, chosen) == {}
    if weights:
        assert weights[chosen[0]] == max(weights.values())


@given(_WEIGHTS)
def test_どちらの側でも最良に近い組だけを残す(weights: dict[Pair, float]) -> None:
    kept = near_best(weights, 1)
    for (i, j), weight in weights.items():
        rivals = max(w for pair, w in weights.items() if pair[0] == i or pair[1] == j)
        assert ((i, j) in kept) == (weight >= rivals - 1)
