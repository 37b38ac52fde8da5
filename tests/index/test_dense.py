import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dense import ExactVectors
from index.types import FloatArray

EAST = (1.0, 0.0)
NORTH = (0.0, 1.0)
BETWEEN = (0.6, 0.8)
ZERO = (0.0, 0.0)


def vectors(*rows: tuple[float, float]) -> FloatArray:
    return np.array(rows, dtype=np.float32).reshape(-1, 2)


def test_nearest_first_and_only_what_points_the_same_way() -> None:
    store = ExactVectors(vectors(EAST, BETWEEN, NORTH, (-1.0, 0.0)))
    hits = store.search(np.array(EAST, dtype=np.float32), 4)
    assert [(hit.passage_id, hit.rank) for hit in hits] == [(0, 1), (1, 2)]
    assert hits[1].score == pytest.approx(0.6)


def test_a_zero_vector_is_never_found_and_finds_nothing() -> None:
    store = ExactVectors(vectors(ZERO, EAST, ZERO))
    assert [hit.passage_id for hit in store.search(np.array(EAST, dtype=np.float32), 3)] == [1]
    assert store.search(np.zeros(2, dtype=np.float32), 3) == []


def test_an_empty_collection_can_be_searched() -> None:
    assert ExactVectors(vectors()).search(np.array(EAST, dtype=np.float32), 3) == []
    assert ExactVectors(vectors()).vectors.shape == (0, 2)


@given(st.lists(st.sampled_from([EAST, NORTH, BETWEEN, ZERO]), min_size=1, max_size=300), st.integers(1, 20))
def test_ties_go_to_the_lower_passage_id(rows: list[tuple[float, float]], k: int) -> None:
    matrix = vectors(*rows)
    query = np.array(BETWEEN, dtype=np.float32)
    found = ExactVectors(matrix).search(query, k)
    cosines = np.round(matrix @ query, 5)
    expected = sorted(
        (row for row in range(len(rows)) if cosines[row] > 0), key=lambda row: (-cosines[row], row)
    )
    assert [hit.passage_id for hit in found] == expected[:k]


def test_scores_of_some_passages() -> None:
    store = ExactVectors(vectors(EAST, BETWEEN, NORTH))
    scores = store.scores(np.array(EAST, dtype=np.float32), np.array([2, 1]))
    assert scores == pytest.approx([0.0, 0.6])


@given(st.integers(0, 2**32 - 1), st.integers(2, 60), st.sampled_from([64, 96, 256]))
def test_equal_passages_have_equal_cosines(seed: int, size: int, dimension: int) -> None:
    chance = np.random.default_rng(seed)
    query, row = chance.normal(size=(2, dimension)).astype(np.float32)
    store = ExactVectors(np.tile(row / np.linalg.norm(row), (size, 1)))
    assert len(set(store.scores(query, np.arange(size)).tolist())) == 1
    found = store.search(query * np.sign(row @ query), size)
    assert [hit.passage_id for hit in found] == list(range(size))
