"""Two paths, an old and a new edition → their comparisons, as records for programs and as Japanese text.

A path is a document or a folder of documents; those of two folders are paired by their ids.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from corpus.editions import Change, ChangeKind, Comparison, PassageChange, SectionChange, compare
from corpus.errors import DocumentError
from corpus.reading import read_collection, read_document
from corpus.rewording import reword
from corpus.types import Document, Passage, Section, Span

NAMES = {
    ChangeKind.ADDED: "追加",
    ChangeKind.REMOVED: "削除",
    ChangeKind.CHANGED: "変更",
    ChangeKind.MOVED: "移動",
    ChangeKind.MOVED_CHANGED: "移動・変更",
    ChangeKind.SPLIT: "分割",
    ChangeKind.MERGED: "統合",
    ChangeKind.SECTION_ADDED: "節の追加",
    ChangeKind.SECTION_REMOVED: "節の削除",
    ChangeKind.SECTION_RETITLED: "節名の変更",
    ChangeKind.SECTION_RENUMBERED: "節番号の変更",
    ChangeKind.SECTION_SPLIT: "節の分割",
    ChangeKind.SECTION_MERGED: "節の統合",
}
BEFORE_HEADINGS = "（見出しの前）"


def compare_paths(old: Path, new: Path) -> tuple[Comparison, ...]:
    """Read and compare two editions; a document that only one folder has is all removed or all added.

    Raises DocumentError as reading does, and where a single file meets a folder of several documents.
    """
    olds, news = _documents(old), _documents(new)
    if len(olds) == len(news) == 1:
        return (compare(olds[0], news[0]),)
    if old.is_file() or new.is_file():
        raise DocumentError(
            f"「{old}」と「{new}」は比べられません。文書のファイルどうし、またはフォルダーどうしを"
            "指定してください。"
        )
    before, after = ({document.info.id: document for document in each} for each in (olds, news))
    return tuple(
        compare(before.get(id_) or _without_text(after[id_]), after.get(id_) or _without_text(before[id_]))
        for id_ in dict.fromkeys((*after, *before))
    )


def change_record(change: Change) -> dict[str, Any]:
    """Return a change as one JSON object; a section's text is its title, joined passages are lines of one.

    Of several passages on one side, the section is that of the first.
    """
    return {"kind": change.kind.value, "old": _record(change.old), "new": _record(change.new)}


def comparison_lines(comparison: Comparison) -> Iterator[str]:
    """Yield a comparison as a person reads it: how many changes of each kind, then each, by section."""
    yield f"{edition(comparison.old)} → {edition(comparison.new)}"
    if not comparison.changes:
        yield "  変わったところはありません（文字の幅、空白、改行、ページの飾りの違いは除きます）。"
        return
    counts = Counter(change.kind for change in comparison.changes)
    yield "  " + "、".join(f"{NAMES[kind]} {counts[kind]}" for kind in ChangeKind if counts[kind])
    for place, changes in groupby(comparison.changes, key=place_of):
        yield ""
        yield f"■ {place}"
        for change in changes:
            yield from _change_lines(change)


def edition(document: Document) -> str:
    """Return a document's title and edition, or its file's name where it has neither."""
    info = document.info
    return " ".join(part for part in (info.title or info.file, info.edition) if part)


def place_of(change: Change) -> str:
    """Return where a change stands: its section in the new edition, or in the old one if it is gone."""
    side = change.new or change.old
    section = side[0].section if isinstance(side, tuple) else side
    return section.reference if section else BEFORE_HEADINGS


def remark(change: Change) -> str:
    """Return what a table's last column says of a change: its kind, and where it came from."""
    name = NAMES[change.kind]
    if isinstance(change, PassageChange) and change.kind in (ChangeKind.MOVED, ChangeKind.MOVED_CHANGED):
        return f"{name}（{_reference(change.old[0])}から）"
    return name


def texts(change: Change) -> tuple[str, str]:
    """Return the old and the new text of a change, "" where there is none."""
    if isinstance(change, SectionChange):
        return _heading(change.old), _heading(change.new)
    return _joined(change.old), _joined(change.new)


def marks(change: Change) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return the stretches of the two texts that changed; all of a text that has no counterpart."""
    old, new = texts(change)
    if old and new:
        rewording = reword(old, new)
        return rewording.gone, rewording.new
    return _whole(old), _whole(new)


def pieces(text: str, marked: Sequence[Span]) -> Iterator[tuple[str, bool]]:
    """Yield a text in order as stretches, each with whether it is marked."""
    at = 0
    for span in marked:
        if at < span.start:
            yield text[at : span.start], False
        yield text[span.start : span.end], True
        at = span.end
    if at < len(text):
        yield text[at:], False


def _documents(path: Path) -> tuple[Document, ...]:
    return read_collection(path) if path.is_dir() else (read_document(path),)


def _without_text(document: Document) -> Document:
    """Return what a document's other edition is where there is none."""
    return Document(document.info, "", (), (), (), ())


def _record(side: tuple[Passage, ...] | Section | None) -> dict[str, str] | None:
    if not side:
        return None
    if isinstance(side, Section):
        return {"section": side.number, "text": side.title}
    section = side[0].section
    return {"section": section.number if section else "", "text": _joined(side)}


def _change_lines(change: Change) -> Iterator[str]:
    yield f"  【{remark(change)}】"
    old, new = texts(change)
    gone, added = marks(change)
    if change.kind is ChangeKind.MOVED:
        yield from _indented(new)
        return
    if old:
        yield from _indented(
            "".join(f"［－{text}－］" if mark else text for text, mark in pieces(old, gone)), "旧"
        )
    if new:
        yield from _indented(
            "".join(f"［＋{text}＋］" if mark else text for text, mark in pieces(new, added)), "新"
        )


def _indented(text: str, name: str = "") -> Iterator[str]:
    first, *rest = text.split("\n")
    yield f"    {name}　{first}" if name else f"    {first}"
    yield from (f"    　　{line}" if name else f"    {line}" for line in rest)


def _joined(passages: Sequence[Passage]) -> str:
    return "\n".join(passage.text for passage in passages)


def _heading(section: Section | None) -> str:
    return section.reference if section else ""


def _reference(passage: Passage) -> str:
    return passage.section.reference if passage.section else BEFORE_HEADINGS


def _whole(text: str) -> tuple[Span, ...]:
    return (Span(0, len(text)),) if text else ()
