"""A Word document for a test: the XML of its body and of its lists, and the archive around it."""

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ROOT = (
    f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def docx(body: str, lists: str = "", styles: str = "", parts: dict[str, str] | None = None) -> bytes:
    """Return a .docx; `parts` holds further ones, such as footnotes, by their names."""
    xml = {
        "document": f"<w:document {_ROOT}><w:body>{body}</w:body></w:document>",
        "numbering": f"<w:numbering {_ROOT}>{lists}</w:numbering>",
        "styles": f"<w:styles {_ROOT}>{styles}</w:styles>",
        **{name: f"<w:{name} {_ROOT}>{text}</w:{name}>" for name, text in (parts or {}).items()},
    }
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", _relations({"officeDocument": "word/document.xml"}))
        archive.writestr(
            "word/_rels/document.xml.rels",
            _relations({name: f"{name}.xml" for name in xml if name != "document"}),
        )
        for name, text in xml.items():
            archive.writestr(f"word/{name}.xml", '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return buffer.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    """Return a paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}</w:p>"


def run(text: str, properties: str = "") -> str:
    """Return a run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def listed(level: int, list_id: int = 1) -> str:
    """Return the properties of a paragraph at a level, from 0, of a list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'


def numbering(*levels: tuple[str, str], more: str = "") -> str:
    """Return a list with id 1: (digits, text around them) of each level."""
    shown = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{digits}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for i, (digits, text) in enumerate(levels)
    )
    return (
        f'<w:abstractNum w:abstractNumId="0">{shown}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{more}'
    )


def table(*rows: str) -> str:
    """Return a table."""
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(text: str, properties: str = "") -> str:
    """Return a cell, a paragraph a line."""
    inside = "".join(paragraph(line) for line in text.split("\n"))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def _relations(targets: dict[str, str]) -> str:
    shown = "".join(
        f'<Relationship Id="r{i}" Type="{_R}/{kind.rstrip("0123456789")}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{shown}</Relationships>'
