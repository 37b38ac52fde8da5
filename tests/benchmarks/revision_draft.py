"""A document as received → a draft of its next edition: sections and passages to edit, to set and to judge.

Passages and headings are cut out of the file line by line, so that all that was not touched stays as it
was received. Setting adds differences that are none: lines broken anew, width, spaces, page numbers.
"""

import random
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.layout import display_width
from corpus.similarity import plain
from corpus.types import Document, Passage, PassageKind, Section

# kind, old section, old text, new section, new text; texts as they are compared, "" where there is none.
Truth = tuple[str, str, str, str, str]

PROSE = (PassageKind.PARAGRAPH, PassageKind.NOTE)
_LINE = 40
_GAP = " \n\n"
_WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(slots=True, eq=False)
class Text:
    """A passage: the rows of the old edition it was made of, and what it says now.

    `raw` is its lines in the file as received, used as long as nothing was done to it.
    """

    rows: tuple[int, ...]
    text: str
    raw: str = ""
    kind: PassageKind = PassageKind.PARAGRAPH
    touched: bool = False
    moved: bool = False
    split: bool = False


@dataclass(slots=True, eq=False)
class Part:
    """A section: its old row, None for a new one; what it is called; what stands in it.

    `came_off` is the section that a new one was split off. `fixed` says that passages may no longer
    move into it or out of it.
    """

    row: int | None
    title: str
    level: int
    raw: str = ""
    body: list[Text] = field(default_factory=list)
    children: list["Part"] = field(default_factory=list)
    came_off: int | None = None
    fixed: bool = False
    reordered: bool = False


@dataclass(slots=True)
class Draft:
    old: Document
    chance: random.Random
    preamble: str
    roots: list[Part]
    gone: list[Truth] = field(default_factory=list)
    taken_in: list[tuple[int, Part]] = field(default_factory=list)

    def parts(self) -> list[Part]:
        return list(_walk(self.roots))

    def families(self) -> list[list[Part]]:
        """Lists of sections under one heading, which are numbered one after the other."""
        return [part.children for part in self.parts() if part.children]

    def prose(self) -> list[tuple[Part, Text]]:
        """Return the passages of plain sentences to which nothing was done yet, with their sections."""
        return [
            (part, text)
            for part in self.parts()
            for text in part.body
            if not text.touched and text.kind in PROSE and text.rows
        ]

    def remove_text(self, text: Text) -> None:
        """Note that a passage is left out."""
        self.gone += [("removed", *self.old_place(row), "", "") for row in text.rows]

    def remove_part(self, part: Part) -> None:
        """Note that a section is left out with all its passages."""
        for text in part.body:
            self.remove_text(text)
        self.gone.append(("section_removed", *self.old_heading(part.row), "", ""))

    def old_place(self, row: int) -> tuple[str, str]:
        """Return where a passage stood, and what it said."""
        passage = self.old.passages[row]
        return passage.section.number if passage.section else "", plain(passage.text)

    def old_heading(self, row: int | None) -> tuple[str, str]:
        """Return what a section was called."""
        assert row is not None
        section = self.old.sections[row]
        return section.number, plain(section.title)

    def numbers(self) -> dict[Part, str]:
        """Return the number of each section, counted anew."""
        return dict(_numbers(self.roots))


def cut(old: Document, chance: random.Random) -> Draft:
    """Cut a document into its sections and passages, each with its lines in the file."""
    source = old.source
    starts: list[tuple[int, Section | Passage]] = []
    starts += [(section.heading[0].start, section) for section in old.sections]
    starts += [(p.spans[0].start, p) for p in old.passages if p.kind is not PassageKind.OUTLINE]
    pieces = sorted(starts, key=lambda each: each[0])
    cuts = [source.rfind("\n", 0, start) + 1 for start, _ in pieces] + [len(source)]
    parts: dict[Section, Part] = {}
    roots: list[Part] = []
    rows = {section: row for row, section in enumerate(old.sections)}
    for (_, piece), (start, end) in zip(pieces, pairwise(cuts), strict=True):
        raw = source[start:end]
        if isinstance(piece, Section):
            part = parts[piece] = Part(rows[piece], piece.title, piece.level, raw)
            (parts[piece.parent].children if piece.parent else roots).append(part)
        else:
            assert piece.section is not None
            text = Text((old.passages.index(piece),), piece.text, raw, piece.kind)
            parts[piece.section].body.append(text)
    return Draft(old, chance, source[: cuts[0]], roots)


def _walk(parts: list[Part]) -> Iterator[Part]:
    for part in parts:
        yield part
        yield from _walk(part.children)


def set_anew(draft: Draft, numbers: dict[Part, str]) -> str:
    """Return the text of the new file."""
    pieces = [draft.preamble]
    page = 1
    for part in draft.parts():
        pieces.append(_set_heading(draft, part, numbers[part], pieces[-1]))
        for text in part.body:
            same = text.raw and not text.touched
            if text.kind in PROSE and (not same or draft.chance.random() < 0.3):
                pieces.append(_set_prose(draft, text.text))
            else:
                pieces.append(text.raw)
            if text.kind not in PROSE:
                pieces.append(f"\n{_GAP}")
            if draft.chance.random() < 0.05:
                pieces.append(f"\n- {page} - \n\n{_GAP}")
                page += 1
    return "".join(pieces)


def _set_heading(draft: Draft, part: Part, number: str, before: str) -> str:
    old = draft.old.sections[part.row] if part.row is not None else None
    gap = "" if before.endswith("\n \n\n") else f"\n{_GAP}"
    if old and (old.number, old.title) == (number, part.title):
        return gap + part.raw
    own = number.rsplit("-", 1)[-1]
    wide = own.translate(_WIDE_DIGITS).replace("(", "（").replace(")", "）")
    return f"{gap}{wide}{' ' * (part.level == 2)}{part.title} \n\n"


def _set_prose(draft: Draft, text: str) -> str:
    """Break a passage into lines anew, with digits, letters and brackets of either width."""
    chance = draft.chance
    if chance.random() < 0.5:
        text = re.sub(r"[０-９Ａ-Ｚａ-ｚ]+", lambda found: unicodedata.normalize("NFKC", found[0]), text)
    else:
        text = re.sub(r"[0-9]+", lambda found: found[0].translate(_WIDE_DIGITS), text)
    if chance.random() < 0.3:
        text = text.replace("（", "(").replace("）", ")")
    if chance.random() < 0.3:
        text = re.sub(r"(?<=[ぁ-鿿])(?=[0-9])|(?<=[0-9])(?=[ぁ-鿿])", " ", text)
    return "\n\n".join(_broken(text)) + " \n\n"


def _broken(text: str) -> Iterator[str]:
    """Break a text as word processors do: by width, no line beginning with a comma or a closing bracket."""
    line = ""
    for before, c in pairwise(f" {text}"):
        full = display_width(line + c) > _LINE and c not in "、。）」』)" and before not in "（「『("
        if full:
            yield line
            line = ""
        line += c
    yield line


def _numbers(parts: list[Part], above: str = "") -> Iterator[tuple[Part, str]]:
    for count, part in enumerate(parts, 1):
        own = {1: "ⅠⅡⅢ"[min(count, 3) - 1], 2: str(count), 3: f"({count})", 4: chr(0x245F + count)}[
            part.level
        ]
        number = f"{above}-{own}" if above else own
        yield part, number
        yield from _numbers(part.children, number)


def truth(draft: Draft, numbers: dict[Part, str]) -> tuple[Truth, ...]:
    """Return everything that was done."""
    return (*draft.gone, *_section_truth(draft, numbers), *_passage_truth(draft, numbers))


def _section_truth(draft: Draft, numbers: dict[Part, str]) -> Iterator[Truth]:
    for part, number in numbers.items():
        new = number, plain(part.title)
        if part.row is None:
            if part.came_off is None:
                yield ("section_added", "", "", *new)
            else:
                yield ("section_split", *draft.old_heading(part.came_off), *new)
            continue
        old = draft.old_heading(part.row)
        if old[0] != new[0]:
            yield ("section_renumbered", *old, *new)
        if old[1] != new[1]:
            yield ("section_retitled", *old, *new)
    for row, into in draft.taken_in:
        yield ("section_merged", *draft.old_heading(row), numbers[into], plain(into.title))


def _passage_truth(draft: Draft, numbers: dict[Part, str]) -> Iterator[Truth]:
    for part, number in numbers.items():
        splits: dict[tuple[int, ...], list[str]] = {}
        for text in part.body:
            new = number, plain(text.text)
            if text.split:
                splits.setdefault(text.rows, []).append(new[1])
            elif not text.rows:
                yield ("added", "", "", *new)
            elif len(text.rows) > 1:
                places = [draft.old_place(row) for row in text.rows]
                yield ("merged", places[0][0], "".join(words for _, words in places), *new)
            else:
                old = draft.old_place(text.rows[0])
                if kind := "_".join(["moved"] * text.moved + ["changed"] * (old[1] != new[1])):
                    yield (kind, *old, *new)
        for rows, words in splits.items():
            yield ("split", *draft.old_place(rows[0]), number, "".join(words))
