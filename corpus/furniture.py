"""Physical lines → those that are page furniture, each with the reason in Japanese.

Furniture is what the paper needs and the wording doesn't: page numbers, running heads, rules, dotted
contents lines, and the header of the meeting a paper was handed out at.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from corpus.cleaning import squash
from corpus.contents import contents_lines
from corpus.markers import Mark, marker
from corpus.readers.known import Role
from corpus.readers.lines import Line

PAGE_NUMBER = "ページ番号"
RUNNING_HEAD = "ページごとに繰り返される見出し"
RULE = "区切り線"
CONTENTS = "目次の行"
MEETING = "会議資料の見出し"

_DATE = (
    r"(?:(?:明治|大正|昭和|平成|令和)?(?:\d{1,4}|元)年"
    r"(?:度|\d{1,2}月(?:\d{1,2}日)?(?:\([月火水木金土日]\))?)(?:現在|作成|版)?)"
)
_HANDOUT = re.compile(
    rf"{_DATE}|\(?第\d+回.{{0,24}}|(?:参考|会議|配[布付])?資料(?:No\.?)?[\d\-A-Z]*|別[紙添]\d*|\(?案\)?|追加資料.*"
)
_PAGE = re.compile(
    r"[-‐–—―~(\[]*\s*(?:p\.?\s*|ページ)?\d{1,4}(?:\s*[/／]\s*\d{1,4})?\s*(?:ページ|頁|p)?[-‐–—―~)\]]*", re.I
)
_DASHED_PAGE = re.compile(
    r"[-‐–—―~]\s*\d{1,4}\s*[-‐–—―~]|\d{1,4}\s*[/／]\s*\d{1,4}\s*(?:ページ|頁)|[Pp](?:age)?\.?\s*\d{1,4}"
)
_SENTENCE_END = ("。", "、", "，", "．")
# A handout's header is short; a paragraph at the edge of a page isn't one.
_EDGE_LINES = 6
_MAX_LENGTH = 60
_MAX_PAGE_DIGITS = 3
_MIN_PAGES = 3
_MIN_PAGE_LINES = 8
# Sure lines that a header takes, such as a date and 資料４: in the middle of a page, one more.
_AT_EDGE, _ANYWHERE = 2, 3


def furniture(lines: Sequence[Line]) -> Mapping[int, str]:
    """Return index of line → why it is set aside; of what the format knows, only what it says itself.

    A table's rows may hold bare numbers and dates, and where paragraphs are known there are no pages.
    """
    known = {i: line.known.why for i, line in enumerate(lines) if line.known.role is Role.ASIDE}
    rest = [i for i, line in enumerate(lines) if line.known.role is Role.BODY]
    found = _judged([lines[i] for i in rest])
    return known | {rest[i]: why for i, why in found.items()}


def _judged(lines: Sequence[Line]) -> dict[int, str]:
    """Those that their words and their places on the pages tell."""
    shown = [unicodedata.normalize("NFKC", line.text).strip() for line in lines]
    found: dict[int, str] = dict.fromkeys(contents_lines([line.text for line in lines]), CONTENTS)
    for i, text in enumerate(shown):
        if len(text) >= 3 and not any(c.isalnum() for c in text):
            found.setdefault(i, RULE)
        elif len(text) <= _MAX_LENGTH and _DASHED_PAGE.fullmatch(text):
            found.setdefault(i, PAGE_NUMBER)
    pages: dict[int, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        pages[line.page].append(i)
    if len(pages) > 1 and not any(line.whole for line in lines):
        found = _running_heads(shown, pages) | _page_numbers(shown, pages) | found
    if not any(line.whole for line in lines):
        found = _counting(shown) | found
    for indices in pages.values():
        for edge in (indices, indices[::-1]):
            found |= _meeting_header(shown, [i for i in edge if i not in found][:_EDGE_LINES], _AT_EDGE)
    at = 0
    while at < len(shown):
        header = _meeting_header(shown, range(at, min(at + _EDGE_LINES, len(shown))), _ANYWHERE)
        found |= header
        at += max(1, len(header))
    return found


def _page_numbers(shown: Sequence[str], pages: Mapping[int, list[int]]) -> dict[int, str]:
    """A bare number at the same edge of several pages that counts upwards with them."""
    found: dict[int, str] = {}
    for edge in (0, -1):
        at_edge = [indices[edge] for indices in pages.values() if _PAGE.fullmatch(shown[indices[edge]])]
        numbers = [int(re.findall(r"\d+", shown[i])[0]) for i in at_edge]
        if len(numbers) >= 2 and numbers == sorted(set(numbers)):
            found |= dict.fromkeys(at_edge, PAGE_NUMBER)
    return found


def _counting(shown: Sequence[str]) -> dict[int, str]:
    """Bare numbers that count up by one, pages apart: page numbers whose pages left no other trace."""
    bare = [i for i, text in enumerate(shown) if text.isdecimal() and len(text) <= _MAX_PAGE_DIGITS]
    counts = all(int(shown[b]) == int(shown[a]) + 1 and b - a >= _MIN_PAGE_LINES for a, b in pairwise(bare))
    return dict.fromkeys(bare, PAGE_NUMBER) if len(bare) >= _MIN_PAGES and counts else {}


def _running_heads(shown: Sequence[str], pages: Mapping[int, list[int]]) -> dict[int, str]:
    """The same words, digits aside, first or last on more than half of the pages (three at least).

    On the first page they are the document's own title.
    """
    found: dict[int, str] = {}
    first = pages[min(pages)]
    for edge in (0, 1, -1, -2):
        at_edge = [indices[edge] for indices in pages.values() if len(indices) > 2]
        shapes = {i: re.sub(r"\d+", "0", squash(shown[i])) for i in at_edge}
        for shape, count in Counter(shapes.values()).items():
            repeated = count >= 3 and count * 2 > len(pages)
            if repeated and len(shape) <= _MAX_LENGTH and not shape.endswith(_SENTENCE_END):
                found |= {i: RUNNING_HEAD for i in at_edge if shapes[i] == shape and i not in first}
    return found


def _meeting_header(shown: Sequence[str], run: Sequence[int], sure: int) -> dict[int, str]:
    """The lines at the beginning of a run that a handout's header is made of, if enough of them are sure."""
    header = []
    certain = 0
    for i in run:
        text = shown[i]
        is_certain = len(text) <= _MAX_LENGTH and bool(_HANDOUT.fullmatch(squash(text)))
        aside = text.startswith(("※", "(")) and marker(text).mark is not Mark.NUMBER
        aside = aside and len(text) <= _MAX_LENGTH and not text.endswith(_SENTENCE_END)
        if not is_certain and not aside:
            break
        certain += is_certain
        header.append(i)
    return dict.fromkeys(header, MEETING) if certain >= sure else {}
