"""A page's ink → its lines in reading order; each table or frame stands among them as one line.

Numbers of lines count from 0 on each page, from top to bottom.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from corpus.readers.pdf_columns import Block, blocks
from corpus.readers.pdf_grids import Grid, grids
from corpus.readers.pdf_ink import Glyph, Ink
from corpus.readers.pdf_lines import TextLine, rows
from corpus.readers.pdf_notes import notes

# Shares of a line's size: readings are set in half of it, right above.
_READING_SIZE, _READING_REACH = 0.62, 1.4
# Stands for a table among the lines; no document uses this plane.
_GRID = 0xF0000


@dataclass(slots=True)
class Page:
    """What is on a page: its lines, and its grids with the glyphs in each of their cells."""

    ink: Ink
    lines: list[TextLine]
    grids: list[Grid]
    inside: list[list[list[Glyph]]]
    readings: list[TextLine] = field(default_factory=list)


def read_page(ink: Ink) -> Page:
    """Share out the glyphs among the cells of grids and the lines between them."""
    found = grids(ink.rules, ink.width * ink.height)
    inside: list[list[list[Glyph]]] = [[[] for _ in grid.areas] for grid in found]
    outside: list[Glyph] = []
    for glyph in ink.glyphs:
        x, y = (glyph.left + glyph.right) / 2, glyph.y - glyph.size * 0.35
        place = next(
            (
                (i, j)
                for i, grid in enumerate(found)
                if grid.box.holds(x, y)
                for j, area in enumerate(grid.areas)
                if area.holds(x, y)
            ),
            None,
        )
        (outside if place is None else inside[place[0]][place[1]]).append(glyph)
    filled = [i for i, cells in enumerate(inside) if any(cells)]
    lines = rows(outside)
    readings = _readings(lines, median(glyph.size for glyph in outside) if outside else 0.0)
    return Page(
        ink,
        [line for line in lines if line not in readings],
        [found[i] for i in filled],
        [inside[i] for i in filled],
        readings,
    )


def in_order(page: Page, lines: Sequence[TextLine], usual: float) -> list[Block]:
    """Return the blocks of a page's text, its grids among their lines."""
    stand_ins = [
        TextLine(
            (Glyph(chr(_GRID + i), grid.box.left, grid.box.right, grid.box.top + usual, usual),),
            grid.box.top + usual,
            usual,
        )
        for i, grid in enumerate(page.grids)
    ]
    return blocks(sorted([*lines, *stand_ins], key=lambda line: (line.y, line.left)))


def grid_of(line: TextLine) -> int | None:
    """Return the number of the grid that a line stands for; None for a line of text."""
    code = ord(line.glyphs[0].char)
    return code - _GRID if _GRID <= code < _GRID + 0xFFFE else None


def below(page: Page, lines: Sequence[TextLine], usual: float) -> list[list[int]]:
    """Return the notes, each as indices of its lines; they stand below everything else."""
    found = notes(lines, usual)
    floor = max((grid.box.bottom for grid in page.grids), default=0.0)
    return found if all(lines[i].y > floor for note in found for i in note) else []


def _readings(lines: Sequence[TextLine], usual: float) -> list[TextLine]:
    """The lines of readings (ふりがな) right above the words they belong to."""
    found = []
    for i, line in enumerate(lines):
        for after in lines[i + 1 : i + 4]:
            small = line.size < _READING_SIZE * min(after.size, 1.2 * usual)
            near = 0 < after.y - line.y < _READING_REACH * after.size
            if small and near and line.left < after.right and after.left < line.right:
                found.append(line)
                break
    return found
