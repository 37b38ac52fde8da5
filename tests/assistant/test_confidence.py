"""What is said of an answer follows from probabilities that never contradict one another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.confidence import chained
from assistant.types import Status
from assistant.weights import WEIGHTS

SHARE = st.floats(0, 1)


@given(SHARE, SHARE, SHARE)
def test_what_is_not_treated_is_not_answered(topic: float, answered: float, first: float) -> None:
    judgement = chained(topic, answered, first)
    assert judgement.first <= judgement.answered <= judgement.topic
    if topic < WEIGHTS["thresholds"]["topic"]:
        assert judgement.status is Status.NOT_FOUND


@pytest.mark.parametrize(
    ("topic", "answered", "status"),
    [
        pytest.param(1.0, 1.0, Status.FOUND, id="記載がある"),
        pytest.param(1.0, 0.0, Status.RELATED, id="関係する記載だけがある"),
        pytest.param(0.0, 1.0, Status.NOT_FOUND, id="記載がない"),
    ],
)
def test_the_status_follows_from_the_probabilities(topic: float, answered: float, status: Status) -> None:
    assert chained(topic, answered, 1.0).status is status
