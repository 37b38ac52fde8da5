"""Rows of a static model: one for each frequent term, a common one for rare terms of like meaning."""

import numpy as np

from index.embedding.sharing import shared

NEAR = np.array([[1, 0, 0, 0.1], [0, 1, 0.1, 0]], np.float32)


def test_few_terms_have_rows_of_their_own() -> None:
    vectors = np.random.default_rng(0).standard_normal((5, 16)).astype(np.float32)
    held = shared(vectors, seed=1, own=2, groups=3)
    assert len(held.rows) == 5
    np.testing.assert_allclose(held.vectors, vectors, atol=float(np.abs(vectors).max()) / 127)


def test_rare_terms_of_like_meaning_share_a_row_and_keep_their_lengths() -> None:
    frequent = np.array([[0, 0, 3, 0]], np.float32)
    rare = np.vstack([NEAR[0], 2 * NEAR[0], NEAR[1], 5 * NEAR[1]])
    held = shared(np.vstack([frequent, rare]), seed=1, own=1, groups=2)
    assert len(held.rows) == 3
    assert held.mapping[1] == held.mapping[2] != held.mapping[3] == held.mapping[4]
    np.testing.assert_allclose(held.vectors, np.vstack([frequent, rare]), atol=0.05)


def test_a_zero_vector_stays_zero() -> None:
    held = shared(np.zeros((6, 4), np.float32) + np.eye(6, 4, dtype=np.float32), seed=1, own=1, groups=3)
    assert not held.vectors[4:].any()
