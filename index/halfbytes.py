"""Matrices of floats ↔ half a byte a number, in blocks of 32 that share a step."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.types import FloatArray

BLOCK = 32
# What a half byte holds counts from −8 to 7.
_ZERO = 8


@dataclass(frozen=True, slots=True)
class HalfBytes:
    """A matrix (rows, columns): number = (half byte − 8) × its block's step.

    `codes`, of shape (rows, columns / 2), has a block's numbers n and n + 16 in one byte, the first in the
    lower half; `steps`, of shape (rows, columns / 32), are float16.
    """

    codes: npt.NDArray[np.uint8]
    steps: npt.NDArray[np.float16]

    def rows(self, wanted: npt.NDArray[np.int64] | slice = slice(None)) -> FloatArray:
        """Return some rows, or all, as float32."""
        codes = self.codes[wanted].reshape(-1, self.steps.shape[1], BLOCK // 2)
        numbers = np.concatenate((codes & 15, codes >> 4), axis=2).astype(np.float32)
        numbers -= _ZERO
        numbers *= self.steps[wanted].astype(np.float32)[:, :, None]
        return numbers.reshape(len(codes), self.steps.shape[1] * BLOCK)


def halved(matrix: FloatArray) -> HalfBytes:
    """Return the nearest half bytes to a matrix whose columns are a multiple of 32."""
    blocks = matrix.reshape(len(matrix), -1, BLOCK)
    # The largest number of a block, on whichever side of 0, becomes the −8 that has no opposite.
    place = np.abs(blocks).argmax(axis=2)[:, :, None]
    steps = (np.take_along_axis(blocks, place, axis=2) / -_ZERO).astype(np.float16)
    divisor = np.where(steps == 0, np.float32(1), steps.astype(np.float32))
    codes = (np.clip(np.round(blocks / divisor), -_ZERO, _ZERO - 1) + _ZERO).astype(np.uint8)
    low, high = codes[:, :, : BLOCK // 2], codes[:, :, BLOCK // 2 :]
    both = np.bitwise_or(low, high << np.uint8(4)).astype(np.uint8)
    return HalfBytes(both.reshape(len(matrix), -1), steps[:, :, 0])
