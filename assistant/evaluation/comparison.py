"""The same questions judged of two systems → differences, each with its significance."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.evaluation.calibration import Array
from assistant.evaluation.figures import MEASURES, Judged, scores

# Enough for p to be known to .01 or so around .05.
_RESAMPLES = 9_999
# Resamples in memory at once.
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure of two systems over the `questions` that bear on it: means, and `p`, 0…1.

    `p` is two-sided: how often a difference at least as large arises if the two are equally good.
    `higher` and `lower` count the questions where the first has the higher or the lower value.
    """

    measure: str
    questions: int
    first: float
    second: float
    higher: int
    lower: int
    p: float


def compare(first: Sequence[Judged], second: Sequence[Judged]) -> list[Difference]:
    """Compare two systems question by question; both were asked the same ones in the same order.

    Raises ValueError if they were not.
    """
    pairs = []
    for a, b in zip(first, second, strict=True):
        if a.golden != b.golden:
            raise ValueError("other questions")
        pairs.append((scores(a), scores(b)))
    differences = []
    for measure in MEASURES:
        values = np.array([(a[measure], b[measure]) for a, b in pairs if measure in a])
        if len(values):
            differences.append(_difference(measure, values[:, 0], values[:, 1]))
    return differences


def significance(first: Array, second: Array) -> float:
    """Return p, two-sided, of the paired randomisation test on the difference of means; it is seeded.

    Source: Smucker, Allan & Carterette, "A Comparison of Statistical Significance Tests for Information
    Retrieval Evaluation", CIKM 2007.
    """
    from scipy.stats import permutation_test

    if np.array_equal(first, second):
        return 1.0
    # Questions on which both agree change no mean, and without them few are tried exhaustively.
    apart = first != second
    if apart.sum() == 1:
        return 1.0
    tested = permutation_test(
        (first[apart], second[apart]),
        lambda a, b, axis: np.mean(a - b, axis=axis),
        permutation_type="samples",
        vectorized=True,
        n_resamples=_RESAMPLES,
        batch=_BATCH,
        rng=0,
    )
    return float(tested.pvalue)


def _difference(measure: str, first: Array, second: Array) -> Difference:
    return Difference(
        measure=measure,
        questions=len(first),
        first=float(first.mean()),
        second=float(second.mean()),
        higher=int((first > second).sum()),
        lower=int((first < second).sum()),
        p=significance(first, second),
    )
