"""A Word document (.docx) → its text as Word shows it, with what its styles say of each paragraph.

The file's own characters are those a reader of the printed document sees: the text with tracked changes
accepted, automatic numbers as their lists count them, one line a paragraph, one line a table row with tabs
between its cells. A text box and a note stand below the paragraph they hang on; page headers and footers at
the end, set aside. Word decides on pages only when it prints, so there are none.
"""

from collections.abc import Iterator
from itertools import count

from lxml import etree

from corpus.furniture import CONTENTS
from corpus.readers.archive import Archive
from corpus.readers.content import Content, Writer
from corpus.readers.known import NOTHING, Cell, Known, Role
from corpus.readers.word_numbers import Numbering, W
from corpus.readers.word_styles import Style, Styles, list_of, outline_level
from corpus.readers.word_tables import Row, column_count, is_layout, rows_of
from corpus.readers.word_text import NOTE_MARK, RunText
from corpus.types import Span, Suspicion

HEADER, FOOTER = "ヘッダー", "フッター"
_CHANGED = "変更履歴（挿入・削除）が残っています。すべて承諾した形で読みました。"
_WRAPPERS = frozenset(f"{W}{name}" for name in "sdt sdtContent customXml ins moveTo smartTag".split())


def read_docx(data: bytes, name: str) -> Content:
    """Read the bytes of a .docx; `name` stands in messages. Raises DocumentError."""
    return _Word(Archive(data, name, "Word")).read()


class _Word:
    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        main = [part for kind, part in archive.relations("").values() if kind == "officeDocument"]
        root = archive.xml(main[0]) if main else None
        body = root.find(f"{W}body") if root is not None else None
        if body is None:
            raise archive.broken()
        self._body = body
        self._relations = archive.relations(main[0])
        self._styles = Styles(self._part("styles"))
        self._numbering = Numbering.read(self._part("numbering"))
        self._notes = {
            (kind, note.get(f"{W}id", "")): note
            for kind in ("footnote", "endnote")
            for note in self._children(self._part(f"{kind}s"))
        }
        self._marks: dict[tuple[str, str], str] = {}
        self._blocks = count(1)
        self._writer = Writer()
        self._runs = RunText(self._writer, self._mark)

    def read(self) -> Content:
        self._blocks_of(self._body, NOTHING)
        self._furniture()
        if self._runs.changed:
            self._writer.warnings.append(Suspicion(None, 1, _CHANGED))
        return self._writer.content()

    def _part(self, kind: str) -> etree._Element | None:
        return next((self._archive.xml(part) for k, part in self._relations.values() if k == kind), None)

    @staticmethod
    def _children(root: etree._Element | None) -> list[etree._Element]:
        return [] if root is None else list(root)

    def _blocks_of(self, parent: etree._Element, known: Known) -> None:
        """Write paragraphs and tables, one below the other; `known` is what they stand in."""
        start: int | None = None
        for element in _content(parent):
            if element.tag == f"{W}tbl":
                self._table(element, known)
                continue
            start = self._paragraph(element, known, start)
            if start is None:
                self._hanging()

    def _paragraph(self, element: etree._Element, known: Known, start: int | None) -> int | None:
        """Write a paragraph; one whose end was deleted goes on in the next: return where it began."""
        at = self._writer.offset if start is None else start
        own = self._text(element)
        if element.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            self._runs.changed = True
            return at if self._writer.offset > at else None
        self._writer.end(at, own if known is NOTHING else known)
        return None

    def _text(self, element: etree._Element) -> Known:
        """Write a paragraph's number and text; return what its style says of it."""
        properties = element.find(f"{W}pPr")
        named = properties.find(f"{W}pStyle") if properties is not None else None
        style_id = named.get(f"{W}val", "") if named is not None else self._styles.default
        style = self._styles.of(style_id)
        level = outline_level(properties) if properties is not None else None
        number, is_bullet = self._number(properties, style_id, style)
        self._writer.write(number)
        self._runs.paragraph(element)
        return _known(style, style.level if level is None else level, is_bullet)

    def _number(self, properties: etree._Element | None, style_id: str, style: Style) -> tuple[str, bool]:
        num_id, level = list_of(properties) if properties is not None else ("", None)
        tied = self._numbering.of_style(style_id)
        if not num_id:
            num_id = style.num_id
            level = style.num_level if level is None else level
            if num_id and level is None and tied:
                level = tied[1]
        if not num_id or num_id == "0":
            return "", False
        return self._numbering.next(num_id, level or 0)

    def _table(self, table: etree._Element, known: Known) -> None:
        rows = rows_of(table)
        self._writer.room()
        if is_layout(table, rows, self._is_heading):
            for cell in (cell for row in rows for cell in row.cells if not cell.goes_on):
                self._blocks_of(cell.element, known)
        elif column_count(rows) == 1:
            box = Known(Role.BOX, block=next(self._blocks))
            for cell in (cell for row in rows for cell in row.cells if not cell.goes_on):
                self._blocks_of(cell.element, box)
        else:
            self._rows(rows)
        self._writer.room()
        self._hanging()

    def _rows(self, rows: list[Row]) -> None:
        block = next(self._blocks)
        above: dict[int, Cell] = {}
        for row in rows:
            start = self._writer.offset
            cells: list[Cell] = [()] * row.cells[0].column
            for cell in row.cells:
                paragraphs = above.get(cell.column, ()) if cell.goes_on else self._cell(cell.element)
                cells += [paragraphs] * cell.width
                above |= dict.fromkeys(range(cell.column, cell.column + cell.width), paragraphs)
            self._writer.end(start, Known(Role.ROW, block=block, cells=tuple(cells), heads=row.heads or None))

    def _cell(self, element: etree._Element) -> Cell:
        """Write a cell, a line each paragraph, and a tab behind it."""
        paragraphs = []
        for paragraph in element.iter(f"{W}p"):
            if any(parent.tag == f"{W}txbxContent" for parent in paragraph.iterancestors()):
                continue
            start = self._writer.offset
            self._text(paragraph)
            if self._writer.offset > start:
                paragraphs.append(Span(start, self._writer.offset))
                self._writer.write("\n")
        self._writer.write("\t")
        return tuple(paragraphs)

    def _hanging(self) -> None:
        """Write the text boxes and notes that the paragraph before hangs on itself."""
        boxes, notes = self._runs.boxes, self._runs.notes
        self._runs.boxes, self._runs.notes = [], []
        for box in boxes:
            self._writer.room()
            self._blocks_of(box, Known(Role.BOX, block=next(self._blocks)))
            self._writer.room()
        for note in notes:
            self._note(note)

    def _note(self, key: tuple[str, str]) -> None:
        known = Known(Role.NOTE, block=next(self._blocks))
        for paragraph in self._children(self._notes.get(key)):
            if paragraph.tag == f"{W}p":
                start = self._writer.offset
                if paragraph.getprevious() is None:
                    self._writer.hole(f"{self._mark(*key)} ", NOTE_MARK)
                self._runs.paragraph(paragraph)
                self._writer.end(start, known)

    def _mark(self, kind: str, id_: str) -> str:
        number = 1 + sum(1 for other, _ in self._marks if other == kind)
        return self._marks.setdefault((kind, id_), str(number))

    def _is_heading(self, paragraph: etree._Element) -> bool:
        properties = paragraph.find(f"{W}pPr")
        named = properties.find(f"{W}pStyle") if properties is not None else None
        level = outline_level(properties) if properties is not None else None
        style = self._styles.of(named.get(f"{W}val", "") if named is not None else self._styles.default)
        return bool(style.level if level is None else level)

    def _furniture(self) -> None:
        """Write page headers and footers, each text once, at the end."""
        seen: set[str] = set()
        for kind, part in self._relations.values():
            if kind not in ("header", "footer") or (root := self._archive.xml(part)) is None:
                continue
            known = Known(Role.ASIDE, why=HEADER if kind == "header" else FOOTER)
            text = "".join(element.text or "" for element in root.iter(f"{W}t"))
            if text.strip() and text not in seen:
                seen.add(text)
                for paragraph in root.iter(f"{W}p"):
                    start = self._writer.offset
                    self._runs.paragraph(paragraph)
                    self._writer.end(start, known)
                self._runs.boxes.clear()


def _known(style: Style, level: int, is_bullet: bool) -> Known:
    if style.is_title:
        return Known(Role.TITLE)
    if style.is_contents:
        return Known(Role.ASIDE, why=CONTENTS)
    if level:
        return Known(Role.HEADING, level=level)
    return Known(Role.ITEM) if is_bullet else NOTHING


def _content(parent: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs and tables right below an element, content controls seen through."""
    for child in parent:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _content(child)
