"""Logical lines and passages → what a person should look at, with page and line."""

import re
from collections.abc import Collection, Iterator, Sequence

from corpus.layout import LogicalLine
from corpus.markers import Mark, marker
from corpus.passages import is_fragment, tells_where_to_turn
from corpus.types import Passage, PassageKind, Suspicion

# Longer than any paragraph of a handbook; more likely lost line breaks or a table run together.
_LONG = 1200
_DOUBLED = re.compile(r"(?:([ぁ-ヿ一-龥])\1){4,}")
_LOST = re.compile("[\ufffd〓\ue000-\uf8ff\x00-\x08\x0e-\x1b]")
# What UTF-8 looks like when it was read as Shift_JIS, and saved again.
_GARBLED = re.compile(r"(?:[縺繧繝譁蜿][\u0080-\uffff]){3,}")
_BREAKS_OFF = re.compile(r"(?:[、，のをがにはでともや]|[一-龥]し|であ|され)$")
_MIN_SENTENCE = 40
_EXCERPT = 15


def suspicions(
    lines: Sequence[LogicalLine], skip: Collection[int], passages: Sequence[Passage]
) -> list[Suspicion]:
    """Return what looks wrong in a document as read, in the order of the file.

    `skip` holds indices of lines that are the document's title.
    """
    found = [
        Suspicion(line.page, line.number, message)
        for i, line in enumerate(lines)
        if i not in skip
        for message in _of_line(line)
    ]
    at = {line.spans[0].start: i for i, line in enumerate(lines)}
    for passage in passages:
        first = at.get(passage.spans[0].start)
        if passage.kind is PassageKind.OUTLINE or first is None:
            continue
        if message := _of_passage(passage, lines[first]):
            found.append(Suspicion(lines[first].page, lines[first].number, message))
    return sorted(found, key=lambda suspicion: suspicion.line)


def _of_line(line: LogicalLine) -> Iterator[str]:
    text = line.text
    if match := _DOUBLED.search(text):
        yield f"文字が重なったまま残っているようです（{match[0][:_EXCERPT]}）。原本と見比べてください。"
    if match := _LOST.search(text) or _GARBLED.search(text):
        around = text[max(0, match.start() - 8) : match.end() + 8]
        yield f"読めない文字があります（{around}）。原本と見比べてください。"
    if text.isdecimal():
        yield f"数字だけの行があります（{text}）。ページ番号が残っていないか確かめてください。"
    breaks_off = line.marker.mark is Mark.NONE and len(text) > _MIN_SENTENCE and _BREAKS_OFF.search(text)
    if breaks_off:
        yield f"段落が文の途中で終わっているようです（…{text[-_EXCERPT:]}）。続きがないか見てください。"


def _of_passage(passage: Passage, line: LogicalLine) -> str:
    if len(passage.text) > _LONG:
        return f"一つの段落が長すぎます（{len(passage.text):,}字）。改行が失われていないか確かめてください。"
    words = passage.text.split("\n")
    loose = passage.kind is PassageKind.ITEM and len(words) > 1 and is_fragment(line)
    if loose and not any(marker(word).mark is not Mark.NONE or tells_where_to_turn(word) for word in words):
        return f"図や表の中の言葉のようです（{words[0]} ほか）。原本と見比べてください。"
    return ""
