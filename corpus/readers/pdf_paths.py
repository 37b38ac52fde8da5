"""The paths on a PDF page → its ruled lines, where a viewer shows them."""

import ctypes
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as c

from corpus.readers.pdf_ink import Rule

# Thinner is a line, thicker a surface.
_THIN = 3.0
_SHORTEST = 6.0


class Turn:
    """Takes a point of the page's own space to where a viewer shows it, from the upper left corner."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        left, bottom, right, top = page.get_cropbox()
        self._box = (left, bottom, right, top)
        self.rotation = page.get_rotation() % 360

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        """Return the point in points from the left and from the top."""
        left, bottom, right, top = self._box
        if self.rotation == 90:
            return y - bottom, x - left
        if self.rotation == 180:
            return right - x, y - bottom
        if self.rotation == 270:
            return top - y, right - x
        return x - left, top - y


def rules_of(item: pdfium.PdfObject, turn: Turn) -> Iterator[Rule]:
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


def _subpaths(path: object, turn: Turn) -> Iterator[list[tuple[float, float]]]:
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


def turned(rule: Rule, width: float) -> Rule:
    """Return a rule of a page written vertically, turned: the page's right edge becomes the top."""
    if rule.horizontal:
        return Rule(False, rule.at, width - rule.end, width - rule.start)
    return Rule(True, width - rule.at, rule.start, rule.end)
