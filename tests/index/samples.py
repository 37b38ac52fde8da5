"""A small real encoder and passages for the tests of the index."""

from collections.abc import Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np

from corpus.types import Passage, PassageKind, Section, Span
from index.halfbytes import BLOCK, HalfBytes
from index.types import FloatArray


class BigramEncoder:
    """Character bigrams hashed into 64 dimensions: crude, but the same in every process."""

    dimension = 64
    context = 0

    def encode_passages(self, texts: Sequence[str]) -> FloatArray:
        return np.stack([self.encode_query(text) for text in texts])

    def encode_query(self, text: str, respelt: str = "") -> FloatArray:
        vector = np.zeros(self.dimension, dtype=np.float32)
        for first, second in pairwise(text):
            vector[crc32(f"{first}{second}".encode()) % self.dimension] += 1
        return vector / max(float(np.linalg.norm(vector)), 1.0)

    def encode_words(self, words: Sequence[str]) -> FloatArray:
        return self.encode_passages(words) if words else np.zeros((0, self.dimension), dtype=np.float32)

    def encode_parts(self, texts: Sequence[str]) -> FloatArray:
        return self.encode_words(texts)

    def suited(self, passages: int) -> "BigramEncoder":
        return self


def make_passages(*texts: str, headings: Sequence[str] = ()) -> list[Passage]:
    """Passages with the given texts, ids from 0, all under the same headings."""
    section = None
    for level, title in enumerate(headings, start=1):
        section = Section("", title, level, section, Span(0, 0), ())
    return [Passage(row, "d", section, PassageKind.PARAGRAPH, text, ()) for row, text in enumerate(texts)]


def silent(stage: str, done: int, total: int) -> None:
    """A `Progress` that shows nothing."""


def halved(matrix: FloatArray) -> HalfBytes:
    """Return the nearest half bytes to a matrix whose columns are a multiple of 32."""
    blocks = matrix.reshape(len(matrix), -1, BLOCK)
    # The largest number of a block, on whichever side of 0, becomes the −8 that has no opposite.
    place = np.abs(blocks).argmax(axis=2)[:, :, None]
    steps = (np.take_along_axis(blocks, place, axis=2) / -8).astype(np.float16)
    divisor = np.where(steps == 0, np.float32(1), steps.astype(np.float32))
    codes = (np.clip(np.round(blocks / divisor), -8, 7) + 8).astype(np.uint8)
    low, high = codes[:, :, : BLOCK // 2], codes[:, :, BLOCK // 2 :]
    both = np.bitwise_or(low, high << np.uint8(4)).astype(np.uint8)
    return HalfBytes(both.reshape(len(matrix), -1), steps[:, :, 0])
