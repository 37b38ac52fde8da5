"""Ranked passages → verbatim quotes, each checked against the file, its decisive sentence marked."""

import math
from collections.abc import Mapping
from functools import lru_cache

from corpus.cleaning import join_spans, squash
from corpus.sentences import split_lines, split_sentences
from corpus.types import Document, Passage, PassageKind, Span
from index.tokens import terms

_WHOLE = frozenset({PassageKind.OUTLINE})


def is_verbatim(passage: Passage, document: Document) -> bool:
    """Whether the pieces of the file that a passage names, cleaned again, are its text.

    White space is layout and ours; every other character has to be there, in order.
    """
    return join_spans(document.source, passage.spans) == squash(passage.text)


def decisive_sentence(text: str, kind: PassageKind, weights: Mapping[str, float]) -> Span | None:
    """The sentence that holds most of the question's words, by weight; ties go to the first.

    None where the whole passage is the answer: it has one sentence only, is an outline, or no
    sentence holds any word of the question. A box's title leads to its items and decides nothing.
    """
    sentences = _sentences(text, kind)
    if len(sentences) < 2 or kind in _WHOLE:
        return None
    titled = kind in (PassageKind.BOX, PassageKind.TABLE)
    candidates = sentences[1:] if titled else sentences
    scores = [math.fsum(map(weights.__getitem__, weights.keys() & held)) for _, held in candidates]
    best = max(scores)
    if best <= 0 or len(candidates) < 2:
        return None
    return candidates[scores.index(best)][0]


@lru_cache(maxsize=20_000)
def _sentences(text: str, kind: PassageKind) -> tuple[tuple[Span, frozenset[str]], ...]:
    """Each sentence, or row of a table, with its terms."""
    spans = split_lines(text) if kind is PassageKind.TABLE else split_sentences(text)
    return tuple((span, frozenset(terms(text[span.start : span.end]))) for span in spans)
