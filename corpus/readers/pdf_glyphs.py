"""The text of a PDF page → its glyphs, each once, upright or turned from lines that run downwards."""

import ctypes
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

import pypdfium2.raw as c

from corpus.readers.pdf_ink import Glyph
from corpus.readers.pdf_paths import Turn

_SPACE = 0x20
# Share of the height within which a page written vertically has upright heads and numbers.
_EDGE = 0.2
# Radicals that bad conversion tables give for the characters that look like them; NFKC knows only some.
_RADICALS = str.maketrans(
    "⺟⺠⺩⻁⻄⻅⻆⻑⻘⻝⻤⻨⻩⻫⻭⻯⻲⻳⼾戶", "母民王虎西見角長青食鬼麦黄斉歯竜亀亀戸戸"
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A glyph where a viewer shows it, and the white space that was drawn before it."""

    char: str
    left: float
    top: float
    right: float
    bottom: float
    y: float
    size: float
    spaced: str


def drawn_on(text: object, turn: Turn, limit: int) -> list[Drawn]:
    """Every glyph of a page in the order in which they were drawn."""
    found: list[Drawn] = []
    box, matrix = c.FS_RECTF(), c.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    spaced = ""
    for i in range(min(c.FPDFText_CountChars(text), limit)):
        code = c.FPDFText_GetUnicode(text, i)
        if c.FPDFText_IsGenerated(text, i) == 1:
            # Not drawn; but where there is room for a space, the library says so.
            spaced += " " * (code == _SPACE)
            continue
        char = chr(code) if code and not 0xD800 <= code < 0xE000 else "\ufffd"
        if char.isspace():
            spaced += char
            continue
        c.FPDFText_GetLooseCharBox(text, i, box)
        c.FPDFText_GetCharOrigin(text, i, x, y)
        c.FPDFText_GetMatrix(text, i, matrix)
        size = c.FPDFText_GetFontSize(text, i) * (hypot(matrix.c, matrix.d) or 1.0)
        (x0, y0), (x1, y1) = turn(box.left, box.bottom), turn(box.right, box.top)
        _, base = turn(x.value, y.value)
        found.append(
            Drawn(_usual(char), min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), base, size, spaced)
        )
        spaced = ""
    return found


def upright(found: Sequence[Drawn]) -> list[Glyph]:
    """Return glyphs of lines that run to the right."""
    return [Glyph(g.char, g.left, g.right, g.y, g.size, g.spaced) for g in found]


def downwards(found: Sequence[Drawn], width: float) -> list[Glyph]:
    """Glyphs of lines that run downwards, turned: the page's right edge becomes the top."""
    return [
        Glyph(g.char, g.top, g.bottom, width - (g.left + g.right) / 2 + g.size / 2, g.size, g.spaced)
        for g in found
    ]


def across(found: Sequence[Drawn], height: float) -> set[int]:
    """The glyphs near the upper and lower edge that follow none, and that none follows, downwards."""
    # A number and its title stand farther apart than words do.
    follows = [False, *(_is_below(a, b, reach=5) for a, b in pairwise(found)), False]
    return {
        i
        for i, g in enumerate(found)
        if not (follows[i] or follows[i + 1]) and not _EDGE * height < g.bottom < (1 - _EDGE) * height
    }


def _is_below(a: Drawn, b: Drawn, reach: float = 2) -> bool:
    across = abs((a.left + a.right) - (b.left + b.right)) / 2
    along = abs((a.top + a.bottom) - (b.top + b.bottom)) / 2
    return across < a.size * 0.3 and a.size * 0.5 < along < a.size * reach


def _usual(char: str) -> str:
    """The character itself for a form of it that only looks otherwise: vertical brackets, bare radicals."""
    if "\u2e80" <= char <= "\u2fdf" or "\ufe10" <= char <= "\ufe4f" or char == "戶":
        return unicodedata.normalize("NFKC", char.translate(_RADICALS))
    return char


def runs_down(found: Sequence[Drawn]) -> bool:
    """Whether the next glyph mostly stands below the one before it, not beside it."""
    down = beside = 0
    for a, b in pairwise(found):
        if _is_below(a, b):
            down += 1
        elif abs((a.top + a.bottom) - (b.top + b.bottom)) / 2 < a.size * 0.5:
            beside += abs((a.left + a.right) - (b.left + b.right)) / 2 < a.size * 2
    return down > 2 * beside


def single(glyphs: list[Glyph]) -> list[Glyph]:
    """Leave out glyphs drawn once more, a hair's breadth beside, to look bold."""
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    kept = []
    for glyph in glyphs:
        column, row = int(glyph.left // 4), int(glyph.y // 4)
        near = (
            other
            for i in (-1, 0, 1)
            for j in (-1, 0, 1)
            for other in seen.get((glyph.char, column + i, row + j), ())
        )
        reach = glyph.size * 0.2
        if any(abs(o.left - glyph.left) < reach and abs(o.y - glyph.y) < reach for o in near):
            continue
        seen.setdefault((glyph.char, column, row), []).append(glyph)
        kept.append(glyph)
    return kept
