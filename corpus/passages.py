"""The logical lines under each heading → passages: paragraphs, notes, boxes, items, tables, outlines."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from corpus.cleaning import clean_text
from corpus.headings import Heading, is_caption
from corpus.layout import LogicalLine, display_width
from corpus.markers import Mark
from corpus.outline import Outline
from corpus.readers.known import APART, Role
from corpus.tables import known_rows, read_table
from corpus.types import Passage, PassageKind, Section, Span

# A box longer than this says more than one thing; quoting it whole would bury the answer.
_MAX_BOX = 900
# No table that survives extraction is longer.
_MAX_TABLE = 300
# Where to turn to; lines that are no sentences and yet longer than labels.
_CONTACT = re.compile(
    r"https?://|www\.|[\w.+-]{1,64}@[\w-]{1,64}\.|(?:電話|TEL|Tel|ＴＥＬ|ＦＡＸ|FAX|内線|メール)|〒\s?\d"
)
# A line as short as this and no sentence is a label or a word of a picture.
_MAX_FRAGMENT = 25
_TABLE_TITLE = re.compile(r"[（(]?表[ \u3000]?[0-9０-９一二三四五六七八九十]")
_LEADS_IN = re.compile(r"(?:次|以下|下記)(?:の|が|を|に(?:掲げる|示す|定める|挙げる))")


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
    children: dict[int, list[Section]] = {}
    for child in outline.sections:
        children.setdefault(id(child.parent), []).append(child)
    blocks: list[_Block] = list(_outline_blocks(source, None, children.get(id(None), [])))
    bodies = _bodies(lines, outline, skip)
    blocks.extend(_blocks(source, None, bodies[0]))
    for section, body in zip(outline.sections, bodies[1:], strict=True):
        blocks.extend(_outline_blocks(source, section, children.get(id(section), [])))
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


def _outline_blocks(source: str, section: Section | None, children: Sequence[Section]) -> Iterator[_Block]:
    """The headings right below a section, as a list; questions ask for lists."""
    if len(children) > 1:
        block = _Block(PassageKind.OUTLINE, section)
        for child in children:
            text = " ".join(clean_text(source, span) for span in child.heading)
            block.lines.append((text, child.heading))
        yield block


def _blocks(source: str, section: Section | None, lines: Sequence[LogicalLine]) -> Iterator[_Block]:
    at = 0
    while at < len(lines):
        if known := _known(source, section, lines, at):
            blocks, size = known
            yield from blocks
        elif block := _table(source, section, lines[at : at + _MAX_TABLE]):
            table, size = block
            yield table
        else:
            kind, size = _kind_and_size(lines, at)
            yield from _block(kind, section, lines[at : at + size])
        at += size


def _known(
    source: str, section: Section | None, lines: Sequence[LogicalLine], at: int
) -> tuple[list[_Block], int] | None:
    """The table, box or note that begins here by the format's own account, and how many lines it takes up.

    A table's title stands right above it.
    """
    titled = at + 1 < len(lines) and _is_title_of_table(lines[at], lines[at + 1])
    first = at + titled
    role, block = lines[first].known.role, lines[first].known.block
    if role not in APART:
        return None
    end = first
    while end < len(lines) and lines[end].known.role is role and lines[end].known.block == block:
        end += 1
    if role is Role.NOTE:
        return list(_block(PassageKind.NOTE, section, lines[at:end])), end - at
    if role is Role.BOX:
        return list(_block(PassageKind.BOX, section, lines[at:end])), end - at
    rows = [(line.text, line.spans) for line in lines[at:first]]
    rows += known_rows(source, lines[first:end])
    return list(_parts(section, rows)), end - at


def _is_title_of_table(line: LogicalLine, after: LogicalLine) -> bool:
    if after.known.role is not Role.ROW or after.gap or line.known.role is not Role.BODY or line.is_sentence:
        return False
    if line.known.block == after.known.block:
        return True
    return line.marker.mark in (Mark.BOX, Mark.CAPTION) or bool(_TABLE_TITLE.match(line.text))


def _parts(section: Section | None, rows: Sequence[tuple[str, tuple[Span, ...]]]) -> Iterator[_Block]:
    """A table whole; one that is too long to quote, in parts."""
    block = _Block(PassageKind.TABLE, section)
    for text, spans in rows:
        if block.length + len(text) > _MAX_BOX and len(block.lines) > 1:
            yield block
            block = _Block(PassageKind.TABLE, section)
        block.lines.append((text, spans))
    yield block


def _kind_and_size(lines: Sequence[LogicalLine], at: int) -> tuple[PassageKind, int]:
    """What begins with a line, and how many lines it takes up."""
    line = lines[at]
    mark = line.marker.mark
    size = 1
    if (mark is Mark.CAPTION or (mark is Mark.BOX and not _is_twin(lines, at))) and (
        size := _box_size(lines, at)
    ) > 1:
        return PassageKind.BOX, size
    if mark is Mark.BOX and not _is_twin(lines, at):
        return PassageKind.BOX, size
    if mark is Mark.NOTE:
        return PassageKind.NOTE, _with_continuations(lines, at)
    if _is_item(lines, at) or _leads_in(lines, at):
        return PassageKind.ITEM, _list_size(lines, at)
    if is_caption(line) and at + 1 < len(lines) and not _stands_apart(lines[at + 1]):
        # （施行期日） is the caption of the paragraph below it, whatever that is.
        kind, size = _kind_and_size(lines, at + 1)
        return kind, size + 1
    if is_fragment(line):
        size = _fragments(lines, at)
        return PassageKind.ITEM if size > 1 else PassageKind.PARAGRAPH, size
    return PassageKind.PARAGRAPH, _with_continuations(lines, at)


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
        if lines[end].known.role in APART:
            break
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


def _is_twin(lines: Sequence[LogicalLine], at: int) -> bool:
    """Whether the line beside it is marked alike: then both are items of a list, not titles of boxes."""
    style = lines[at].marker.style
    return any(lines[i].marker.style == style for i in (at - 1, at + 1) if 0 <= i < len(lines))


def _block(kind: PassageKind, section: Section | None, lines: Sequence[LogicalLine]) -> Iterator[_Block]:
    """A passage whole; one that is too long to quote, in parts, a box's under its title."""
    block = _Block(kind, section)
    for line in lines:
        if block.length + len(line.text) > _MAX_BOX and len(block.lines) > 1:
            yield block
            block = _Block(kind, section)
        block.add(line)
    yield block


def _is_item(lines: Sequence[LogicalLine], at: int) -> bool:
    if lines[at].known.role is Role.ITEM:
        return True
    if lines[at].known.role in APART:
        return False
    mark = lines[at].marker.mark
    return mark in (Mark.ITEM, Mark.NUMBER) or (mark is Mark.BOX and _is_twin(lines, at))


def _leads_in(lines: Sequence[LogicalLine], at: int) -> bool:
    """Whether a paragraph announces the list that follows it."""
    after = lines[at + 1] if at + 1 < len(lines) else None
    if after is None or not _is_item(lines, at + 1):
        return False
    last = lines[at].text.rstrip("。").split("。")[-1]
    return lines[at].text.endswith(("：", ":")) or bool(_LEADS_IN.search(last))


def _list_size(lines: Sequence[LogicalLine], at: int) -> int:
    """How many lines a list takes up, with its lead-in and what continues its items."""
    end = at + 1
    announced = not _is_item(lines, at)
    length = len(lines[at].text)
    while end < len(lines):
        line = lines[end]
        length += len(line.text)
        continues = line.marker.mark is Mark.CONTINUATION and line.known.role not in APART
        if not continues and (
            not _is_item(lines, end) or (line.gap and not (announced and end == at + 1)) or length > _MAX_BOX
        ):
            break
        end += 1
    return end - at


def _stands_apart(line: LogicalLine) -> bool:
    return bool(line.gap) or is_caption(line) or line.known.role in APART


def _with_continuations(lines: Sequence[LogicalLine], at: int) -> int:
    end = at + 1
    while (
        end < len(lines)
        and lines[end].marker.mark is Mark.CONTINUATION
        and lines[end].known.role not in APART
    ):
        end += 1
    return end - at


def is_fragment(line: LogicalLine) -> bool:
    """Whether a line is no sentence but a label, a word of a picture, or a line of an address."""
    if line.marker.mark is not Mark.NONE or line.is_sentence or line.known.role is not Role.BODY:
        return False
    return display_width(line.text) <= _MAX_FRAGMENT or tells_where_to_turn(line.text)


def tells_where_to_turn(text: str) -> bool:
    """Whether there is a web or mail address, a telephone number or a postal code in it."""
    return bool(_CONTACT.search(text))


def _fragments(lines: Sequence[LogicalLine], at: int) -> int:
    """How many lines of words of a picture, labels or an address stand one below the other."""
    end = at + 1
    while end < len(lines) and is_fragment(lines[end]) and not lines[end].gap:
        end += 1
    return end - at
