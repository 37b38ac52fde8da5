"""What is drawn on the page of a PDF: glyphs and ruled lines, where they stand; nothing is judged.

Coordinates are in points from the upper left corner of the page as a viewer shows it. On a page written
vertically they are turned by a quarter, so that every line of text runs to the right and the next one
stands below it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and its box: from `left` to `right` on a baseline at `y`; `size` is the font's height."""

    char: str
    left: float
    right: float
    y: float
    size: float
    spaced: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line from `start` to `end`; it lies at `at` on the other axis."""

    horizontal: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Ink:
    """A page: its size, its glyphs in the order they were drawn, its rules, and whether it has a picture.

    `across` holds what stands upright at the edges of a page written vertically, its number and its head.
    """

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    pictured: bool
    across: tuple[Glyph, ...] = ()
    vertical: bool = False
