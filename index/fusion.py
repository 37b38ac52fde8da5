"""Two methods' scores of the same passages → one ranking. Deterministic: ties go to the lower passage id."""

import numpy as np

from index.types import FloatArray

# Share of the dense score; measured by tests/benchmarks/retrieval.py.
DENSE_SHARE = 0.5


def fuse(bm25: FloatArray, cosine: FloatArray, potential: float) -> FloatArray:
    """Convex combination of both methods' scores, 0…1, aligned with the passages they belong to.

    BM25 is divided by its `potential`, what a passage that held every word of the query could reach:
    divided by the query's best, as is common, the one stray word that a colloquial question shares
    with some passage would weigh as much as a full match. The cosine stands as it is. What is not above
    0 counts as nothing: a method without evidence adds nothing to any passage.
    Source: Bruch, Gai & Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval", TOIS 2023
    (there: theoretical min-max normalisation).
    """
    lexical = np.maximum(bm25, 0)
    lexical = lexical / max(potential, lexical.max(initial=0), np.finfo(np.float32).tiny)
    fused: FloatArray = (1 - DENSE_SHARE) * lexical + DENSE_SHARE * np.maximum(cosine, 0)
    return fused
