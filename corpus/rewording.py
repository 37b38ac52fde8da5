"""A text and what it was changed into → the stretches that are gone and those that are new, by words.

A word here is a run of kana, letters or digits, or as many kanji of a compound as were changed, two at
least; so no dictionary is needed. Width, spaces and line breaks are no difference.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from corpus.similarity import plain
from corpus.types import Span

_WORD = re.compile(r"[0-9０-９]+(?:[.,．，][0-9０-９]+)*|[A-Za-zＡ-Ｚａ-ｚ]+|[ァ-ヺー・ｦ-ﾟ]+|[ぁ-ゖゝゞ]+|\S")
_KANJI = re.compile(r"[一-鿿㐀-䶿々〆ヶ]")
# To compare longer texts takes minutes; they are marked whole between what they begin and end with.
_MAX_STEPS = 4_000_000


# A stretch that was kept: where it begins among the old words and the new ones, and how many they are.
_Block = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Rewording:
    """Stretches of the old text that are gone, and of the new text that are new, in order."""

    gone: tuple[Span, ...]
    new: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    span: Span

    @property
    def is_kanji(self) -> bool:
        return bool(_KANJI.fullmatch(self.text))

    def touches(self, other: "_Word") -> bool:
        return self.span.end == other.span.start or other.span.end == self.span.start


def reword(old: str, new: str) -> Rewording:
    """Mark what was changed."""
    before, after = _words(old), _words(new)
    kept = [_whole_words(before, after, block) for block in _adjoined(_kept(before, after))]
    return Rewording(
        _marked(old, before, {i + k for i, _, n in kept for k in range(n)}),
        _marked(new, after, {j + k for _, j, n in kept for k in range(n)}),
    )


def _kept(before: Sequence[_Word], after: Sequence[_Word]) -> Sequence[_Block]:
    """Return the stretches that both texts have, in order; the last one may be empty."""
    olds, news = [word.text for word in before], [word.text for word in after]
    if len(olds) * len(news) <= _MAX_STEPS:
        return SequenceMatcher(None, olds, news, autojunk=False).get_matching_blocks()
    start = _common(olds, news)
    end = _common(olds[start:][::-1], news[start:][::-1])
    return [(0, 0, start), (len(olds) - end, len(news) - end, end)]


def _adjoined(blocks: Sequence[_Block]) -> Iterator[_Block]:
    """Put blocks together that follow each other on both sides."""
    i, j, n = blocks[0]
    for block in blocks[1:]:
        if (block[0], block[1]) == (i + n, j + n):
            n += block[2]
        else:
            yield i, j, n
            i, j, n = block
    yield i, j, n


def _whole_words(before: Sequence[_Word], after: Sequence[_Word], block: _Block) -> _Block:
    """Leave a single kanji to the change beside it if that is of the same compound: all of 市民→住民."""
    i, j, n = block
    while n and _lone(before, i, i + n, -1) + _lone(after, j, j + n, -1):
        i, j, n = i + 1, j + 1, n - 1
    while n and _lone(before, i, i + n, 1) + _lone(after, j, j + n, 1):
        n -= 1
    return i, j, n


def _lone(words: Sequence[_Word], start: int, end: int, side: int) -> bool:
    """Whether the outermost word of a kept stretch is one kanji, with a changed one beside it outside."""
    edge = start if side < 0 else end - 1
    outside, inside = edge + side, edge - side
    beside = 0 <= outside < len(words) and words[outside].is_kanji and words[outside].touches(words[edge])
    if not (beside and words[edge].is_kanji):
        return False
    return not (start <= inside < end and words[inside].is_kanji and words[inside].touches(words[edge]))


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


def _marked(text: str, words: Sequence[_Word], kept: set[int]) -> tuple[Span, ...]:
    """Return neighbouring words that were not kept as one stretch a line: none runs through a line break."""
    spans: list[Span] = []
    last = -1
    for at, word in enumerate(words):
        if at in kept:
            continue
        if spans and last == at - 1 and "\n" not in text[spans[-1].end : word.span.start]:
            spans[-1] = Span(spans[-1].start, word.span.end)
        else:
            spans.append(word.span)
        last = at
    return tuple(spans)
