"""The evidence for the best passages → three probabilities, and what to say by them.

Logistic models over features that any collection of documents has; they know no word of this one.
`python -m assistant.evaluation.fit` fits them, and prints how well they do on questions left out.
"""

import math
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.emphasis import ATTRIBUTES
from assistant.facts import counts, shapes
from assistant.matching import MATCHES
from assistant.missing import missing_things
from assistant.question import Question
from assistant.ranking import Ranked
from assistant.types import Status
from assistant.weights import WEIGHTS
from corpus.sentences import split_sentences
from corpus.types import Passage
from index.generation import Generation
from index.lexical import Lexical
from index.tokens import terms

_NOUNS = frozenset({"名詞", "形状詞"})
_FORMAL = re.compile("[一-龥々]{2,}|[ァ-ヴー]{2,}")
# Features of ranking that bear on whether there is an answer at all.
_OF_RANKING = ("coverage", "fused", "cosine", "meaning", "title", "caption", "listed")
# Logarithm of a very long question's number of words.
_LONG = 3.5
# What scores, and the gap between the first two, are divided by to come out near 0…1.
_SCORE, _GAP = 20, 5
# How many of the best passages may hold the fact asked for.
_LOOKED_AT = 3
# By what a passage meets a word: by the word itself, by one that stands for it, by a near one.
_BY_STAND_IN, _BY_NEAR = 0.7, 1.25
_BODY, _HEADING, _STAND_IN, _SENTENCE, _NEAR = (
    MATCHES.index(kind) for kind in ("body", "heading", "stand_in", "sentence", "near")
)
_NOUN, _VERB, _MISSING = (ATTRIBUTES.index(name) for name in ("noun", "verb", "missing"))
# Kinds of questions whose answer has no shape to look for, but is less often there.
_ASKS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("who", "誰|だれ|どなた|名前|氏名"),
        ("where", "どこ(?!に(?:書|記載|載|あ)|かに)"),
        ("procedure", "手続|申請|届|書類|窓口|担当課"),
        ("exists", "(?:あり|ある)(?:ます)?か?[?。]?$"),
    )
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """Probabilities 0…1: that the documents treat the topic, that they answer, that the first quote does.

    None is higher than the one before: what isn't treated isn't answered.
    """

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


MODELS = ("topic", "answered", "first")
NO_EVIDENCE = Judgement(0.0, 0.0, 0.0)


def judge(features: Mapping[str, float]) -> Judgement:
    """Return the probabilities for a question's features."""
    return chained(*(_probability(WEIGHTS[name], features) for name in MODELS))


def chained(topic: float, answered: float, first: float) -> Judgement:
    """Return the probabilities by what the models say.

    `topic` and `answered` are fitted apart and can disagree: what isn't treated isn't answered. `first`
    speaks of questions that are answered.
    """
    answered = min(topic, answered)
    return Judgement(topic, answered, answered * first)


def features(question: Question, ranked: Ranked, generation: Generation) -> dict[str, float]:
    """Return what the probabilities are computed from; values are about 0…1, and there is a best passage.

    Of ranking: its features of the best passage, `score`, `gap` and `margin` to the second. Of the
    question's weight: `missing` occurs nowhere, `missing_nouns` are nouns, `missing_formal` things in
    kanji or katakana, which name something rather than talk about it; see `_words` and `_facts` for the
    rest. `head_known` says that what is asked for is named in the documents.
    """
    best = ranked.evidence[0]
    second = ranked.evidence[1].score if len(ranked.evidence) > 1 else 0.0
    total = sum(ranked.weights.values()) or 1.0
    missing = {token.term: token.pos in _NOUNS for token in ranked.ranking.missing}
    nouns = [term for term, noun in missing.items() if noun]
    of_best = best.features
    return {
        **{name: of_best.get(name, 0.0) for name in _OF_RANKING},
        "score": best.score / _SCORE,
        "gap": (best.score - second) / _GAP,
        "margin": (best.score - second) / best.score if best.score > 0 else 0.0,
        "missing": sum(ranked.weights.get(term, 0.0) for term in missing) / total,
        "missing_nouns": sum(ranked.weights.get(term, 0.0) for term in nouns) / total,
        "missing_formal": _missing_formal(ranked) / total,
        "head_known": float(_head_is_known(question, missing, generation.lexical)),
        "length": min(math.log1p(len(ranked.ranking.tokens)) / _LONG, 1.0),
        "inherited": float(bool(question.inherited)),
        **_words(question, ranked),
        **_facts(question, ranked, generation.passages),
    }


def _missing_formal(ranked: Ranked) -> float:
    """What the words of all formal things weigh that occur nowhere: 住民 of 住民票, too, if 票 is missing."""
    ranking = ranked.ranking
    formal = [s for s in missing_things(ranking) if _FORMAL.fullmatch(ranking.query[s.start : s.end])]
    within = (t.term for t in ranking.tokens if any(s.start <= t.span.start < s.end for s in formal))
    return sum(ranked.weights.get(term, 0.0) for term in dict.fromkeys(within))


def _words(question: Question, ranked: Ranked) -> dict[str, float]:
    """How the best passage meets the question's words, each counted by its emphasis.

    `exact` by themselves, `sentence` within one sentence, `near` by words of near meaning, `met` by any;
    `unmet_nouns` and `unmet_verbs` not at all, `unmet` and `unmet_noun` the weightiest one of them in
    the weightiest word. `head_…` is the last word of what is asked about: whether the best passage, its
    best sentence, or any candidate lacks it, whether it is missing everywhere, and its share.
    """
    studied = ranked.studied
    at = _column(ranked)
    emphasis = ranked.emphasis
    total = float(emphasis.sum()) or 1.0
    share = emphasis / total
    kinds = studied.matches
    itself = kinds[_BODY] + kinds[_HEADING]
    near = np.minimum(_BY_NEAR * kinds[_NEAR], 1)
    met = np.maximum(np.maximum(itself, _BY_STAND_IN * kinds[_STAND_IN]), near)
    noun, verb, missing = (studied.attributes[:, i] for i in (_NOUN, _VERB, _MISSING))
    lacked = share * (1 - met[:, at])
    most = float(share.max(initial=0.0)) or 1.0
    head = studied.words.index(question.focus[-1].term) if _has_head(question, studied.words) else None
    return {
        "exact": float(share @ itself[:, at]),
        "sentence": float(share @ kinds[_SENTENCE][:, at]),
        "near": float(share @ near[:, at]),
        "met": float(share @ met[:, at]),
        "unmet": float(lacked.max(initial=0.0)) / most,
        "unmet_noun": float((lacked * noun).max(initial=0.0)) / most,
        "unmet_nouns": float(lacked @ noun),
        "unmet_verbs": float(lacked @ verb),
        "missing_words": float(share @ missing),
        "head_unmet": 0.0 if head is None else float(1 - met[head, at]),
        "head_apart": 0.0
        if head is None
        else float(1 - max(kinds[_SENTENCE, head, at], _BY_STAND_IN * kinds[_STAND_IN, head, at])),
        "head_nowhere": 0.0 if head is None else float(1 - met[head].max()),
        "head_missing": 0.0 if head is None else float(missing[head]),
        "head_share": 0.0 if head is None else float(share[head]),
    }


def _facts(question: Question, ranked: Ranked, passages: Sequence[Passage]) -> dict[str, float]:
    """Whether a fact is asked for that has a shape, and where it is lacking; and what else is asked.

    `lacks` in the best passage, `lacks_near` in its sentence that holds most of the question, `lacks_all`
    in the best few passages.
    """
    text = unicodedata.normalize("NFKC", question.text).lower()
    asks = {name: float(pattern.search(text) is not None) for name, pattern in _ASKS}
    wanted = shapes(text)
    if not wanted:
        return {**asks, "fact": 0.0, "number": 0.0, "lacks": 0.0, "lacks_near": 0.0, "lacks_all": 0.0}
    texts = [passages[e.passage_id].text for e in ranked.evidence[:_LOOKED_AT]]
    emphasis = dict(zip(ranked.studied.words, ranked.emphasis.tolist(), strict=True))
    sentences = [texts[0][span.start : span.end] for span in split_sentences(texts[0])] or [""]
    near = max(sentences, key=lambda s: math.fsum(emphasis.get(term, 0.0) for term in set(terms(s))))
    plain = [unicodedata.normalize("NFKC", text).lower() for text in (*texts, near)]
    held = [[shape.search(text) is not None for text in plain] for shape in wanted]
    return {
        **asks,
        "fact": 1.0,
        "number": float(counts(text)),
        "lacks": float(not all(found[0] for found in held)),
        "lacks_near": float(not all(found[-1] for found in held)),
        "lacks_all": float(not all(any(found[:-1]) for found in held)),
    }


def _column(ranked: Ranked) -> int:
    """Which studied candidate the best passage is; the first where it came in as a side of a comparison."""
    rows = [candidate.passage_id for candidate in ranked.ranking.candidates[: len(ranked.studied.features)]]
    best = ranked.evidence[0].passage_id
    return rows.index(best) if best in rows else 0


def _has_head(question: Question, words: Sequence[str]) -> bool:
    return bool(question.focus) and question.focus[-1].term in words


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
