"""Terms' vectors → fewer rows than terms: a frequent term has its own, rare ones of like meaning share one.

A third of the bytes, and nothing found less: rare words are few in any question, and what their letters are
is matched anyway. `weights` still say how much each term counts.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.embedding.measure import unit
from index.types import FloatArray

# The most frequent terms, and what all others share.
OWN, SHARED = 30_000, 4_000
_ROUNDS = 10


@dataclass(frozen=True, slots=True)
class SharedRows:
    """A term's vector is `rows[mapping[term]]` × `weights[term]`."""

    rows: npt.NDArray[np.int8]
    mapping: npt.NDArray[np.int64]
    weights: FloatArray

    @property
    def vectors(self) -> FloatArray:
        """The terms' vectors, as these bytes hold them."""
        found: FloatArray = self.rows[self.mapping] * self.weights[:, None]
        return found


def shared(vectors: FloatArray, seed: int, own: int = OWN, groups: int = SHARED) -> SharedRows:
    """Return rows for terms, the most frequent first; of few terms, each has its own."""
    first, rest = vectors[:own], vectors[own:]
    rows, steps = quantised(first)
    if len(rest) <= groups:
        more, more_steps = quantised(rest)
        every = np.vstack([rows, more])
        return SharedRows(every, np.arange(len(vectors)), np.vstack([steps, more_steps])[:, 0])
    labels, centres = _grouped(unit(rest), groups, seed)
    common, _ = quantised(centres)
    near = common[labels].astype(np.float32)
    # As long as what of the term's own vector lies along the row.
    along = (rest * near).sum(axis=1) / np.maximum((near * near).sum(axis=1), 1)
    return SharedRows(
        np.vstack([rows, common]),
        np.append(np.arange(len(first)), len(first) + labels),
        np.append(steps[:, 0], along).astype(np.float32),
    )


def quantised(vectors: FloatArray, most: int = 127) -> tuple[npt.NDArray[np.int8], FloatArray]:
    """Return rows of signed bytes, up to ± `most`, and each row's step, of shape (terms, 1).

    Row × step is the vector.
    """
    step = (np.abs(vectors).max(axis=1, keepdims=True, initial=0) / most).astype(np.float32)
    return np.round(vectors / np.maximum(step, 1e-12)).astype(np.int8), step


def _grouped(units: FloatArray, groups: int, seed: int) -> tuple[npt.NDArray[np.int64], FloatArray]:
    """Return each row's group and the groups' centres, by k-means over vectors of norm 1."""
    from sklearn.cluster import KMeans

    means = KMeans(groups, init="random", n_init=1, max_iter=_ROUNDS, tol=0, random_state=seed)
    labels = means.fit_predict(units)
    return labels.astype(np.int64), means.cluster_centers_.astype(np.float32)
