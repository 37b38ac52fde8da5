"""Probabilities, and whether each came true → how far they can be relied on."""

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]


def auroc(p: Array, label: Truth) -> float:
    """Probability that a positive one stands above a negative one; ties count half.

    NaN where all are positive or none is.
    """
    if label.all() or not label.any():
        return float("nan")
    above = p[label][:, None] - p[~label][None, :]
    return float(np.mean(above > 0) + np.mean(above == 0) / 2)


def ece(p: Array, label: Truth, bins: int = 10) -> float:
    """Expected calibration error over bins of equal width.

    Source: Guo et al., "On Calibration of Modern Neural Networks", ICML 2017.
    """
    at = np.minimum((p * bins).astype(int), bins - 1)
    gaps = [abs(p[at == b].mean() - label[at == b].mean()) * (at == b).mean() for b in set(at.tolist())]
    return float(sum(gaps))


def risk_coverage(p: Array, label: Truth) -> tuple[Array, Array]:
    """Coverage k/n and risk for k = 1…n: the share that is wrong of the k with the highest probability.

    Equal probabilities stand in no order, so each of them counts as their mean.
    Source: El-Yaniv & Wiener, "On the Foundations of Noise-free Selective Classification", JMLR 2010.
    """
    order = np.argsort(-p, kind="stable")
    _, group = np.unique(-p[order], return_inverse=True)
    wrong = (np.bincount(group, ~label[order]) / np.bincount(group))[group]
    k = np.arange(1, len(p) + 1)
    return k / len(p), np.cumsum(wrong) / k


def aurc(p: Array, label: Truth) -> float:
    """Area under the risk–coverage curve: mean risk over all coverages, 0 best.

    Source: Geifman, Uziel & El-Yaniv, "Bias-Reduced Uncertainty Estimation for Deep Neural
    Classifiers", ICLR 2019.
    """
    return float(risk_coverage(p, label)[1].mean())
