"""The runs of a Word paragraph → the characters people see, once all tracked changes are accepted.

Deleted and hidden text is not written, field codes are not but their results are; readings (ruby) and the
numbers of notes are written as holes. Text boxes and notes are left to whoever reads the paragraph.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from corpus.readers.content import Writer
from corpus.readers.word_numbers import W

READING = "ふりがな"
NOTE_MARK = "注の番号"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_THROUGH = frozenset(
    f"{W}{name}"
    for name in "r ins moveTo hyperlink smartTag sdt sdtContent fldSimple customXml dir bdo rubyBase".split()
) | {f"{_MATH}{name}" for name in "oMath oMathPara r e num den sub sup fName deg".split()}
_CHANGES = frozenset(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
_PICTURES = frozenset({f"{W}drawing", f"{W}pict", f"{W}object", f"{_COMPATIBLE}AlternateContent"})
_TEXT_BOX = f"{W}txbxContent"
# What Word's picture fonts show for the codes of the Private Use Area that are found in forms.
_SYMBOLS = dict(
    pair.split("=")
    for pair in (
        "f0a8=□ f06f=□ f0fe=☑ f052=☑ f06c=● f06e=■ f075=◆ f0b7=• f0a7=▪ f0d8=➢ f0fc=✓ f0e0=→ f0e8=➔ f0f0=⇨"
    ).split()
)
# Fields that draw: a sign within another (囲い文字), and a reading above its word.
_ENCLOSED = re.compile(r"\\o\s*\\ac\s*\([^,;]*[,;](?P<base>[^)]+)\)")
_RUBY = re.compile(r"\\o\s*\\a[dlcr]\s*\(\\s\\up\s*[\d.]+\s*\((?P<reading>[^)]*)\)\s*[,;](?P<base>[^)]+)\)")


@dataclass(slots=True)
class RunText:
    """Writes paragraphs' text; collects the text boxes and notes it meets on the way, in order.

    `notes` holds (kind, id), `changed` says whether a tracked change was met.
    """

    writer: Writer
    mark: Callable[[str, str], str]
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    changed: bool = False
    _code: list[str] | None = None

    def paragraph(self, paragraph: etree._Element) -> None:
        """Write the text of one paragraph, without its number and without a line break."""
        self._code = None
        for child in paragraph:
            self._write(child)

    def _write(self, element: etree._Element) -> None:
        tag = element.tag
        if not isinstance(tag, str):
            return
        self.changed = self.changed or tag in _CHANGES
        if tag in (f"{W}t", f"{_MATH}t"):
            self.writer.write(" ".join((element.text or "").split("\n")))
        elif tag in _THROUGH:
            if tag != f"{W}r" or not _is_hidden(element):
                for child in element:
                    self._write(child)
        elif tag in _PICTURES:
            self.boxes.extend(_text_boxes(element))
        elif tag == f"{W}ruby":
            self._ruby(element)
        elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            kind, id_ = tag.removeprefix(W).removesuffix("Reference"), element.get(f"{W}id", "")
            self.writer.hole(self.mark(kind, id_), NOTE_MARK)
            self.notes.append((kind, id_))
        else:
            self._small(tag.removeprefix(W), element)

    def _small(self, name: str, element: etree._Element) -> None:
        """Write single signs; take down field codes."""
        if name in ("tab", "ptab"):
            self.writer.write("\t")
        elif name in ("br", "cr") and element.get(f"{W}type", "textWrapping") == "textWrapping":
            self.writer.write("\n")
        elif name == "noBreakHyphen":
            self.writer.write("-")
        elif name == "sym":
            code = element.get(f"{W}char", "").lower()
            self.writer.write(_SYMBOLS.get(code) or _character(code))
        elif name == "fldChar":
            self._field(element.get(f"{W}fldCharType", ""))
        elif name == "instrText" and self._code is not None:
            self._code.append(element.text or "")

    def _field(self, kind: str) -> None:
        code = "".join(self._code or ())
        self._code = [] if kind == "begin" else None
        if kind == "end" and (match := _RUBY.search(code)):
            self.writer.write(match["base"])
            self.writer.hole(match["reading"], READING)
        elif kind == "end" and (match := _ENCLOSED.search(code)):
            self.writer.write(match["base"])

    def _ruby(self, element: etree._Element) -> None:
        for child in element.iterfind(f"{W}rubyBase"):
            self._write(child)
        reading = "".join(text.text or "" for text in element.iterfind(f"{W}rt//{W}t"))
        self.writer.hole(reading, READING)


def _is_hidden(run: etree._Element) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val", "1") not in ("0", "false")


def _text_boxes(element: etree._Element) -> list[etree._Element]:
    """The outermost text boxes of a picture; of the two drawings of the same, the newer one's."""
    if element.tag == f"{_COMPATIBLE}AlternateContent":
        for child in element:
            if boxes := _text_boxes(child):
                return boxes
        return []
    if element.tag == _TEXT_BOX:
        return [element]
    return [box for child in element for box in _text_boxes(child)]


def _character(code: str) -> str:
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return "\ufffd"
