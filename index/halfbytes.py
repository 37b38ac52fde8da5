"""Half a byte a number, in blocks of 32 that share a step → matrices of floats."""

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
