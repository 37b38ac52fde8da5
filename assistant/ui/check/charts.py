"""Figures over time → where their lines run in a picture of fixed size."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evaluation.stored import Measured
from assistant.store.types import FiguresRecord
from assistant.ui import wording
from assistant.ui.clock import JAPAN

WIDTH, HEIGHT = 720, 300
_LEFT, _TOP, _RIGHT, _BOTTOM = 56, 20, 24, 40
# Each line has its own name, dashes and mark; colour alone tells nobody anything.
_LINES = (("hit1", "circle"), ("hit3", "square"), ("refused", "triangle"))
# More points than this cannot be told apart.
_MOST = 40
_DAYS = 8
_TICKS = (0, 25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class Point:
    """A value in per cent, and where it is drawn."""

    x: float
    y: float
    value: float


@dataclass(frozen=True, slots=True)
class Line:
    """A figure over time: its key, its name, the shape of its marks, and its points."""

    key: str
    name: str
    shape: str
    points: tuple[Point, ...]

    @property
    def path(self) -> str:
        """The points as SVG's polyline wants them."""
        return " ".join(f"{point.x:.1f},{point.y:.1f}" for point in self.points)


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture: lines, the heights of 0 to 100 per cent, and days below."""

    width: int
    height: int
    left: float
    right: float
    lines: tuple[Line, ...]
    ticks: tuple[tuple[float, str], ...]
    days: tuple[tuple[float, str], ...]


def over_time(records: Sequence[tuple[FiguresRecord, Measured]]) -> Chart | None:
    """Return the picture of figures, oldest first; None for fewer than two measurements."""
    chosen = records[-_MOST:]
    if len(chosen) < 2:
        return None
    step = (WIDTH - _LEFT - _RIGHT) / (len(chosen) - 1)
    places = [_LEFT + step * row for row in range(len(chosen))]
    lines = tuple(
        Line(key, wording.FIGURES[key], shape, tuple(_points(key, chosen, places))) for key, shape in _LINES
    )
    days = _days(places, [record for record, _ in chosen])
    return Chart(
        WIDTH,
        HEIGHT,
        _LEFT,
        WIDTH - _RIGHT,
        tuple(line for line in lines if line.points),
        tuple((_height(tick), f"{tick}%") for tick in _TICKS),
        days,
    )


def _days(places: Sequence[float], records: Sequence[FiguresRecord]) -> tuple[tuple[float, str], ...]:
    """Each day once, as many of them as have room side by side."""
    days: dict[str, float] = {}
    for x, record in zip(places, records, strict=True):
        day = record.measured_at.astimezone(JAPAN)
        days.setdefault(f"{day.month}/{day.day}", x)
    every = max(1, -(-len(days) // _DAYS))
    return tuple((x, day) for day, x in list(days.items())[::every])


def _points(
    key: str, records: Sequence[tuple[FiguresRecord, Measured]], places: Sequence[float]
) -> list[Point]:
    values = [measured.overall.get(key) for _, measured in records]
    return [
        Point(x, _height(100 * value), 100 * value)
        for x, value in zip(places, values, strict=True)
        if value is not None
    ]


def _height(percent: float) -> float:
    return HEIGHT - _BOTTOM - percent / 100 * (HEIGHT - _TOP - _BOTTOM)
