"""A PDF's bytes → what is drawn on each page: glyphs and ruled lines, where they stand; nothing is judged.

Coordinates are in points from the upper left corner of the page as a viewer shows it. On a page written
vertically they are turned by a quarter, so that every line of text runs to the right and the next one
stands below it.
"""

import ctypes
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

import pypdfium2 as pdfium
import pypdfium2.raw as c

from corpus.errors import DocumentError

# A law with all its annexes has a thousand pages; a file with more glyphs than this is no document.
_MAX_PAGES = 5_000
_MAX_GLYPHS = 10_000_000
_MAX_SEGMENTS = 200_000
# Thinner is a line, thicker a surface.
_THIN = 3.0
_SHORTEST = 6.0
_SPACE = 0x20
# Share of the height within which a page written vertically has upright heads and numbers.
_EDGE = 0.2
# Radicals that bad conversion tables give for the characters that look like them; NFKC knows only some.
_RADICALS = str.maketrans(
    "⺟⺠⺩⻁⻄⻅⻆⻑⻘⻝⻤⻨⻩⻫⻭⻯⻲⻳⼾戶", "母民王虎西見角長青食鬼麦黄斉歯竜亀亀戸戸"
)
_LOCKED = "パスワードで保護されています。パスワードを外した PDF を使ってください。"
_BROKEN = "PDF として読めません。途中で切れているか、壊れています。受け取り直すか、作り直してください。"
_LARGE = "大きすぎます（{limit}まで）。文書を分けてください。"


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


def pages_of(data: bytes, name: str) -> Iterator[Ink]:
    """Yield the pages; `name` stands in messages. Raises DocumentError."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        why = _LOCKED if "password" in str(error).lower() else _BROKEN
        raise DocumentError(f"「{name}」は{why}") from None
    try:
        if len(document) > _MAX_PAGES:
            raise DocumentError(f"「{name}」は{_LARGE.format(limit=f'{_MAX_PAGES:,}ページ')}")
        left = _MAX_GLYPHS
        for i in range(len(document)):
            page = document[i]
            try:
                ink = _ink(page, left)
            finally:
                page.close()
            left -= len(ink.glyphs)
            if left <= 0:
                raise DocumentError(f"「{name}」は{_LARGE.format(limit='1,000万字')}")
            yield ink
    except pdfium.PdfiumError:
        raise DocumentError(f"「{name}」は{_BROKEN}") from None
    finally:
        document.close()


def _ink(page: pdfium.PdfPage, limit: int) -> Ink:
    width, height = page.get_size()
    turn = _Turn(page)
    text = page.get_textpage()
    try:
        found = _found(text.raw, turn, limit)
    finally:
        text.close()
    rules: list[Rule] = []
    pictured = False
    left = _MAX_SEGMENTS
    for item in page.get_objects(max_depth=2):
        pictured = pictured or item.type == c.FPDF_PAGEOBJ_IMAGE
        if item.type == c.FPDF_PAGEOBJ_PATH and item.level == 0 and left > 0:
            left -= c.FPDFPath_CountSegments(item.raw)
            rules.extend(_rules(item, turn))
    if not _runs_down(found):
        return Ink(width, height, tuple(_single(_upright(found))), tuple(rules), pictured)
    across = _across(found, height)
    glyphs = _single(_downwards([drawn for i, drawn in enumerate(found) if i not in across], width))
    upright = _single(_upright([found[i] for i in sorted(across)]))
    turned = tuple(_turned(rule, width) for rule in rules)
    return Ink(height, width, tuple(glyphs), turned, pictured, tuple(upright), vertical=True)


class _Turn:
    """Takes a point of the page's own space to where a viewer shows it, from the upper left corner."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        left, bottom, right, top = page.get_cropbox()
        self._box = (left, bottom, right, top)
        self.rotation = page.get_rotation() % 360

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        left, bottom, right, top = self._box
        if self.rotation == 90:
            return y - bottom, x - left
        if self.rotation == 180:
            return right - x, y - bottom
        if self.rotation == 270:
            return top - y, right - x
        return x - left, top - y


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A glyph where a viewer shows it, and the white space that was drawn before it."""

    char: str
    left: float
    top: float
    right: float
    bottom: float
    y: float
    size: float
    spaced: str


def _found(text: object, turn: _Turn, limit: int) -> list[_Drawn]:
    """Every glyph of a page in the order in which they were drawn."""
    found: list[_Drawn] = []
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
            _Drawn(_usual(char), min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), base, size, spaced)
        )
        spaced = ""
    return found


def _upright(found: Sequence[_Drawn]) -> list[Glyph]:
    return [Glyph(g.char, g.left, g.right, g.y, g.size, g.spaced) for g in found]


def _downwards(found: Sequence[_Drawn], width: float) -> list[Glyph]:
    """Glyphs of lines that run downwards, turned: the page's right edge becomes the top."""
    return [
        Glyph(g.char, g.top, g.bottom, width - (g.left + g.right) / 2 + g.size / 2, g.size, g.spaced)
        for g in found
    ]


def _across(found: Sequence[_Drawn], height: float) -> set[int]:
    """The glyphs near the upper and lower edge that follow none, and that none follows, downwards."""
    # A number and its title stand farther apart than words do.
    follows = [False, *(_is_below(a, b, reach=5) for a, b in pairwise(found)), False]
    return {
        i
        for i, g in enumerate(found)
        if not (follows[i] or follows[i + 1]) and not _EDGE * height < g.bottom < (1 - _EDGE) * height
    }


def _is_below(a: _Drawn, b: _Drawn, reach: float = 2) -> bool:
    across = abs((a.left + a.right) - (b.left + b.right)) / 2
    along = abs((a.top + a.bottom) - (b.top + b.bottom)) / 2
    return across < a.size * 0.3 and a.size * 0.5 < along < a.size * reach


def _usual(char: str) -> str:
    """The character itself for a form of it that only looks otherwise: vertical brackets, bare radicals."""
    if "\u2e80" <= char <= "\u2fdf" or "\ufe10" <= char <= "\ufe4f" or char == "戶":
        return unicodedata.normalize("NFKC", char.translate(_RADICALS))
    return char


def _runs_down(found: Sequence[_Drawn]) -> bool:
    """Whether the next glyph mostly stands below the one before it, not beside it."""
    down = beside = 0
    for a, b in pairwise(found):
        if _is_below(a, b):
            down += 1
        elif abs((a.top + a.bottom) - (b.top + b.bottom)) / 2 < a.size * 0.5:
            beside += abs((a.left + a.right) - (b.left + b.right)) / 2 < a.size * 2
    return down > 2 * beside


def _single(glyphs: list[Glyph]) -> list[Glyph]:
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


def _rules(item: pdfium.PdfObject, turn: _Turn) -> Iterator[Rule]:
    """The ruled lines of a path: strokes, thin surfaces, and the edges of stroked rectangles."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    c.FPDFPath_GetDrawMode(item.raw, fill, stroke)
    for points in _subpaths(item.raw, turn):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
        if bottom - top <= _THIN and right - left >= _SHORTEST:
            yield Rule(True, (top + bottom) / 2, left, right)
        elif right - left <= _THIN and bottom - top >= _SHORTEST:
            yield Rule(False, (left + right) / 2, top, bottom)
        elif stroke.value and len(points) in (4, 5) and _is_rectangle(points):
            yield from (Rule(True, at, left, right) for at in (top, bottom))
            yield from (Rule(False, at, top, bottom) for at in (left, right))


def _subpaths(path: object, turn: _Turn) -> Iterator[list[tuple[float, float]]]:
    matrix = c.FS_MATRIX()
    c.FPDFPageObj_GetMatrix(path, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for i in range(c.FPDFPath_CountSegments(path)):
        segment = c.FPDFPath_GetPathSegment(path, i)
        if c.FPDFPathSegment_GetType(segment) == c.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        c.FPDFPathSegment_GetPoint(segment, x, y)
        points.append(
            turn(
                matrix.a * x.value + matrix.c * y.value + matrix.e,
                matrix.b * x.value + matrix.d * y.value + matrix.f,
            )
        )
    if points:
        yield points


def _is_rectangle(points: Sequence[tuple[float, float]]) -> bool:
    return all(abs(a[0] - b[0]) < 1 or abs(a[1] - b[1]) < 1 for a, b in pairwise(points))


def _turned(rule: Rule, width: float) -> Rule:
    if rule.horizontal:
        return Rule(False, rule.at, width - rule.end, width - rule.start)
    return Rule(True, width - rule.at, rule.start, rule.end)
