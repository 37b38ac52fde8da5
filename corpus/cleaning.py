"""Undoes what text extraction did to a stretch of a file, keeping every character's offset.

What goes in is a stretch of the decoded file, line breaks and all; what comes out is one line of clean
text: glyphs that a fake bold multiplied are single again, stray spaces around full-width characters
are gone, and broken lines are one. Nothing is normalised: a full-width digit stays full-width.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from corpus.types import Span

# A bold drawn by printing a glyph several times comes out of a PDF as that glyph, or a short run of
# glyphs, repeated. A whole line of it can hardly be anything else; within a line it takes two units
# repeated three times or more, so that いろいろ, ますます and 000 stay as they are.
_WHOLE = {n: re.compile(rf"(?:(.+?)\1{{{n - 1}}})+", re.DOTALL) for n in (5, 4, 3, 2)}
_WITHIN = {n: re.compile(rf"(?:([ぁ-ヿ一-龥Ａ-Ｚａ-ｚ]+?)\1{{{n - 1}}}){{2,}}") for n in (5, 4, 3)}
_MIN_UNITS_OF_TWO = 4

_WIDE = r"[\u2010-\u303f\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uffee①-⓿Ⅰ-ↂ]"
# A number that begins a heading keeps the space after it (１ 協働の定義), unless it counts something.
_LEADING_NUMBER = re.compile(
    r"(?:第?[0-9０-９一二三四五六七八九十百]+(?:編|部|章|節|款|目|条(?:の[0-9０-９一二三四五六七八九十]+)?)|[0-9０-９]+(?:[.．][0-9０-９]+)*[.．]?"
    r"|[Ⅰ-Ⅻ]+[.．]?|[ア-ン][.．]?|[（(][0-9０-９ア-ン]+[)）])[ \u3000]+(?![年月日条項号件人回個つ歳円％%])"
)
_LETTERSPACED = re.compile(r"(?:\S[ \u3000]+){2,}\S")
_SUBTITLE = "～〜―—–"
_LATIN = re.compile(r"[A-Za-z0-9,.;:)'\"]\Z")


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
        if characters and _LATIN.match(characters[-1]) and text[0].isascii() and text[0].isalnum():
            characters.append(" ")
            offsets.append(start + kept[0])
        characters.extend(text)
        offsets.extend(start + offset for offset in kept)
    return Cleaned("".join(characters), tuple(offsets))


def clean_text(source: str, span: Span) -> str:
    """Clean one stretch of the file, without the offsets."""
    return clean(source, span).text


def join_spans(source: str, spans: tuple[Span, ...]) -> str:
    """Return the clean text of all pieces without any white space: what a quote is compared by."""
    return squash("".join(clean_text(source, span) for span in spans))


def squash(text: str) -> str:
    """Remove all white space: layout is ours, every other character is the document's."""
    return "".join(text.split())


def undouble(text: str) -> list[int]:
    """Return the offsets of the characters to keep when multiplied glyphs are made single."""
    stripped = text.strip()
    if len(stripped) < 2 or not any(a == b for a, b in pairwise(stripped)):
        return list(range(len(text)))
    for n, pattern in _WHOLE.items():
        for body in (text, text.rstrip(), stripped):
            match = pattern.fullmatch(body)
            if match and _is_fake_bold(body, n):
                start = text.index(body) if body else 0
                return [start + offset for offset in _first_of_each(body, n)]
    keep = list(range(len(text)))
    for n, pattern in _WITHIN.items():
        for match in pattern.finditer(text):
            kept = {match.start() + offset for offset in _first_of_each(match[0], n)}
            keep = [i for i in keep if not match.start() <= i < match.end() or i in kept]
        if len(keep) < len(text):
            break
    return keep


def _is_fake_bold(body: str, n: int) -> bool:
    units = _units(body, n)
    letters = [unit for unit in units if any(c.isalpha() or "Ⅰ" <= c <= "Ⅻ" for c in unit)]
    return len(letters) >= (_MIN_UNITS_OF_TWO if n == 2 else 2)


def _units(body: str, n: int) -> list[str]:
    one = re.compile(rf"(.+?)\1{{{n - 1}}}", re.DOTALL)
    return [match[1] for match in one.finditer(body)]


def _first_of_each(body: str, n: int) -> list[int]:
    one = re.compile(rf"(.+?)\1{{{n - 1}}}", re.DOTALL)
    return [i for match in one.finditer(body) for i in range(match.start(), match.start() + len(match[1]))]


def _line_spans(source: str, span: Span) -> list[tuple[int, int]]:
    spans = []
    start = span.start
    for match in re.finditer(r"[\n\r\f\v\x85\u2028\u2029]+", source[span.start : span.end]):
        spans.append((start, span.start + match.start()))
        start = span.start + match.end()
    return [*spans, (start, span.end)]


def _clean_line(raw: str, leads: bool) -> tuple[str, list[int]]:
    offsets = undouble(raw)
    text = "".join(raw[i] for i in offsets)
    kept = _without_stray_spaces(text, leads)
    return "".join(" " if text[i].isspace() else text[i] for i in kept), [offsets[i] for i in kept]


def _without_stray_spaces(text: str, leads: bool) -> list[int]:
    """Return offsets of the characters that stay; a run of white space leaves one space or none."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    number = _LEADING_NUMBER.match(text, start) if leads else None
    spaced = bool(_LETTERSPACED.fullmatch(text, start, end))
    kept = []
    i = start
    while i < end:
        if not text[i].isspace():
            kept.append(i)
            i += 1
            continue
        run = i
        while text[i].isspace():
            i += 1
        if (number and i == number.end()) or (not spaced and _is_meant(text, run, i)):
            kept.append(run)
    return kept


def _is_meant(text: str, start: int, end: int) -> bool:
    """Whether white space between two characters separates words rather than straying there.

    Between Latin words it does. So does an ideographic space, or a wide gap, between two full-width
    characters neither of which is a digit or a mark, and a space before a subtitle's dash.
    """
    before, after = text[start - 1], text[end]
    wide_before, wide_after = (bool(re.match(_WIDE, c)) for c in (before, after))
    if not wide_before and not wide_after:
        return True
    if after in _SUBTITLE and before.isalpha():
        return True
    if before.isdigit() or after.isdigit() or not (before.isalnum() and after.isalnum()):
        return False
    return "\u3000" in text[start:end] or end - start > 1
