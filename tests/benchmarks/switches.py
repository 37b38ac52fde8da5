"""What can be switched off of the ways from a question to its answer, one by one and by families.

A switch replaces what is looked up at each question: a fitted weight by 0, a rule by one that never
fires. Nothing in the product knows of it, and all that is left keeps the weights it was fitted with.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import numpy as np

from assistant.emphasis import ATTRIBUTES
from assistant.matching import MATCHES
from assistant.ranking import FEATURES
from assistant.weights import WEIGHTS
from index.encoder import JointEncoder
from index.readings import Readings
from index.thesaurus import Thesaurus
from index.types import FloatArray

Part = AbstractContextManager[Any, Any]

_MODELS = ("topic", "answered", "first")


@dataclass(frozen=True, slots=True)
class Switch:
    """What is off within `off()`, and the part of the way it belongs to."""

    group: str
    name: str
    parts: tuple[Part, ...]

    @contextmanager
    def off(self) -> Iterator[None]:
        """Leave it out of every question asked meanwhile."""
        with ExitStack() as stack:
            for part in self.parts:
                stack.enter_context(part)
            yield


def _weights(model: str, names: str) -> Part:
    """Some weights are 0. Raises KeyError for one that is not there: its switch would do nothing."""
    return patch.dict(WEIGHTS[model], {name: 0 * WEIGHTS[model][name] for name in names.split()})


def _nothing(function: str, result: object = ()) -> Part:
    """A function always returns the same."""
    return patch(function, lambda *_: result)


def _words_alone(encoder: JointEncoder, text: str) -> FloatArray:
    """The vector of the words, at norm 1."""
    vector: FloatArray = encoder.encode_parts((text,))[0]
    vector /= max(float(np.linalg.norm(vector)), 1e-9)
    return vector


_ALL_FEATURES_BUT_THE_FIRST_STAGE = " ".join(name for name in FEATURES if name != "fused")
_MEANING = (
    patch("index.fusion.DENSE_SHARE", 0.0),
    _weights("ranking", "cosine context meaning near"),
    _weights("matching", "near near_sentence"),
)
_CONTEXT = (
    patch("index.encoder.JointEncoder.encode_query", lambda self, text, _="": _words_alone(self, text)),
    _weights("ranking", "context"),
)
_THESAURUS = patch("index.generation.Generation.thesaurus", Thesaurus({}, 0))
_READINGS = patch("index.generation.Generation.readings", Readings({}))
_EVERYDAY = _nothing("index.search.everyday")
_SYNONYMS = _nothing("index.search.synonyms")

# Families first, then rules, then each weight that ranking has.
SWITCHES = (
    Switch("search", "words, in the first stage", (patch("index.fusion.DENSE_SHARE", 1.0),)),
    Switch("search", "vectors, in the first stage", (patch("index.fusion.DENSE_SHARE", 0.0),)),
    Switch("search", "all nearness by meaning", _MEANING),
    Switch("search", "the transformer", _CONTEXT),
    Switch("search", "spelling for it", (patch("index.search._respelt", lambda query, _: query),)),
    Switch("search", "compounds", (_nothing("index.lexical.compounds", []),)),
    Switch("search", "guideline's thesaurus", (_THESAURUS,)),
    Switch("search", "everyday words", (_EVERYDAY,)),
    Switch("search", "Sudachi's synonyms", (_SYNONYMS,)),
    Switch("search", "readings", (_READINGS,)),
    Switch("search", "all other words", (_THESAURUS, _EVERYDAY, _SYNONYMS, _READINGS)),
    Switch("search", "vector drawn to other words", (patch("index.search.DRAWN", 0.0),)),
    Switch(
        "reading closely",
        "all of it",
        (_weights("ranking", _ALL_FEATURES_BUT_THE_FIRST_STAGE), _weights("matching", " ".join(MATCHES))),
    ),
    Switch(
        "reading closely",
        "headings",
        (_weights("ranking", "title caption lead listed"), _weights("matching", "heading")),
    ),
    Switch("reading closely", "best sentence", (_weights("matching", "sentence near_sentence"),)),
    Switch("reading closely", "sort of passage wanted", (_weights("ranking", "lead defines listed advice"),)),
    Switch("reading closely", "emphasis", (_weights("emphasis", " ".join(ATTRIBUTES)),)),
    Switch("question", "kinds", (patch("assistant.question._KINDS", ()),)),
    Switch(
        "question", "both sides of a comparison", (patch("assistant.answer._with_sides", lambda e, _: e),)
    ),
    Switch("question", "words taken over from before", (_nothing("assistant.question._inherited", ""),)),
    Switch("question", "focus", (_nothing("assistant.question.focus"),)),
    Switch("confidence", "shape of the fact asked for", (_nothing("assistant.confidence.shapes"),)),
    Switch("confidence", "who, where, procedure", (patch("assistant.confidence._ASKS", ()),)),
    Switch(
        "confidence",
        "words that occur nowhere",
        tuple(
            _weights(model, "missing missing_nouns missing_formal missing_words head_missing")
            for model in _MODELS
        ),
    ),
    Switch("confidence", "head is known", (_nothing("assistant.confidence._head_is_known", True),)),
    Switch(
        "confidence", "follow-up in unknown words", (_nothing("assistant.answer._is_all_missing", False),)
    ),
    # What fitting found to bring nothing beside the others has nothing to be switched off.
    *(Switch("feature", name, (_weights("ranking", name),)) for name in FEATURES if WEIGHTS["ranking"][name]),
    *(Switch("match", name, (_weights("matching", name),)) for name in MATCHES if WEIGHTS["matching"][name]),
    *(Switch("emphasis", name, (_weights("emphasis", name),)) for name in ATTRIBUTES),
)
