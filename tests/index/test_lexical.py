from itertools import pairwise

import numpy as np
import pytest
from bm25s import BM25
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import RowsBuilder
from index.lexical import K1, B, best, best_rows, build_lexical, compounds, query_terms, score
from index.tokens import tokenize
from tests.index.samples import make_passages


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("協働事業", ["協働 事業"]),
        ("市民活動団体", ["市民 活動", "活動 団体"]),
        ("市民の活動", []),
        ("委託。補助", []),
    ],
)
def test_words_that_touch_are_compounds(text: str, expected: list[str]) -> None:
    assert compounds(tokenize(text)) == expected


def test_a_compound_as_a_whole_beats_its_parts_apart() -> None:
    lexical = build_lexical(make_passages("事業の前に協働を考える。", "協働事業を行う前に考える。"))
    assert [hit.passage_id for hit in lexical.search("協働事業", 2)] == [1, 0]


def test_headings_are_searched() -> None:
    passages = make_passages("経費を分担します。", headings=["協働の形態", "共催"])
    assert [hit.passage_id for hit in build_lexical(passages).search("共催とは", 3)] == [0]


@pytest.mark.parametrize("query", ["", "  ", "。？！", "とは", "宇宙船"])
def test_a_query_without_evidence_finds_nothing(query: str) -> None:
    assert build_lexical(make_passages("補助金を交付する。")).search(query, 5) == []


@pytest.mark.parametrize("texts", [[], ["（"], ["", "。"]])
def test_a_collection_without_words_can_be_searched(texts: list[str]) -> None:
    assert build_lexical(make_passages(*texts)).search("補助金", 5) == []


def test_equal_passages_stand_in_order() -> None:
    lexical = build_lexical(make_passages(*["委託する。"] * 5))
    assert [hit.passage_id for hit in lexical.search("委託", 3)] == [0, 1, 2]


def test_a_lighter_term_counts_less() -> None:
    lexical = build_lexical(make_passages("委託", "補助"))
    scores = lexical.scores({"委託": 0.5, "補助": 1.0})
    assert 0 < scores[0] < scores[1]


def test_contributions_add_up_to_the_score() -> None:
    lexical = build_lexical(make_passages("市が補助金を交付する。", "議会の議決。", headings=["補助金"]))
    terms = query_terms(tokenize("補助金の交付と宇宙船"))
    added = lexical.contributions(terms, 0)
    assert sum(added.values()) == pytest.approx(lexical.scores(terms)[0])
    assert "宇宙" not in added


def test_document_frequency_counts_passages() -> None:
    lexical = build_lexical(make_passages("委託と委託", "委託", "補助"))
    assert [lexical.document_frequency(term) for term in ("委託", "補助", "後援")] == [2, 1, 0]


@given(st.lists(st.sampled_from([-1.0, 0.0, 0.5, 0.5000001, 2.0])), st.integers(0, 12))
def test_best_is_the_head_of_the_sorted_list(values: list[float], k: int) -> None:
    scores = np.array(values, dtype=np.float32)
    expected = sorted(
        (row for row, score in enumerate(scores) if score > 0), key=lambda row: (-scores[row], row)
    )
    hits = best(scores, k)
    assert [hit.passage_id for hit in hits] == expected[:k]
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))


@given(st.integers(0, 2**32 - 1), st.integers(1, 5), st.integers(0, 1000))
def test_the_best_of_many_are_those_of_the_whole_sorted_list(seed: int, k: int, size: int) -> None:
    chance = np.random.default_rng(seed)
    scores = chance.choice([0.0, 0.5, 1.5, 2.25], size, p=[0.9, 0.06, 0.03, 0.01]).astype(np.float32)
    order = np.argsort(-scores, kind="stable")
    assert best_rows(scores, k).tolist() == order[scores[order] > 0][:k].tolist()


@given(
    st.lists(st.lists(st.sampled_from(["委託", "補助", "後援", "共催"]), max_size=6), min_size=1, max_size=8)
)
def test_weights_are_those_of_bm25s(texts: list[list[str]]) -> None:
    builder = RowsBuilder()
    for words in texts:
        builder.add(words)
    rows = builder.build()
    ours = score(rows)
    if not rows.names:
        return
    bounds = rows.bounds.tolist()
    lists = [rows.ids[start:end].tolist() for start, end in pairwise(bounds)]
    theirs = BM25(k1=K1, b=B, method="lucene").build_index_from_ids(
        list(range(len(rows.names))), lists, show_progress=False
    )
    assert np.array_equal(ours.bounds, theirs["indptr"])
    assert np.array_equal(ours.passage_ids, theirs["indices"])
    assert ours.weights == pytest.approx(theirs["data"], rel=1e-6)
