"""Undoes what text extraction did to a stretch of a file, keeping every character's offset.

What goes in is a stretch of the decoded file, line breaks and all; what comes out is one line of clean
text: glyphs that a fake bold multiplied are single again, stray spaces around full-width characters
are gone, and broken lines are one. Nothing is normalised: a full-width digit stays full-width.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from types import MappingProxyType

from corpus.markers import Mark, marker
from corpus.types import Span

# A bold drawn by printing a glyph several times comes out of a PDF as that glyph, or a short run of
# glyphs, repeated. A whole line of different ones can hardly be anything else; within a line it takes
# two of them repeated three times or more, so that いろいろ, ますます, 000 and ―――― stay as they are.
_COPIES = (5, 4, 3, 2)
# Longer than any line of print with each glyph five times.
_MAX_LINE = 1000
# No longer piece is drawn at once, and to look for longer ones takes ever longer.
_MAX_UNIT = 20
_UNIT = {n: re.compile(rf"(.{{1,{_MAX_UNIT}}}?)\1{{{n - 1}}}", re.DOTALL) for n in _COPIES}
_WITHIN = {
    n: re.compile(rf"(?:([ぁ-ヿ一-龥Ａ-Ｚａ-ｚⅠ-Ⅻ]{{1,{_MAX_UNIT}}}?)\1{{{n - 1}}}){{2,}}") for n in (5, 4, 3)
}
_TRIPLED = re.compile(r"([^\W\d]{1,4}?)\1\1")
_MIN_DIFFERENT = {5: 2, 4: 2, 3: 2, 2: 4}

_BREAK = re.compile(r"[\n\r\f\v\x85\u2028\u2029]+")
_BLANKS = re.compile(r"\s+")
# No heading's number is longer; the rest of a line need not be looked at.
_NUMBERED = re.compile(r"\s*\S{1,12}\s")
_WIDE = re.compile(r"[\u2010-\u303f\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uffee①-⓿Ⅰ-ↂ]")
_LETTERSPACED = re.compile(r"(?:\S[ \u3000]+){2,}\S")
_SUBTITLE = "～〜―—–"
_LATIN_END = re.compile(r"[A-Za-z0-9,.;:)'\"]\Z")


_known: ContextVar[Mapping[str, str]] = ContextVar("_known", default=MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Clean text, and for each of its characters the offset in the file it came from."""

    text: str
    offsets: tuple[int, ...]


def clean(source: str, span: Span) -> Cleaned:
    """Clean one stretch of the file into one line; offsets count from the file's beginning."""
    characters: list[str] = []
    offsets: list[int] = []
    for start, end in _line_spans(source, span):
        text, kept = _clean_line(source[start:end], leads=not characters)
        if not text:
            continue
        if characters and joins_words(characters[-1], text[0]):
            characters.append(" ")
            offsets.append(start + kept[0])
        characters.extend(text)
        offsets.extend(start + offset for offset in kept)
    return Cleaned("".join(characters), tuple(offsets))


def clean_text(source: str, span: Span) -> str:
    """Clean one stretch of the file, without the offsets."""
    text = source[span.start : span.end]
    if (known := _known.get().get(text)) is not None:
        return known
    if not _BLANKS.search(text) and len(undouble(text)) == len(text):
        return text
    return clean(source, span).text


@contextmanager
def remembering(cleaned: Mapping[str, str]) -> Iterator[None]:
    """Let `clean_text` look up what it returned before for the same stretches, here and now."""
    token = _known.set(cleaned)
    try:
        yield
    finally:
        _known.reset(token)


def joins_words(before: str, after: str) -> bool:
    """Whether a broken line fell between two Latin words, which a space has to keep apart."""
    return bool(_LATIN_END.match(before[-1:])) and after[:1].isascii() and after[:1].isalnum()


def join_spans(source: str, spans: tuple[Span, ...]) -> str:
    """Return the clean text of all pieces without any white space: what a quote is compared by."""
    return squash("".join(clean_text(source, span) for span in spans))


def squash(text: str) -> str:
    """Remove all white space: layout is ours, every other character is the document's."""
    return "".join(text.split())


def undouble(text: str) -> list[int]:
    """Return the offsets of the characters to keep when multiplied glyphs are made single."""
    everything = list(range(len(text)))
    if not _may_be_multiplied(text):
        return everything
    glyphs = squash(text)
    for n in _COPIES:
        if singles := _singles(glyphs, n):
            inked = [i for i in everything if not text[i].isspace()]
            kept = {inked[i] for i in singles}
            return [i for i in everything if i in kept or text[i].isspace()]
    # What is there four or five times is there three times; most texts stop here.
    if not _WITHIN[3].search(text):
        return everything
    for n, pattern in _WITHIN.items():
        dropped: set[int] = set()
        for match in pattern.finditer(text):
            if singles := _singles(match[0], n):
                dropped.update(set(range(match.start(), match.end())) - {match.start() + i for i in singles})
        if dropped:
            return [i for i in everything if i not in dropped]
    return everything


def _may_be_multiplied(text: str) -> bool:
    """Whether it is worth looking closer; hardly any line is."""
    return 3 < len(text) <= _MAX_LINE and (len(set(text)) * 2 <= len(text) + 1 or bool(_TRIPLED.search(text)))


def _singles(glyphs: str, n: int) -> list[int]:
    """Offsets of the first copy of each piece, if all of it is different pieces n times each; else none."""
    kept: list[int] = []
    pieces: set[str] = set()
    at = 0
    while at < len(glyphs):
        match = _UNIT[n].match(glyphs, at)
        if not match:
            return []
        kept.extend(range(at, at + len(match[1])))
        if any(c.isalpha() or "Ⅰ" <= c <= "Ⅻ" for c in match[1]):
            pieces.add(match[1])
        at = match.end()
    return kept if len(pieces) >= _MIN_DIFFERENT[n] else []


def _line_spans(source: str, span: Span) -> list[tuple[int, int]]:
    spans = []
    start = span.start
    for match in _BREAK.finditer(source[span.start : span.end]):
        spans.append((start, span.start + match.start()))
        start = span.start + match.end()
    return [*spans, (start, span.end)]


def _clean_line(raw: str, leads: bool) -> tuple[str, list[int]]:
    offsets = undouble(raw)
    if len(offsets) == len(raw):
        kept = _without_stray_spaces(raw, leads)
        return _BLANKS.sub(" ", "".join(map(raw.__getitem__, kept))), kept
    text = "".join(map(raw.__getitem__, offsets))
    kept = _without_stray_spaces(text, leads)
    return _BLANKS.sub(" ", "".join(map(text.__getitem__, kept))), [offsets[i] for i in kept]


def _without_stray_spaces(text: str, leads: bool) -> list[int]:
    """Return offsets of the characters that stay; a run of white space leaves one space or none."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    numbered = _after_number(text) if leads else -1
    spaced = bool(_LETTERSPACED.fullmatch(text, start, end))
    kept: list[int] = []
    word = start
    for run in _BLANKS.finditer(text, start, end):
        kept.extend(range(word, run.start()))
        word = run.end()
        if run.start() == numbered or (not spaced and _is_meant(text, run.start(), word)):
            kept.append(run.start())
    kept.extend(range(word, end))
    return kept


def _after_number(text: str) -> int:
    """Offset of the white space that parts a heading's number from its title: １ 協働の定義; -1 if none."""
    if not _NUMBERED.match(text):
        return -1
    mark = marker(text)
    if mark.mark not in (Mark.NUMBER, Mark.HASHES, Mark.ITEM) and mark.style != "answer":
        return -1
    head = len(text[: mark.end].rstrip())
    return head if text[head : head + 1].isspace() else -1


def _is_meant(text: str, start: int, end: int) -> bool:
    """Whether white space between two characters separates words rather than straying there.

    Between Latin words it does. So does an ideographic space, or a wide gap, between two full-width
    characters neither of which is a digit or a mark, and a space before a subtitle's dash.
    """
    before, after = text[start - 1], text[end]
    wide_before, wide_after = (bool(_WIDE.match(c)) for c in (before, after))
    if not wide_before and not wide_after:
        return True
    if after in _SUBTITLE and before.isalpha():
        return True
    if before.isdigit() or after.isdigit() or not (before.isalnum() and after.isalnum()):
        return False
    return "\u3000" in text[start:end] or end - start > 1
