"""What people asked → sections that nobody reached, and questions without an answer, alike ones together.

Together they say what the guideline should say next, or say more plainly.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.sameness import plain
from assistant.store.types import Exchange
from corpus.types import Document, Section
from index.types import Encoder, FloatArray

# Cosine distance up to which groups are joined, on average over their questions. Looked at on the questions
# of dev.jsonl without an answer: from .55 on questions on different matters come together.
_FAR = 0.5


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Questions alike, the one most like the others first; `missing` are words the documents lack."""

    exchanges: tuple[Exchange, ...]
    missing: tuple[str, ...]


def unreached(
    documents: Sequence[Document], reached: Mapping[tuple[str, str], int]
) -> list[tuple[Document, Section]]:
    """Return the sections with text of their own in which no answer began, in file order."""
    found = []
    for document in documents:
        written = {passage.section.span.start for passage in document.passages if passage.section}
        found += [
            (document, section)
            for section in document.sections
            if section.span.start in written and not reached.get((document.info.id, section.number))
        ]
    return found


def grouped(unanswered: Iterable[Exchange], encoder: Encoder) -> list[Unanswered]:
    """Group questions by likeness, the largest group first; each counts as often as it was asked."""
    by_text: dict[str, list[Exchange]] = {}
    for exchange in unanswered:
        by_text.setdefault(plain(exchange.standalone), []).append(exchange)
    asked = list(by_text.values())
    vectors = encoder.encode_parts([each[0].standalone for each in asked])
    groups: dict[int, list[int]] = {}
    for row, label in enumerate(_labels(vectors)):
        groups.setdefault(label, []).append(row)
    found = [_group([asked[row] for row in _central(rows, vectors)]) for rows in groups.values()]
    return sorted(found, key=lambda group: -len(group.exchanges))


def _labels(vectors: FloatArray) -> list[int]:
    """The number of each question's group; one without any known word stands alone."""
    from scipy.cluster.hierarchy import fcluster, linkage

    labels = -np.arange(1, len(vectors) + 1)
    if not len(vectors):
        return []
    known = np.flatnonzero(np.linalg.norm(vectors, axis=1) > 0)
    if len(known) > 1:
        labels[known] = fcluster(linkage(vectors[known], "average", "cosine"), _FAR, "distance")
    return [int(label) for label in labels]


def _central(rows: Sequence[int], vectors: FloatArray) -> list[int]:
    middle = vectors[list(rows)].sum(axis=0)
    return sorted(rows, key=lambda row: (-float(vectors[row] @ middle), row))


def _group(asked: Sequence[Sequence[Exchange]]) -> Unanswered:
    exchanges = tuple(exchange for each in asked for exchange in each)
    words = [word for exchange in exchanges for word in exchange.missing_terms]
    return Unanswered(exchanges, tuple(sorted(set(words), key=lambda word: (-words.count(word), word))))
