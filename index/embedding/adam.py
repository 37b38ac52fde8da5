"""An optimiser for arrays of which a batch touches some rows only."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.types import FloatArray


@dataclass(slots=True)
class Adam:
    """Adam for the rows that a batch touches; each row counts its own steps (Kingma & Ba, 2015)."""

    values: FloatArray
    rate: float
    mean: FloatArray
    square: FloatArray
    steps: npt.NDArray[np.int32]

    @classmethod
    def over(cls, values: FloatArray, rate: float) -> "Adam":
        """Return the optimiser of an array whose first axis is the rows."""
        return cls(
            values, rate, np.zeros_like(values), np.zeros_like(values), np.zeros(len(values), np.int32)
        )

    def step(self, rows: npt.NDArray[np.int64], gradient: FloatArray, factor: float) -> None:
        """Move `values[rows]` against their gradient, at `factor` × the rate."""
        self.steps[rows] += 1
        steps = self.steps[rows].reshape(-1, *[1] * (self.values.ndim - 1))
        self.mean[rows] = mean = 0.9 * self.mean[rows] + 0.1 * gradient
        self.square[rows] = square = 0.999 * self.square[rows] + 0.001 * gradient**2
        size = np.sqrt(square / (1 - 0.999**steps)) + 1e-8
        self.values[rows] -= (factor * self.rate * mean / (1 - 0.9**steps) / size).astype(np.float32)
