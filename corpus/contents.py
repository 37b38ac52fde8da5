"""Physical lines → those of the table of contents, which repeats the headings and says nothing itself."""

import re
import unicodedata
from collections.abc import Sequence

from corpus.cleaning import squash

_TITLES = frozenset({"目次", "もくじ", "目録", "contents"})
# Entries end in a page number, behind dots, a wide gap, or just a space.
_LEADERS = re.compile(
    r".*(?:[.．・…‥･]{3,}|(?:[.・…] ){3,}|[\u3000 ]{6,}|\t+)\s*[-‐(]?\s*\d{1,4}\s*[-‐)]?\s*"
)
_PAGE = re.compile(r"[\s.．・…‥･]*[-‐(]?\d{1,4}[-‐)]?$|\(第\d+条.*\)$")
_DOTS_ONLY = re.compile(r"[\s.．・…‥･]{3,}\d{0,4}\s*")
_MAX_ENTRY = 80
_MAX_LOOSE = 25
# A book has one table of contents, its parts may have their own; none is longer than some pages.
_MAX_TITLES = 10
_MAX_ENTRIES = 500
_SENTENCE_END = ("。", "．", ".")


def contents_lines(lines: Sequence[str]) -> frozenset[int]:
    """Return the indices of contents lines, their title included.

    Lines with leaders are unmistakable. Without them it takes the title 目次, and entries of which most
    stand in the document once more; the contents end where the first of them does.
    """
    shown = [unicodedata.normalize("NFKC", line).strip() for line in lines]
    # NFKC turns … into three dots.
    found = {
        i
        for i, text in enumerate(shown)
        if 4 < len(text) <= _MAX_ENTRY and (_LEADERS.fullmatch(text) or _DOTS_ONLY.fullmatch(text))
    }
    found = {i for i in found if i - 1 in found or i + 1 in found or _is_title(shown, i - 1)}
    titles = [i for i in range(len(shown)) if _is_title(shown, i)]
    for title in titles[:_MAX_TITLES]:
        if title + 1 not in found:
            found |= _plain_contents(shown, title)
    found |= {i for i in titles if i + 1 in found}
    return frozenset(found)


def _is_title(shown: Sequence[str], i: int) -> bool:
    return 0 <= i < len(shown) and squash(shown[i]).strip("[]【】<>〈〉《》-").lower() in _TITLES


def _plain_contents(shown: Sequence[str], title: int) -> set[int]:
    last = {squash(text): i for i, text in enumerate(shown)}
    entries: list[int] = []
    first = ""
    for i in range(title + 1, min(title + 1 + _MAX_ENTRIES, len(shown))):
        text = shown[i]
        if text.endswith(_SENTENCE_END) or len(text) > _MAX_ENTRY or _key(text) == first:
            break
        entries.append(i)
        if not first and last.get(_key(text), i) > i:
            first = _key(text)
    end = title + len(entries)
    again = [i for i in entries if max(last[squash(shown[i])], last.get(_key(shown[i]), i)) > end]
    # A preamble may follow before the first heading; its first line is longer than an entry.
    while entries and entries[-1] not in again and len(shown[entries[-1]]) > _MAX_LOOSE:
        entries.pop()
    return set(entries) if len(again) >= 2 and 2 * len(again) >= len(entries) else set()


def _key(entry: str) -> str:
    """An entry without its page number: what the heading itself reads."""
    return squash(_PAGE.sub("", entry)) or squash(entry)
