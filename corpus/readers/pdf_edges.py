"""The lines of all pages → those at their edges that are no part of the text: heads and page numbers."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from corpus.cleaning import squash
from corpus.furniture import PAGE_NUMBER, RUNNING_HEAD
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
_SENTENCE_END = ("。", "、")


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


def _is_at_edge(line: TextLine, height: float) -> bool:
    return line.y < _EDGE * height or line.y > (1 - _EDGE) * height


def _shape(line: TextLine) -> str:
    return _DIGITS.sub("0", _shown(line))


def _shown(line: TextLine) -> str:
    return squash(unicodedata.normalize("NFKC", line.text))
