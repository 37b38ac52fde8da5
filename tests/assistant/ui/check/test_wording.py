from assistant.answer import Assistant
from assistant.question import Kind
from assistant.ui import wording


def test_every_feature_and_kind_of_question_has_a_japanese_name(assistant: Assistant) -> None:
    trace = assistant.trace("後援とは何ですか")
    ranked = {name for evidence in trace.ranked.evidence for name in evidence.features}
    assert ranked | set(trace.features) <= set(wording.FEATURES)
    assert {kind.value for kind in Kind} <= set(wording.KINDS)
