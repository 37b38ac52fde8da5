"""Comparisons → 新旧対照表, the side-by-side table that officials know: its rows, and as one HTML page.

The new edition stands on the left. What changed is underlined; text on one side alone is all underlined,
with （新設） or （削除） on the other. Text is escaped, and the page asks nothing of any other host.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.revision import by_section, counted, editions, marks, pieces, remark, texts
from corpus.editions import Change, Comparison
from corpus.errors import GuideError
from corpus.types import Span

Piece = tuple[str, bool]
NEW, OLD, REMARK = "改正後", "改正前", "備考"
NOTHING_CHANGED = "変わったところはありません。"
_ADDED, _REMOVED = "（新設）", "（削除）"

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: the pieces of both texts, each with whether it is underlined, and the remark."""

    new: tuple[Piece, ...]
    old: tuple[Piece, ...]
    remark: str


@dataclass(frozen=True, slots=True)
class Table:
    """One document's table: its editions, its counts in words, and its rows under their sections."""

    title: str
    new: str
    old: str
    counts: str
    sections: tuple[tuple[str, tuple[Row, ...]], ...]


def table(comparison: Comparison) -> Table:
    """Lay a comparison out as a table."""
    old, new = editions(comparison)
    return Table(
        title=comparison.new.info.title or comparison.new.info.id,
        new=new,
        old=old,
        counts=counted(comparison),
        sections=tuple(
            (place, tuple(_row(change) for change in changes)) for place, changes in by_section(comparison)
        ),
    )


def write_html(comparisons: Sequence[Comparison], path: Path) -> None:
    """Write the tables of all documents as one page; raises GuideError if it cannot be written."""
    page = _environment.get_template("revision_table.html").render(
        tables=[table(comparison) for comparison in comparisons],
        columns=(NEW, OLD, REMARK),
        nothing=NOTHING_CHANGED,
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise unwritable(path) from error


def unwritable(path: Path) -> GuideError:
    """Return the error for a file that cannot be written."""
    return GuideError(f"「{path}」に書き込めません。空き容量と、書き込みの許可を確かめてください。")


def _row(change: Change) -> Row:
    old, new = texts(change)
    gone, added = marks(change)
    return Row(_cell(new, added, _REMOVED), _cell(old, gone, _ADDED), remark(change))


def _cell(text: str, marked: Sequence[Span], otherwise: str) -> tuple[Piece, ...]:
    return tuple(pieces(text, marked)) if text else ((otherwise, False),)
