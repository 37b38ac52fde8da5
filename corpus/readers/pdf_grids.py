"""The ruled lines of a page → the tables and frames they draw, each a grid of cells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.readers.pdf_ink import Rule

# Lines that are meant to meet do so within this much, in points.
_NEAR = 3.0
_MAX_RULES = 3_000
# A frame around more of the page than this is an ornament.
_MOST = 0.6


@dataclass(frozen=True, slots=True)
class Box:
    """An area of a page."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def area(self) -> float:
        """In square points."""
        return (self.right - self.left) * (self.bottom - self.top)

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: `cells[row][column]` is the number of the cell there; wide and high ones stand in several."""

    box: Box
    columns: tuple[float, ...]
    cells: tuple[tuple[int, ...], ...]
    areas: tuple[Box, ...]


def grids(rules: Sequence[Rule], area: float) -> list[Grid]:
    """Return the grids on a page from top to bottom; `area` is the page's, in square points.

    A frame around the whole page, or around tables, frames nothing; a grid within a cell is no table of
    its own.
    """
    found = [grid for group in _connected(_joined(rules[:_MAX_RULES])) if (grid := _grid(group))]
    found = [grid for grid in found if len(grid.areas) > 1 or grid.box.area < _MOST * area]
    found = [
        grid for grid in found if len(grid.areas) > 1 or not any(_within(other, grid) for other in found)
    ]
    found = [grid for grid in found if not any(_within(grid, other) for other in found)]
    return sorted(found, key=lambda grid: (grid.box.top, grid.box.left))


def _within(inner: Grid, outer: Grid) -> bool:
    return (
        inner is not outer
        and outer.box.holds(inner.box.left, inner.box.top)
        and outer.box.holds(inner.box.right, inner.box.bottom)
    )


def _joined(rules: Sequence[Rule]) -> list[Rule]:
    """Make one line of pieces that lie end to end or side by side."""
    joined: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (r.horizontal, round(r.at / _NEAR), r.start)):
        last = joined[-1] if joined else None
        if (
            last
            and last.horizontal == rule.horizontal
            and abs(last.at - rule.at) <= _NEAR
            and rule.start <= last.end + _NEAR
        ):
            joined[-1] = Rule(last.horizontal, last.at, last.start, max(last.end, rule.end))
        else:
            joined.append(rule)
    return joined


def _connected(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Groups of lines that touch one another."""
    parents = list(range(len(rules)))

    def root(i: int) -> int:
        while parents[i] != i:
            parents[i] = parents[parents[i]]
            i = parents[i]
        return i

    flat = [i for i, rule in enumerate(rules) if rule.horizontal]
    upright = [i for i, rule in enumerate(rules) if not rule.horizontal]
    for i in flat:
        for j in upright:
            if _meet(rules[i], rules[j]):
                parents[root(i)] = root(j)
    groups: dict[int, list[Rule]] = {}
    for i, rule in enumerate(rules):
        groups.setdefault(root(i), []).append(rule)
    yield from groups.values()


def _meet(flat: Rule, upright: Rule) -> bool:
    return (
        flat.start - _NEAR <= upright.at <= flat.end + _NEAR
        and upright.start - _NEAR <= flat.at <= upright.end + _NEAR
    )


def _grid(rules: Sequence[Rule]) -> Grid | None:
    flat = [rule for rule in rules if rule.horizontal]
    upright = [rule for rule in rules if not rule.horizontal]
    if len(flat) < 2 or not upright:
        return None
    # A table may be open at its sides.
    xs = _places([*(r.at for r in upright), min(r.start for r in flat), max(r.end for r in flat)])
    ys = _places([r.at for r in flat])
    if len(xs) < 2 or len(ys) < 2:
        return None
    numbers: dict[tuple[int, int], int] = {}
    areas: list[Box] = []
    for i in range(len(ys) - 1):
        for j in range(len(xs) - 1):
            if (i, j) not in numbers:
                right, bottom = _extent(flat, upright, xs, ys, i, j)
                for row in range(i, bottom):
                    numbers |= {(row, column): len(areas) for column in range(j, right)}
                areas.append(Box(xs[j], ys[i], xs[right], ys[bottom]))
    cells = tuple(tuple(numbers[i, j] for j in range(len(xs) - 1)) for i in range(len(ys) - 1))
    return Grid(Box(xs[0], ys[0], xs[-1], ys[-1]), tuple(xs), cells, tuple(areas))


def _extent(
    flat: Sequence[Rule], upright: Sequence[Rule], xs: Sequence[float], ys: Sequence[float], i: int, j: int
) -> tuple[int, int]:
    """How far a cell goes to the right and down before a line ends it."""
    right = j + 1
    while right < len(xs) - 1 and not _drawn(upright, xs[right], ys[i], ys[i + 1]):
        right += 1
    bottom = i + 1
    while bottom < len(ys) - 1 and not _drawn(flat, ys[bottom], xs[j], xs[j + 1]):
        bottom += 1
    return right, bottom


def _drawn(rules: Sequence[Rule], at: float, start: float, end: float) -> bool:
    """Whether a line lies along the middle of a stretch."""
    middle = (start + end) / 2
    return any(abs(rule.at - at) <= _NEAR and rule.start <= middle <= rule.end for rule in rules)


def _places(values: Sequence[float]) -> list[float]:
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _NEAR:
            places.append(value)
    return places
