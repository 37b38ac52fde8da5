"""Documents → first questions to click, by templates that fit any guideline."""

from collections import Counter
from collections.abc import Sequence
from itertools import islice, pairwise

from assistant.ui import wording
from corpus.types import Document

_MAX_TITLE = 16
# Both titles of a comparison have to fit into one short question.
_MAX_SIDE = 8
_DEFINITIONS = 2


def first_questions(documents: Sequence[Document]) -> list[str]:
    """Return up to four questions about the sections: a list, a comparison, definitions.

    Titles that are long, or are sentences of their own, make no good questions and are passed over.
    """
    sections = [section for document in documents for section in document.sections]
    children = Counter(section.parent for section in sections if section.parent)
    usable = [section for section in sections if is_plain(section.title)]
    leaves = [section for section in reversed(usable) if section not in children]
    parents = sorted((s for s in usable if children[s] > 1), key=lambda s: -children[s])
    lists = (wording.EXAMPLE_PARENT.format(title=section.title) for section in parents)
    sides = (
        wording.EXAMPLE_SIDES.format(first=first.title, second=second.title)
        for second, first in pairwise(leaves)
        if first.parent == second.parent and max(len(first.title), len(second.title)) <= _MAX_SIDE
    )
    definitions = (wording.EXAMPLE_LEAF.format(title=section.title) for section in leaves)
    return list(dict.fromkeys([*islice(lists, 1), *islice(sides, 1), *islice(definitions, _DEFINITIONS)]))


def is_plain(title: str) -> bool:
    """Whether a title is a short name of something, which can be asked about."""
    return 0 < len(title) <= _MAX_TITLE and not set(title) & set("～~「」『』。、・？?")
