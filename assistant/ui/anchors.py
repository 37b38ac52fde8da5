"""Documents → the names of their passages and sections within the page, for links.

A name is made of what stands there, so a link that somebody mailed still leads to the same words after
the index was built anew; row numbers would not.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.types import Document, Passage, Section

# 40 bits: among 100,000 passages two would share a name once in two hundred collections.
_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Anchors:
    """Names by passage id, and by document and the start of a section's span.

    `documents` tells from a name the document in which it stands; `is_single` that there is but one.
    """

    passages: Mapping[int, str]
    sections: Mapping[tuple[str, int], str]
    documents: Mapping[str, str]
    is_single: bool

    def of(self, document: Document, section: Section) -> str:
        """Return the name of a section."""
        return self.sections[document.info.id, section.span.start]


def name_places(documents: Sequence[Document]) -> Anchors:
    """Name every passage (`p…`) and section (`s…`) of the documents; no two names are the same."""
    seen: Counter[str] = Counter()
    passages: dict[int, str] = {}
    sections: dict[tuple[str, int], str] = {}
    homes: dict[str, str] = {}
    for document in documents:
        for section in document.sections:
            path = [step.reference for step in section.path]
            name = _name("s", [document.info.id, *path], seen)
            sections[document.info.id, section.span.start] = name
            homes[name] = document.info.id
        for passage in document.passages:
            passages[passage.id] = name = _name("p", _told_by(passage), seen)
            homes[name] = document.info.id
    return Anchors(passages, sections, homes, len(documents) == 1)


def _told_by(passage: Passage) -> list[str]:
    path = passage.section.path if passage.section else ()
    return [passage.document_id, *(step.reference for step in path), passage.text]


def _name(prefix: str, parts: Iterable[str], seen: Counter[str]) -> str:
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    name = f"{prefix}{digest[:_DIGITS]}"
    seen[name] += 1
    return name if seen[name] == 1 else f"{name}-{seen[name]}"
