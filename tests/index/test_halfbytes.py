"""Half a byte a number: what is kept of a matrix, and how close the rest is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.halfbytes import BLOCK
from index.types import FloatArray
from tests.index.samples import halved


@given(st.integers(0, 2**32 - 1), st.integers(1, 5), st.integers(1, 3), st.sampled_from([1e-3, 1.0, 50.0]))
def test_no_number_is_further_off_than_its_blocks_step(
    seed: int, rows: int, blocks: int, size: float
) -> None:
    matrix = (np.random.default_rng(seed).standard_normal((rows, blocks * BLOCK)) * size).astype(np.float32)
    held = halved(matrix)
    off = np.abs(held.rows() - matrix).reshape(rows, blocks, BLOCK).max(axis=2)
    # The end of a block's range that is not its largest number's has seven steps, not eight.
    assert (off <= 1.01 * np.abs(held.steps.astype(np.float32))).all()


def test_halving_again_changes_nothing() -> None:
    once = halved(np.random.default_rng(0).standard_normal((4, 64)).astype(np.float32)).rows()
    np.testing.assert_array_equal(halved(once).rows(), once)


def test_zeros_stay_zeros() -> None:
    assert not halved(np.zeros((2, BLOCK), np.float32)).rows().any()


@pytest.mark.parametrize("wanted", [[0], [2, 0, 2], []], ids=["一行", "順不同で重ねて", "なし"])
def test_some_rows_are_those_of_all(wanted: list[int]) -> None:
    held = halved(np.random.default_rng(1).standard_normal((3, 96)).astype(np.float32))
    whole: FloatArray = held.rows()
    np.testing.assert_array_equal(held.rows(np.array(wanted, dtype=np.int64)), whole[wanted])
