"""A PDF with text in it → its text in reading order, page by page.

The file's own characters are the glyphs that are drawn, by the conversion tables of their fonts: each once,
however often a fake bold draws it, in the order in which a person reads them, columns and vertical writing
included. White space, line breaks (one at the end of each line of print), tabs (between the cells of a
table) and form feeds (between pages) are ours, for a PDF has none that can be relied on.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import count

from corpus.errors import DocumentError
from corpus.furniture import PAGE_NUMBER, RUNNING_HEAD
from corpus.readers.content import Content, Writer
from corpus.readers.known import NOTHING, Cell, Known, Role
from corpus.readers.pdf_edges import edges, is_page_number
from corpus.readers.pdf_lines import TextLine, rows
from corpus.readers.pdf_measures import larger_sizes, level_of, right_margin, usual_size, usual_step
from corpus.readers.pdf_notes import marks_in, note_mark, note_marks
from corpus.readers.pdf_page import Page, below, grid_of, in_order, read_page
from corpus.readers.pdf_pages import pages_of
from corpus.readers.word_text import NOTE_MARK, READING
from corpus.types import Span, Suspicion

_HEADS_AGAIN = "次のページで繰り返された表の見出し"
_SCANNED = (
    "「{name}」には文字が入っていません（紙を読み取った画像だけの PDF のようです）。"
    "元の文書から PDF を作り直すか、OCR（文字認識）をかけた PDF を使ってください。"
)
_UNMAPPED = (
    "「{name}」の文字は、文字コードとの対応が失われていて読み取れません。"
    "元の文書から PDF を作り直すか、OCR（文字認識）をかけた PDF を使ってください。"
)
_PICTURE = "このページには文字がありません（画像のようです）。必要な内容がないか、原本と見比べてください。"
# In heights of the font: a line this close to its column's end was broken there.
_RAGGED, _RAGGED_CELL = 2.6, 1.6
_WIDE_STEP = 1.35
# A frame around more than this is no box that could be quoted.
_MAX_BOX = 1500
_MOST = 0.3


def read_print(data: bytes, name: str) -> Content:
    """Read the bytes of a PDF; `name` stands in messages. Raises DocumentError."""
    pages = [read_page(ink) for ink in pages_of(data, name)]
    glyphs = sum(len(page.ink.glyphs) for page in pages)
    if not glyphs:
        raise DocumentError(_SCANNED.format(name=name))
    lost = sum(1 for page in pages for glyph in page.ink.glyphs if not _is_mapped(glyph.char))
    if lost > _MOST * glyphs:
        raise DocumentError(_UNMAPPED.format(name=name))
    return _Print(pages).write()


def _is_mapped(char: str) -> bool:
    return char.isprintable() and char != "\ufffd" and not "\ue000" <= char <= "\uf8ff"


class _Print:
    """Writes the pages down; what is usual in the whole file tells what a line's place means."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._pages = pages
        self._writer = Writer()
        self._blocks = count(1)
        lines = [page.lines for page in pages]
        self._usual = usual_size(lines)
        self._step = usual_step(lines, self._usual)
        self._edges = edges(lines, [page.ink.height for page in pages])
        self._sizes = larger_sizes(
            (
                line
                for n, page in enumerate(lines)
                for i, line in enumerate(page)
                if (n, i) not in self._edges
            ),
            self._usual,
        )
        self._margin = right_margin(lines, [page.ink.width for page in pages], self._usual)
        # The table with which the page before ended: its columns, its block, its first row.
        self._open: tuple[tuple[float, ...], int, str] | None = None
        # The notes of the page that are still to be written: their marks and lines.
        self._notes: list[tuple[str, list[TextLine]]] = []

    def write(self) -> Content:
        starts: list[int] = []
        for number, page in enumerate(self._pages):
            if number:
                self._writer.write("\f")
            starts.append(self._writer.offset)
            if page.ink.pictured and not page.ink.glyphs:
                self._writer.warnings.append(Suspicion(number + 1, self._writer.number, _PICTURE))
            self._page(number, page)
        return self._writer.content(starts)

    def _page(self, number: int, page: Page) -> None:
        body = [line for i, line in enumerate(page.lines) if (number, i) not in self._edges]
        middle = page.ink.height / 2
        at_edge = [(page.lines[i], why) for (n, i), why in self._edges.items() if n == number]
        noted = below(page, body, self._usual)
        self._aside((line, why) for line, why in at_edge if line.y < middle)
        self._aside((line, READING) for line in page.readings)
        taken = {i for note in noted for i in note}
        text = [line for i, line in enumerate(body) if i not in taken]
        marks = {mark for line in text for mark in marks_in(line)}
        self._notes = [(note_mark(body[note[0]], marks), [body[i] for i in note]) for note in noted]
        for block in in_order(page, text, self._usual):
            self._block(page, block.lines, block.in_columns)
        self._hang(None)
        self._aside(
            (line, PAGE_NUMBER if is_page_number(line) else RUNNING_HEAD) for line in rows(page.ink.across)
        )
        self._aside((line, why) for line, why in at_edge if line.y >= middle)

    def _block(self, page: Page, lines: Sequence[TextLine], in_columns: bool) -> None:
        text = [line for line in lines if grid_of(line) is None]
        left = min((line.left for line in text), default=0.0)
        right = max((line.right for line in text), default=0.0)
        right = right if in_columns else max(right, self._margin)
        before: TextLine | None = None
        for line in lines:
            number = grid_of(line)
            if number is None:
                gap = self._gap(before, line)
                fills = line.right >= right - _RAGGED * line.size
                known = Known(level=level_of(line, self._sizes))
                self._line(line, known, fills, gap, indent=(line.left - left) / line.size)
                self._hang(marks_in(line))
                before = line
                self._open = None
            else:
                self._grid(page, number)
                self._writer.room()
                before = None

    def _hang(self, marks: Collection[str] | None) -> None:
        """Write the notes that these marks point at; None writes all that are left."""
        left = []
        for mark, lines in self._notes:
            if marks is not None and mark not in marks:
                left.append((mark, lines))
                continue
            known = Known(Role.NOTE, block=next(self._blocks))
            for i, line in enumerate(lines):
                self._line(line, known, fills=True, gap=0, mark=0 if i else len(mark))
        self._notes = left

    def _gap(self, before: TextLine | None, line: TextLine) -> int | None:
        """Room above a line in usual steps; None leaves it to what was written before."""
        if before is None:
            return None
        usual = self._step * max(1.0, max(line.size, before.size) / self._usual)
        step = line.y - before.y
        return max(1, round(step / usual) - 1) if step > _WIDE_STEP * usual else 0

    def _line(
        self,
        line: TextLine,
        known: Known,
        fills: bool,
        gap: int | None,
        mark: int = 0,
        indent: float = 0.0,
    ) -> None:
        start = self._writer.offset
        self._writer.write("\u3000" * min(round(indent), 20))
        self._text(line, mark)
        self._writer.end(start, known, fills=fills, gap=gap)

    def _text(self, line: TextLine, mark: int = 0) -> None:
        """Write a line's characters; the numbers of notes are holes, and so are its first `mark` glyphs."""
        holes = [(0, mark)] if mark else list(note_marks(line))
        pieces = line.pieces()
        at = 0
        for first, last in holes:
            self._writer.write("".join(space + char for space, char in pieces[at:first]))
            self._writer.hole("".join(char for _, char in pieces[first:last]), NOTE_MARK)
            at = last
        self._writer.write("".join(space + char for space, char in pieces[at:]))

    def _aside(self, lines: Iterable[tuple[TextLine, str]]) -> None:
        for line, why in lines:
            start = self._writer.offset
            self._text(line)
            self._writer.end(start, Known(Role.ASIDE, why=why))

    def _grid(self, page: Page, number: int) -> None:
        grid, inside = page.grids[number], page.inside[number]
        self._writer.room()
        if len(grid.columns) == 2:
            glyphs = [glyph for cell in inside for glyph in cell]
            known = Known(Role.BOX, block=next(self._blocks)) if len(glyphs) <= _MAX_BOX else NOTHING
            for cell, glyphs in zip(grid.areas, inside, strict=True):
                self._boxed(rows(glyphs), cell.left, cell.right, known)
            self._open = None
            return
        block, heads = self._continued(grid.columns)
        written: dict[int, Cell] = {}
        for i, row in enumerate(grid.cells):
            start = self._writer.offset
            for of in dict.fromkeys(row):
                if of not in written:
                    written[of] = self._cell(rows(inside[of]), grid.areas[of].left, grid.areas[of].right)
                    self._writer.write("\t")
            text = self._writer.since(start).strip()
            known = Known(Role.ROW, block=block, cells=tuple(written[of] for of in row))
            if i == 0 and text and text == heads:
                known = Known(Role.ASIDE, why=_HEADS_AGAIN)
            heads = heads or text
            self._writer.end(start, known)
        self._open = (grid.columns, block, heads)

    def _continued(self, columns: Sequence[float]) -> tuple[int, str]:
        """Return the block and the first row of the table that goes on here, or a new block."""
        if self._open and len(self._open[0]) == len(columns):
            before, block, heads = self._open
            if all(abs(a - b) < self._usual for a, b in zip(before, columns, strict=True)):
                return block, heads
        return next(self._blocks), ""

    def _boxed(self, lines: Sequence[TextLine], left: float, right: float, known: Known) -> None:
        inner = min((line.left for line in lines), default=left)
        before: TextLine | None = None
        for line in lines:
            fills = line.right >= right - (inner - left) - _RAGGED * line.size
            gap = self._gap(before, line)
            self._line(line, known, fills, gap, indent=(line.left - inner) / line.size)
            before = line

    def _cell(self, lines: Sequence[TextLine], left: float, right: float) -> Cell:
        """Write a cell's lines; those that end before the cell does end paragraphs."""
        inner = min((line.left for line in lines), default=left)
        paragraphs: list[Span] = []
        start: int | None = None
        for line in lines:
            start = self._writer.offset if start is None else start
            self._text(line)
            if line.right < right - (inner - left) - _RAGGED_CELL * line.size:
                paragraphs.append(Span(start, self._writer.offset))
                start = None
            self._writer.write("\n")
        if start is not None:
            paragraphs.append(Span(start, self._writer.offset - 1))
        return tuple(paragraphs)
