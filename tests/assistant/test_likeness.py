"""Words of near meaning and shared stretches of wording are seen, the same in any process."""

import numpy as np
import pytest

from assistant.answer import Assistant
from assistant.likeness import WordVectors, runs, shared_runs


def test_runs_leave_out_marks_and_width() -> None:
    assert runs("「ＮＰＯ」法人。") == {"npo", "po法", "o法人"}


def test_a_rare_shared_run_weighs_more_than_one_that_all_share() -> None:
    rare, common, other, none = shared_runs(
        "委託の下請け", ["委託の下請け", "委託の話", "委託の件", "補助金"]
    )
    assert rare > common == other > none == 0


def test_nearness_is_the_share_of_the_weight_that_is_near(assistant: Assistant) -> None:
    words = WordVectors(assistant.encoder)
    same, other, empty = words.nearness(
        {"補助": 1.0, "委託": 3.0}, [words.rows(["補助"]), words.rows(["委託", "責任"]), words.rows([])]
    )
    assert other > same > empty == 0
    assert 0.74 < other <= 1.00001


def test_a_larger_table_gives_the_same(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    weights = {"補助": 1.0, "責任": 2.0}
    candidates = [["委託", "責任"], ["補助金", "交付"], ["責任"]]
    small = WordVectors(assistant.encoder)
    expected = small.nearness(weights, [small.rows(words) for words in candidates])
    monkeypatch.setattr("assistant.likeness._SMALL", 0)
    large = WordVectors(assistant.encoder)
    assert np.allclose(large.nearness(weights, [large.rows(words) for words in candidates]), expected)
