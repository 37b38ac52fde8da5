"""The lines of all pages → those at their edges: running heads, page numbers, and notes below the text."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import median

from corpus.cleaning import squash
from corpus.furniture import PAGE_NUMBER, RUNNING_HEAD
from corpus.markers import Mark, marker
from corpus.readers.pdf_lines import TextLine

# Shares of the page's height within which heads and feet stand; wide, for pages are cut in many ways.
_EDGE = 0.14
_MAX_HEAD = 60
_DIGITS = re.compile(r"\d+|[ivxIVX]+(?=\W*$)")
# What browsers print above and below a page: the time, and the address with the page's number.
_PRINTED = re.compile(
    r"\d{1,4}/\d{1,2}/\d{1,4},?\s*\d{1,2}:\d{2}.*|(?:https?://|about:|file:).*\s\d+/\d+", re.DOTALL
)
_PAGE = re.compile(r"\W*(?:p\.?|page)?\s*\d{1,4}\s*(?:[/／]\s*\d{1,4})?\s*(?:ページ|頁)?\W*", re.I)
# Shares of the usual size: notes are set smaller than the text.
_NOTE_SIZE = 0.9
_NOTE = re.compile(r"(?:[（(]?注\s*\d*[）)]?|[※＊*†]\s*\d*|\d{1,3}[）)]?)")
_SENTENCE_END = ("。", "、")
_SENTENCE_ENDS = ("。", "．", "？", "！", "」", "）")
# In heights of the font: how near to the margin full lines end, and how unlike left and right may be.
_NEAR_END, _ASYMMETRY = 2.5, 4.0
# Headings are this many times larger than the text; a poster with many sizes has no levels.
_LARGER, _MAX_SIZES = 1.12, 6
# Nobody breaks lines sooner than this.
_SHORTEST = 15.0


def edges(pages: Sequence[Sequence[TextLine]], heights: Sequence[float]) -> dict[tuple[int, int], str]:
    """Return (page, line) from 0 → why it is no part of the text."""
    candidates = [
        (page, i, line, _shape(line))
        for page, lines in enumerate(pages)
        for i, line in enumerate(lines)
        if (i < 2 or i >= len(lines) - 2 or _is_at_edge(line, heights[page])) and len(line.text) <= _MAX_HEAD
    ]
    count = Counter((shape, round(line.y / 6)) for _, _, line, shape in candidates)
    # The same words may stand a little higher on one page than on another.
    counts = {key: sum(count[key[0], key[1] + shift] for shift in (-1, 0, 1)) for key in count}
    found = {}
    for page, i, line, shape in candidates:
        repeated = counts[shape, round(line.y / 6)]
        numbered = is_page_number(line)
        often = repeated >= 2 and (numbered or repeated * 2 > len(pages) or repeated >= 3)
        outermost = i in (0, len(pages[page]) - 1)
        alone = outermost and numbered and str(page + 1) in _shown(line)
        alone = alone or (outermost and bool(_PRINTED.fullmatch(line.text)))
        if (often or alone) and not line.text.endswith(_SENTENCE_END):
            found[page, i] = PAGE_NUMBER if numbered else RUNNING_HEAD
    return found


def is_page_number(line: TextLine) -> bool:
    """Whether a line has the shape of a page number: - 3 -, 3/12, p.3."""
    return bool(_PAGE.fullmatch(unicodedata.normalize("NFKC", line.text)))


def notes(lines: Sequence[TextLine], usual: float) -> list[list[int]]:
    """Return the notes below a page's text, each as the indices of its lines; `usual` is the text's size.

    Notes are the last lines of a page, in smaller type, and each begins with a mark: raised, a sign, or a
    number that a mark in the text has.
    """
    marks = {mark for line in lines for mark in marks_in(line)}
    start = len(lines)
    while start and lines[start - 1].size < _NOTE_SIZE * usual:
        start -= 1
    found: list[list[int]] = []
    for i in range(start, len(lines)):
        if note_mark(lines[i], marks):
            found.append([])
        if found:
            found[-1].append(i)
    return found


def note_mark(line: TextLine, marks: Collection[str]) -> str:
    """Return the mark that a note begins with, "" if it begins with none."""
    match = _NOTE.match("".join(glyph.char for glyph in line.glyphs))
    if match and (match[0] in marks or line.raised(0) or not match[0][0].isdigit()):
        return match[0]
    return ""


def marks_in(line: TextLine) -> list[str]:
    """Return the marks in a line of text that point at notes."""
    return ["".join(glyph.char for glyph in line.glyphs[a:b]) for a, b in note_marks(line)]


def note_marks(line: TextLine) -> Iterator[tuple[int, int]]:
    """Yield the half-open ranges of glyphs in a line of text that point at notes: raised, in small type."""
    start = None
    for i in range(len(line.glyphs) + 1):
        if i < len(line.glyphs) and line.raised(i):
            start = i if start is None else start
        elif start is not None:
            # 10³ and m² are no notes.
            follows = not start or not line.glyphs[start - 1].char.isascii()
            if follows and _NOTE.fullmatch("".join(glyph.char for glyph in line.glyphs[start:i])):
                yield start, i
            start = None


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


def _is_at_edge(line: TextLine, height: float) -> bool:
    return line.y < _EDGE * height or line.y > (1 - _EDGE) * height


def _shape(line: TextLine) -> str:
    return _DIGITS.sub("0", _shown(line))


def _shown(line: TextLine) -> str:
    return squash(unicodedata.normalize("NFKC", line.text))
