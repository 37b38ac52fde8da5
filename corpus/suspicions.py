"""Logical lines and passages → what a person should look at, with page and line."""

import re
from collections.abc import Collection, Sequence

from corpus.layout import LogicalLine
from corpus.markers import Mark
from corpus.types import Passage, PassageKind, Suspicion

# Longer than any paragraph of a handbook; more likely lost line breaks or a table run together.
_LONG = 1200
_DOUBLED = re.compile(r"(?:([ぁ-ヿ一-龥])\1){4,}")
_LOST = re.compile("[\ufffd〓\ue000-\uf8ff]")
_BREAKS_OFF = re.compile(r"(?:[、，のをがにはでともや]|[一-龥]し|であ|され)$")


def suspicions(
    lines: Sequence[LogicalLine], skip: Collection[int], passages: Sequence[Passage]
) -> list[Suspicion]:
    """Return what looks wrong in a document as read, in the order of the file."""
    found = []
    for i, line in enumerate(lines):
        if i in skip:
            continue
        for message in _of_line(line):
            found.append(Suspicion(line.page, line.number, message))
    starts = {line.spans[0].start: line for line in lines}
    for passage in passages:
        if passage.kind is PassageKind.OUTLINE or len(passage.text) <= _LONG:
            continue
        first = starts.get(passage.spans[0].start)
        message = (
            f"一つの段落が長すぎます（{len(passage.text):,}字）。改行が失われていないか確かめてください。"
        )
        found.append(Suspicion(first.page if first else None, first.number if first else 1, message))
    return found


def _of_line(line: LogicalLine) -> list[str]:
    messages = []
    if match := _DOUBLED.search(line.text):
        messages.append(f"文字が重なったまま残っているようです（{match[0][:12]}）。")
    if match := _LOST.search(line.text):
        messages.append(
            f"読めない文字があります（{line.text[max(0, match.start() - 8) : match.end() + 8]}）。"
        )
    if line.marker.mark is Mark.NONE and len(line.text) > 40 and _BREAKS_OFF.search(line.text):
        messages.append(f"段落が文の途中で終わっているようです（…{line.text[-15:]}）。")
    return messages
