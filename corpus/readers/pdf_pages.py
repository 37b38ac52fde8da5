"""A PDF's bytes → what is drawn on each page."""

from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as c

from corpus.errors import DocumentError
from corpus.readers.pdf_glyphs import across, downwards, drawn_on, runs_down, single, upright
from corpus.readers.pdf_ink import Ink, Rule
from corpus.readers.pdf_paths import Turn, rules_of, turned

# A law with all its annexes has a thousand pages; a file with more glyphs than this is no document.
_MAX_PAGES = 5_000
_MAX_GLYPHS = 10_000_000
_MAX_SEGMENTS = 200_000
_LOCKED = "パスワードで保護されています。パスワードを外した PDF を使ってください。"
_BROKEN = "PDF として読めません。途中で切れているか、壊れています。受け取り直すか、作り直してください。"
_LARGE = "大きすぎます（{limit}まで）。文書を分けてください。"


def pages_of(data: bytes, name: str) -> Iterator[Ink]:
    """Yield the pages; `name` stands in messages. Raises DocumentError."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        why = _LOCKED if "password" in str(error).lower() else _BROKEN
        raise DocumentError(f"「{name}」は{why}") from None
    try:
        if len(document) > _MAX_PAGES:
            raise DocumentError(f"「{name}」は{_LARGE.format(limit=f'{_MAX_PAGES:,}ページ')}")
        left = _MAX_GLYPHS
        for i in range(len(document)):
            page = document[i]
            try:
                ink = _ink(page, left)
            finally:
                page.close()
            left -= len(ink.glyphs)
            if left <= 0:
                raise DocumentError(f"「{name}」は{_LARGE.format(limit='1,000万字')}")
            yield ink
    except pdfium.PdfiumError:
        raise DocumentError(f"「{name}」は{_BROKEN}") from None
    finally:
        document.close()


def _ink(page: pdfium.PdfPage, limit: int) -> Ink:
    width, height = page.get_size()
    turn = Turn(page)
    text = page.get_textpage()
    try:
        found = drawn_on(text.raw, turn, limit)
    finally:
        text.close()
    rules: list[Rule] = []
    pictured = False
    left = _MAX_SEGMENTS
    for item in page.get_objects(max_depth=2):
        pictured = pictured or item.type == c.FPDF_PAGEOBJ_IMAGE
        if item.type == c.FPDF_PAGEOBJ_PATH and item.level == 0 and left > 0:
            left -= c.FPDFPath_CountSegments(item.raw)
            rules.extend(rules_of(item, turn))
    if not runs_down(found):
        return Ink(width, height, tuple(single(upright(found))), tuple(rules), pictured)
    edge = across(found, height)
    glyphs = single(downwards([drawn for i, drawn in enumerate(found) if i not in edge], width))
    heads = single(upright([found[i] for i in sorted(edge)]))
    lying = tuple(turned(rule, width) for rule in rules)
    return Ink(height, width, tuple(glyphs), lying, pictured, tuple(heads), vertical=True)
