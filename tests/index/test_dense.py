import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import dense
from index.dense import ExactVectors, QuantisedVectors, recall, vector_store
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


def crowd(size: int, dimension: int = 32, seed: int = 0) -> FloatArray:
    """Unit vectors in loose groups, as texts on the same things are."""
    chance = np.random.default_rng(seed)
    centres = chance.normal(size=(40, dimension))
    rows = centres[chance.integers(0, 40, size)] + chance.normal(size=(size, dimension))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


class TestManyPassages:
    def test_codes_are_for_many_passages_only(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(dense, "QUANTISED_FROM", 500)
        assert isinstance(vector_store(crowd(499)), ExactVectors)
        assert isinstance(vector_store(crowd(500)), QuantisedVectors)

    def test_the_nearest_are_found_at_their_exact_cosines(self) -> None:
        rows = crowd(20_000)
        exact, quantised = ExactVectors(rows), QuantisedVectors(rows)
        wanted, found = exact.search(rows[7], 10), quantised.search(rows[7], 10)
        assert [hit.passage_id for hit in found] == [hit.passage_id for hit in wanted]
        assert [hit.score for hit in found] == pytest.approx([hit.score for hit in wanted], abs=1e-6)
        assert recall(quantised) > 0.98

    def test_recall_is_what_is_lost(self, monkeypatch: pytest.MonkeyPatch) -> None:
        rows = crowd(20_000)
        monkeypatch.setattr(dense, "_LEAST", 1)
        monkeypatch.setattr(dense, "_TIMES", 1)
        assert 0.2 < recall(QuantisedVectors(rows)) < 0.95
        assert recall(ExactVectors(rows)) == 1

    def test_stored_codes_search_as_before(self) -> None:
        rows = crowd(3000)
        built = QuantisedVectors(rows)
        loaded = vector_store(rows, built.codes)
        assert isinstance(loaded, QuantisedVectors)
        for query in rows[:20]:
            assert loaded.search(query, 30) == built.search(query, 30)

    def test_learning_gives_the_same_codes_again(self) -> None:
        rows = crowd(3000)
        np.testing.assert_array_equal(QuantisedVectors(rows).codes, QuantisedVectors(rows).codes)

    def test_codes_of_other_vectors_are_refused(self) -> None:
        with pytest.raises(ValueError, match="do not match"):
            QuantisedVectors(crowd(2000), QuantisedVectors(crowd(3000)).codes)

    @pytest.mark.parametrize("dimension", [31, 32])
    def test_zero_vectors_are_never_found_and_find_nothing(self, dimension: int) -> None:
        rows = crowd(3000, dimension)
        rows[::3] = 0
        store = QuantisedVectors(rows)
        assert store.search(np.zeros(dimension, dtype=np.float32), 5) == []
        found = {hit.passage_id for hit in store.search(rows[1], 3000)}
        assert found
        assert not found & set(range(0, 3000, 3))

    def test_a_collection_of_nothing_but_zeros_can_be_built_and_searched(self) -> None:
        store = QuantisedVectors(np.zeros((3000, 32), dtype=np.float32))
        assert store.search(crowd(1)[0], 5) == []
        assert recall(store) == 1

    def test_ties_go_to_the_lower_passage_id(self) -> None:
        rows = np.tile(crowd(3), (1000, 1))
        assert [hit.passage_id for hit in QuantisedVectors(rows).search(rows[1], 5)] == [1, 4, 7, 10, 13]
