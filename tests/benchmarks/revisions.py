"""A received text and a seed → a revision of it as its authors might make one, and what was done to it."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from corpus.similarity import plain
from corpus.types import Document, PassageKind
from tests.benchmarks.revision_draft import PROSE, Draft, Part, Text, Truth, cut, set_anew, truth
from tests.benchmarks.revision_words import SENTENCE, TOPICS, invented, other_title, reworded

_SHORTEST_PART = 15


@dataclass(frozen=True, slots=True)
class Revision:
    """The new file's text, what was done to the old one, and the passages (section, text) as written."""

    text: str
    truth: tuple[Truth, ...]
    written: tuple[tuple[str, str], ...]


def revise(old: Document, seed: int) -> Revision:
    """Make a revision with three to nine deliberate changes, and many that change nothing."""
    chance = random.Random(seed)
    draft = cut(old, chance)
    for _ in range(chance.randint(3, 9)):
        for _ in range(20):
            if chance.choice(_EDITS)(draft):
                break
    numbers = draft.numbers()
    return Revision(
        set_anew(draft, numbers),
        truth(draft, numbers),
        tuple((numbers[part], plain(text.text)) for part in draft.parts() for text in part.body),
    )


def _insert(draft: Draft) -> bool:
    part, after = draft.chance.choice(draft.prose())
    part.body.insert(part.body.index(after) + 1, _new_text(draft))
    return True


def _delete(draft: Draft) -> bool:
    part, text = draft.chance.choice(draft.prose())
    if part.fixed or len(part.body) < 2:
        return False
    draft.remove_text(text)
    part.body.remove(text)
    return True


def _reword(draft: Draft) -> bool:
    _, text = draft.chance.choice(draft.prose())
    return _put_otherwise(draft, text)


def _move(draft: Draft) -> bool:
    part, text = draft.chance.choice(draft.prose())
    if part.fixed or len(part.body) < 2:
        return False
    if len(part.body) > 3 and not part.reordered and draft.chance.random() < 0.4:
        return _move_within(draft, part, text)
    there, after = draft.chance.choice(draft.prose())
    if there is part or there.fixed:
        return False
    part.body.remove(text)
    there.body.insert(there.body.index(after) + 1, text)
    text.moved = text.touched = True
    return True


def _move_within(draft: Draft, part: Part, text: Text) -> bool:
    at = part.body.index(text)
    places = [
        i
        for i, other in enumerate(part.body)
        if abs(i - at) > 1 and other.kind in PROSE and not other.touched
    ]
    if not places:
        return False
    to = draft.chance.choice(places)
    part.body.remove(text)
    part.body.insert(to, text)
    text.moved = text.touched = part.reordered = True
    return True


def _move_reworded(draft: Draft) -> bool:
    before = {id(text) for _, text in draft.prose()}
    if not _move(draft):
        return False
    after = {id(text) for _, text in draft.prose()}
    moved = next(t for part in draft.parts() for t in part.body if id(t) in before - after)
    return _put_otherwise(draft, moved)


def _split(draft: Draft) -> bool:
    part, text = draft.chance.choice(draft.prose())
    sentences = SENTENCE.findall(text.text)
    if len(sentences) < 2:
        return False
    at = draft.chance.randrange(1, len(sentences))
    first, second = "".join(sentences[:at]), "".join(sentences[at:])
    if min(len(first), len(second)) < _SHORTEST_PART or second.startswith(("（", "」", "※")):
        return False
    if text.kind is PassageKind.NOTE:
        second = f"※{second}"
    place = part.body.index(text)
    part.body[place : place + 1] = [
        Text(text.rows, words, kind=text.kind, touched=True, split=True) for words in (first, second)
    ]
    return True


def _merge(draft: Draft) -> bool:
    part, text = draft.chance.choice(draft.prose())
    free = {id(other) for _, other in draft.prose()}
    place = part.body.index(text)
    after = part.body[place + 1] if place + 1 < len(part.body) else None
    if after is None or id(after) not in free or after.kind is not text.kind:
        return False
    words = text.text + after.text.removeprefix("※")
    part.body[place : place + 2] = [Text((*text.rows, *after.rows), words, kind=text.kind, touched=True)]
    return True


def _add_section(draft: Draft) -> bool:
    family = draft.chance.choice(draft.families())
    part = Part(None, _topic(draft), family[0].level, fixed=True)
    part.body = [_new_text(draft) for _ in range(draft.chance.randint(1, 3))]
    family.insert(draft.chance.randint(0, len(family)), part)
    return True


def _remove_section(draft: Draft) -> bool:
    family = draft.chance.choice(draft.families())
    part = draft.chance.choice(family)
    if not _is_free(part) or len(family) < 3:
        return False
    draft.remove_part(part)
    family.remove(part)
    return True


def _retitle(draft: Draft) -> bool:
    part = draft.chance.choice([part for part in draft.parts() if part.level > 1])
    if part.row is None or part.title != draft.old.sections[part.row].title:
        return False
    part.title = other_title(part.title, draft.chance, _topic(draft))
    return True


def _move_section(draft: Draft) -> bool:
    family = draft.chance.choice(draft.families())
    part = draft.chance.choice(family)
    if part.fixed or part.row is None or len(family) < 3:
        return False
    at = family.index(part)
    family.remove(part)
    family.insert(draft.chance.choice([i for i in range(len(family) + 1) if i != at]), part)
    return True


def _split_section(draft: Draft) -> bool:
    family = draft.chance.choice(draft.families())
    part = draft.chance.choice(family)
    if not _is_free(part) or len(part.body) < 3:
        return False
    at = draft.chance.randrange(1, len(part.body))
    if part.body[at].kind not in PROSE:
        return False
    new = Part(None, _topic(draft), part.level, body=part.body[at:], came_off=part.row, fixed=True)
    del part.body[at:]
    part.fixed = True
    family.insert(family.index(part) + 1, new)
    return True


def _merge_section(draft: Draft) -> bool:
    family = draft.chance.choice(draft.families())
    for before, part in pairwise(family):
        # Nothing would close a box that another section's text follows.
        closed = before.body and before.body[-1].kind in PROSE
        if closed and _is_free(before) and _is_free(part) and draft.chance.random() < 0.5:
            assert part.row is not None
            before.body += part.body
            before.fixed = True
            family.remove(part)
            draft.taken_in.append((part.row, before))
            return True
    return False


_EDITS: tuple[Callable[[Draft], bool], ...] = (
    _insert,
    _delete,
    _reword,
    _reword,
    _move,
    _move_reworded,
    _split,
    _merge,
    _add_section,
    _remove_section,
    _retitle,
    _move_section,
    _split_section,
    _merge_section,
)


def _is_free(part: Part) -> bool:
    """Whether a section has no subsections, was there before, and nothing was moved into it or out of it."""
    return (
        not part.children
        and not part.fixed
        and part.row is not None
        and all(text.rows and not text.touched for text in part.body)
    )


def _new_text(draft: Draft) -> Text:
    return Text((), invented(draft.chance), touched=True)


def _put_otherwise(draft: Draft, text: Text) -> bool:
    before, text.text = text.text, reworded(text.text, draft.chance)
    text.touched = True
    return plain(before) != plain(text.text)


def _topic(draft: Draft) -> str:
    """Return a title that no section has."""
    titles = {part.title for part in draft.parts()}
    return draft.chance.choice([topic for topic in TOPICS if topic not in titles])
