"""The evidence for the best passages → three probabilities, and what to say by them.

Logistic models over features that any collection of documents has; they know no word of this one.
`python -m assistant.evaluation.fit` fits them, and prints how well they do on questions left out.
"""

import math
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from assistant.question import Fact, Question
from assistant.ranking import Evidence, Ranked
from assistant.types import Status
from assistant.weights import WEIGHTS
from corpus.types import Passage
from index.generation import Generation
from index.lexical import Lexical

_NUMBER = r"[0-9〇一二三四五六七八九十百千万]+"
# What an answer of each sort looks like, after NFKC.
_SHAPES: Mapping[Fact, re.Pattern[str]] = {
    Fact.MONEY: re.compile(rf"{_NUMBER}(?:,\d{{3}})*(?:円|万円|千円|億円)|無料|有料"),
    Fact.RATE: re.compile(rf"{_NUMBER}(?:%|パーセント|割)|{_NUMBER}分の{_NUMBER}"),
    Fact.COUNT: re.compile(rf"{_NUMBER}(?:件|人|名|団体|回|か所|箇所|社|枚|部|校|世帯)"),
    Fact.DATE: re.compile(rf"{_NUMBER}(?:年|月|日)|毎(?:年|月|週)"),
    Fact.PERIOD: re.compile(rf"{_NUMBER}(?:年|月|日|週間|か月|ヶ月)(?:間|以内|前|まで)|までに"),
    Fact.CONTACT: re.compile(r"\d{2,4}-\d{2,4}-\d{3,4}|@|https?:|内線"),
    Fact.FORM: re.compile(r"様式第?\d|別紙様式|申請書|申込書|届出?書|記入"),
}
# How many of the best passages may hold the fact asked for.
_LOOKED_AT = 3
_NOUNS = frozenset({"名詞", "形状詞"})
_FORMAL = re.compile("[一-龥々]{2,}|[ァ-ヴー]{2,}")
# Features of ranking that bear on whether there is an answer at all.
_OF_RANKING = ("coverage", "fused", "cosine", "meaning", "title", "caption", "listed", "focus")
# Logarithm of a very long question's number of words.
_LONG = 3.5


@dataclass(frozen=True, slots=True)
class Judgement:
    """Probabilities 0…1: that the documents treat the topic, that they answer, that the first quote does."""

    topic: float
    answered: float
    first: float

    @property
    def status(self) -> Status:
        """What to say of the answer."""
        thresholds = WEIGHTS["thresholds"]
        if self.answered >= thresholds["answered"]:
            return Status.FOUND
        return Status.RELATED if self.topic >= thresholds["topic"] else Status.NOT_FOUND


NO_EVIDENCE = Judgement(0.0, 0.0, 0.0)


def judge(features: Mapping[str, float]) -> Judgement:
    """Return the probabilities for a question's features."""
    return Judgement(*(_probability(WEIGHTS[name], features) for name in ("topic", "answered", "first")))


def features(question: Question, ranked: Ranked, generation: Generation) -> dict[str, float]:
    """Return what the probabilities are computed from; every value is 0…1, and there is a best passage.

    `missing` is the share of the question's weight that occurs nowhere, `missing_nouns` that of its
    nouns among them, `missing_formal` that of nouns in kanji or katakana, which name a thing rather than
    talk about it; `head` says that what is asked for is named in the documents; `margin` how far the
    second passage is behind the first.
    """
    best = ranked.evidence[0]
    second = ranked.evidence[1].score if len(ranked.evidence) > 1 else 0.0
    total = sum(ranked.weights.values()) or 1.0
    missing = {token.term: token.pos in _NOUNS for token in ranked.ranking.missing}
    return {
        **{name: best.features[name] for name in _OF_RANKING},
        "margin": (best.score - second) / best.score if best.score > 0 else 0.0,
        "missing": sum(ranked.weights.get(term, 0.0) for term in missing) / total,
        "missing_nouns": sum(ranked.weights.get(term, 0.0) for term, noun in missing.items() if noun) / total,
        "missing_formal": sum(
            ranked.weights.get(term, 0.0)
            for term, noun in missing.items()
            if noun and _FORMAL.fullmatch(term)
        )
        / total,
        "head": float(_head_is_known(question, missing, generation.lexical)),
        "lacks_fact": float(_lacks_fact(question, ranked.evidence, generation.passages)),
        "length": min(math.log1p(len(ranked.ranking.tokens)) / _LONG, 1.0),
        "inherited": float(bool(question.inherited)),
    }


def _probability(model: Mapping[str, float], values: Mapping[str, float]) -> float:
    score = model["intercept"] + sum(model.get(name, 0.0) * value for name, value in values.items())
    return 1 / (1 + math.exp(-score))


def _head_is_known(question: Question, missing: Collection[str], lexical: Lexical) -> bool:
    """Whether the documents hold the last word of the focus, together with the one it is joined to.

    審査員 is more than a question of 員.
    """
    if not question.focus:
        return True
    *before, head = question.focus
    if before and before[-1].span.end == head.span.start:
        return lexical.document_frequency(f"{before[-1].term} {head.term}") > 0
    return head.term not in missing


def _lacks_fact(question: Question, evidence: Sequence[Evidence], passages: Sequence[Passage]) -> bool:
    """Whether an amount, a date, a number… is asked for and none of the best passages holds any."""
    if not question.facts:
        return False
    texts = [unicodedata.normalize("NFKC", passages[e.passage_id].text) for e in evidence[:_LOOKED_AT]]
    return any(not any(_SHAPES[fact].search(text) for text in texts) for fact in question.facts)
