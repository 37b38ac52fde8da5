"""Words of the language → words that mean the same: the general layer under the maintainers' thesaurus.

`synonyms.txt` beside this file holds a group of search terms a line, made from the Sudachi synonym
dictionary by

    python -m index.synonyms SUDACHI_SYNONYMS OUT

(the dictionary's synonyms.txt, WorksApplications/SudachiDict, Apache License 2.0). It is asked only for
words that the documents don't hold: there it adds what would be missed, and can do no harm elsewhere.
"""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path

from index.thesaurus import Expansion
from index.tokens import Token, terms

FILE = Path(__file__).with_name("synonyms.txt")
# Larger groups hold words that share a field rather than a meaning.
_MAX_GROUP = 12
# Fields of the dictionary's lines (its docs/synonyms.md): group, a flag (2: never expand), the word.
_GROUP, _EXPANDS, _WORD = 0, 2, 8


def synonyms(text: str, tokens: Sequence[Token], is_known: Callable[[str], bool]) -> tuple[Expansion, ...]:
    """Return the documents' words for those words of a question that the documents don't hold.

    `tokens` are those of `text`; `is_known` tells whether a term occurs in the documents.
    """
    found = []
    for token in tokens:
        if not is_known(token.term):
            targets = tuple(term for term in _table().get(token.term, ()) if is_known(term))
            if targets:
                found.append(Expansion(text[token.span.start : token.span.end], token.span, targets))
    return tuple(found)


@cache
def _table() -> dict[str, tuple[str, ...]]:
    """Each term's synonyms in alphabetical order, itself left out."""
    table: dict[str, set[str]] = defaultdict(set)
    for line in FILE.read_text(encoding="utf-8").splitlines():
        group = line.split()
        if not line.startswith("#"):
            for term in group:
                table[term].update(group)
    return {term: tuple(sorted(group - {term})) for term, group in table.items()}


def make(source: Iterable[str]) -> list[str]:
    """Return the lines of `synonyms.txt` for the lines of the Sudachi synonym dictionary.

    Words of more than one search term are left out, and so are foreign ones.
    """
    groups: dict[str, set[str]] = defaultdict(set)
    for line in source:
        fields = line.rstrip("\n").split(",")
        if len(fields) > _WORD and fields[_EXPANDS] != "2" and len(fields[_WORD]) > 1:
            found = terms(fields[_WORD])
            if len(found) == 1 and not found[0].isascii():
                groups[fields[_GROUP]].add(found[0])
    return sorted({" ".join(sorted(group)) for group in groups.values() if 1 < len(group) <= _MAX_GROUP})


if __name__ == "__main__":
    with Path(sys.argv[1]).open(encoding="utf-8") as dictionary:
        made = make(dictionary)
    head = (
        "# Made from the Sudachi synonym dictionary (Works Applications, Apache License 2.0): see synonyms.py"
    )
    Path(sys.argv[2]).write_text("\n".join([head, *made]) + "\n", encoding="utf-8")
