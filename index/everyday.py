"""Everyday words → the words that official documents use for them, whatever the documents are about.

`everyday.txt` beside this file is written like the maintainers' thesaurus, and stands under it: はんこ →
印鑑. Of a rule only those words count that the documents hold.
"""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from index.thesaurus import Expansion, Thesaurus, parse_thesaurus
from index.tokens import Token, terms

FILE = Path(__file__).with_name("everyday.txt")


def everyday(text: str, tokens: Sequence[Token], is_known: Callable[[str], bool]) -> tuple[Expansion, ...]:
    """Return the documents' words for the everyday words of a question, left to right.

    `tokens` are those of `text`; `is_known` tells whether a term occurs in the documents.
    """
    found = []
    for fired in _rules().expand(text, tokens):
        own = {t.term for t in tokens if fired.span.start <= t.span.start < fired.span.end}
        targets = tuple(
            word
            for word in fired.targets
            if (held := _terms(word)) and not held <= own and all(map(is_known, held))
        )
        if targets:
            found.append(Expansion(fired.word, fired.span, targets))
    return tuple(found)


@cache
def _terms(word: str) -> frozenset[str]:
    return frozenset(terms(word))


@cache
def _rules() -> Thesaurus:
    return parse_thesaurus(FILE.read_bytes(), FILE.name)
