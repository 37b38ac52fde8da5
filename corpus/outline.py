"""Headings → the tree of sections, each with its canonical number, such as Ⅰ-3-(2)-②.

Which style of numbering stands above which is not fixed: the first of a style within another is its
child. What is fixed is that headings count on, and that some styles always stand above others: 第１章 above
第１節, 1.1 above 1.1.1.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.headings import Heading, find_headings
from corpus.layout import LogicalLine
from corpus.lists import could_head
from corpus.types import Section, Span, Suspicion

_UNITS = ("編", "部", "章", "節", "款", "目")
# Their numbers are complete without what stands above them.
_SELF_CONTAINED = frozenset({"article", "appendix", "question"})
# Nothing but these makes a heading of a number that doesn't count on; ① and ア are too common in lists.
_STRONG = frozenset({*_UNITS, "roman", "ordinal", "arabic", "paren"})
# A revision may have dropped a section or two; farther off, the number is another kind of number.
_MAX_JUMP = 3
_DOT = re.compile(r"[.．\-－]")


@dataclass(frozen=True, slots=True)
class Outline:
    """Headings in order, their sections (same order), and what looks wrong about the numbers."""

    headings: tuple[Heading, ...]
    sections: tuple[Section, ...]
    warnings: tuple[Suspicion, ...]


@dataclass(slots=True)
class _Tree:
    """The headings accepted so far, the parent of each, and those that are still open."""

    headings: list[Heading] = field(default_factory=list)
    parents: list[int | None] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    open: list[int] = field(default_factory=list)
    last: dict[str, int] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    # Numbers as dotted ones begin with them: those of dotted headings, and the values of others.
    prefixes: set[str] = field(default_factory=set)
    last_front: int = 0

    def styles(self) -> list[str]:
        return [self.headings[i].style for i in self.open]

    def add(self, heading: Heading, depth: int) -> None:
        del self.open[depth:]
        parent = self.open[-1] if self.open else None
        self.numbers.append(_number(heading, "" if parent is None else self.numbers[parent]))
        self.parents.append(parent)
        self.open.append(len(self.headings))
        self.headings.append(heading)
        self.last[_counter(heading)] = heading.value
        self.used.add(heading.style)
        if heading.style.startswith("dotted"):
            parts = _DOT.split(heading.number)
            self.prefixes.add(".".join(parts))
            self.last_front = int(parts[0]) if parts[0].isdigit() else 0
        elif heading.value:
            self.prefixes.add(str(heading.value))


def read_outline(source: str, lines: Sequence[LogicalLine]) -> Outline:
    """Find the headings among the logical lines of a document and nest them."""
    tree = _Tree()
    warnings: list[Suspicion] = []
    for heading in find_headings(source, lines):
        at = _open_at(tree, heading)
        previous = tree.headings[at].value if at is not None else tree.last.get(_counter(heading), 0)
        fits = not heading.value or _is_next(tree, heading, previous, at is not None)
        line = lines[heading.lines[-1]]
        is_heading = fits or heading.level > 0 or _stands_out(tree, heading, line)
        if message := _oddity(heading, previous, fits, is_heading):
            warnings.append(Suspicion(line.page, line.number, message))
        if not is_heading:
            continue
        tree.add(heading, _depth(heading, at, tree))
    sections = _sections(source, tree)
    warnings.extend(_without_text(lines, tree, sections))
    return Outline(tuple(tree.headings), tuple(sections), tuple(warnings))


def _open_at(tree: _Tree, heading: Heading) -> int | None:
    """Index of the open heading of the same style."""
    return next((i for i in tree.open if tree.headings[i].style == heading.style), None)


def _counter(heading: Heading) -> str:
    """What a number counts within: 2.3 counts the parts of 2."""
    if heading.style.startswith("dotted"):
        return f"{heading.style} {'.'.join(_DOT.split(heading.number)[:-1])}"
    return heading.style


def _is_next(tree: _Tree, heading: Heading, previous: int, is_open: bool) -> bool:
    """Whether a heading counts on from the one before it.

    Where its style is new here, it begins with 1, or goes on through the chapters, as articles do.
    """
    if heading.style.startswith("dotted"):
        return _dotted_fits(tree, heading)
    if heading.style in _SELF_CONTAINED:
        return True
    if is_open:
        return previous < heading.value <= previous + _MAX_JUMP
    return heading.value == 1 or 0 < previous < heading.value <= previous + 2


def _dotted_fits(tree: _Tree, heading: Heading) -> bool:
    """Whether 2.3 goes on after 2.2 or begins under 2; 3.5 ポイント and 2011.3.25 do neither."""
    *above, own = _DOT.split(heading.number)
    before = tree.last.get(_counter(heading), 0)
    if not before < int(own) <= before + _MAX_JUMP:
        return False
    if before or ".".join(above) in tree.prefixes:
        return True
    if len(above) > 1:
        return False
    # Where only the parts are numbered, 1.1, 1.2, 2.1 …, or the chapters only by Roman numbers.
    return not above[0].isdigit() or int(above[0]) == tree.last_front + 1


def _stands_out(tree: _Tree, heading: Heading, line: LogicalLine) -> bool:
    """Whether a number that can't be next is a heading all the same, wrongly numbered.

    It is if it stands apart, as a short title, in a style that the document's headings are numbered in.
    """
    return heading.style in _STRONG & tree.used and line.gap > 0 and could_head(line)


def _oddity(heading: Heading, previous: int, fits: bool, is_heading: bool) -> str:
    name = f"{heading.number} {heading.title}".strip()
    if not is_heading:
        message = (
            f"見出しのような行を本文として読みました（{name}）。見出しなら前後の番号を確かめてください。"
        )
        return message if heading.style in _STRONG else ""
    if not fits:
        return f"見出しの番号が前と続いていません（{name}）。番号を確かめてください。"
    counts = heading.style not in ("question", "appendix") and not heading.style.startswith("dotted")
    if counts and heading.value > previous + 1:
        return f"番号が飛んでいます（{name}）。抜けた見出しがないか確かめてください。"
    return ""


def _depth(heading: Heading, at: int | None, tree: _Tree) -> int:
    """How many of the open headings stay open above this one.

    What the format says of levels goes before what the numbers say, between headings of which it says it.
    """
    styles = tree.styles()
    levels = [tree.headings[i].level for i in tree.open]
    if heading.level and any(levels):
        return next(
            (i for i, level in enumerate(levels) if level >= heading.level),
            1 + max((i for i, level in enumerate(levels) if level), default=-1),
        )
    if at is not None:
        return styles.index(heading.style)
    if heading.style in ("named", "appendix"):
        return 0
    if heading.style in _UNITS:
        return sum(1 for style in styles if style in _UNITS[: _UNITS.index(heading.style)])
    if heading.style == "article":
        return sum(1 for style in styles if style in _UNITS)
    if heading.style.startswith("h") and heading.style[1:].isdigit():
        return sum(1 for style in styles if style < heading.style)
    if heading.style.startswith("dotted"):
        return sum(1 for style in styles if not style.startswith("dotted") or style < heading.style)
    return sum(1 for style in styles if style != "question")


def _number(heading: Heading, parent: str) -> str:
    """Articles and dotted numbers are complete in themselves; others are read with what stands above."""
    if not heading.number or heading.style in _SELF_CONTAINED or heading.style.startswith("dotted"):
        return heading.number
    return f"{parent}-{heading.number}" if parent else heading.number


def _sections(source: str, tree: _Tree) -> list[Section]:
    headings = tree.headings
    levels: list[int] = []
    for parent in tree.parents:
        levels.append(1 if parent is None else levels[parent] + 1)
    sections: list[Section] = []
    for i, (heading, end) in enumerate(zip(headings, _ends(levels, headings, len(source)), strict=True)):
        parent = tree.parents[i]
        sections.append(
            Section(
                number=tree.numbers[i],
                title=heading.title,
                level=levels[i],
                parent=None if parent is None else sections[parent],
                span=Span(heading.spans[0].start, end),
                heading=heading.spans,
            )
        )
    return sections


def _ends(levels: Sequence[int], headings: Sequence[Heading], last: int) -> list[int]:
    """Where each section ends: at the next heading of its level or above it."""
    ends = [last] * len(headings)
    open_: list[int] = []
    for i, level in enumerate(levels):
        while open_ and levels[open_[-1]] >= level:
            ends[open_.pop()] = headings[i].spans[0].start
        open_.append(i)
    return ends


def _without_text(
    lines: Sequence[LogicalLine], tree: _Tree, sections: Sequence[Section]
) -> Iterator[Suspicion]:
    """Headings with neither text nor headings under them; that of an annex may say all there is."""
    parents = set(tree.parents)
    for i, heading in enumerate(tree.headings):
        follows = tree.headings[i + 1].lines[0] if i + 1 < len(tree.headings) else len(lines)
        if i in parents or heading.rest or heading.lines[-1] + 1 < follows:
            continue
        line = lines[heading.lines[0]]
        yield Suspicion(line.page, line.number, f"見出し「{sections[i].reference}」に本文がありません。")
