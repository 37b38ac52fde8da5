"""A folder with a small BERT at half a byte a number → vectors of texts, with numpy alone.

As `transformers` computes them from the same numbers, whose import costs seconds and hundreds of
megabytes. Texts go one by one: equal ones get equal vectors, whatever stands around them.
Source: Devlin et al., NAACL 2019; pooled by the mean, as E5 is (Wang et al., arXiv:2402.05672).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file
from scipy.special import erf
from threadpoolctl import threadpool_limits
from tokenizers import Tokenizer

from index.halfbytes import HalfBytes
from index.types import FloatArray

# Questions whose vectors are kept, 8 MB: old and new indexes, follow-ups and reports ask the same ones.
_REMEMBERED = 5000
WEIGHTS, SETTINGS, TOKENIZER = "model.safetensors", "config.json", "tokenizer.json"
# What was learned on top, if anything was: narrow matrices whose products are added to the layers' own.
ADAPTER = "adapter.safetensors"
# A layer's matrices, in the order they are gone through.
DENSE = ("attention", "attended", "wide", "narrow")


@dataclass(frozen=True, slots=True)
class Settings:
    """What `config.json` says beside the sizes; `longest` counts pieces, prompts stand before a text."""

    heads: int
    layers: int
    longest: int
    epsilon: float
    query_prompt: str
    passage_prompt: str


class _Dense(NamedTuple):
    """Its weight is (inputs, outputs)."""

    weight: FloatArray
    bias: FloatArray

    def __call__(self, inputs: FloatArray) -> FloatArray:
        outputs: FloatArray = inputs @ self.weight
        outputs += self.bias
        return outputs


class _Norm(NamedTuple):
    scale: FloatArray
    shift: FloatArray
    epsilon: float

    def __call__(self, inputs: FloatArray) -> FloatArray:
        centred = inputs - inputs.mean(axis=1, keepdims=True)
        variance = np.square(centred).mean(axis=1, keepdims=True)
        normed: FloatArray = centred / np.sqrt(variance + np.float32(self.epsilon))
        normed *= self.scale
        normed += self.shift
        return normed


class _Layer(NamedTuple):
    attention: _Dense
    attended: _Dense
    after_attention: _Norm
    widened: _Dense
    narrowed: _Dense
    after_all: _Norm
    heads: int

    def __call__(self, states: FloatArray) -> FloatArray:
        states = self.after_attention(states + self.attended(self._attend(states)))
        inner = self.widened(states)
        # GELU, exactly.
        inner *= 0.5 * (1 + erf(inner * np.float32(np.sqrt(0.5))))
        return self.after_all(states + self.narrowed(inner))

    def _attend(self, states: FloatArray) -> FloatArray:
        size, width = states.shape
        split = self.attention(states).reshape(size, 3 * self.heads, width // self.heads).swapaxes(0, 1)
        queries, keys, values = np.split(split, 3)
        scores: FloatArray = queries @ keys.swapaxes(1, 2)
        scores *= np.float32((self.heads / width) ** 0.5)
        scores -= scores.max(axis=2, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=2, keepdims=True)
        mixed: FloatArray = (scores @ values).swapaxes(0, 1).reshape(size, width)
        return mixed


class Transformer:
    """Texts → vectors about what is usual of their side, of norm 1. Safe to use from several threads.

    `query(text)` returns a question's, of shape (dimension,), float32, not to be written to.
    """

    def __init__(self, folder: Path) -> None:
        """Read the folder; what it raises if something is missing or wrong is its readers' own."""
        # For the whole process: with a thread for each core, callers at once, or whatever else the machine
        # does, make 20 ms into a second; one thread takes 5 ms more when all is quiet.
        threadpool_limits(1, user_api="blas")
        self.settings = Settings(**json.loads((folder / SETTINGS).read_text(encoding="utf-8")))
        self._tokenizer: Any = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.enable_truncation(self.settings.longest)
        tensors = load_file(folder / WEIGHTS)
        if (folder / ADAPTER).exists():
            tensors |= load_file(folder / ADAPTER)
        self._words = _half_bytes(tensors, "words")
        self._places = _floats(tensors, "places")
        self._first_norm = self._norm(tensors, "first")
        self._layers = [self._layer(tensors, f"{number}.") for number in range(self.settings.layers)]
        self.query = lru_cache(maxsize=_REMEMBERED)(self._query)
        self._usual = {side: _floats(tensors, f"usual.{side}") for side in ("query", "passage")}

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._places.shape[1])

    def passages(self, texts: Sequence[str]) -> FloatArray:
        """Return an array of shape (len(texts), dimension), float32."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row] = self._vector(self.settings.passage_prompt + text, "passage")
        return vectors

    def _query(self, text: str) -> FloatArray:
        vector = self._vector(self.settings.query_prompt + text, "query")
        vector.setflags(write=False)
        return vector

    def pooled(self, text: str) -> FloatArray:
        """Return the mean of a text's last states, of shape (dimension,): the model's own vector."""
        # Half a surrogate pair, which JSON can bring, is no text to the tokenizer.
        whole = text.encode("utf-8", "replace").decode("utf-8")
        rows = np.array(self._tokenizer.encode(whole).ids, dtype=np.int64)
        states = self._first_norm(self._words.rows(rows) + self._places[: len(rows)])
        for layer in self._layers:
            states = layer(states)
        mean: FloatArray = states.mean(axis=0)
        return mean

    def _vector(self, text: str, side: str) -> FloatArray:
        pooled = self.pooled(text)
        # All texts lie in one narrow cone of the space; what tells them apart is how they differ from it.
        vector: FloatArray = pooled / np.linalg.norm(pooled) - self._usual[side]
        return vector / np.linalg.norm(vector)

    def _layer(self, tensors: Mapping[str, npt.NDArray[Any]], name: str) -> _Layer:
        dense = {part: _dense(tensors, name + part) for part in DENSE}
        return _Layer(
            dense["attention"],
            dense["attended"],
            self._norm(tensors, f"{name}after_attention"),
            dense["wide"],
            dense["narrow"],
            self._norm(tensors, f"{name}after_all"),
            self.settings.heads,
        )

    def _norm(self, tensors: Mapping[str, npt.NDArray[Any]], name: str) -> _Norm:
        scale, shift = (_floats(tensors, f"{name}.{part}") for part in ("scale", "shift"))
        return _Norm(scale, shift, self.settings.epsilon)


def _dense(tensors: Mapping[str, npt.NDArray[Any]], name: str) -> _Dense:
    # Stored by output, as blocks go along the inputs; multiplied by input.
    weight = _half_bytes(tensors, name).rows()
    if f"{name}.up" in tensors:
        weight += _floats(tensors, f"{name}.up") @ _floats(tensors, f"{name}.down")
    return _Dense(np.ascontiguousarray(weight.T), _floats(tensors, f"{name}.bias"))


def _half_bytes(tensors: Mapping[str, npt.NDArray[Any]], name: str) -> HalfBytes:
    return HalfBytes(tensors[f"{name}.codes"], tensors[f"{name}.steps"])


def _floats(tensors: Mapping[str, npt.NDArray[Any]], name: str) -> FloatArray:
    return tensors[name].astype(np.float32)
