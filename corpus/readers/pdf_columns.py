"""The lines of a page → blocks in the order in which they are read: columns one after the other.

A page is in columns where, over many lines, nothing crosses a gutter and there is running text on both
sides of it; a table whose lines were not drawn has short cells there instead, and stays as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from corpus.readers.pdf_lines import TextLine, cut, side_by_side

_MIN_LINES = 6
# In heights of the font: narrower is no column of running text.
_MIN_WIDTH = 9.0
_STEPS = 60
_MAX_DEPTH = 3


@dataclass(frozen=True, slots=True)
class Block:
    """Lines one below the other that share their left and right edges."""

    lines: tuple[TextLine, ...]
    in_columns: bool


def blocks(lines: Sequence[TextLine], depth: int = 0) -> list[Block]:
    """Return the blocks of lines that run from top to bottom over a whole page, or one of its columns."""
    gutter = _gutter(lines) if depth < _MAX_DEPTH else None
    if gutter is None:
        return [Block(tuple(lines), depth > 0)] if lines else []
    x, first, last = gutter
    left, right = _sides(lines[first:last], x)
    return [
        *blocks(lines[:first], _MAX_DEPTH if depth == 0 else depth),
        *blocks(left, depth + 1),
        *blocks(right, depth + 1),
        *blocks(lines[last:], depth),
    ]


def _gutter(lines: Sequence[TextLine]) -> tuple[float, int, int] | None:
    """The gutter that most lines keep clear, and the half-open range of the lines between which it runs."""
    if len(lines) < _MIN_LINES:
        return None
    parts = [[(part.left, part.right) for part in cut(line)] for line in lines]
    left = min(part[0] for row in parts for part in row)
    right = max(part[1] for row in parts for part in row)
    best: tuple[int, float, int, int] | None = None
    for step in range(_STEPS // 5, _STEPS - _STEPS // 5):
        x = left + (right - left) * step / _STEPS
        found = _run(parts, x)
        if found and (best is None or found[0] > best[0]):
            best = (found[0], x, found[1], found[2])
    if best is None or best[0] < _MIN_LINES:
        return None
    _, x, first, last = best
    sides = _sides(lines[first:last], x)
    return (x, first, last) if all(map(_runs, sides)) else None


def _run(parts: Sequence[Sequence[tuple[float, float]]], x: float) -> tuple[int, int, int] | None:
    """The longest run of lines that keep x clear: how many stand to the right of it, and the range.

    It ends with the last line on the right side, and what is left below on the left side still belongs to
    it.
    """
    best: tuple[int, int, int] | None = None
    start = 0
    for end in range(len(parts) + 1):
        crossed = end == len(parts) or any(a < x < b for a, b in parts[end])
        if crossed:
            rights = [i for i in range(start, end) if any(a >= x for a, _ in parts[i])]
            lefts = [i for i in range(start, end) if any(b <= x for _, b in parts[i])]
            count = min(len(rights), len(lefts))
            if count and (best is None or count > best[0]):
                best = (count, min(rights[0], lefts[0]) if rights[0] - start < 2 else rights[0], end)
            start = end + 1
    return best


def _sides(lines: Sequence[TextLine], x: float) -> tuple[list[TextLine], list[TextLine]]:
    left: list[TextLine] = []
    right: list[TextLine] = []
    for line in lines:
        parts = cut(line)
        before = [part for part in parts if part.right <= x]
        after = [part for part in parts if part.right > x]
        if before:
            left.append(side_by_side(before))
        if after:
            right.append(side_by_side(after))
    return left, right


def _runs(lines: Sequence[TextLine]) -> bool:
    """Whether a column holds running text: wide enough, and most of its lines reach its end."""
    if len(lines) < _MIN_LINES // 2:
        return False
    size = median(line.size for line in lines)
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    full = sum(1 for line in lines if line.right > right - 2.5 * size)
    return right - left > _MIN_WIDTH * size and 2 * full >= len(lines) - 2
