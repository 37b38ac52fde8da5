from assistant.question import Kind
from assistant.ranking import FEATURES
from assistant.ui import wording


def test_every_feature_of_ranking_and_kind_of_question_has_a_japanese_name() -> None:
    assert set(FEATURES) <= set(wording.FEATURES)
    assert {kind.value for kind in Kind} <= set(wording.KINDS)
