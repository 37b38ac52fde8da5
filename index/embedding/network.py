"""The transformer's folder → a torch network whose upper layers can be adapted, at a low rank.

The numbers of the folder stay: beside each matrix of an upper layer stands the product of two narrow ones,
which begins at zero. What the lower layers make of a text is computed once.
Source: Hu et al., ICLR 2022.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from safetensors.numpy import load_file
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from index.halfbytes import HalfBytes
from index.transformer import DENSE, SETTINGS, TOKENIZER, WEIGHTS, Settings

# Pieces, padding among them, that are computed at once.
_AT_ONCE = 2048
# A longer text is cut for training; half of what the model reads.
_LONGEST = 256
# Half the bytes of float32 and twice as fast where the processor knows it; norms and means stay in float32.
_FAST = torch.bfloat16


class Network:
    """Layers from `frozen` on are adapted at `rank`; `parameters` are learned; a vector has `width` numbers.

    Texts come with their prompt.
    """

    def __init__(self, folder: Path, frozen: int, rank: int, seed: int) -> None:
        """Read what `index.transformer` reads; the adapters do nothing yet."""
        tensors = load_file(folder / WEIGHTS)
        self._settings = Settings(**json.loads((folder / SETTINGS).read_text(encoding="utf-8")))
        self._tokenizer: Any = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.enable_truncation(_LONGEST)
        self._dense = {
            name.removesuffix(".codes"): _matrix(tensors, name.removesuffix(".codes"))
            for name in tensors
            if name.endswith(".codes")
        }
        self._floats = {
            name: torch.tensor(tensor.astype(np.float32))
            for name, tensor in tensors.items()
            if not name.endswith((".codes", ".steps"))
        }
        self._frozen = frozen
        self._adapters = {
            name: _adapter(self._dense[name], rank, generator)
            for generator in [torch.Generator().manual_seed(seed)]
            for layer in range(frozen, self._settings.layers)
            for name in [f"{layer}.{part}" for part in DENSE]
        }
        self.parameters = [matrix for pair in self._adapters.values() for matrix in pair]
        self.width = self._floats["places"].shape[1]

    def adapters(self, share: float) -> dict[str, npt.NDArray[np.float16]]:
        """Return what was learned, by the names `index.transformer` reads; `share` of it is to count."""
        return {
            f"{name}.{side}": (matrix.detach() * scale).numpy().astype(np.float16)
            for name, pair in self._adapters.items()
            for side, matrix, scale in zip(("down", "up"), pair, (1.0, share), strict=True)
        }

    def lower(self, texts: Sequence[str]) -> list[Tensor]:
        """Return what the frozen layers make of each text, of shape (pieces, width), float16."""
        pieces = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        found: list[Tensor] = [torch.empty(0)] * len(texts)
        with torch.no_grad():
            for rows in _together([len(ids) for ids in pieces]):
                states, sizes = _padded([self._embedded(pieces[row]) for row in rows])
                states = self._through(states.to(_FAST), sizes, range(self._frozen))
                for row, state, size in zip(rows, states, sizes.tolist(), strict=True):
                    found[row] = state[:size].half()
        return found

    def upper(self, states: Sequence[Tensor], fast: bool = True) -> Tensor:
        """Return vectors of shape (texts, width): what the adapted layers make of `lower`'s, pooled."""
        layers = range(self._frozen, self._settings.layers)
        order: list[int] = []
        found = []
        for rows in _together([len(state) for state in states]):
            padded, sizes = _padded([states[row] for row in rows])
            through = self._through(padded.to(_FAST if fast else torch.float32), sizes, layers).float()
            found.append((through * _kept(sizes, padded.shape[1])[:, :, None]).sum(1) / sizes[:, None])
            order += rows
        return torch.cat(found)[torch.tensor(order).argsort()]

    def _embedded(self, pieces: Sequence[int]) -> Tensor:
        return self._norm(self._dense["words"][list(pieces)] + self._floats["places"][: len(pieces)], "first")

    def _through(self, states: Tensor, sizes: Tensor, layers: range) -> Tensor:
        kept = _kept(sizes, states.shape[1])[:, None, None, :]
        for layer in layers:
            states = self._layer(states, kept, f"{layer}.")
        return states

    def _layer(self, states: Tensor, kept: Tensor, name: str) -> Tensor:
        texts, size, width = states.shape
        heads = self._settings.heads
        split = self._linear(states, f"{name}attention").view(texts, size, 3, heads, width // heads)
        queries, keys, values = split.permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(queries, keys, values, attn_mask=kept)
        attended = self._linear(mixed.transpose(1, 2).reshape(texts, size, width), f"{name}attended")
        states = self._norm(states + attended, f"{name}after_attention")
        inner = functional.gelu(self._linear(states, f"{name}wide"))
        return self._norm(states + self._linear(inner, f"{name}narrow"), f"{name}after_all")

    def _linear(self, inputs: Tensor, name: str) -> Tensor:
        kind = inputs.dtype
        outputs = functional.linear(inputs, self._dense[name].to(kind), self._floats[f"{name}.bias"].to(kind))
        if name in self._adapters:
            down, up = self._adapters[name]
            outputs = outputs + functional.linear(functional.linear(inputs, down.to(kind)), up.to(kind))
        return outputs

    def _norm(self, inputs: Tensor, name: str) -> Tensor:
        scale, shift = self._floats[f"{name}.scale"], self._floats[f"{name}.shift"]
        normed = functional.layer_norm(inputs.float(), (self.width,), scale, shift, self._settings.epsilon)
        return normed.to(inputs.dtype)


def _matrix(tensors: Mapping[str, npt.NDArray[Any]], name: str) -> Tensor:
    return torch.tensor(HalfBytes(tensors[f"{name}.codes"], tensors[f"{name}.steps"]).rows())


def _adapter(matrix: Tensor, rank: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    outputs, inputs = matrix.shape
    down = torch.randn(rank, inputs, generator=generator) / math.sqrt(inputs)
    return down.requires_grad_(), torch.zeros(outputs, rank, requires_grad=True)


def _together(sizes: Sequence[int]) -> Iterator[list[int]]:
    """Return rows of about the same size, so many that they are not too much with their padding."""
    rows: list[int] = []
    for row in sorted(range(len(sizes)), key=lambda row: sizes[row]):
        if rows and (len(rows) + 1) * sizes[row] > _AT_ONCE:
            yield rows
            rows = []
        rows.append(row)
    if rows:
        yield rows


def _padded(states: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    sizes = torch.tensor([len(state) for state in states])
    return torch.nn.utils.rnn.pad_sequence([state.float() for state in states], batch_first=True), sizes


def _kept(sizes: Tensor, longest: int) -> Tensor:
    return torch.arange(longest) < sizes[:, None]
