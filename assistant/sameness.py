"""Two questions → whether they ask for the same.

They do if they ask for the same kind of thing in the same content words, a synonym or another spelling
counting as the word; or in the same and some more on one side only, where the whole is nearly the same to
the encoder. `python -m tests.benchmarks.approvals` prints what each part of this rule is worth.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.question import Fact, Kind, Question
from index.search import Ranking
from index.tokens import terms
from index.types import Encoder, FloatArray

# Cosine from which a few more words on one side make no other question: of 14 drawn pairs of JSQuAD's
# questions that are near by it 13 ask the same, and 14 of 14 that have the same words; of pairs with this
# cosine that are not near in either way, 9 of 14 do. Of 35,970 pairs of dev.jsonl that are to be answered
# from different passages one is near: what CSR is, and what it stands for.
ALIKE = 0.95
# Different words of these ask for different things, though search sets no store by them.
_ASKED_FOR = (
    re.compile("誰|だれ|どなた|何者"),
    re.compile("どこ|何処"),
    re.compile("どれ|どちら|どの(?!よう)"),
    re.compile("いつ(?!も)|何時"),
    re.compile("なぜ|何故|どうして|なんで"),
)
# 該当しないもの is not 該当するもの; but できませんか asks what できますか does.
_NEGATION = re.compile(r"(?:な[いく]|なかった|ません|ず|なし)(?!の?(?:です)?か|でしょう|の?[?？。]|$)")
_SIGNS = re.compile(r"[\W_]+")
# 後援とは and 後援について教えて ask for the same.
_OPEN = frozenset({Kind.OTHER, Kind.DEFINITION})


@dataclass(frozen=True, slots=True)
class Wording:
    """What a question asks for, and its content words with all that stand in for each."""

    kind: Kind
    asks: tuple[bool, ...]
    facts: frozenset[Fact]
    words: tuple[frozenset[str], ...]

    def nearness(self, other: "Wording", cosine: float) -> float:
        """2 and more for the same words, 1 and more for nearly the same, 0 for another question."""
        kinds = {self.kind, other.kind}
        if self.asks != other.asks or self.facts != other.facts or (len(kinds) > 1 and not kinds <= _OPEN):
            return 0.0
        mine, theirs = _left_over(self.words, other.words), _left_over(other.words, self.words)
        if not self.words or not other.words or (mine and theirs):
            return 0.0
        if not mine and not theirs:
            return 2 + cosine
        numbered = any(word.isnumeric() for words in (*mine, *theirs) for word in words)
        return 1 + cosine if cosine >= ALIKE and not numbered else 0.0


def wording(asked: Question, ranking: Ranking) -> Wording:
    """Return a question's wording; `ranking` is that of its query."""
    shape = unicodedata.normalize("NFKC", asked.query)
    words = []
    for token in ranking.tokens:
        fired = [e for e in ranking.expansions if e.span.start <= token.span.start < e.span.end]
        stand_ins = (term for e in fired for target in e.targets for term in terms(target))
        words.append(frozenset({token.term, *stand_ins}))
    asks = (*(bool(pattern.search(shape)) for pattern in _ASKED_FOR), bool(_NEGATION.search(shape)))
    return Wording(asked.kind, asks, asked.facts, tuple(words))


def _left_over(words: Sequence[frozenset[str]], others: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    return [word for word in words if not any(word & other for other in others)]


def plain(text: str) -> str:
    """A text without what typing differs in: width, case, spaces and punctuation."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text).lower())


def meaning(vector: FloatArray, encoder: Encoder) -> FloatArray:
    """Return the part of a question's vector that its words make, at norm 1 or 0: cosines here are of that.

    A transformer finds questions near that are alike in kind, of whatever they ask.
    """
    if not 0 < encoder.context < len(vector):
        return vector
    words = vector[: -encoder.context]
    unit: FloatArray = words / np.float32(max(float(np.linalg.norm(words)), 1e-9))
    return unit
