"""What a format itself says of a line: that it is a heading, a row of a table, a note, or nothing."""

from dataclasses import dataclass
from enum import StrEnum

from corpus.types import Span


class Role(StrEnum):
    """What a line is by the format's own account; `BODY` is judged by its words, as all text files are."""

    BODY = "body"
    TITLE = "title"
    HEADING = "heading"
    ITEM = "item"
    NOTE = "note"
    BOX = "box"
    ROW = "row"
    ASIDE = "aside"


# The pieces of one cell, a paragraph each. A cell that spans columns or rows stands in each of them.
Cell = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """A line's role, and what belongs to it.

    `level` is a heading's, from 1; of a `BODY` line, it says that it is set in larger type, as headings are,
    1 being the largest. `block` tells one box or table from the next. `cells` are a row's,
    one a column; `heads` says that they name the columns, None that the format doesn't say. `why` is the
    reason, in Japanese, for which a line is set aside.
    """

    role: Role = Role.BODY
    level: int = 0
    block: int = 0
    cells: tuple[Cell, ...] = ()
    heads: bool | None = None
    why: str = ""

    def continues(self, other: "Known") -> bool:
        """Whether a line of this kind may go on with one of the other."""
        return (self.role, self.block, self.level) == (other.role, other.block, other.level)


NOTHING = Known()
# What belongs to no list or box that began above it, and to no heading.
APART = frozenset({Role.BOX, Role.ROW, Role.NOTE})
