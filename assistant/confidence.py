"""The evidence for the best passages → the probability that the first one answers, and a status.

A logistic model over features that any collection of documents has; it knows no word of this one.
"""

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence

from assistant.question import Fact, Question
from assistant.ranking import Evidence, Ranked
from assistant.types import Status
from corpus.types import Passage

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

INTERCEPT = -4.0
WEIGHTS = {
    "coverage": 2.0,
    "sentence": 2.0,
    "fused": 2.0,
    "cosine": 2.0,
    "title": 1.0,
    "fact_missing": -3.0,
}
# An answer is given from this probability on; below, its topic is shown if there is one.
FOUND = 0.5
RELATED = 0.15


def features(question: Question, ranked: Ranked, passages: Sequence[Passage]) -> dict[str, float]:
    """Return what the probability is computed from; every value is 0…1."""
    if not ranked.evidence:
        return dict.fromkeys(WEIGHTS, 0.0)
    best = ranked.evidence[0]
    return {
        **{name: best.features[name] for name in ("coverage", "sentence", "fused", "cosine", "title")},
        "fact_missing": float(_lacks_fact(question, ranked.evidence, passages)),
    }


def probability(values: Mapping[str, float]) -> float:
    """Return the probability 0…1 that the first passage answers."""
    return 1 / (1 + math.exp(-(INTERCEPT + sum(WEIGHTS[name] * value for name, value in values.items()))))


def status(confidence: float) -> Status:
    """Return what to say at a given probability."""
    if confidence >= FOUND:
        return Status.FOUND
    return Status.RELATED if confidence >= RELATED else Status.NOT_FOUND


def _lacks_fact(question: Question, evidence: Sequence[Evidence], passages: Sequence[Passage]) -> bool:
    """Whether an amount, a date, a number… is asked for and none of the best passages holds any."""
    texts = [unicodedata.normalize("NFKC", passages[e.passage_id].text) for e in evidence[:_LOOKED_AT]]
    return any(not any(_SHAPES[fact].search(text) for text in texts) for fact in question.facts)
