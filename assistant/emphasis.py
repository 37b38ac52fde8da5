"""A question's words → how much each matters: what is asked for more than the story that leads to it."""

import math
from collections.abc import Sequence

import numpy as np

from assistant.question import Question
from index.search import Ranking
from index.tokens import Token
from index.types import FloatArray

# What a word's weight is multiplied by: e to the sum of these, as `weights.json` says.
#   noun, verb, adjective, affix   its part of speech
#   story      it stands in a sentence before the last one
#   focus      it is part of the noun phrase asked about
#   missing    it occurs nowhere in the documents
#   explained  the thesaurus, or the like, has other words for it
#   letter     it is a single character
#   inherited  it was taken over from the question before
ATTRIBUTES = tuple("noun verb adjective affix story focus missing explained letter inherited".split())

_AFFIXES = frozenset({"接尾辞", "接頭辞"})
_ENDS = "。！？!?\n"


def attributes(question: Question, ranking: Ranking, tokens: Sequence[Token]) -> FloatArray:
    """Return of shape (tokens, ATTRIBUTES) which attributes each token has, 0 or 1."""
    query = ranking.query
    focus = {token.term for token in question.focus}
    missing = {token.term for token in ranking.missing}
    explained = {
        token.term
        for fired in ranking.expansions
        for token in ranking.tokens
        if fired.span.start <= token.span.start < fired.span.end
    }
    last = _last_sentence(query, max((token.span.start for token in tokens), default=0))
    rows = [
        (
            token.pos == "名詞",
            token.pos == "動詞",
            token.pos == "形容詞",
            token.pos in _AFFIXES,
            token.span.start < last,
            token.term in focus,
            token.term in missing,
            token.term in explained,
            token.span.end - token.span.start == 1,
            token.span.start < len(question.inherited),
        )
        for token in tokens
    ]
    return np.array(rows, dtype=np.float32).reshape(len(rows), len(ATTRIBUTES))


def emphasised(weights: FloatArray, found: FloatArray, factors: FloatArray) -> FloatArray:
    """Return the words' weights, each times e to the sum of its attributes' factors."""
    product: FloatArray = weights * np.exp(found @ factors)
    return product


def of_words(matched: FloatArray, emphasis: FloatArray) -> FloatArray:
    """Return for each candidate Σ emphasis × match ÷ √Σ emphasis; `matched` is (words, candidates).

    The root lets a question's length count half: divided by the sum, a long story would hardly tell
    its candidates apart, and divided by nothing it would drown all other evidence.
    """
    scores: FloatArray = (emphasis @ matched) / math.sqrt(float(emphasis.sum()) or 1.0)
    return scores


def _last_sentence(query: str, end: int) -> int:
    """Where the sentence begins that holds the last token."""
    return 1 + max(query.rfind(mark, 0, end) for mark in _ENDS)
