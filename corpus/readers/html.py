"""A web page saved as .html → its text as a browser shows it, the site's own parts set aside.

The file's own characters are those that are shown: entities resolved, runs of white space as one space, a
line for each paragraph, heading, list item (with its mark) and table row (tabs between its cells). Menus,
banners and footers are there, too, set aside; scripts, styles and hidden parts are not. Pages of paper are
unknown.
"""

import re
from itertools import count

from lxml import etree, html

from corpus.errors import DocumentError
from corpus.readers.content import Content, Writer
from corpus.readers.html_lists import is_layout, mark_of, rows_of
from corpus.readers.html_main import OUTSIDE, SKIPPED, is_hidden, main_of, why_aside
from corpus.readers.html_notes import is_mark, notes_of
from corpus.readers.known import NOTHING, Cell, Known, Role
from corpus.readers.text import decode, decode_as
from corpus.readers.word_text import NOTE_MARK, READING
from corpus.types import Span

_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]+)|<\?xml[^>]{0,100}encoding=["']([\w-]+)""", re.I
)
_HEAD = 4096
_SPACES = re.compile(r"[ \t\r\n\f]+")
_SITE = re.compile(r"\s*[|｜:：/／]\s*|\s+[-－–—]\s+")
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main nav ol p pre section summary table ul".split()
)
_STRUCK = "取り消し線の文字"
# No page that a person wrote is deeper; what is, is read as it comes.
_MAX_DEPTH = 150


def read_html(data: bytes, name: str) -> Content:
    """Read the bytes of an .html file; `name` stands in messages. Raises DocumentError."""
    text = _decoded(data, name)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise DocumentError(_empty(name)) from None
    body = root.find("body")
    if body is None:
        raise DocumentError(_empty(name))
    etree.strip_elements(body, *SKIPPED, with_tail=False)
    title = root.findtext("head/title") or ""
    content = _Page(body).read(_SITE.split(" ".join(title.split()))[0].strip())
    if not any(line.known.role is not Role.ASIDE for line in content.lines):
        raise DocumentError(_empty(name))
    return content


def _decoded(data: bytes, name: str) -> str:
    """Decode as the page says; what it says is wrong often enough, so it has to work out."""
    declared = _CHARSET.search(data[:_HEAD])
    encoding = (declared[1] or declared[2]).decode("ascii", "ignore") if declared else ""
    text = decode_as(data, encoding) if encoding else None
    return decode(data, name) if text is None else text


def _empty(name: str) -> str:
    return (
        f"「{name}」に本文が見つかりません。ブラウザーで開いて「名前を付けて保存」した HTML を使うか、"
        "印刷から PDF に保存してください。"
    )


class _Page:
    """Walks through a page and writes it down block by block."""

    def __init__(self, body: etree._Element) -> None:
        self._body = body
        self._main = main_of(body)
        self._writer = Writer()
        self._blocks = count(1)
        # Where the current line began, and whether it is one of several that <br> parts.
        self._start = 0
        self._broken = False
        self._mark = ""
        self._known = NOTHING
        self._why = "" if self._main is body else OUTSIDE
        self._cell: list[Span] | None = None
        self._notes = notes_of(body)
        self._pending: list[etree._Element] = []

    def read(self, title: str) -> Content:
        self._inside(self._body, 0)
        self._close()
        return self._writer.content(title=title)

    def _inside(self, element: etree._Element, depth: int) -> None:
        if depth > _MAX_DEPTH:
            self._text(" ".join(element.itertext()))
            return
        self._text(element.text)
        for child in element:
            if isinstance(child.tag, str) and not is_hidden(child):
                self._element(child, depth + 1)
            self._text(child.tail)

    def _element(self, element: etree._Element, depth: int) -> None:
        if element in self._notes.values():
            return
        before = self._why
        in_main = element is self._main or (before == "" and self._main is not self._body)
        if before in ("", OUTSIDE):
            self._why = why_aside(element, in_main) or ("" if element is self._main else before)
        if self._why != before:
            self._close()
        self._shown(element, str(element.tag), depth)
        if self._why != before:
            self._close()
        self._why = before

    def _shown(self, element: etree._Element, tag: str, depth: int) -> None:
        if tag == "br":
            self._break()
        elif tag in ("rt", "rp"):
            self._hole(element, READING)
        elif tag in ("del", "s", "strike"):
            self._hole(element, _STRUCK)
        elif tag in ("a", "sup") and (note := self._note_of(element)) is not None:
            self._hole(element, NOTE_MARK)
            self._pending.append(note)
        elif tag == "table":
            self._close()
            self._table(element, depth)
        elif tag in _BLOCKS:
            self._block(element, tag, depth)
        else:
            self._inside(element, depth)

    def _block(self, element: etree._Element, tag: str, depth: int) -> None:
        self._close()
        known = self._known
        if tag[0] == "h" and tag[1:].isdigit() and self._cell is None:
            title = "title" in (element.get("class") or "").split()
            self._known = Known(Role.TITLE) if title else Known(Role.HEADING, level=int(tag[1:]))
            self._writer.room()
        elif tag == "li" and self._cell is None and known.role is not Role.BOX:
            self._known = Known(Role.ITEM)
        if tag == "li":
            self._mark = mark_of(element, _lead(element))
        elif tag in ("dt", "hr", "blockquote"):
            self._writer.room()
        self._inside(element, depth)
        self._close()
        self._mark = ""
        self._known = known

    def _text(self, text: str | None) -> None:
        shown = _SPACES.sub(" ", text or "")
        begins = self._writer.offset == self._start
        if begins or self._writer.since(self._writer.offset - 1) in (" ", "\n"):
            shown = shown.lstrip(" ")
        if shown:
            self._writer.write(self._mark * begins + shown)
            self._mark = self._mark * (not begins)

    def _hole(self, element: etree._Element, why: str) -> None:
        self._writer.hole(_SPACES.sub(" ", "".join(element.itertext())), why)

    def _break(self) -> None:
        """<br>: a new line, which may or may not be a new paragraph; two of them leave room."""
        if self._cell is not None:
            self._close()
        elif self._writer.offset == self._start:
            self._writer.room()
        else:
            self._broken = True
            self._end()

    def _close(self) -> None:
        """End the current paragraph."""
        if self._cell is not None:
            if self._writer.offset > self._start:
                self._cell.append(Span(self._start, self._writer.offset))
                self._writer.write("\n")
            self._start = self._writer.offset
            return
        if self._writer.offset > self._start:
            self._end()
        if self._broken:
            self._writer.room()
        self._broken = False
        notes, self._pending = self._pending, []
        for note in notes:
            self._note(note)

    def _end(self) -> None:
        aside = Known(Role.ASIDE, why=self._why)
        self._writer.end(self._start, aside if self._why else self._known, whole=not self._broken)
        self._start = self._writer.offset

    def _table(self, table: etree._Element, depth: int) -> None:
        rows = rows_of(table)
        if self._cell is not None or is_layout(table, rows) or self._why:
            for row in table.iter("caption", "td", "th"):
                if next(row.iterancestors("table"), None) is table:
                    self._inside(row, depth)
                    self._close()
            return
        self._writer.room()
        block, known = next(self._blocks), self._known
        for caption in table.iterchildren("caption"):
            self._known = Known(block=block)
            self._inside(caption, depth)
            self._close()
        if max(len(row.cells) for row in rows) == 1:
            self._known = Known(Role.BOX, block=block)
            for cell in (row.cells[0] for row in rows):
                if cell is not None:
                    self._inside(cell, depth)
                    self._close()
        else:
            self._rows(table, block, depth)
        self._known = known
        self._writer.room()

    def _rows(self, table: etree._Element, block: int, depth: int) -> None:
        written: dict[etree._Element | None, Cell] = {None: ()}
        for row in rows_of(table):
            start = self._start = self._writer.offset
            for cell in dict.fromkeys(row.cells):
                if cell is not None and cell not in written:
                    self._cell, self._start = [], self._writer.offset
                    self._inside(cell, depth)
                    self._close()
                    written[cell] = tuple(self._cell)
                    self._writer.write("\t")
            self._cell = None
            cells = tuple(written[cell] for cell in row.cells)
            self._writer.end(start, Known(Role.ROW, block=block, cells=cells, heads=row.heads or None))
            self._start = self._writer.offset

    def _note_of(self, element: etree._Element) -> etree._Element | None:
        """The note that an element points at, if it is a note's number in the text."""
        link = element if element.tag == "a" else next(element.iter("a"), None)
        if link is None or not is_mark(element):
            return None
        return self._notes.get(link.get("href", "").removeprefix("#"))

    def _note(self, note: etree._Element) -> None:
        known, why = self._known, self._why
        self._known = Known(Role.NOTE, block=next(self._blocks))
        back = next((a for a in note.iter("a") if a.get("href", "").startswith("#")), None)
        if back is not None:
            self._hole(back, NOTE_MARK)
            tail, back.text = back.tail, ""
            for child in list(back):
                back.remove(child)
            back.tail = tail
        self._inside(note, 0)
        self._close()
        self._known, self._why = known, why


def _lead(item: etree._Element) -> str:
    """The first words of a list item."""
    return "".join(item.itertext()).strip()[:40]
