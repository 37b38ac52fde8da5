"""The pieces of a Markdown block that are its words, and those that are only marks: emphasis, links, code."""

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from corpus.types import Span

# Before an item's words there may be marks of emphasis, too.
_MARKER = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]+(?=[^\w\s]*$)")
# A note's mark [^1] would be a link in CommonMark; its bracket is exchanged before it is parsed.
NOTE_SIGN = "\ue0f0"
_NOTE = re.compile(NOTE_SIGN + r"\^[^\]\s]{1,40}\]")
_TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][^<>]*>", re.DOTALL)


def words(text: str, block: Span, children: Sequence[Token], listed: bool) -> list[Span]:
    """Return the pieces of a block's text that are shown, in order.

    `children` are the block's inline tokens; `listed` says that it begins a list item, whose mark belongs
    to it.
    """
    kept: list[Span] = []
    at = block.start
    for token in children:
        if token.type in ("text", "code_inline", "text_special"):
            # What stands for another character (&amp;, \*) is cited as it was typed.
            content = token.markup if token.type == "text_special" else token.content
            found = text.find(content, at, block.end) if content else -1
            if found >= 0:
                kept.append(Span(found + (content[0] == "\\"), found + len(content)))
                at = found + len(content)
        elif token.type == "link_close":
            at = _after_target(text, at, block.end)
        elif token.type in ("image", "html_inline"):
            at = _after(text, at, block.end, token)
    first = kept[0].start if kept else block.end
    if listed and (match := _MARKER.search(text, block.start, first)):
        kept.insert(0, Span(match.start(), match.end()))
    return [piece for span in kept for piece in _without_notes(text, span)]


def without_tags(text: str, block: Span) -> list[Span]:
    """Return the pieces of a block of HTML that are no tags."""
    kept = []
    at = block.start
    for match in _TAG.finditer(text, block.start, block.end):
        kept.append(Span(at, match.start()))
        at = match.end()
    return [span for span in [*kept, Span(at, block.end)] if text[span.start : span.end].strip()]


def note_mark(text: str, start: int) -> int:
    """Return where the mark [^1]: of a note that begins here ends; 0 if none does."""
    match = _NOTE.match(text, start)
    return match.end() + 1 if match and text[match.end() : match.end() + 1] == ":" else 0


def _without_notes(text: str, span: Span) -> Iterator[Span]:
    at = span.start
    for match in _NOTE.finditer(text, span.start, span.end):
        if match.start() > at:
            yield Span(at, match.start())
        at = match.end()
    if at < span.end:
        yield Span(at, span.end)


def _after_target(text: str, at: int, end: int) -> int:
    """Where a link's target ends: (…) or […] behind its words."""
    if text[at : at + 1] in ("]", ">"):
        at += 1
    opening = text[at : at + 1]
    if opening not in ("(", "["):
        return at
    closing = ")" if opening == "(" else "]"
    depth = 0
    for i in range(at, end):
        depth += (text[i] == opening) - (text[i] == closing)
        if not depth:
            return i + 1
    return at


def _after(text: str, at: int, end: int, token: Token) -> int:
    if token.type == "html_inline":
        found = text.find(token.content, at, end)
        return at if found < 0 else found + len(token.content)
    found = text.find("![", at, end)
    close = text.find("]", found, end) if found >= 0 else -1
    return at if close < 0 else _after_target(text, close, end)
