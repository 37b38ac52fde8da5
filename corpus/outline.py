"""Logical lines → the tree of headings, each with its canonical number, such as Ⅰ-3-(2)-②.

Which style of numbering stands above which is not fixed: the first of a style within another is its
child. What is fixed is that headings count from 1, are short, are no sentences, and have something to
say under them; a numbered list has the same numbers and lacks one of these.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.cleaning import clean
from corpus.layout import LogicalLine, display_width
from corpus.markers import Mark, Marker, marker
from corpus.types import Section, Span, Suspicion

_MAX_TITLE = 45
# These number lists at least as often as headings, so their titles have to be shorter still.
_WEAK_STYLES = frozenset({"circled", "kana", "paren_kana", "alpha", "paren_alpha", "kanji"})
_MAX_WEAK_TITLE = 30
_UNITS = ("編", "部", "章", "節", "款", "目")
_SELF_CONTAINED = frozenset({"article", "appendix"})


@dataclass(frozen=True, slots=True)
class Heading:
    """A logical line that is a heading: its own number, its title, and what of it is no heading.

    `lines` are indices of the logical lines it takes up; `rest` is the body that begins on its line
    (第１条　この条例は…), or None.
    """

    lines: tuple[int, ...]
    style: str
    value: int
    number: str
    title: str
    spans: tuple[Span, ...]
    rest: LogicalLine | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """Headings in order, their sections (same order), and what looks wrong about the numbers."""

    headings: tuple[Heading, ...]
    sections: tuple[Section, ...]
    warnings: tuple[Suspicion, ...]


def read_outline(source: str, lines: Sequence[LogicalLine]) -> Outline:
    """Find the headings among the logical lines of a document and nest them."""
    candidates = _numbered(source, lines) or _marked(lines) or _bare(lines)
    headings, parents, numbers, warnings = _nest(lines, candidates)
    sections = _sections(source, headings, parents, numbers)
    for i, section in enumerate(sections):
        follows = sections[i + 1].span.start if i + 1 < len(sections) else len(source.rstrip())
        has_text = (
            any(section.heading[-1].end <= line.spans[0].start < follows for line in lines)
            or headings[i].rest is not None
        )
        has_children = any(other.parent is section for other in sections)
        if not has_text and not has_children:
            line = lines[headings[i].lines[0]]
            warnings.append(
                Suspicion(line.page, line.number, f"見出し「{section.reference}」に本文がありません。")
            )
    return Outline(tuple(headings), tuple(sections), tuple(warnings))


def _numbered(source: str, lines: Sequence[LogicalLine]) -> list[Heading]:
    """Headings that carry a number, a name such as はじめに, or Markdown's hashes."""
    listed = _list_lines(lines)
    headings: list[Heading] = []
    taken: set[int] = set()
    heading: Heading | None
    for i, line in enumerate(lines):
        mark = line.marker
        if i in taken or i in listed:
            continue
        if mark.style == "article":
            heading = _article(source, lines, i)
        elif mark.mark is Mark.NUMBER and _could_head(line):
            heading = _titled(lines, i, mark)
        elif mark.mark is Mark.NAMED or (mark.mark is Mark.HASHES and _could_head(line)):
            heading = _named(i, line)
        else:
            continue
        if heading:
            headings.append(heading)
            taken.update(heading.lines)
    if all(heading.style == "named" for heading in headings):
        return []
    return headings


def _titled(lines: Sequence[LogicalLine], i: int, mark: Marker) -> Heading | None:
    """A numbered title; where the number stands alone, a short next line is its title."""
    line = lines[i]
    title = line.text[mark.end :].strip()
    if title:
        return Heading((i,), mark.style, mark.value, mark.canonical, title, line.spans)
    after = lines[i + 1] if i + 1 < len(lines) else None
    if after and after.marker.mark is Mark.NONE and _could_head(after) and not after.gap:
        spans = (*line.spans, *after.spans)
        return Heading((i, i + 1), mark.style, mark.value, mark.canonical, after.text, spans)
    return None


def _named(i: int, line: LogicalLine) -> Heading:
    if line.marker.mark is Mark.NAMED:
        return Heading((i,), "named", 0, "", line.text.strip(), line.spans)
    title = line.text[line.marker.end :].strip()
    inner = marker(title)
    if inner.mark is Mark.NUMBER and title[inner.end :].strip():
        return Heading((i,), line.marker.style, 0, inner.canonical, title[inner.end :].strip(), line.spans)
    return Heading((i,), line.marker.style, 0, "", title, line.spans)


def _article(source: str, lines: Sequence[LogicalLine], i: int) -> Heading:
    """第１条: its caption （目的） stands before it, behind the number, or is missing; the body follows."""
    line = lines[i]
    mark = line.marker
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
    elif before and before.text.startswith(("（", "(")) and _closing(before.text) == len(before.text) - 1:
        title = before.text[1:-1]
        spans = before.spans
        first = [i - 1, i]
    elif words.strip() and not line.is_sentence and display_width(words) <= _MAX_TITLE:
        title = words.strip()
        end = len(line.text)
    head, rest = _split(source, line, end)
    return Heading(tuple(first), mark.style, mark.value, mark.canonical, title, (*spans, *head), rest)


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
    if not line.text[end:].strip():
        return line.spans, None
    first = line.spans[0]
    offsets = clean(source, first).offsets
    begin = end + len(line.text[end:]) - len(line.text[end:].lstrip())
    head = (Span(first.start, offsets[end - 1] + 1),)
    left = (Span(offsets[begin], first.end), *line.spans[1:])
    return head, replace(line, spans=left, text=line.text[begin:], gap=0)


def _could_head(line: LogicalLine) -> bool:
    """Whether a line is short, no sentence, and doesn't break off in the middle of one."""
    title = line.text[line.marker.end :].strip()
    limit = _MAX_WEAK_TITLE if line.marker.style in _WEAK_STYLES else _MAX_TITLE
    if display_width(title) > limit or title.endswith(("、", "，", "；", "：", ":", "。", "．")):
        return False
    return any(c.isalnum() for c in title) or line.marker.style in _UNITS or line.marker.style == "roman"


def _list_lines(lines: Sequence[LogicalLine]) -> set[int]:
    """Indices of numbered lines that make up lists: chains 1, 2, 3… of which any is no heading.

    One member that is too long or a sentence makes a list of the whole chain; so does a chain most
    of whose members have nothing under them.
    """
    chains: dict[str, list[list[int]]] = {}
    for i, line in enumerate(lines):
        if line.marker.mark is not Mark.NUMBER or line.marker.style in _SELF_CONTAINED:
            continue
        runs = chains.setdefault(line.marker.style, [])
        if runs and line.marker.value == lines[runs[-1][-1]].marker.value + 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    return {i for runs in chains.values() for run in runs if _is_list(lines, run) for i in run}


def _is_list(lines: Sequence[LogicalLine], run: Sequence[int]) -> bool:
    if not all(_could_head(lines[i]) for i in run):
        return True
    style = lines[run[0]].marker.style
    bodies = sum(_has_body(lines, i, style) for i in run)
    return bodies * 2 < len(run) if style not in _WEAK_STYLES else bodies < len(run)


def _has_body(lines: Sequence[LogicalLine], i: int, style: str) -> bool:
    """Whether something other than the list's own next line follows: text, or a heading below it."""
    if i + 1 >= len(lines):
        return False
    after = lines[i + 1].marker
    if after.mark is Mark.CONTINUATION or (after.mark is Mark.NUMBER and after.style == style):
        return False
    if style in _WEAK_STYLES:
        return after.mark in (Mark.NONE, Mark.NOTE, Mark.BOX, Mark.CAPTION, Mark.NUMBER) and (
            after.mark is not Mark.NONE or lines[i + 1].is_sentence
        )
    return True


def _marked(lines: Sequence[LogicalLine]) -> list[Heading]:
    """Where nothing is numbered, lines marked 【 】, ■ or ○ with text under them are the headings."""
    headings = []
    for i, (line, after) in enumerate(pairwise(lines)):
        mark = line.marker
        alone = mark.mark is Mark.CAPTION and line.text.strip()[-1] in "】》〕"
        followed = after.marker.mark is not mark.mark or after.marker.style != mark.style
        if (alone or mark.mark is Mark.BOX) and followed and _could_head(line):
            title = line.text.strip(" \u3000【】《》〔〕") if alone else line.text[mark.end :].strip()
            headings.append(Heading((i,), mark.style, 0, "", title, line.spans))
    return headings


def _bare(lines: Sequence[LogicalLine]) -> list[Heading]:
    """Where nothing is marked either: short lines that stand apart, with a sentence under them."""
    headings = []
    for i, (line, after) in enumerate(pairwise(lines)):
        apart = i == 0 or line.gap > 0
        short = _could_head(line) and display_width(line.text) <= _MAX_WEAK_TITLE
        if apart and short and line.marker.mark in (Mark.NONE, Mark.NAMED) and after.is_sentence and i > 0:
            headings.append(Heading((i,), "bare", 0, "", line.text.strip(), line.spans))
    return headings


def _nest(
    lines: Sequence[LogicalLine], candidates: Iterable[Heading]
) -> tuple[list[Heading], list[int | None], list[str], list[Suspicion]]:
    """Give every heading its parent and its full number; leave out numbers that can't be next."""
    headings: list[Heading] = []
    parents: list[int | None] = []
    numbers: list[str] = []
    warnings: list[Suspicion] = []
    stack: list[int] = []
    last: dict[str, int] = {}
    for heading in candidates:
        open_styles = [headings[i].style for i in stack]
        at = open_styles.index(heading.style) if heading.style in open_styles else None
        previous = headings[stack[at]].value if at is not None else last.get(heading.style, 0)
        if heading.value and not _is_next(heading, previous, at is not None):
            continue
        line = lines[heading.lines[0]]
        if heading.value > previous + 1:
            message = (
                f"番号が飛んでいます（{heading.number} {heading.title}）。"
                "抜けた見出しがないか確かめてください。"
            )
            warnings.append(Suspicion(line.page, line.number, message))
        keep = _depth(heading, at, open_styles)
        stack = stack[:keep]
        parent = stack[-1] if stack else None
        headings.append(heading)
        parents.append(parent)
        numbers.append(_number(heading, numbers[parent] if parent is not None else ""))
        last[heading.style] = heading.value
        stack.append(len(headings) - 1)
    return headings, parents, numbers, warnings


def _is_next(heading: Heading, previous: int, is_open: bool) -> bool:
    """Whether a heading counts on from the one before it.

    Where its style is new here, it begins with 1, or goes on through the chapters, as articles do.
    """
    if is_open:
        return previous < heading.value <= previous + 3 or heading.style.startswith("dotted")
    if heading.value == 1 or heading.style in _SELF_CONTAINED or heading.style.startswith("dotted"):
        return True
    return heading.value in (previous + 1, previous + 2) and previous > 0


def _depth(heading: Heading, at: int | None, open_styles: Sequence[str]) -> int:
    """How many of the open headings stay open above this one."""
    if at is not None:
        return at
    if heading.style in ("named", "appendix"):
        return 0
    if heading.style in _UNITS:
        above = _UNITS[: _UNITS.index(heading.style)]
        return sum(1 for style in open_styles if style in above)
    if heading.style == "article":
        return sum(1 for style in open_styles if style in _UNITS)
    if heading.style.startswith("h") and heading.style[1:].isdigit():
        return sum(1 for style in open_styles if style < heading.style)
    if heading.style.startswith("dotted"):
        return sum(1 for style in open_styles if not style.startswith("dotted") or style < heading.style)
    return len(open_styles)


def _number(heading: Heading, parent: str) -> str:
    """Articles and dotted numbers are complete in themselves; others are read with what stands above."""
    if not heading.number or heading.style in _SELF_CONTAINED or heading.style.startswith("dotted"):
        return heading.number
    return f"{parent}-{heading.number}" if parent else heading.number


def _sections(
    source: str, headings: Sequence[Heading], parents: Sequence[int | None], numbers: Sequence[str]
) -> list[Section]:
    sections: list[Section] = []
    levels: list[int] = []
    for parent in parents:
        levels.append(1 if parent is None else levels[parent] + 1)
    for i, heading in enumerate(headings):
        following = (
            headings[j].spans[0].start for j in range(i + 1, len(headings)) if levels[j] <= levels[i]
        )
        end = next(following, len(source))
        parent = parents[i]
        sections.append(
            Section(
                number=numbers[i],
                title=heading.title,
                level=levels[i],
                parent=None if parent is None else sections[parent],
                span=Span(heading.spans[0].start, end),
                heading=heading.spans,
            )
        )
    return sections
