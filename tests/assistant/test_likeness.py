"""Words of near meaning and shared stretches of wording are seen, the same in any process."""

import numpy as np
import pytest

from assistant.answer import Assistant
from assistant.likeness import NOTHING, SAME, WordVectors, runs, shared_runs


def test_runs_leave_out_marks_width_and_what_any_sentence_has() -> None:
    assert runs("「ＮＰＯ」法人。") == {"npo", "po法", "o法人"}
    assert runs("お願いしたいのですが") == {"お願い", "願いし"}


def test_a_rare_shared_run_weighs_more_than_one_that_all_share() -> None:
    candidates = ["委託の下請け", "委託の話", "委託の件", "補助金"]
    rare, common, other, none = shared_runs("委託の下請け", [runs(text) for text in candidates])
    assert rare > common == other > none == 0


def test_a_word_is_itself_and_nothing_is_near_to_nothing(assistant: Assistant) -> None:
    words = WordVectors(assistant.encoder)
    same, other, nothing = words.cosines(["補助"], words.rows(["補助", "助成", ""]))[0]
    assert same == SAME > 1 > other > nothing == 0
    assert words.rows([""]) == [NOTHING]


def test_a_larger_table_gives_the_same(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, there = ["補助", "責任"], ["委託", "責任", "補助金", "交付", "責任"]
    small = WordVectors(assistant.encoder)
    expected = small.cosines(asked, small.rows(there))
    monkeypatch.setattr("assistant.likeness._SMALL", 0)
    large = WordVectors(assistant.encoder)
    assert np.allclose(large.cosines(asked, large.rows(there)), expected)
