"""Two paths, an old and a new edition → their comparisons, as records for programs and as Japanese text.

A path is a document or a folder of documents; those of two folders are paired by their ids.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from assistant.ui.wording import PAGE
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
_SECTION_LINES = {
    ChangeKind.SECTION_ADDED: "",
    ChangeKind.SECTION_REMOVED: "",
    ChangeKind.SECTION_RETITLED: "{old} → {new}",
    ChangeKind.SECTION_RENUMBERED: "{old} → {new}",
    ChangeKind.SECTION_SPLIT: "「{old}」から分かれました。",
    ChangeKind.SECTION_MERGED: "「{old}」が入りました。",
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


def comparison_records(comparisons: Sequence[Comparison]) -> Iterator[dict[str, Any]]:
    """Yield one JSON object a change; where there are several documents, each says which one it is of."""
    for comparison in comparisons:
        for change in comparison.changes:
            record = _paged(change_record(change), change, comparison)
            yield record if len(comparisons) == 1 else {"document": comparison.new.info.id, **record}


def change_record(change: Change) -> dict[str, Any]:
    """Return a change as one JSON object; a section's text is its title, joined passages are lines of one.

    Of several passages on one side, the section is that of the first.
    """
    return {"kind": change.kind.value, "old": _record(change.old), "new": _record(change.new)}


def comparison_lines(comparison: Comparison) -> Iterator[str]:
    """Yield a comparison as a person reads it: how many changes of each kind, then each, by section."""
    yield " → ".join(editions(comparison))
    if not comparison.changes:
        yield "  変わったところはありません（文字の幅、空白、改行、ページの飾りの違いは除きます）。"
        return
    yield f"  {counted(comparison)}"
    for place, changes in by_section(comparison):
        yield ""
        yield f"■ {place}"
        for change in changes:
            yield from _change_lines(change, _pages(change, comparison))


def editions(comparison: Comparison) -> tuple[str, str]:
    """Return the titles and editions of old and new, with their files' names where those are the same."""
    old, new = comparison.old.info, comparison.new.info
    names = [" ".join(part for part in (info.title or info.id, info.edition) if part) for info in (old, new)]
    if names[0] == names[1]:
        return f"{names[0]}（{old.file}）", f"{names[1]}（{new.file}）"
    return names[0], names[1]


def counted(comparison: Comparison) -> str:
    """Return how many changes there are of each kind."""
    counts = Counter(change.kind for change in comparison.changes)
    return "、".join(f"{NAMES[kind]} {counts[kind]}" for kind in ChangeKind if counts[kind])


def by_section(comparison: Comparison) -> Iterator[tuple[str, list[Change]]]:
    """Yield the changes by the section they stand in: as the new edition calls it if it is still there."""
    old, new = comparison.old.sections, comparison.new.sections
    now = {old[i]: new[j] for i, j in (*comparison.alignment.merges, *comparison.alignment.sections)}

    def place(change: Change) -> str:
        side = change.new or change.old
        section = side[0].section if isinstance(side, tuple) else side
        if section is None:
            return BEFORE_HEADINGS
        if change.new:
            return section.reference
        return now[section].reference if section in now else f"{section.reference}（改正前）"

    for reference, changes in groupby(comparison.changes, key=place):
        yield reference, list(changes)


def remark(change: Change) -> str:
    """Return a change's kind, and for what was moved or divided from where."""
    name = NAMES[change.kind]
    if change.kind in (ChangeKind.MOVED, ChangeKind.MOVED_CHANGED) and isinstance(change, PassageChange):
        section = change.old[0].section
        return f"{name}（{section.reference if section else BEFORE_HEADINGS}から）"
    return name


def texts(change: Change) -> tuple[str, str]:
    """Return the old and the new text of a change, "" where there is none."""
    if isinstance(change, SectionChange):
        old, new = change.old, change.new
        return old.reference if old else "", new.reference if new else ""
    return _joined(change.old), _joined(change.new)


def marks(change: Change) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return the stretches of the two texts that changed; all of a text that has no counterpart.

    What only moved has none. Of a section that came off, its heading is new; of one that was taken in,
    gone.
    """
    old, new = texts(change)
    if change.kind is ChangeKind.MOVED:
        return (), ()
    if change.kind is ChangeKind.SECTION_SPLIT:
        return (), _whole(new)
    if change.kind is ChangeKind.SECTION_MERGED:
        return _whole(old), ()
    if change.kind is ChangeKind.SECTION_RENUMBERED and isinstance(change, SectionChange):
        return _number(change.old), _number(change.new)
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


def _pages(change: Change, comparison: Comparison) -> tuple[int | None, int | None]:
    """The pages on which the old and the new side begin; None where there are none."""
    sides = ((change.old, comparison.old), (change.new, comparison.new))
    old, new = (document.page_of_spans(_first(side)) if side else None for side, document in sides)
    return old, new


def _first(side: tuple[Passage, ...] | Section) -> tuple[Span, ...]:
    return side.heading if isinstance(side, Section) else side[0].spans


def _paged(record: dict[str, Any], change: Change, comparison: Comparison) -> dict[str, Any]:
    """Add the page to each side of a file that has pages."""
    for side, page in zip(("old", "new"), _pages(change, comparison), strict=True):
        if page is not None:
            record[side]["page"] = page
    return record


def _change_lines(change: Change, pages: tuple[int | None, int | None]) -> Iterator[str]:
    old, new = texts(change)
    shown = [f" {PAGE.format(page=page)}" if page is not None else "" for page in pages]
    if isinstance(change, SectionChange):
        yield f"  【{remark(change)}】{_SECTION_LINES[change.kind].format(old=old, new=new)}"
        return
    yield f"  【{remark(change)}】"
    if change.kind is ChangeKind.MOVED:
        yield from _indented(new)
        return
    gone, added = marks(change)
    if old:
        yield from _indented(_signed(old, gone, "［－{}－］"), f"旧{shown[0]}")
    if new:
        yield from _indented(_signed(new, added, "［＋{}＋］"), f"新{shown[1]}")


def _signed(text: str, marked: Sequence[Span], sign: str) -> str:
    """Return a text with what changed between signs; all of it changed goes without them."""
    if marked == _whole(text):
        return text
    return "".join(sign.format(piece) if mark else piece for piece, mark in pieces(text, marked))


def _indented(text: str, name: str = "") -> Iterator[str]:
    for line in text.split("\n"):
        yield f"    {name}　{line}" if name else f"    {line}"
        name = "　" * bool(name)


def _joined(passages: Sequence[Passage]) -> str:
    return "\n".join(passage.text for passage in passages)


def _number(section: Section | None) -> tuple[Span, ...]:
    return _whole(section.number) if section else ()


def _whole(text: str) -> tuple[Span, ...]:
    return (Span(0, len(text)),) if text else ()
