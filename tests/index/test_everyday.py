"""Everyday words find the documents' words for them, and only those that the documents hold."""

from collections import Counter

import pytest

from index.everyday import FILE, everyday
from index.thesaurus import parse_thesaurus
from index.tokens import tokenize


@pytest.mark.parametrize(
    ("question", "known", "targets"),
    [
        ("はんこをなくした", {"印鑑", "紛失"}, [("印鑑",), ("紛失",)]),
        ("はんこをなくした", {"実印"}, [("実印",)]),
        ("はんこをなくした", set(), []),
        ("印鑑を紛失した", {"印鑑", "紛失"}, []),
    ],
    ids=["二つの言葉", "文書にある言葉だけ", "文書に何もない", "文書の言葉そのもの"],
)
def test_everyday_words_find_those_of_documents(
    question: str, known: set[str], targets: list[tuple[str, ...]]
) -> None:
    fired = everyday(question, tokenize(question), known.__contains__)
    assert [expansion.targets for expansion in fired] == targets
    assert all(question[e.span.start : e.span.end] == e.word for e in fired)


def test_every_rule_can_be_read_and_none_stands_for_itself() -> None:
    rules = parse_thesaurus(FILE.read_bytes(), FILE.name)
    assert len(rules.targets) > 1000
    for words, targets in rules.targets.items():
        assert Counter(targets).most_common(1)[0][1] == 1, words
