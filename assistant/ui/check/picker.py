"""Documents → the source with a box to tick at each passage; what was ticked → passages.

A passage is named as its anchor is, which is made of its words: what was ticked before a switch of the
generation still means the same after it, or nothing.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from assistant.store.types import PassageRef
from assistant.ui import wording
from assistant.ui.ready import Ready
from assistant.ui.typeset import Block, typeset
from corpus.errors import GuideError
from corpus.types import Document, Passage, Section

# A browser lays out so many at once without a wait; of larger collections only the sections around what
# was quoted, weighed or looked for are shown.
_ALL_SHOWN = 1_500
_BEGINNING = 24


@dataclass(frozen=True, slots=True)
class Choice:
    """A passage that can be ticked; `label` begins as it does, `mark` says what it was in the answer."""

    name: str
    kind: str
    blocks: tuple[Block, ...]
    label: str
    is_ticked: bool
    mark: str


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, its name for links, and its passages."""

    reference: str
    name: str
    level: int
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Picker:
    """The parts of each document, by its title; `is_part` says that not everything is there."""

    documents: tuple[tuple[str, tuple[Part, ...]], ...]
    is_part: bool
    found: str


def picker(ready: Ready, ticked: Collection[int], marked: dict[int, str], find: str = "") -> Picker:
    """Return what can be ticked; `ticked` and `marked` hold passage ids, `find` words to look for."""
    passages = ready.assistant.generation.passages
    is_part = len(passages) > _ALL_SHOWN
    wanted = _around(ready, {*ticked, *marked}, find) if is_part else None
    documents = [
        (document.info.title or document.info.id, tuple(_parts(ready, document, ticked, marked, wanted)))
        for document in ready.assistant.documents
    ]
    return Picker(tuple((title, parts) for title, parts in documents if parts), is_part, find)


def picked(ready: Ready, names: Iterable[str]) -> tuple[PassageRef, ...]:
    """Return the passages that were ticked, in file order. Raises GuideError if one is gone."""
    by_name = {name: row for row, name in ready.anchors.passages.items()}
    rows = [by_name.get(name) for name in dict.fromkeys(names)]
    if None in rows:
        raise GuideError(wording.CHECK_PICKED_GONE)
    passages = ready.assistant.generation.passages
    return tuple(PassageRef.of(passages[row]) for row in sorted(row for row in rows if row is not None))


def _parts(
    ready: Ready,
    document: Document,
    ticked: Collection[int],
    marked: dict[int, str],
    wanted: Collection[int] | None,
) -> Iterable[Part]:
    by_section: dict[int, list[Passage]] = {}
    for passage in document.passages:
        if wanted is None or passage.id in wanted:
            by_section.setdefault(_start(passage.section), []).append(passage)

    def choices(section: Section | None) -> tuple[Choice, ...]:
        return tuple(
            Choice(
                ready.anchors.passages[passage.id],
                passage.kind.value,
                typeset(passage.text, passage.kind),
                " ".join(passage.text.split())[:_BEGINNING],
                passage.id in ticked,
                marked.get(passage.id, ""),
            )
            for passage in by_section.get(_start(section), ())
        )

    if before := choices(None):
        yield Part(wording.NO_SECTION, "", 0, before)
    for section in document.sections:
        own = choices(section)
        if own or wanted is None:
            yield Part(section.reference, ready.anchors.of(document, section), section.level, own)


def _start(section: Section | None) -> int:
    return section.span.start if section else -1


def _around(ready: Ready, rows: Collection[int], find: str) -> set[int]:
    """The passages of the sections in which the given ones stand, and those that hold the words."""
    passages: Sequence[Passage] = ready.assistant.generation.passages
    sections = {(passages[row].document_id, _start(passages[row].section)) for row in rows}
    found = [p.id for p in passages if find and find in p.text][:_ALL_SHOWN]
    near = [p.id for p in passages if (p.document_id, _start(p.section)) in sections][:_ALL_SHOWN]
    return {*found, *near, *rows}
