"""The lines of all pages → what is usual in the file: size, distance and length of its lines of text.

All are in points. What differs from the usual tells headings, paragraphs and full lines.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import median

from corpus.markers import Mark, marker
from corpus.readers.pdf_lines import TextLine

_SENTENCE_ENDS = ("。", "．", "？", "！", "」", "）")
# In heights of the font: how near to the margin full lines end, and how unlike left and right may be.
_NEAR_END, _ASYMMETRY = 2.5, 4.0
# Headings are this many times larger than the text; a poster with many sizes has no levels.
_LARGER, _MAX_SIZES = 1.12, 6
# Nobody breaks lines sooner than this.
_SHORTEST = 15.0


def usual_size(pages: Sequence[Sequence[TextLine]]) -> float:
    """Return the font height that most characters have."""
    sizes = Counter(round(line.size, 1) for lines in pages for line in lines for _ in line.glyphs)
    return sizes.most_common(1)[0][0] if sizes else 10.5


def larger_sizes(lines: Iterable[TextLine], usual: float) -> dict[float, int]:
    """Return the font heights that headings may be set in → their rank, 1 being the largest."""
    sizes = sorted({_half(line.size) for line in lines if line.size >= _LARGER * usual}, reverse=True)
    return {size: rank for rank, size in enumerate(sizes, start=1)} if len(sizes) <= _MAX_SIZES else {}


def level_of(line: TextLine, sizes: Mapping[float, int]) -> int:
    """Return the rank of a line's size, 0 if it is no larger than the text."""
    return sizes.get(_half(line.size), 0)


def _half(size: float) -> float:
    return round(size * 2) / 2


def usual_step(pages: Sequence[Sequence[TextLine]], usual: float) -> float:
    """Return the usual distance from one line of running text to the next, in points.

    Where every paragraph is a line, most distances are those between paragraphs, so the median is none.
    """
    steps = [
        b.y - a.y
        for lines in pages
        for a, b in pairwise(lines)
        if abs(a.size - usual) < 1 and abs(b.size - usual) < 1 and usual < b.y - a.y < 3 * usual
    ]
    return sorted(steps)[len(steps) // 4] if steps else 1.6 * usual


def right_margin(pages: Sequence[Sequence[TextLine]], widths: Sequence[float], usual: float) -> float:
    """Return where the text's lines end when they are full, in points from the left; outliers don't count.

    Where no line is broken, none is full, and the longest says nothing: then it is as far from the right
    edge of the paper as the text is from the left one.
    """
    body = [line for lines in pages for line in lines if abs(line.size - usual) < 1]
    if not body:
        return max(widths, default=0.0)
    ends = sorted((line.right for line in body), reverse=True)
    measured = next(
        (end for end in ends if sum(end - _NEAR_END * usual <= other <= end for other in ends) >= 3), ends[0]
    )
    lefts = Counter(round(line.left / 3) * 3 for line in body)
    symmetrical = median(widths) - lefts.most_common(1)[0][0]
    if measured > symmetrical - _ASYMMETRY * usual:
        return measured
    broken = [
        line
        for lines in pages
        for line, after in pairwise(lines)
        if abs(line.right - measured) < _NEAR_END * usual
        and line.right - line.left > _SHORTEST * usual
        and not line.text.endswith(_SENTENCE_ENDS)
        and marker(after.text).mark is Mark.NONE
    ]
    return measured if len(broken) >= max(3, len(body) // 10) else symmetrical
