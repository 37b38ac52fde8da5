"""Physical lines → those that are page furniture, each with the reason in Japanese.

Furniture is what the paper needs and the wording doesn't: page numbers, running heads, rules, dotted
contents lines, and the header of the meeting a paper was handed out at.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from corpus.cleaning import squash
from corpus.readers.text import Line

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
_LEADERS = re.compile(r".*(?:[.．・…‥]{3,}|(?:[.・…] ){3,}|[\u3000 ]{6,})\s*[-‐]?\s*\d{1,4}\s*[-‐]?\s*")
_SENTENCE_END = ("。", "、", "，", "．")
# A handout's header is short; a paragraph at the edge of a page isn't one.
_EDGE_LINES = 6
_MAX_LENGTH = 60


def furniture(lines: Sequence[Line]) -> Mapping[int, str]:
    """Return index of line → why it is set aside."""
    shown = [unicodedata.normalize("NFKC", line.text).strip() for line in lines]
    found: dict[int, str] = {}
    for i, text in enumerate(shown):
        if not any(c.isalnum() for c in text) and len(text) >= 3:
            found[i] = RULE
        elif _DASHED_PAGE.fullmatch(text):
            found[i] = PAGE_NUMBER
        elif _LEADERS.fullmatch(text) and len(text) > 6:
            found[i] = CONTENTS
    found |= _contents_titles(shown, found)
    pages: dict[int, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        pages[line.page].append(i)
    if len(pages) > 1:
        found |= _page_numbers(shown, pages)
        found |= _running_heads(shown, pages)
    for indices in pages.values():
        for edge in (indices, indices[::-1]):
            found |= _meeting_header(shown, [i for i in edge if i not in found])
    return found


def _contents_titles(shown: Sequence[str], found: Mapping[int, str]) -> dict[int, str]:
    """「目次」 alone on a line, right before the dotted lines."""
    return {
        i: CONTENTS
        for i, text in enumerate(shown[:-1])
        if squash(text) in ("目次", "もくじ") and found.get(i + 1) == CONTENTS
    }


def _page_numbers(shown: Sequence[str], pages: Mapping[int, list[int]]) -> dict[int, str]:
    """A bare number at the same edge of several pages that counts upwards with them."""
    found: dict[int, str] = {}
    for edge in (0, -1):
        at_edge = [indices[edge] for indices in pages.values() if _PAGE.fullmatch(shown[indices[edge]])]
        numbers = [int(re.findall(r"\d+", shown[i])[0]) for i in at_edge]
        if len(numbers) >= 2 and numbers == sorted(set(numbers)):
            found |= dict.fromkeys(at_edge, PAGE_NUMBER)
    return found


def _running_heads(shown: Sequence[str], pages: Mapping[int, list[int]]) -> dict[int, str]:
    """The same words, digits aside, first or last on more than half of the pages (three at least)."""
    found: dict[int, str] = {}
    for edge in (0, 1, -1, -2):
        at_edge = [indices[edge] for indices in pages.values() if len(indices) > 2]
        shapes = {i: re.sub(r"\d+", "0", squash(shown[i])) for i in at_edge}
        for shape, count in Counter(shapes.values()).items():
            if count >= 3 and count * 2 > len(pages) and len(shape) <= _MAX_LENGTH:
                found |= {i: RUNNING_HEAD for i in at_edge if shapes[i] == shape and not shape.endswith("。")}
    return found


def _meeting_header(shown: Sequence[str], edge: Sequence[int]) -> dict[int, str]:
    """The header-like lines at the edge of a page, if two are sure ones, such as a date and 資料４."""
    run = []
    for i in edge[:_EDGE_LINES]:
        text = shown[i]
        sure = bool(_HANDOUT.fullmatch(squash(text)))
        if not sure and not (text.startswith(("※", "(")) and not text.endswith(_SENTENCE_END)):
            break
        if len(text) > _MAX_LENGTH:
            break
        run.append((i, sure))
    if sum(sure for _, sure in run) < 2:
        return {}
    return {i: MEETING for i, _ in run}
