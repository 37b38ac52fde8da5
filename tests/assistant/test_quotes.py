"""A quote is the file's own words, and its decisive sentence is the one that bears the question."""

from dataclasses import replace

import pytest

from assistant.quotes import decisive_sentence, is_verbatim
from assistant.settings import Settings
from corpus.reading import read_collection
from corpus.types import Document, PassageKind, Span


@pytest.fixture(scope="module")
def guideline() -> Document:
    return read_collection(Settings().documents)[0]


def test_every_passage_is_verbatim(guideline: Document) -> None:
    assert all(is_verbatim(passage, guideline) for passage in guideline.passages)


@pytest.mark.parametrize("change", [("委託", "受託"), ("。", ""), ("行政", "行 政府")])
def test_a_changed_character_is_not_verbatim(guideline: Document, change: tuple[str, str]) -> None:
    passage = next(p for p in guideline.passages if "業務を委託する" in p.text)
    assert not is_verbatim(replace(passage, text=passage.text.replace(*change)), guideline)


def test_spans_one_off_are_not_verbatim(guideline: Document) -> None:
    passage = guideline.passages[5]
    shifted = tuple(Span(span.start + 1, span.end + 1) for span in passage.spans)
    assert not is_verbatim(replace(passage, spans=shifted), guideline)


def test_the_sentence_with_most_of_the_question_decides() -> None:
    text = "委託は業務を任せる形態です。責任は行政が負います。"
    decisive = decisive_sentence(text, PassageKind.PARAGRAPH, {"責任": 2.0, "委託": 1.0})
    assert decisive is not None
    assert text[decisive.start : decisive.end] == "責任は行政が負います。"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("文が一つだけです。", PassageKind.PARAGRAPH),
        ("１ 背景\n２ 定義", PassageKind.OUTLINE),
        ("前の文です。後の文です。", PassageKind.PARAGRAPH),
    ],
    ids=["一文", "目次", "質問の語がない"],
)
def test_nothing_is_marked_where_the_whole_answers(text: str, kind: PassageKind) -> None:
    assert decisive_sentence(text, kind, {"責任": 1.0}) is None
