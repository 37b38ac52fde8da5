"""Logical lines → the lines that may be headings, each with its number, title and what begins on its line.

A number makes a heading unless it makes a list. Where nothing is numbered, lines marked 【 】, ■ or ○ are
headings; where nothing is marked, short lines that stand apart. `outline` decides what fits together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.cleaning import clean, joins_words, squash
from corpus.layout import LogicalLine, display_width
from corpus.lists import could_head, list_lines
from corpus.markers import UNNUMBERED, Mark, Marker, marker
from corpus.readers.known import APART, Role
from corpus.types import Span

_MAX_CAPTION = 45
_MAX_BARE_TITLE = 30
# Whoever makes a whole paragraph a heading wanted it to look like one.
_MAX_LEVELED = 100
# Styles that don't tell how the document itself is divided.
_INCIDENTAL = frozenset({"named", "question", "appendix"})
_NO_HEADING = APART | {Role.ITEM}
# 第１章 is a heading without any words.
_BARE_STYLES = frozenset("編部章節款目") | {"article", "appendix", "roman"}


@dataclass(frozen=True, slots=True)
class Heading:
    """A logical line that is a heading: its own number, its title, and what of it is no heading.

    `lines` are indices of the logical lines it takes up; `rest` is the body that begins on its line
    (第１条　この条例は…), or None. `level` counts from 1 where the format itself gives it, else it is 0.
    """

    lines: tuple[int, ...]
    style: str
    value: int
    number: str
    title: str
    spans: tuple[Span, ...]
    rest: LogicalLine | None = None
    level: int = 0


def find_headings(source: str, lines: Sequence[LogicalLine]) -> list[Heading]:
    """Return the lines that may be headings, in order."""
    numbered = _numbered(source, lines)
    leveled = sum(1 for heading in numbered if heading.level)
    if leveled > 1:
        return numbered
    # One heading alone, as a web page's name, doesn't tell how the rest is divided.
    if any(heading.style not in _INCIDENTAL and not heading.level for heading in numbered):
        return _merged(numbered, _marked_above(numbered, _marked(lines)))
    unnumbered = _sized(lines) or _marked(lines) or _bare(lines)
    if unnumbered or any(heading.style != "named" for heading in numbered):
        return _merged(numbered, unnumbered)
    return []


def _merged(*groups: Sequence[Heading]) -> list[Heading]:
    taken: set[int] = set()
    merged: list[Heading] = []
    for heading in (heading for group in groups for heading in group):
        if not taken.intersection(heading.lines):
            merged.append(heading)
            taken.update(heading.lines)
    return sorted(merged, key=lambda heading: heading.lines)


def _numbered(source: str, lines: Sequence[LogicalLine]) -> list[Heading]:
    """Headings that carry a number, a name such as はじめに, or Markdown's hashes."""
    listed = list_lines(lines)
    headings: list[Heading] = []
    taken: set[int] = set()
    for i in range(len(lines)):
        if i in taken or i in listed:
            continue
        heading = _heading(source, lines, i)
        if heading:
            headings.append(heading)
            taken.update(heading.lines)
    return headings


def _heading(source: str, lines: Sequence[LogicalLine], i: int) -> Heading | None:
    line = lines[i]
    mark = line.marker
    if line.known.role is Role.HEADING and display_width(line.text) <= _MAX_LEVELED:
        return _leveled(source, lines, i)
    if line.known.role in _NO_HEADING:
        return None
    if mark.style == "article":
        return _article(source, lines, i)
    if mark.style == "question":
        return _question(lines, i)
    if mark.style == "alpha" and i and lines[i - 1].marker.style == "question":
        return None
    if mark.mark is Mark.NUMBER:
        # A number alone is a heading only together with the title below it.
        return _titled(lines, i) if could_head(line) or not line.text[mark.end :].strip() else None
    if mark.mark is Mark.NAMED:
        return Heading((i,), "named", 0, "", squash(line.text), line.spans)
    if mark.mark is Mark.HASHES and line.text[mark.end :].strip():
        return _hashed(i, line)
    return None


def _leveled(source: str, lines: Sequence[LogicalLine], i: int) -> Heading:
    """A heading by the format's own account; its number, if it has one, is read all the same."""
    line, mark = lines[i], lines[i].marker
    level = line.known.level
    if mark.style == "article":
        return replace(_article(source, lines, i), level=level)
    title = line.text[mark.end :].strip()
    if mark.mark is Mark.NUMBER and (title or mark.style in _BARE_STYLES):
        value = 0 if mark.value == UNNUMBERED else mark.value
        return Heading((i,), mark.style, value, mark.canonical, title, line.spans, level=level)
    style = "named" if mark.mark is Mark.NAMED else f"h{level}"
    words = squash(line.text) if style == "named" else title or line.text.strip()
    if mark.mark is Mark.CAPTION and words.endswith(("】", "》", "〕")):
        words = words[1:-1].strip()
    return Heading((i,), style, 0, "", words, line.spans, level=level)


def _titled(lines: Sequence[LogicalLine], i: int) -> Heading | None:
    """A numbered title; where the number stands alone, a short next line is its title."""
    line, mark = lines[i], lines[i].marker
    title = line.text[mark.end :].strip()
    if title:
        return Heading((i,), mark.style, mark.value, mark.canonical, title, line.spans)
    after = lines[i + 1] if i + 1 < len(lines) else None
    if after and after.marker.mark is Mark.NONE and could_head(after) and not after.gap:
        spans = (*line.spans, *after.spans)
        return Heading((i, i + 1), mark.style, mark.value, mark.canonical, after.text, spans)
    if could_head(line):
        return Heading((i,), mark.style, mark.value, mark.canonical, "", line.spans)
    return None


def _question(lines: Sequence[LogicalLine], i: int) -> Heading | None:
    """問１ …: a question heads its answer, so it has to be followed by one."""
    mark = lines[i].marker
    title = lines[i].text[mark.end :].strip()
    if not title or i + 1 == len(lines) or lines[i + 1].marker.style == "question":
        return None
    value = 0 if mark.value == UNNUMBERED else mark.value
    return Heading((i,), "question", value, mark.canonical, title, lines[i].spans)


def _hashed(i: int, line: LogicalLine) -> Heading:
    """Markdown's hashes give the level; a number behind them stays the heading's number."""
    title = line.text[line.marker.end :].strip()
    inner = marker(title)
    words = title[inner.end :].strip()
    if inner.mark is Mark.NUMBER and words:
        return Heading((i,), line.marker.style, 0, inner.canonical, words, line.spans)
    return Heading((i,), line.marker.style, 0, "", title, line.spans)


def _article(source: str, lines: Sequence[LogicalLine], i: int) -> Heading:
    """第１条: its caption （目的） stands before it, behind the number, or is missing; the body follows."""
    line = lines[i]
    mark: Marker = line.marker
    words = line.text[mark.end :]
    indented = len(words) - len(words.lstrip())
    first = [i]
    spans: tuple[Span, ...] = ()
    title = ""
    end = mark.end
    before = lines[i - 1] if i else None
    if words.lstrip().startswith(("（", "(")) and (close := _closing(words.lstrip())):
        title = words.lstrip()[1:close]
        end += indented + close + 1
    elif before and is_caption(before):
        title = before.text[1:-1]
        spans = before.spans
        first = [i - 1, i]
    elif words.strip() and not line.is_sentence and display_width(words) <= _MAX_CAPTION:
        title = words.strip()
        end = len(line.text)
    head, rest = _split(source, line, end)
    return Heading(tuple(first), mark.style, mark.value, mark.canonical, title, (*spans, *head), rest)


def is_caption(line: LogicalLine) -> bool:
    """Whether a line is nothing but a short （…）, as it stands above an article or a paragraph."""
    text = line.text
    return text.startswith(("（", "(")) and len(text) <= _MAX_CAPTION and _closing(text) == len(text) - 1


def _closing(text: str) -> int:
    """Offset of the bracket that closes the first one; 0 if none does."""
    depth = 0
    for i, c in enumerate(text):
        depth += (c in "（(") - (c in "）)")
        if not depth:
            return i
    return 0


def _split(source: str, line: LogicalLine, end: int) -> tuple[tuple[Span, ...], LogicalLine | None]:
    """Cut a logical line at an offset of its text: the pieces before it, and the line that is left."""
    begin = end + len(line.text[end:]) - len(line.text[end:].lstrip())
    offsets = _offsets(source, line)
    if begin >= len(offsets):
        return line.spans, None
    cut, resume = offsets[end - 1] + 1, offsets[begin]
    head = tuple(Span(span.start, min(span.end, cut)) for span in line.spans if span.start < cut)
    left = tuple(Span(max(span.start, resume), span.end) for span in line.spans if span.end > resume)
    return head, replace(line, spans=left, text=line.text[begin:], gap=0)


def _offsets(source: str, line: LogicalLine) -> list[int]:
    """For each character of a logical line, its offset in the file, as `join_pieces` puts them together."""
    offsets: list[int] = []
    text = ""
    for span in line.spans:
        cleaned = clean(source, span)
        if text and joins_words(text, cleaned.text):
            offsets.append(span.start)
        offsets.extend(cleaned.offsets)
        text = cleaned.text
    return offsets


def _sized(lines: Sequence[LogicalLine]) -> list[Heading]:
    """Lines in larger type with text under them; the largest, if there is but one, is the title."""
    large = [i for i, line in enumerate(lines[:-1]) if line.known.role is Role.BODY and line.known.level]
    top = min((lines[i].known.level for i in large), default=0)
    if large and [lines[i].known.level for i in large].count(top) == 1:
        large = [i for i in large if lines[i].known.level != top]
    return [
        Heading(
            (i,), f"h{lines[i].known.level}", 0, "", lines[i].text, lines[i].spans, level=lines[i].known.level
        )
        for i in large
        if could_head(lines[i])
    ]


def _marked(lines: Sequence[LogicalLine]) -> list[Heading]:
    """Lines marked 【 】, ■ or ○ with text under them."""
    headings = []
    for i, (line, after) in enumerate(pairwise(lines)):
        mark = line.marker
        alone = mark.mark is Mark.CAPTION
        followed = after.marker.mark is not mark.mark or after.marker.style != mark.style
        if (alone or mark.mark is Mark.BOX) and followed and could_head(line):
            title = line.text[mark.end :].strip()
            if alone and title.endswith(("】", "》", "〕")):
                title = title[1:-1].strip()
            headings.append(Heading((i,), mark.style, 0, "", title, line.spans))
    return headings


def _marked_above(numbered: Sequence[Heading], marked: Sequence[Heading]) -> list[Heading]:
    """The marked headings that stand above the numbers: those under each of which 1 begins anew."""
    top = next(h.style for h in numbered if h.style not in _INCIDENTAL and not h.level)
    begins = [heading.lines[0] for heading in numbered if heading.style == top and heading.value == 1]
    others = [heading.lines[0] for heading in numbered if heading.style not in _INCIDENTAL]
    for style in dict.fromkeys(heading.style for heading in marked):
        alike = [heading for heading in marked if heading.style == style]
        firsts = [next((n for n in others if n > heading.lines[0]), -1) for heading in alike]
        if len(begins) > 1 and firsts == begins:
            return alike
    return []


def _bare(lines: Sequence[LogicalLine]) -> list[Heading]:
    """Where nothing is marked either: short lines that stand apart, with a sentence under them."""
    headings = []
    for i, (line, after) in enumerate(pairwise(lines)):
        short = could_head(line) and display_width(line.text) <= _MAX_BARE_TITLE
        if i and line.gap and short and line.marker.mark in (Mark.NONE, Mark.NAMED) and after.is_sentence:
            headings.append(Heading((i,), "bare", 0, "", line.text.strip(), line.spans))
    return headings
