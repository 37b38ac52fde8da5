import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from index.fusion import fuse
from index.types import FloatArray

SCORES = arrays.arrays(
    np.float32,
    st.shared(st.integers(0, 20), key="size"),
    elements=st.sampled_from([-1.0, -0.1, 0.0, 0.001, 0.5, 0.9, 1.0]),
)


@given(SCORES, SCORES)
def test_fused_scores_are_between_0_and_1(bm25: FloatArray, cosine: FloatArray) -> None:
    fused = fuse(bm25, cosine, 1.0)
    assert fused.shape == bm25.shape
    assert ((fused >= 0) & (fused <= 1.000001)).all()


@given(SCORES, SCORES)
def test_what_both_methods_hold_equal_stays_equal(bm25: FloatArray, cosine: FloatArray) -> None:
    fused = fuse(np.tile(bm25, 2), np.tile(cosine, 2), 1.0)
    assert np.array_equal(fused[: len(bm25)], fused[len(bm25) :])


@given(SCORES)
def test_a_method_with_nothing_to_say_leaves_the_others_order(scores: FloatArray) -> None:
    silent = np.zeros_like(scores)
    above = np.maximum(scores, 0)
    for fused in (fuse(scores, silent, 1.0), fuse(silent, scores, 1.0)):
        assert np.array_equal(np.argsort(-fused, kind="stable"), np.argsort(-above, kind="stable"))


def test_no_evidence_is_no_score() -> None:
    assert fuse(np.zeros(3, dtype=np.float32), np.full(3, -0.2, dtype=np.float32), 1.0) == pytest.approx(
        [0, 0, 0]
    )


def test_a_stray_word_weighs_less_than_a_full_match() -> None:
    stray, full = np.array([1.0], dtype=np.float32), np.array([4.0], dtype=np.float32)
    nothing = np.zeros(1, dtype=np.float32)
    assert fuse(stray, nothing, 4.0) < fuse(full, nothing, 4.0)
