"""Material and a recipe → term vectors: joined, reduced to the wanted dimension, tuned, weighted."""

from dataclasses import replace

import numpy as np

from index.embedding.bags import Bag
from index.embedding.contrastive import tune
from index.embedding.material import Material
from index.embedding.measure import unit
from index.embedding.mining import with_hard_negatives
from index.embedding.published import Published
from index.embedding.recipe import Recipe
from index.embedding.terms import Start, characters_of
from index.types import FloatArray

# A term in fewer lines has a vector of chance neighbours.
FREQUENT = 20
# Questions of real people's: what else has their words is wrong. Of captions it might be right.
MINED = frozenset({"JaQuAD question"})


def tuned_vectors(material: Material, recipe: Recipe, seed: int) -> tuple[FloatArray, FloatArray]:
    """Return the questions' and the passages' vectors, weights in them: the same unless apart."""
    start = initial(material, recipe)
    weights = inverse_frequency(material)
    pairs, size = material.pairs, len(weights)
    if recipe.hard_negatives:
        pairs = [with_hard_negatives(kind, size) if kind.name in MINED else kind for kind in pairs]
    if recipe.sides_apart:
        start, weights = start.twice(), np.append(weights, weights)
        pairs = [
            replace(
                kind,
                right=[_moved(bag, size) for bag in kind.right],
                hard=[_moved(bag, size) for bag in kind.hard],
            )
            for kind in pairs
        ]
    vectors, weights = tune(start, weights, pairs, recipe, seed)
    weighted: FloatArray = vectors * weights[:, None]
    return weighted[:size], weighted[-size:]


def initial(material: Material, recipe: Recipe) -> Start:
    """Return terms whose vectors have norm 1: the raw text's, joined with published ones if there are any."""
    joined = material.raw_vectors
    if material.published and recipe.published_share:
        published = _completed(material, material.published)
        joined = unit(np.hstack([joined, recipe.published_share * published]))
    # Every third of the frequent terms is enough to find the axes.
    frequent = np.flatnonzero(material.lines >= 5)[::3]
    _, _, axes = np.linalg.svd(joined[frequent], full_matrices=False)
    kept = np.ascontiguousarray(axes[: recipe.dimension].T, np.float32)
    lengths = np.linalg.norm(joined @ kept, axis=1, keepdims=True)
    inputs = (joined / np.maximum(lengths, 1e-9)).astype(np.float32)
    # Words that no raw text has share published vectors by the dozen, and so rows of the model; their
    # characters would part them, and find nothing more.
    met = [term if lines else "" for term, lines in zip(material.vocabulary, material.lines, strict=True)]
    return Start(inputs, kept, characters_of(met))


def inverse_frequency(material: Material) -> FloatArray:
    """Return log of lines over lines with the term, the weights before they are learned."""
    weights: FloatArray = np.log((1 + material.line_count) / (1 + material.lines)).astype(np.float32)
    return weights


def _completed(material: Material, published: Published) -> FloatArray:
    """Return published vectors; a term without one gets what ridge regression makes of its raw one."""
    raw, vocabulary = material.raw_vectors, material.vocabulary
    vectors = np.zeros((len(raw), published.vectors.shape[1]), np.float32)
    terms = [term for term in vocabulary if term in published.rows]
    rows = np.array([vocabulary[term] for term in terms])
    vectors[rows] = published.vectors[[published.rows[term] for term in terms]]
    frequent = rows[material.lines[rows] >= FREQUENT]
    left = raw[frequent]
    mapping = np.linalg.solve(left.T @ left + 10 * np.eye(left.shape[1]), left.T @ vectors[frequent])
    missing = np.setdiff1d(np.arange(len(raw)), rows)
    # Guessed vectors count a little less than known ones.
    vectors[missing] = 0.8 * unit(raw[missing] @ mapping)
    return vectors


def _moved(bag: Bag, size: int) -> Bag:
    return bag + np.int32(size)
