"""The invented handbook `handbook.txt` → the same as .docx, .pdf and .html, made by LibreOffice.

    $ python -m tests.corpus.formats.make FOLDER

`handbook.txt` is the measure: what it says has to be read from each of the others. Its lines are typed
here once more as a document with styles, automatic numbers, merged cells, a frame, a note, a header and a
footer; what is automatic there has no characters here. `leaflet.txt` becomes PDFs in two columns, written
vertically, with large type instead of numbers, and behind a password.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

HERE = Path(__file__).parent
KINDS = ("docx", "pdf", "html")
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "style": "style",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
    }.items()
)
_TWO_COLUMNS = (
    '<style:section-properties><style:columns fo:column-count="2" fo:column-gap="10mm"/>'
    "</style:section-properties>"
)
_LOCKED = (
    'pdf:writer_pdf_Export:{"EncryptFile":{"type":"boolean","value":"true"},'
    '"DocumentOpenPassword":{"type":"string","value":"himitsu"}}'
)
_PAGE = "Noto Sans CJK JP"


def _numbered(level: int, prefix: str, digits: str, suffix: str, tag: str) -> str:
    return (
        f'<text:{tag} text:level="{level}" style:num-format="{digits}" style:num-prefix="{prefix}" '
        f'style:num-suffix="{suffix}">'
        '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
        '<style:list-level-label-alignment text:label-followed-by="space"/>'
        f"</style:list-level-properties></text:{tag}>"
    )


_PLAIN, _KANA, _CIRCLED = "1", "ア, イ, ウ, ...", "①, ②, ③, ..."
_STYLES = (
    f'<office:font-face-decls><style:font-face style:name="{_PAGE}" svg:font-family="\'{_PAGE}\'"/>'
    "</office:font-face-decls><office:styles>"
    '<style:default-style style:family="paragraph"><style:text-properties '
    f'style:font-name="{_PAGE}" style:font-name-asian="{_PAGE}" fo:font-size="10.5pt" '
    'style:font-size-asian="10.5pt" fo:language="ja" style:language-asian="ja" style:country-asian="JP"/>'
    "</style:default-style>"
    '<style:style style:name="Standard" style:family="paragraph"/>'
    '<style:style style:name="Title" style:family="paragraph" style:parent-style-name="Standard">'
    '<style:paragraph-properties fo:text-align="center"/><style:text-properties fo:font-size="18pt" '
    'style:font-size-asian="18pt" fo:font-weight="bold" style:font-weight-asian="bold"/></style:style>'
    + "".join(
        f'<style:style style:name="Heading_20_{n}" style:display-name="Heading {n}" '
        f'style:family="paragraph" style:parent-style-name="Standard" style:default-outline-level="{n}">'
        f'<style:text-properties fo:font-size="{size}pt" style:font-size-asian="{size}pt" '
        'fo:font-weight="bold" style:font-weight-asian="bold"/></style:style>'
        for n, size in ((1, 14), (2, 12), (3, 10.5))
    )
    + '<style:style style:name="Header" style:family="paragraph" style:parent-style-name="Standard"/>'
    '<style:style style:name="Footer" style:family="paragraph" style:parent-style-name="Standard">'
    '<style:paragraph-properties fo:text-align="center"/></style:style>'
    '<style:style style:name="Footnote" style:family="paragraph" style:parent-style-name="Standard">'
    '<style:text-properties fo:font-size="8pt" style:font-size-asian="8pt"/></style:style>'
    '<style:style style:name="Frame" style:family="graphic"><style:graphic-properties '
    'text:anchor-type="paragraph" style:wrap="none" fo:border="0.5pt solid #000000" fo:padding="2mm"/>'
    "</style:style><text:outline-style>"
    + _numbered(1, "第", _PLAIN, "章", "outline-level-style")
    + _numbered(2, "第", _PLAIN, "節", "outline-level-style")
    + _numbered(3, "（", _PLAIN, "）", "outline-level-style")
    + "</text:outline-style>"
    '<text:list-style style:name="Kana">'
    + _numbered(1, "", _KANA, "", "list-level-style-number")
    + '</text:list-style><text:list-style style:name="Circled">'
    + _numbered(1, "", _CIRCLED, "", "list-level-style-number")
    + "</text:list-style></office:styles><office:automatic-styles>"
    '<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties '
    'fo:border="0.5pt solid #000000" fo:padding="1mm"/></style:style>'
    '<style:page-layout style:name="Page"><style:page-layout-properties fo:page-width="210mm" '
    'fo:page-height="148mm" fo:margin="20mm"/><style:header-style/><style:footer-style/></style:page-layout>'
    "</office:automatic-styles><office:master-styles>"
    '<style:master-page style:name="Standard" style:page-layout-name="Page">'
    '<style:header><text:p text:style-name="Header">みどり市協働の手引き</text:p></style:header>'
    '<style:footer><text:p text:style-name="Footer">- <text:page-number>1</text:page-number> -</text:p>'
    "</style:footer></style:master-page></office:master-styles>"
)


def document(lines: list[str]) -> str:
    """Return the lines of `handbook.txt` as a flat OpenDocument text."""
    return _flat("".join(_blocks(lines)), _STYLES)


def _blocks(lines: list[str]) -> list[str]:
    """Turn each paragraph into an element: what it begins with tells its style."""
    note = next(line for line in lines if line.startswith("※")).removeprefix("※").strip()
    title, *paragraphs = "\n".join(lines).split("\n\n")
    noted = next(i for i, paragraph in enumerate(paragraphs) if "地域活動団体" in paragraph)
    return [
        _p("Title", title),
        _p("Standard", ""),
        *(_block(paragraph, note if i == noted else "") for i, paragraph in enumerate(paragraphs)),
    ]


def _block(paragraph: str, note: str) -> str:
    first = paragraph.split("\n")[0]
    number, _, words = first.partition(" ")
    if level := ("章節）".find(number[-1]) + 1 if number[0] in "第（" else 0):
        return _h(level, words)
    if number in ("ア", "①"):
        return _list("Kana" if number == "ア" else "Circled", paragraph.split("\n"))
    if first.startswith("○"):
        return _frame(paragraph.split("\n"))
    if first.startswith("【") or "\t" in first:
        rows = [[paragraph]] if "\t" not in first else [line.split("\t") for line in paragraph.split("\n")]
        return _table(rows)
    return "" if first.startswith("※") else _p("Standard", paragraph, note)


def _p(style: str, text: str, note: str = "") -> str:
    shown = escape(text)
    if note:
        shown = shown.replace(
            "地域活動団体",
            '地域活動団体<text:note text:id="n1" text:note-class="footnote"><text:note-citation>1'
            f"</text:note-citation><text:note-body>{_p('Footnote', note)}</text:note-body></text:note>",
            1,
        )
    return f'<text:p text:style-name="{style}">{shown}</text:p>'


def _h(level: int, text: str) -> str:
    return (
        f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">{escape(text)}</text:h>'
    )


def _list(style: str, lines: list[str]) -> str:
    items = "".join(
        f"<text:list-item>{_p('Standard', line.split(' ', 1)[1])}</text:list-item>" for line in lines
    )
    return f'<text:list text:style-name="{style}">{items}</text:list>'


def _frame(lines: list[str]) -> str:
    inside = "".join(_p("Standard", line) for line in lines)
    return (
        '<text:p text:style-name="Standard"><draw:frame draw:style-name="Frame" text:anchor-type="paragraph" '
        f'svg:width="150mm" draw:z-index="0"><draw:text-box fo:min-height="10mm">{inside}</draw:text-box>'
        "</draw:frame></text:p>"
    )


def _table(rows: list[list[str]]) -> str:
    """Equal cells one below the other in the first column are one cell that spans their rows."""
    shown = ""
    for i, row in enumerate(rows):
        shown += "<table:table-row>"
        covered = i > 0 and row[0] == rows[i - 1][0]
        below = 1
        while i + below < len(rows) and rows[i + below][0] == row[0]:
            below += 1
        span = f' table:number-rows-spanned="{below}"' if below > 1 else ""
        shown += "<table:covered-table-cell/>" if covered else _cell(row[0], span)
        shown += "".join(_cell(cell) for cell in row[1:]) + "</table:table-row>"
    columns = f'<table:table-column table:number-columns-repeated="{len(rows[0])}"/>'
    return f"<table:table>{columns}{shown}</table:table>{_p('Standard', '')}"


def _cell(text: str, span: str = "") -> str:
    inside = "".join(_p("Standard", line) for line in text.split("\n"))
    return f'<table:table-cell table:style-name="Cell"{span}>{inside}</table:table-cell>'


def plain(lines: list[str], page: str, section: str = "") -> str:
    """Return lines as paragraphs of a flat OpenDocument text on pages with the given properties."""
    shown = "".join(_p("Standard", line) for line in lines)
    styles = _STYLES.replace('fo:margin="20mm"/>', f'fo:margin="20mm" {page}/>')
    columns = f'<style:style style:name="Two" style:family="section">{section}</style:style>'
    if section:
        styles = styles.replace("<office:automatic-styles>", f"<office:automatic-styles>{columns}")
        shown = f'<text:section text:style-name="Two" text:name="s">{shown}</text:section>'
    return _flat(shown, re.sub(r"<style:header>.*?</style:header>", "", styles))


def large(lines: list[str]) -> str:
    """Return lines as a text whose headings have no numbers, only larger type."""
    shown = _p("Title", "協働のしおり") + "".join(
        _h(1, line[2:]) if line[1:2] == "　" else _p("Standard", line) for line in lines
    )
    return _flat(shown, re.sub(r"<text:outline-style>.*?</text:outline-style>", "", _STYLES))


def _flat(body: str, styles: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_NAMESPACES} office:version="1.2" '
        'office:mimetype="application/vnd.oasis.opendocument.text">'
        f"{styles}<office:body><office:text>{body}</office:text></office:body></office:document>"
    )


def make(folder: Path) -> None:
    """Write the handbook into a folder in every kind, and the leaflet in every shape."""
    lines = _lines("handbook.txt")
    _convert(document(lines), folder, "handbook", KINDS)
    lines = _lines("leaflet.txt")
    _convert(plain(lines, "", _TWO_COLUMNS), folder, "columns", ("pdf",))
    _convert(plain(lines, 'style:writing-mode="tb-rl"'), folder, "vertical", ("pdf",))
    _convert(large(lines), folder, "large", ("pdf",))
    _convert(plain(lines, ""), folder, "locked", (_LOCKED,))


def _lines(name: str) -> list[str]:
    return (HERE / name).read_text(encoding="utf-8").rstrip("\n").split("\n")


def _convert(text: str, folder: Path, name: str, kinds: tuple[str, ...]) -> None:
    source = folder / f"{name}.fodt"
    source.write_text(text, encoding="utf-8")
    convert([source], folder, kinds)
    source.unlink()


def convert(sources: Sequence[Path], folder: Path, kinds: tuple[str, ...]) -> None:
    """Have LibreOffice save files as other kinds; each run has settings of its own."""
    with tempfile.TemporaryDirectory() as profile:
        for kind in kinds:
            subprocess.run(
                [
                    shutil.which("soffice") or "soffice",
                    f"-env:UserInstallation={Path(profile).as_uri()}",
                    "--headless",
                    "--convert-to",
                    kind,
                    "--outdir",
                    str(folder),
                    *map(str, sources),
                ],
                check=True,
                capture_output=True,
                timeout=180,
            )


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
