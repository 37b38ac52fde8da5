"""A Markdown file (.md) → its text, with what its marks say of each paragraph: CommonMark and tables.

The file's own characters are those of the file itself. Marks that are not shown (#, **, the bars of tables,
the targets of links) are holes in its lines; those of list items are shown, so they stay.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import count, pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.readers.content import Content, Hole
from corpus.readers.known import NOTHING, Known, Role
from corpus.readers.lines import Line
from corpus.readers.markdown_inline import NOTE_SIGN, note_mark, without_tags, words
from corpus.readers.text import decode
from corpus.readers.word_text import NOTE_MARK
from corpus.types import Span

SIGN, SETTINGS = "Markdown の記号", "文書の設定"
_FRONT = re.compile(r"---[ \t]*\r?\n.*?\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_BAR = re.compile(r"(?<!\\)\|")
_HARD = re.compile(r"(?: {2,}|\\)\r?\Z")


def read_markdown(data: bytes, name: str) -> Content:
    """Read the bytes of a Markdown file; `name` stands in messages. Raises DocumentError."""
    return _Reader(decode(data, name)).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self._source = text
        # The same with the same offsets, but for the brackets of notes.
        self._text = text.replace("[^", f"{NOTE_SIGN}^")
        self._starts = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text))]
        self._lines: list[Line] = []
        self._holes: list[Hole] = []
        self._blocks = count(1)
        # For each line of the file, whether some block took it.
        self._taken = bytearray(len(self._starts) + 1)

    def read(self) -> Content:
        front = _FRONT.match(self._text)
        begin = front.end() if front else 0
        if front:
            self._aside(Span(0, begin), SETTINGS)
            self._mark(0, self._text.count("\n", 0, begin))
        parser = MarkdownIt("commonmark").enable("table").enable("strikethrough").disable("text_join")
        # Blank lines keep the lines' numbers.
        skipped = re.sub(r"[^\r\n]", "", self._text[:begin])
        self._walk(parser.parse(skipped + self._text[begin:]))
        for row in range(len(self._starts)):
            if not self._taken[row]:
                self._aside(self._rows(row, row + 1), SIGN)
        lines = sorted(self._lines, key=lambda line: line.span)
        holes = sorted(self._holes, key=lambda hole: hole.span)
        return Content(self._source, tuple(self._spaced(lines)), holes=tuple(holes))

    def _walk(self, tokens: Sequence[Token]) -> None:
        first, bullets, table = False, [False], 0
        for before, token in pairwise([Token("", "", 0), *tokens]):
            if token.type.endswith("_list_open"):
                bullets.append(token.type == "bullet_list_open")
            elif token.type.endswith("_list_close"):
                bullets.pop()
            elif token.type == "table_open":
                table = next(self._blocks)
            elif token.type == "inline" and before.type in ("paragraph_open", "heading_open"):
                self._paragraph(token, _known(before, bullets[-1]), first)
            elif token.type in ("fence", "code_block", "html_block"):
                self._raw(token)
            first = token.type == "list_item_open" or (first and token.nesting == 1)
        for i, token in enumerate(tokens):
            if token.type == "tr_open":
                self._row(tokens, i, table)

    def _paragraph(self, token: Token, known: Known, listed: bool) -> None:
        """A paragraph, each line of the file one of its own: how they go together their words tell."""
        first, last = token.map or (0, 0)
        block = self._rows(first, last)
        kept = words(self._text, block, token.children or [], listed)
        if known is NOTHING and (end := note_mark(self._text, block.start)):
            known = Known(Role.NOTE, block=next(self._blocks))
            kept = [Span(max(span.start, end), span.end) for span in kept if span.end > end]
        for row in range(first, last):
            line = self._rows(row, row + 1)
            ends = last - first == 1 or bool(_HARD.search(self._text[slice_of(line)]))
            self._add(line, known, kept, whole=ends or known.role is Role.NOTE)
        self._mark(first, last)

    def _row(self, tokens: Sequence[Token], i: int, block: int) -> None:
        cells = []
        for at in range(i + 1, len(tokens)):
            if tokens[at].type == "tr_close":
                break
            if tokens[at].type == "inline":
                cells.append(tokens[at])
        row = (tokens[i].map or (0, 0))[0]
        line = self._rows(row, row + 1)
        kept: list[Span] = []
        known = []
        for span, cell in zip(self._cells(line), cells, strict=False):
            pieces = words(self._text, span, cell.children or [], listed=False)
            kept += pieces
            known.append((Span(pieces[0].start, pieces[-1].end),) if pieces else ())
        heads = tokens[i - 1].type == "thead_open"
        self._add(line, Known(Role.ROW, block=block, cells=tuple(known), heads=heads), kept)
        self._mark(row, row + 1)

    def _cells(self, line: Span) -> Iterator[Span]:
        bars = [match.start() for match in _BAR.finditer(self._text, line.start, line.end)]
        if not self._text[line.start : bars[0] if bars else line.end].strip():
            bars = bars or [line.end]
        else:
            bars = [line.start - 1, *bars]
        for a, b in zip(bars, [*bars[1:], line.end], strict=True):
            yield Span(a + 1, max(a + 1, b))

    def _raw(self, token: Token) -> None:
        """Code, line by line as a box; HTML without its tags."""
        first, last = token.map or (0, 0)
        if token.type == "html_block":
            block = self._rows(first, last)
            self._add(block, NOTHING, without_tags(self._text, block))
            self._mark(first, last)
            return
        fenced = token.type == "fence"
        closed = fenced and self._text[slice_of(self._rows(last - 1, last))].strip().startswith(token.markup)
        box = Known(Role.BOX, block=next(self._blocks))
        for row in range(first + fenced, last - closed):
            line = self._rows(row, row + 1)
            self._add(line, box, [line])
            self._mark(row, row + 1)

    def _add(self, block: Span, known: Known, kept: Sequence[Span], *, whole: bool = True) -> None:
        inside = [span for span in kept if block.start <= span.start < block.end]
        if not any(self._text[slice_of(span)].strip() for span in inside):
            self._aside(block, SIGN)
            return
        self._lines.append(self._line(block, known, whole))
        why = NOTE_MARK if known.role is Role.NOTE else SIGN
        at = block.start
        for span in [*inside, Span(block.end, block.end)]:
            if self._text[at : span.start].strip():
                self._holes.append(Hole(Span(at, span.start), why))
            at = max(at, span.end)

    def _aside(self, block: Span, why: str) -> None:
        if self._text[slice_of(block)].strip():
            self._lines.append(self._line(block, Known(Role.ASIDE, why=why), whole=True))

    def _line(self, block: Span, known: Known, whole: bool) -> Line:
        number = bisect_right(self._starts, block.start)
        return Line(number, 1, block, self._source[slice_of(block)], 0, whole=whole, known=known)

    def _spaced(self, lines: Sequence[Line]) -> Iterator[Line]:
        """Each line with the room that blank lines leave above it."""
        end = 0
        for i, line in enumerate(lines):
            blank = re.search(r"\n[ \t]*\r?\n", self._text[end : line.span.start])
            yield line.with_gap(int(bool(i) and blank is not None))
            # The break at the end of a line belongs to the blank line below it.
            end = line.span.end

    def _rows(self, first: int, last: int) -> Span:
        """Where lines of the file stand, without the break at their end."""
        start = self._starts[min(first, len(self._starts) - 1)]
        end = self._starts[last] if last < len(self._starts) else len(self._text)
        return Span(start, start + len(self._text[start:end].rstrip("\r\n")))

    def _mark(self, first: int, last: int) -> None:
        self._taken[first:last] = b"\x01" * (last - first)


def _known(opening: Token, in_bullets: bool) -> Known:
    if opening.type == "heading_open":
        return Known(Role.HEADING, level=int(opening.tag[1:]))
    return Known(Role.ITEM) if in_bullets else NOTHING


def slice_of(span: Span) -> slice:
    """Return a span as a slice."""
    return slice(span.start, span.end)
