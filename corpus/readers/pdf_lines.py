"""Glyphs → lines of text from top to bottom, each cut where a column or a cell ends.

A line's text is made of its glyphs from left to right. Between two of them stands the white space that was
drawn there, or one that their distance tells.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.readers.pdf_ink import Glyph

# In heights of the font: what parts columns, words of which one is Latin, and other words.
_COLUMN, _MIXED, _WORD = 1.6, 0.2, 0.7
_SUPERSCRIPT, _RAISED = 0.75, 0.7
_LATIN = re.compile(r"[!-~]")


@dataclass(frozen=True, slots=True)
class TextLine:
    """A stretch of a line: its glyphs from left to right; `y` is its baseline, `size` its font's height."""

    glyphs: tuple[Glyph, ...]
    y: float
    size: float

    @property
    def left(self) -> float:
        """Where its first glyph begins."""
        return self.glyphs[0].left

    @property
    def right(self) -> float:
        """Where its last glyph ends."""
        return max(glyph.right for glyph in self.glyphs[-3:])

    @property
    def text(self) -> str:
        """Its characters, with white space between them."""
        return "".join(piece for glyph in self.pieces() for piece in glyph)

    def pieces(self) -> list[tuple[str, str]]:
        """For each glyph, the white space before it and its character."""
        shown = [("", self.glyphs[0].char)]
        for before, glyph in pairwise(self.glyphs):
            shown.append((_space(before, glyph, self.size), glyph.char))
        return shown

    def raised(self, i: int) -> bool:
        """Whether a glyph is small and stands above the baseline, as the numbers of notes do."""
        glyph = self.glyphs[i]
        return glyph.size < _SUPERSCRIPT * self.size and self.y - glyph.y > 0.15 * self.size


def rows(glyphs: Iterable[Glyph]) -> list[TextLine]:
    """Gather glyphs into lines across the whole width, from top to bottom."""
    found: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (g.y, g.left)):
        for row in found[:-4:-1]:
            base = row[0]
            reach = 0.4 * max(base.size, glyph.size)
            if abs(glyph.y - base.y) <= reach and _small_enough(glyph, row):
                row.append(glyph)
                break
        else:
            found.append([glyph])
    found = [row for row in _with_raised(found) if row]
    return sorted((_line(row) for row in found), key=lambda line: (line.y, line.left))


def _with_raised(found: list[list[Glyph]]) -> list[list[Glyph]]:
    """Move what is raised into the line it stands in: small, and with room of its own between its glyphs."""
    for i, row in enumerate(found):
        for glyph in list(row):
            for line in found[i + 1 : i + 4]:
                base = line[0] if line else glyph
                near = 0 < base.y - glyph.y < _RAISED * base.size
                if glyph.size < _SUPERSCRIPT * base.size and near and _has_room(glyph, line):
                    row.remove(glyph)
                    line.append(glyph)
                    break
    return found


def _has_room(glyph: Glyph, line: Sequence[Glyph]) -> bool:
    """Whether a glyph stands beside those of a line, touching one and covering none."""
    middle = (glyph.left + glyph.right) / 2
    beside = any(
        abs(glyph.left - other.right) < 0.5 * other.size or abs(glyph.right - other.left) < 0.5 * other.size
        for other in line
    )
    return beside and not any(other.left < middle < other.right for other in line)


def cut(line: TextLine) -> list[TextLine]:
    """Cut a line where wide gaps part it."""
    parts: list[list[Glyph]] = [[line.glyphs[0]]]
    for before, glyph in pairwise(line.glyphs):
        if glyph.left - before.right > _COLUMN * line.size:
            parts.append([])
        parts[-1].append(glyph)
    return [_line(part) for part in parts]


def side_by_side(lines: Sequence[TextLine]) -> TextLine:
    """Put parts of one line together again."""
    return _line([glyph for line in lines for glyph in line.glyphs])


def _small_enough(glyph: Glyph, row: Sequence[Glyph]) -> bool:
    """Whether a glyph belongs to a row and is not a reading printed above its words."""
    size = max(row[0].size, glyph.size)
    small = min(row[0].size, glyph.size)
    return small > 0.4 * size or abs(glyph.y - row[0].y) < 0.2 * size


def _line(glyphs: Sequence[Glyph]) -> TextLine:
    ordered = tuple(sorted(glyphs, key=lambda glyph: glyph.left))
    size = median(glyph.size for glyph in ordered)
    usual = [glyph.y for glyph in ordered if glyph.size >= _SUPERSCRIPT * size]
    return TextLine(ordered, median(usual or [glyph.y for glyph in ordered]), size)


def _space(before: Glyph, glyph: Glyph, size: float) -> str:
    gap = (glyph.left - before.right) / size if size else 0.0
    if glyph.spaced:
        return "\u3000" if "\u3000" in glyph.spaced or gap > _WORD else " "
    latin = bool(_LATIN.match(before.char)) or bool(_LATIN.match(glyph.char))
    if gap > _WORD:
        return "\u3000"
    return " " if latin and gap > _MIXED else ""
