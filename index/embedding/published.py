"""A published package of word vectors → vectors of the words that it knows.

Reads the `vocab` of a spaCy model straight out of its wheel, so that spaCy need not be installed:
`strings.json` lists the words, `key2row` (MessagePack) maps a word's hash to a row of `vectors` (NumPy).
"""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.embedding.measure import unit
from index.types import FloatArray

MASK = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Published:
    """`vectors[rows[word]]`, of norm 1 about the mean, is a word's vector; many words share one."""

    rows: Mapping[str, int]
    vectors: FloatArray


def word_vectors(wheel: Path) -> Published:
    """Read the package; a few seconds."""
    with zipfile.ZipFile(wheel) as archive:
        folder = next(name for name in archive.namelist() if name.endswith("/vocab/vectors"))[
            : -len("vectors")
        ]
        vectors = np.load(io.BytesIO(archive.read(folder + "vectors")))
        by_hash = _read_rows(archive.read(folder + "key2row"))
        words = json.loads(archive.read(folder + "strings.json"))
    hashes = ((word, murmur64(word.encode())) for word in words)
    rows = {word: by_hash[hash_] for word, hash_ in hashes if hash_ in by_hash}
    return Published(rows, unit(vectors - vectors.mean(axis=0)).astype(np.float32))


def murmur64(data: bytes, seed: int = 1) -> int:
    """Return MurmurHash64A, spaCy's hash of a word (public domain, Austin Appleby, 2008)."""
    multiplier, shift = 0xC6A4A7935BD1E995, 47
    value = seed ^ (len(data) * multiplier & MASK)
    whole = len(data) - len(data) % 8
    for start in range(0, whole, 8):
        block = int.from_bytes(data[start : start + 8], "little") * multiplier & MASK
        value = (value ^ ((block ^ block >> shift) * multiplier & MASK)) * multiplier & MASK
    if whole < len(data):
        value = (value ^ int.from_bytes(data[whole:], "little")) * multiplier & MASK
    value = (value ^ value >> shift) * multiplier & MASK
    return value ^ value >> shift


def _read_rows(packed: bytes) -> dict[int, int]:
    """Read a MessagePack map of unsigned integers to unsigned integers, the only kind spaCy writes here."""
    position = 0
    widths = {0xCC: 1, 0xCD: 2, 0xCE: 4, 0xCF: 8, 0xDE: 2, 0xDF: 4}

    def number() -> int:
        nonlocal position
        first = packed[position]
        position += 1
        if first < 0x80:
            return first
        start, position = position, position + widths[first]
        return int.from_bytes(packed[start:position], "big")

    count = number()
    return {number(): number() for _ in range(count)}
