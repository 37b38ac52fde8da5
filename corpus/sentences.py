"""Clean text → its sentences as half-open spans; a line of a list or a table is one, too."""

from corpus.types import Span

_ENDS = "。！？!?"
_OPENING = "「『（([【〔《"
_CLOSING = "」』）)]】〕》"


def split_lines(text: str) -> tuple[Span, ...]:
    """Return the lines of a passage: the rows of a table, whatever sentences they are made of."""
    spans = []
    start = 0
    for line in text.split("\n"):
        spans.append(_trimmed(text, start, start + len(line)))
        start += len(line) + 1
    return tuple(span for span in spans if span.start < span.end)


def split_sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences of a passage in order, white space at their ends left out.

    A full stop inside brackets or quotation marks ends nothing: 「……をいう。」と定義しています。 is one.
    """
    spans = []
    start = depth = 0
    for i, c in enumerate(text):
        if c == "\n":
            depth = 0
        depth += (c in _OPENING) - (c in _CLOSING and depth > 0)
        ends = c == "\n" or (c in _ENDS and not depth)
        if ends and not (c in _ENDS and text[i + 1 : i + 2] in tuple(_ENDS + _CLOSING)):
            spans.append(_trimmed(text, start, i + 1))
            start = i + 1
    spans.append(_trimmed(text, start, len(text)))
    return tuple(span for span in spans if span.start < span.end)


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return Span(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))
