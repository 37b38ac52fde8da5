"""A question's words beside its candidates → how each candidate meets each word, and what that is worth.

A word is met by itself, in the body or only in the headings; by the documents' word for it; or by a word
of near meaning. The sentence that holds most of the question counts apart: words that stand together say
more than words scattered over a passage.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.likeness import SAME
from index.types import FloatArray

Ids = npt.NDArray[np.int64]

# How a word can be met; `weights.json` says what each is worth.
#   body           the word itself, in the passage
#   heading        the word itself, in the headings only
#   stand_in       share of the words that stand for it, by a rule of the thesaurus or the like
#   sentence       the word itself, in the sentence that holds most of the question
#   near           how far a word of the passage or its headings is near to it by meaning
#   near_sentence  how far a word of that sentence is
MATCHES = tuple("body heading stand_in sentence near near_sentence".split())

# Below this cosine two words are strangers that happen to share some direction.
STRANGERS = 0.2
# From this cosine on a near word helps to tell the sentence that bears on the question.
_HELPS = 0.3


@dataclass(frozen=True, slots=True)
class Met:
    """How candidates meet words, each array of shape (words, candidates).

    Each holds the highest cosine of any word there, SAME where it is the word itself: in the headings, in
    the passage, in both, and in the sentence that holds most of the question.
    """

    headings: FloatArray
    body: FloatArray
    whole: FloatArray
    sentence: FloatArray


def meet(parts: FloatArray, weights: FloatArray, sizes: Ids) -> Met:
    """Compare words with candidates by what was found in their parts: `Looked.strongest` and its sizes.

    The words with a weight > 0 tell which sentence of each candidate bears on them.
    """
    begins = np.cumsum(sizes) - sizes
    sentences, headings = parts[:, : -len(sizes)], parts[:, -len(sizes) :]
    body = np.maximum.reduceat(sentences, begins, axis=1)
    best = _best(weights @ np.where(sentences >= SAME, 1, sentences * (sentences > _HELPS)), begins, sizes)
    return Met(headings, body, np.maximum(headings, body), sentences[:, best])


def _best(strength: FloatArray, begins: Ids, sizes: Ids) -> Ids:
    """Where the first of the strongest sentences of each candidate stands."""
    strongest = np.repeat(np.maximum.reduceat(strength, begins), sizes)
    places = np.flatnonzero(strength == strongest)
    best: Ids = places[np.searchsorted(places, begins)]
    return best


def matches(met: Met, own: int, stand_ins: Sequence[Sequence[Sequence[int]]]) -> FloatArray:
    """Return of shape (MATCHES, own, candidates) how the first `own` words are met, each 0…1.

    `stand_ins` has for each of them the phrases that may stand for it, as rows of their words.
    """
    there = met.whole >= SAME
    found = np.zeros((len(MATCHES), own, there.shape[1]), dtype=np.float32)
    body, heading, stand_in, sentence, near, near_sentence = found
    np.greater_equal(met.body[:own], SAME, out=body)
    np.greater(there[:own], body, out=heading)
    for i, phrases in enumerate(stand_ins):
        for rows in phrases:
            share = there[rows[0]] if len(rows) == 1 else there[rows].mean(axis=0)
            np.maximum(stand_in[i], share, out=stand_in[i])
    stand_in[there[:own]] = 0
    np.greater_equal(met.sentence[:own], SAME, out=sentence)
    np.multiply(np.maximum(met.whole[:own] - STRANGERS, 0), ~there[:own], out=near)
    np.multiply(np.maximum(met.sentence[:own] - STRANGERS, 0), 1 - sentence, out=near_sentence)
    return found
