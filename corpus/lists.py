"""Logical lines → those whose numbers number a list, not headings.

Headings and lists bear the same numbers. Headings are short, are no sentences, and have something to say
under them; a chain of numbers 1, 2, 3… most of whose members lack one of these is a list.
"""

from collections.abc import Sequence

from corpus.layout import LogicalLine, display_width
from corpus.markers import Mark
from corpus.readers.known import Role

# What one line of a heading holds; a heading that stands apart may run on to a second line.
_MAX_TITLE = 45
_MAX_TITLE_APART = 60
# These number lists at least as often as headings, so their titles have to be shorter still.
_WEAK_STYLES = frozenset(
    {
        "circled",
        "kana",
        "paren_kana",
        "alpha",
        "paren_alpha",
        "kanji",
        "paren_kanji",
        "small_roman",
        "half_paren",
    }
)
_MAX_WEAK_TITLE = 30
# 第１章 needs no words; and 第１条, 別表第１ and 問１ begin what they number, however long.
_COMPLETE_STYLES = frozenset("編部章節款目") | {"roman"}
_SELF_EVIDENT = frozenset({"article", "appendix", "question"})
# These count on through the chapters: 第２章 may begin with 第８条.
_THROUGHOUT = frozenset({"article", "question"})


def could_head(line: LogicalLine) -> bool:
    """Whether a line is short, no sentence, and doesn't break off in the middle of one."""
    title = line.text[line.marker.end :].strip()
    limit = _MAX_TITLE_APART if line.gap else _MAX_TITLE
    if line.marker.style in _WEAK_STYLES:
        limit = _MAX_WEAK_TITLE
    if display_width(title) > limit or title.endswith(("、", "，", "；", "：", ":", "。", "．")):
        return False
    return any(c.isalpha() for c in title) or line.marker.style in _COMPLETE_STYLES


def list_lines(lines: Sequence[LogicalLine]) -> frozenset[int]:
    """Return the indices of numbered lines that make up lists."""
    chains: dict[str, list[list[int]]] = {}
    for i, line in enumerate(lines):
        if line.marker.mark is not Mark.NUMBER or line.marker.style in _SELF_EVIDENT:
            continue
        if line.known.role is not Role.BODY:
            continue
        runs = chains.setdefault(line.marker.style, [])
        if runs and line.marker.value == lines[runs[-1][-1]].marker.value + 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    return frozenset(i for runs in chains.values() for run in runs for i in _listed(lines, run))


def _listed(lines: Sequence[LogicalLine], run: Sequence[int]) -> Sequence[int]:
    """The members of a chain that are no headings: all of them, or the few that can't be."""
    misfits = [i for i in run if not could_head(lines[i])]
    style = lines[run[0]].marker.style
    if style in _WEAK_STYLES:
        return run if misfits or not _all_lead(lines, run) else ()
    bodies = sum(_has_body(lines, i) for i in run)
    if 3 * len(misfits) > len(run) or 2 * bodies < len(run):
        return run
    return misfits


def _all_lead(lines: Sequence[LogicalLine], run: Sequence[int]) -> bool:
    """Whether something stands under each, and for at least half of them, text or further headings."""
    return all(_has_body(lines, i) for i in run) and 2 * sum(_has_text(lines, i) for i in run) >= len(run)


def _has_body(lines: Sequence[LogicalLine], i: int) -> bool:
    """Whether something of its own follows: neither the end nor a number that counts on elsewhere."""
    if i + 1 >= len(lines):
        return False
    after = lines[i + 1].marker
    if after.mark is Mark.NUMBER and after.value > 1 and after.style not in _THROUGHOUT:
        return False
    return after.mark is not Mark.CONTINUATION and after.style != lines[i].marker.style


def _has_text(lines: Sequence[LogicalLine], i: int) -> bool:
    after = lines[i + 1].marker.mark
    if after is Mark.NONE:
        return lines[i + 1].is_sentence
    return after in (Mark.NOTE, Mark.BOX, Mark.CAPTION, Mark.NUMBER)
