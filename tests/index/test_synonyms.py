"""The general layer helps only with words that the documents don't hold."""

import pytest

from index.synonyms import make, synonyms
from index.tokens import tokenize

DICTIONARY = """
000001,1,0,1,0,0,0,(),利点,,
000001,1,0,2,0,0,0,(),長所,,
000001,1,0,3,0,0,0,(),メリット,,
000001,1,0,3,0,0,1,(),merit,,
000002,1,2,1,0,0,0,(),展開しない語,,
000003,1,0,1,0,0,0,(),一語だけ,,
"""


def test_groups_hold_single_japanese_words() -> None:
    assert make(DICTIONARY.splitlines()) == ["メリット 利点 長所"]


@pytest.mark.parametrize(
    ("known", "targets"),
    [({"長所"}, [("長所",)]), ({"利点", "長所"}, []), (set(), [])],
    ids=["文書の語を補う", "文書にある語はそのまま", "どちらもない"],
)
def test_words_the_documents_lack_find_those_that_mean_the_same(
    known: set[str], targets: list[tuple[str, ...]]
) -> None:
    question = "利点は何ですか"
    fired = synonyms(question, tokenize(question), known.__contains__)
    assert [expansion.targets for expansion in fired] == targets
    assert all(question[e.span.start : e.span.end] == e.word for e in fired)
