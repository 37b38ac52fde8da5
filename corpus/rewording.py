"""A text and what it was changed into → the stretches that are gone and those that are new, by words.

A word here is a run of one script, so no dictionary is needed; width, spaces and line breaks are no
difference.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from corpus.similarity import plain
from corpus.types import Span

_WORD = re.compile(
    r"[0-9０-９]+(?:[.,．，][0-9０-９]+)*|[A-Za-zＡ-Ｚａ-ｚ]+|[ァ-ヺー・ｦ-ﾟ]+|[ぁ-ゖゝゞ]+|[一-鿿㐀-䶿々〆ヶ]+|\S"
)
# To compare longer texts takes minutes; they are marked whole between what they begin and end with.
_MAX_STEPS = 4_000_000


@dataclass(frozen=True, slots=True)
class Rewording:
    """Stretches of the old text that are gone, and of the new text that are new, in order."""

    gone: tuple[Span, ...]
    new: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    span: Span


def reword(old: str, new: str) -> Rewording:
    """Mark what was changed; what both texts begin and end with is found first."""
    before, after = _words(old), _words(new)
    start = _common([w.text for w in before], [w.text for w in after])
    ends = _common([w.text for w in before[start:]][::-1], [w.text for w in after[start:]][::-1])
    before, after = before[start : len(before) - ends], after[start : len(after) - ends]
    if len(before) * len(after) > _MAX_STEPS:
        return Rewording(_joined(old, before), _joined(new, after))
    matcher = SequenceMatcher(None, [w.text for w in before], [w.text for w in after], autojunk=False)
    gone: list[Span] = []
    added: list[Span] = []
    for _, i, i_end, j, j_end in (code for code in matcher.get_opcodes() if code[0] != "equal"):
        gone += _joined(old, before[i:i_end])
        added += _joined(new, after[j:j_end])
    return Rewording(tuple(gone), tuple(added))


def _words(text: str) -> list[_Word]:
    words = ((plain(found[0]), Span(*found.span())) for found in _WORD.finditer(text))
    return [_Word(word, span) for word, span in words if word]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both begin with."""
    same = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        same += 1
    return same


def _joined(text: str, words: Sequence[_Word]) -> tuple[Span, ...]:
    """Return neighbouring words as one stretch a line: no mark runs through a line break."""
    spans: list[Span] = []
    for word in words:
        if spans and "\n" not in text[spans[-1].end : word.span.start]:
            spans[-1] = Span(spans[-1].start, word.span.end)
        else:
            spans.append(word.span)
    return tuple(spans)
