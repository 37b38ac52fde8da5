"""An impact → one HTML page that can be printed: old and new answers side by side, what changed underlined.

Text is escaped, and the page asks nothing of any other host.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.evaluation.impact import STATUSES, Effect, Impact, Outcome
from assistant.evaluation.impact_report import NOTHING_ASKED, OUTCOMES, SOURCES, counted
from assistant.evaluation.said import Said
from assistant.generations import local
from assistant.revision import pieces
from assistant.revision_table import unwritable
from corpus.rewording import reword
from corpus.types import Span

Piece = tuple[str, bool]
NEW, OLD = "新しい答え", "前の答え"

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One side of a row: where the answer stands, and its words, each piece with whether it changed."""

    place: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A question and its two answers; `alarm` says what is wrong with a golden question's new one."""

    question: str
    history: tuple[str, ...]
    source: str
    alarm: str
    old: Cell
    new: Cell


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one outcome; those of answers that do not change are counted only."""

    title: str
    count: int
    rows: tuple[Row, ...]


def groups(impact: Impact) -> tuple[Group, ...]:
    """Lay an impact out, what weighs most first; outcomes that no answer has are left out."""
    laid = []
    for outcome in Outcome:
        effects = impact.of(outcome)
        rows = () if outcome is Outcome.UNCHANGED else tuple(map(row, effects))
        if effects:
            laid.append(Group(OUTCOMES[outcome], len(effects), rows))
    return tuple(laid)


def row(effect: Effect) -> Row:
    """Lay one effect out."""
    old, new = effect.old.first, effect.new.first
    gone: Sequence[Span] = ()
    added: Sequence[Span] = ()
    if old and new:
        rewording = reword(old.text, new.text)
        gone, added = rewording.gone, rewording.new
    return Row(
        effect.asked.question,
        effect.asked.history,
        SOURCES[effect.asked.source],
        effect.why if effect.is_golden_lost else "",
        _cell(effect.old, gone),
        _cell(effect.new, added),
    )


def write_impact(impact: Impact, path: Path) -> None:
    """Write an impact as a page; raises GuideError if it cannot be written."""
    page = _environment.get_template("impact.html").render(
        impact=impact,
        measured=local(impact.measured_at),
        counts=counted(impact) if impact.effects else NOTHING_ASKED,
        groups=groups(impact),
        columns=(OLD, NEW),
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8", errors="replace", newline="\n")
    except OSError as error:
        raise unwritable(path) from error


def _cell(answer: Said, marked: Sequence[Span]) -> Cell:
    if answer.first is None:
        return Cell("", ((f"（{STATUSES[answer.status]}）", False),))
    first = answer.first
    place = " ".join(part for part in (first.reference or "（見出しの前）", first.edition) if part)
    return Cell(place, tuple(pieces(first.text, marked)))
