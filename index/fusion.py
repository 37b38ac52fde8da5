"""Two methods' scores of the same passages → one ranking. Deterministic: ties go to the lower passage id."""

import numpy as np

from index.types import FloatArray

# Share of the dense score; measured by tests/benchmarks/retrieval.py.
DENSE_SHARE = 0.5


def fuse(bm25: FloatArray, cosine: FloatArray) -> FloatArray:
    """Convex combination of both methods' scores, 0…1, aligned with the passages they belong to.

    BM25 is divided by the best one of the query, the cosine stands as it is, and what is not above 0
    counts as nothing: a method without evidence adds nothing to any passage.
    Source: Bruch, Gai & Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval", TOIS 2023.
    """
    lexical = np.maximum(bm25, 0)
    lexical = lexical / max(lexical.max(initial=0), np.finfo(np.float32).tiny)
    fused: FloatArray = (1 - DENSE_SHARE) * lexical + DENSE_SHARE * np.maximum(cosine, 0)
    return fused
