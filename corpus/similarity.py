"""Texts of two editions → which of them are alike, and how much.

Two texts count as equal if they differ in width, spaces and line breaks alone. How alike others are is
told by the pairs of neighbouring characters they share, which needs no dictionary and forgives a
sentence that changed its place.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

# Pairs of characters that stand in more texts than this tell nothing apart, and cost the most.
_COMMON = 50
# A text that stands whole in another was likely made into it, unless it is too short to tell.
_SHORT = 20
_WITHIN = 0.65
# No text has more than a few real counterparts; the others need not be compared in full.
_CANDIDATES = 12
# Dashes and wave dashes that NFKC leaves apart, and encodings and programs mix up.
_SAME = str.maketrans(dict.fromkeys("〜∼", "~") | dict.fromkeys("‐‑‒–—―−─", "-"))

Profile = Counter[str]


def plain(text: str) -> str:
    """Return the text as it is compared: NFKC, one kind of dash, no white space."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_SAME).split())


def profile(text: str) -> Profile:
    """Count the pairs of neighbouring characters of a plain text, its two ends included."""
    return Counter(map("".join, zip(f"\n{text}", f"{text}\n", strict=True)))


def shared(one: Profile, other: Profile) -> int:
    """How many pairs of characters two texts have in common."""
    small, large = (one, other) if len(one) <= len(other) else (other, one)
    return sum(min(count, large[pair]) for pair, count in small.items() if pair in large)


def likeness(one: Profile, other: Profile) -> float:
    """Sørensen–Dice coefficient of two profiles, 0…1."""
    return 2 * shared(one, other) / ((one.total() + other.total()) or 1)


def kinship(one: Profile, other: Profile) -> float:
    """How surely one text was made from the other, 0…1: alike, or standing in it whole and much shorter."""
    small, large = sorted((one, other), key=Profile.total)
    if small.total() < _SHORT:
        return likeness(one, other)
    return max(likeness(one, other), _WITHIN * containment(small, large))


def containment(part: Profile, whole: Profile) -> float:
    """The share of the first text that also stands in the second, 0…1."""
    return shared(part, whole) / (part.total() or 1)


def together(profiles: Iterable[Profile]) -> Profile:
    """Return the profile of several texts one after the other."""
    return sum(profiles, Counter())


def candidates(
    olds: Sequence[int], news: Sequence[int], old: Mapping[int, Profile], new: Mapping[int, Profile]
) -> list[tuple[int, int]]:
    """Return the pairs (old, new) that may be counterparts: those that share the most telling pairs.

    Takes time in proportion to the texts, not to the number of all pairs.
    """
    holders: dict[str, list[int]] = defaultdict(list)
    for j in news:
        for pair in new[j]:
            holders[pair].append(j)
    found: list[tuple[int, int]] = []
    for i in olds:
        counts: Counter[int] = Counter()
        for pair in old[i]:
            if len(standing := holders.get(pair, ())) <= _COMMON:
                counts.update(standing)
        best = sorted(counts, key=lambda j: (-counts[j], abs(i - j), j))[:_CANDIDATES]
        found.extend((i, j) for j in best)
    return found
