"""The lines of a page → the notes below its text, and the marks in the text that point at them."""

import re
from collections.abc import Collection, Iterator, Sequence

from corpus.readers.pdf_lines import TextLine

# Shares of the usual size: notes are set smaller than the text.
_NOTE_SIZE = 0.9
_NOTE = re.compile(r"(?:[（(]?注\s*\d*[）)]?|[※＊*†]\s*\d*|\d{1,3}[）)]?)")


def notes(lines: Sequence[TextLine], usual: float) -> list[list[int]]:
    """Return the notes below a page's text, each as the indices of its lines; `usual` is the text's size.

    Notes are the last lines of a page, in smaller type, and each begins with a mark: raised, a sign, or a
    number that a mark in the text has.
    """
    marks = {mark for line in lines for mark in marks_in(line)}
    start = len(lines)
    while start and lines[start - 1].size < _NOTE_SIZE * usual:
        start -= 1
    found: list[list[int]] = []
    for i in range(start, len(lines)):
        if note_mark(lines[i], marks):
            found.append([])
        if found:
            found[-1].append(i)
    return found


def note_mark(line: TextLine, marks: Collection[str]) -> str:
    """Return the mark that a note begins with, "" if it begins with none."""
    match = _NOTE.match("".join(glyph.char for glyph in line.glyphs))
    if match and (match[0] in marks or line.raised(0) or not match[0][0].isdigit()):
        return match[0]
    return ""


def marks_in(line: TextLine) -> list[str]:
    """Return the marks in a line of text that point at notes."""
    return ["".join(glyph.char for glyph in line.glyphs[a:b]) for a, b in note_marks(line)]


def note_marks(line: TextLine) -> Iterator[tuple[int, int]]:
    """Yield the half-open ranges of glyphs in a line of text that point at notes: raised, in small type."""
    start = None
    for i in range(len(line.glyphs) + 1):
        if i < len(line.glyphs) and line.raised(i):
            start = i if start is None else start
        elif start is not None:
            # 10³ and m² are no notes.
            follows = not start or not line.glyphs[start - 1].char.isascii()
            if follows and _NOTE.fullmatch("".join(glyph.char for glyph in line.glyphs[start:i])):
                yield start, i
            start = None
