"""The logical lines under each heading → passages: paragraphs, notes, boxes, items, tables, outlines."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from corpus.cleaning import clean_text
from corpus.layout import LogicalLine, display_width
from corpus.markers import Mark
from corpus.outline import Heading, Outline
from corpus.tables import read_table
from corpus.types import Passage, PassageKind, Section, Span

# A box longer than this says more than one thing; quoting it whole would bury the answer.
_MAX_BOX = 900
# A line as short as this and no sentence is a label or a word of a picture.
_MAX_FRAGMENT = 25
_LEADS_IN = (
    "次のとおり",
    "以下のとおり",
    "次の通り",
    "以下の通り",
    "次に掲げる",
    "以下に掲げる",
    "次の各号",
    "次の",
)


@dataclass(slots=True)
class _Block:
    """A passage in the making: its kind, and its lines as (text, pieces)."""

    kind: PassageKind
    section: Section | None
    lines: list[tuple[str, tuple[Span, ...]]] = field(default_factory=list)

    def add(self, line: LogicalLine) -> None:
        self.lines.append((line.text, line.spans))

    @property
    def length(self) -> int:
        return sum(len(text) for text, _ in self.lines)


def read_passages(
    source: str, document_id: str, lines: Sequence[LogicalLine], outline: Outline, skip: Collection[int] = ()
) -> tuple[Passage, ...]:
    """Return the passages in the order of the file, each section's outline right after its heading.

    `skip` holds indices of lines that are the document's title and no part of its body.
    """
    blocks: list[_Block] = list(_outline_blocks(source, None, outline))
    bodies = _bodies(lines, outline, skip)
    blocks.extend(_blocks(source, None, bodies[0]))
    for section, body in zip(outline.sections, bodies[1:], strict=True):
        blocks.extend(_outline_blocks(source, section, outline))
        blocks.extend(_blocks(source, section, body))
    return tuple(
        Passage(
            id=i,
            document_id=document_id,
            section=block.section,
            kind=block.kind,
            text="\n".join(text for text, _ in block.lines),
            spans=tuple(span for _, spans in block.lines for span in spans),
        )
        for i, block in enumerate(blocks)
    )


def _bodies(lines: Sequence[LogicalLine], outline: Outline, skip: Collection[int]) -> list[list[LogicalLine]]:
    """The lines before the first heading, and those under each heading, headings left out."""
    owner: dict[int, Heading] = {i: heading for heading in outline.headings for i in heading.lines}
    bodies: list[list[LogicalLine]] = [[]]
    for i, line in enumerate(lines):
        heading = owner.get(i)
        if heading is None:
            if i not in skip:
                bodies[-1].append(line)
        elif i == heading.lines[-1]:
            bodies.append([heading.rest] if heading.rest else [])
    # A document without headings has one section, and all of it stands there.
    return bodies if outline.headings or not outline.sections else [[], bodies[0]]


def _outline_blocks(source: str, section: Section | None, outline: Outline) -> Iterator[_Block]:
    """The headings right below a section, as a list; questions ask for lists."""
    children = [child for child in outline.sections if child.parent is section]
    if len(children) > 1:
        block = _Block(PassageKind.OUTLINE, section)
        for child in children:
            text = " ".join(clean_text(source, span) for span in child.heading)
            block.lines.append((text, child.heading))
        yield block


def _blocks(source: str, section: Section | None, lines: Sequence[LogicalLine]) -> Iterator[_Block]:
    at = 0
    while at < len(lines):
        if block := _table(source, section, lines[at:]):
            table, size = block
            yield table
            at += size
            continue
        line = lines[at]
        mark = line.marker.mark
        if mark in (Mark.BOX, Mark.CAPTION) and (size := _box_size(lines, at)) > 1:
            yield from _box(source, section, lines[at : at + size])
        elif mark is Mark.BOX and not _has_twin(lines, at):
            size = 1
            yield _single(PassageKind.BOX, section, line)
        elif mark is Mark.NOTE:
            size = _with_continuations(lines, at)
            yield _group(PassageKind.NOTE, section, lines[at : at + size])
        elif _is_item(line) or _leads_in(lines, at):
            size = _list_size(lines, at)
            yield _group(PassageKind.ITEM, section, lines[at : at + size])
        elif _is_fragment(line):
            size = _fragments(lines, at)
            kind = PassageKind.ITEM if size > 1 else PassageKind.PARAGRAPH
            yield _group(kind, section, lines[at : at + size])
        else:
            size = _with_continuations(lines, at)
            yield _group(PassageKind.PARAGRAPH, section, lines[at : at + size])
        at += size


def _table(source: str, section: Section | None, lines: Sequence[LogicalLine]) -> tuple[_Block, int] | None:
    """A table, with the title of the box it stands in if that is all there is above it."""
    titled = lines[0].marker.mark in (Mark.BOX, Mark.CAPTION) and not lines[0].is_sentence
    table = read_table(source, lines[1:] if titled else lines)
    if not table:
        return None
    block = _Block(PassageKind.TABLE, section)
    if titled:
        block.add(lines[0])
    block.lines.extend(table.rows)
    return block, table.size + titled


def _box_size(lines: Sequence[LogicalLine], at: int) -> int:
    """How many lines a box takes up: to the next box, a note, or white space that closes it."""
    style = lines[at].marker.style
    end = at + 1
    while end < len(lines):
        mark = lines[end].marker
        if mark.mark is Mark.NOTE or mark.style == style or (mark.mark is Mark.CAPTION):
            break
        if lines[end].gap and end > at + 1 and not _goes_on(lines, at, end):
            break
        end += 1
    return end - at


def _goes_on(lines: Sequence[LogicalLine], at: int, end: int) -> bool:
    """Whether a list inside a box counts on after white space, from ① to ②."""
    mark = lines[end].marker
    if mark.mark is not Mark.NUMBER:
        return False
    before = [line.marker for line in lines[at:end] if line.marker.style == mark.style]
    return mark.value == (before[-1].value if before else 0) + 1


def _has_twin(lines: Sequence[LogicalLine], at: int) -> bool:
    """Whether the line beside it is marked alike: then both are items of a list."""
    style = lines[at].marker.style
    beside = [lines[i] for i in (at - 1, at + 1) if 0 <= i < len(lines)]
    return any(line.marker.style == style for line in beside)


def _box(source: str, section: Section | None, lines: Sequence[LogicalLine]) -> Iterator[_Block]:
    """A box whole; one that is too long to quote, in parts under its title."""
    block = _Block(PassageKind.BOX, section)
    for line in lines:
        if block.length + len(line.text) > _MAX_BOX and len(block.lines) > 1:
            yield block
            block = _Block(PassageKind.BOX, section)
        block.add(line)
    yield block


def _single(kind: PassageKind, section: Section | None, line: LogicalLine) -> _Block:
    return _group(kind, section, [line])


def _group(kind: PassageKind, section: Section | None, lines: Sequence[LogicalLine]) -> _Block:
    block = _Block(kind, section)
    for line in lines:
        block.add(line)
    return block


def _is_item(line: LogicalLine) -> bool:
    return line.marker.mark in (Mark.ITEM, Mark.BOX, Mark.NUMBER)


def _leads_in(lines: Sequence[LogicalLine], at: int) -> bool:
    """Whether a paragraph announces the list that follows it."""
    after = lines[at + 1] if at + 1 < len(lines) else None
    if after is None or not _is_item(after) or after.gap:
        return False
    last = lines[at].text.rstrip("。").split("。")[-1]
    return lines[at].text.endswith(("：", ":")) or any(words in last for words in _LEADS_IN)


def _list_size(lines: Sequence[LogicalLine], at: int) -> int:
    """How many lines a list takes up, with its lead-in and what continues its items."""
    end = at + 1
    length = len(lines[at].text)
    while end < len(lines):
        line = lines[end]
        length += len(line.text)
        continues = line.marker.mark is Mark.CONTINUATION
        if not continues and (not _is_item(line) or line.gap or length > _MAX_BOX):
            break
        end += 1
    return end - at


def _with_continuations(lines: Sequence[LogicalLine], at: int) -> int:
    end = at + 1
    while end < len(lines) and lines[end].marker.mark is Mark.CONTINUATION:
        end += 1
    return end - at


def _is_fragment(line: LogicalLine) -> bool:
    return (
        line.marker.mark is Mark.NONE and not line.is_sentence and display_width(line.text) <= _MAX_FRAGMENT
    )


def _fragments(lines: Sequence[LogicalLine], at: int) -> int:
    """Words of a picture, or short labels one below the other, belong together."""
    end = at + 1
    while end < len(lines) and _is_fragment(lines[end]) and not lines[end].gap:
        end += 1
    return end - at
