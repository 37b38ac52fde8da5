"""How good the answers are may not get much worse unseen.

The limits stand a few points from what `evaluate tests/golden/dev.jsonl` prints, so that chance on
single questions does not break them. Ranking and confidence are fitted on these questions: what the
figures are on questions nobody tuned on, `evaluate` tells of the other files.
"""

from pathlib import Path

import pytest

from assistant.answer import Assistant
from assistant.evaluation.figures import Figures, figures, judge
from assistant.evaluation.golden import read_golden, unmatched
from corpus.reading import read_collection

GOLDEN = Path(__file__).parent.parent / "golden"


@pytest.fixture(scope="module")
def measured(assistant: Assistant) -> Figures:
    return figures(judge(assistant.ask, read_golden(GOLDEN / "dev.jsonl")))


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("hit1", 0.74),
        ("hit3", 0.88),
        ("hit5", 0.90),
        ("mrr", 0.81),
        ("ndcg", 0.83),
        ("section1", 0.84),
        ("complete", 0.88),
        ("auroc", 0.82),
    ],
)
def test_answers_are_at_least_so_good(measured: Figures, name: str, least: float) -> None:
    assert getattr(measured, name) >= least


@pytest.mark.parametrize(
    ("name", "most"),
    [("refused", 0.06), ("false_related", 0.45), ("false_off_topic", 0.10), ("ece", 0.10), ("aurc", 0.18)],
)
def test_answers_are_at_most_so_bad(measured: Figures, name: str, most: float) -> None:
    assert getattr(measured, name) <= most


@pytest.mark.parametrize("name", ["dev.jsonl", "test.jsonl", "unseen.jsonl"])
def test_every_question_can_be_answered_from_the_guideline(assistant: Assistant, name: str) -> None:
    # Counted apart, so that a failure shows no single question of a file that nobody looks at.
    doubtful = len(unmatched(read_golden(GOLDEN / name), assistant.documents))
    assert doubtful == 0


@pytest.mark.parametrize("file", sorted((GOLDEN / "far").glob("*.jsonl")), ids=lambda file: file.stem)
def test_questions_about_other_documents_can_be_answered_from_them(file: Path) -> None:
    documents = read_collection(file.with_suffix(""))
    assert unmatched(read_golden(file), documents) == []
