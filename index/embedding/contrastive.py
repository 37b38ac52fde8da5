"""Terms' vectors and weights, and pairs → the same, tuned so that a pair's two texts are near.

A text is the weighted sum of its terms' vectors. Each batch holds pairs of one kind; every other right
side in it is a negative (InfoNCE, both ways). One pass: more made unseen domains worse, as the vectors
forget what the raw text taught them.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import scipy.sparse as sparse
import torch
from torch.nn import functional

from index.embedding.adam import Adam
from index.embedding.bags import counts
from index.embedding.corpora import Pairs
from index.embedding.recipe import Recipe
from index.embedding.terms import Start, TermVectors
from index.types import FloatArray

IntArray = npt.NDArray[np.int64]

WARM_UP = 20
# Longer texts are cut: one of thousands of terms would fill the batch with its own.
LONGEST = 200


def tune(
    start: Start, weights: FloatArray, pairs: Sequence[Pairs], recipe: Recipe, seed: int
) -> tuple[FloatArray, FloatArray]:
    """Return tuned vectors, of shape (terms, dimension), and weights > 0, of shape (terms,)."""
    terms, size = TermVectors(start, recipe), len(start.inputs)
    log_weights = np.log(np.maximum(weights, 1e-3)).astype(np.float32)
    weight_adam = Adam.over(log_weights, recipe.weight_rate)
    batches = _batches(pairs, recipe, seed)
    for number, (kind, chosen) in enumerate(batches):
        factor = min(1, (number + 1) / WARM_UP) * max(1 - number / len(batches), 0.02)
        held, group = _counted(kind, chosen, size)
        rows, within = np.unique(held.indices, return_inverse=True)
        held = sparse.csr_matrix((held.data, within, held.indptr), (held.shape[0], len(rows)))
        vector_gradient, weight_gradient = _gradients(terms.of(rows), log_weights[rows], held, group, recipe)
        terms.step(rows, vector_gradient, factor)
        weight_adam.step(rows, weight_gradient, factor)
    return terms.all(), np.exp(log_weights)


def _gradients(
    vectors: FloatArray, log_weights: FloatArray, held: sparse.csr_matrix, group: IntArray, recipe: Recipe
) -> tuple[FloatArray, FloatArray]:
    """Return the loss's gradients by the batch's vectors and log weights.

    torch differentiates from the texts' sums on; before that the sums are linear, and SciPy's sparse
    product is several times as fast here as torch's own embedding bag.
    """
    weights = np.exp(log_weights)[:, None]
    sums = torch.from_numpy(held @ (vectors * weights)).requires_grad_()
    lengths = (*recipe.cuts, sums.shape[1])
    units = [functional.normalize(sums[:, :length], dim=1, eps=1e-6) for length in lengths]
    groups = torch.from_numpy(group)
    loss = torch.stack([_info_nce(unit, groups, recipe.temperature) for unit in units]).mean()
    (by_sums,) = torch.autograd.grad(loss, sums)
    by_weighted = held.T @ by_sums.numpy()
    by_log_weights: FloatArray = (by_weighted * vectors * weights).sum(axis=1)
    return by_weighted * weights, by_log_weights


def _info_nce(units: torch.Tensor, group: torch.Tensor, temperature: float) -> torch.Tensor:
    """Left sides, right sides, and hard negatives if there are any, one below the other → the loss."""
    left, right, *hard = torch.split(units, len(group))
    scores = left @ right.T / temperature
    same = (group[:, None] == group[None]) & ~torch.eye(len(group), dtype=torch.bool)
    scores = scores.masked_fill(same, -1e4)
    own = torch.arange(len(group))
    asked = torch.hstack([scores, *(left @ wrong.T / temperature for wrong in hard)])
    return (functional.cross_entropy(asked, own) + functional.cross_entropy(scores.T, own)) / 2


def _batches(pairs: Sequence[Pairs], recipe: Recipe, seed: int) -> list[tuple[Pairs, IntArray]]:
    """Return each batch's kind and rows, kinds mixed; a part of a pass takes a part of the pairs."""
    random = np.random.default_rng(seed)
    plan = []
    for kind in pairs:
        number = len(kind.group)
        wanted = round(recipe.passes.get(kind.name, 1) * number)
        if not wanted:
            continue
        order = np.concatenate([random.permutation(number) for _ in range(0, wanted, number)])[:wanted]
        # A short last batch has few negatives and teaches little, unless it is the only one.
        starts = range(0, max(1, len(order) - recipe.batch // 2), recipe.batch)
        plan += [(kind, order[start : start + recipe.batch]) for start in starts]
    return [plan[place] for place in random.permutation(len(plan)).tolist()]


def _counted(kind: Pairs, rows: IntArray, size: int) -> tuple[sparse.csr_matrix, IntArray]:
    """Return the term counts of the left sides, the right ones, the hard negatives, and the pairs' groups."""
    sides = (kind.left, kind.right, kind.hard) if kind.hard else (kind.left, kind.right)
    bags = [side[row][:LONGEST] for side in sides for row in rows.tolist()]
    return counts(bags, size), kind.group[rows]
