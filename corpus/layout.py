"""Physical lines → logical lines: what the writer typed before pressing Enter, and where it stands.

A paragraph is broken into lines by the width of the page. Where a line ends because the page did, the
next one goes on; where it ends for another reason, the paragraph does. Which it is shows in the width
of the line, and in some files in a space that the extraction left at the end of every paragraph.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby, pairwise

from corpus.cleaning import clean_text, joins_words, undouble
from corpus.markers import Mark, Marker, marker
from corpus.readers.content import Hole
from corpus.readers.known import Known, Role
from corpus.readers.lines import Line
from corpus.types import Span

# Line-breaking rules (kinsoku) push one or two characters to the next line; a third means it ended.
_RAGGED = 3
_MIN_WIDTH = 15
# Fewer lines than this don't show that all were pasted.
_MIN_PASTED = 10
_SENTENCE_END = tuple("。．！？!?」』）)】：:")
_HALF_WIDTH = re.compile(r"[\x20-\x7e\xa0-\u024f｡-ﾟ]")
_SPREAD = re.compile(r"\u3000{2,}| {3,}|\t")
# What no line of its own ends in: a comma, an open bracket, a particle that wants a word, as in 子どもの but
# not in もの.
_BREAKS_OFF = re.compile(r"(?:[、，をが]|(?<!も)の|どもの|[（(「『][^）)」』]*)$")
# Marks of items that mean nothing without the space behind them.
_MARKS = ("-", "*", "+")
_FULL_STOP = ("。", "！", "？", "。）", "。」")
_NEW_LINE_MARKS = frozenset({Mark.NOTE, Mark.BOX, Mark.ITEM, Mark.CONTINUATION, Mark.CAPTION, Mark.HASHES})


@dataclass(frozen=True)
class LogicalLine:
    """One typed line: its physical lines, its pieces in the file, its clean text and what marks it."""

    lines: tuple[Line, ...]
    spans: tuple[Span, ...]
    text: str
    gap: int

    @cached_property
    def marker(self) -> Marker:
        """The number or mark at its beginning; `marker.end` is an offset into `text`."""
        return marker(self.text)

    @property
    def page(self) -> int:
        """The page it begins on, from 1."""
        return self.lines[0].page

    @property
    def number(self) -> int:
        """The file's line it begins at, from 1."""
        return self.lines[0].number

    @property
    def known(self) -> Known:
        """What the format itself says of it."""
        return self.lines[0].known

    @property
    def is_sentence(self) -> bool:
        """Whether it ends as sentences do."""
        return self.text.rstrip("」』）)").endswith(("。", "．", "！", "？", "!", "?")) or self.text.endswith(
            "。）"
        )


@dataclass(frozen=True, slots=True)
class Measure:
    """How a file breaks its paragraphs: `width` in full-width characters, 0 if it doesn't break them.

    `marked` says that paragraphs, and only they, end in white space.
    """

    width: float
    marked: bool


def logical_lines(
    source: str, lines: Sequence[Line], aside: frozenset[int], holes: Sequence[Hole] = ()
) -> list[LogicalLine]:
    """Join physical lines into logical ones, without what is no part of the wording.

    `aside` holds indices of whole lines, `holes` pieces of lines. A note below a page doesn't end the
    paragraph that goes on above the next one's; it comes after it.
    """
    out = aside | {i for i, line in enumerate(lines) if line.known.role is Role.NOTE and not line.whole}
    kept = _as_typed([line for i, line in enumerate(lines) if i not in out])
    # Lines, by their offset, above which something was left out.
    resumed = frozenset(
        line.span.start for i, line in enumerate(lines) if i and i not in out and i - 1 in out
    )
    groups = list(_groups(kept, measure_lines(kept), resumed))
    notes = _note_groups([line for i, line in enumerate(lines) if i in out - aside])
    result = []
    for group in _in_order(groups, notes):
        spans = tuple(_without(source, list(_spans(source, group, resumed)), holes))
        text = join_pieces([clean_text(source, span) for span in spans])
        if text:
            result.append(LogicalLine(tuple(group), spans, text, group[0].gap))
    return result


def _as_typed(lines: Sequence[Line]) -> list[Line]:
    """The lines, no paragraphs where somebody ended one at the end of each line, as pasted text does."""
    body = [replace(line, whole=False) for line in lines if line.whole and line.known.role is Role.BODY]
    if len(body) < _MIN_PASTED or not measure_lines(body).width:
        return list(lines)
    return [
        replace(line, whole=False) if line.whole and line.known.role is Role.BODY else line for line in lines
    ]


def _note_groups(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines of each note below a page; `known.block` tells one note from the next."""
    return [list(group) for _, group in groupby(lines, key=lambda line: line.known.block)]


def _in_order(groups: list[list[Line]], notes: list[list[Line]]) -> list[list[Line]]:
    """Put each note after the paragraph that was under way when it came."""
    starts = [group[0].span.start for group in groups]
    for note in reversed(notes):
        groups.insert(bisect_right(starts, note[0].span.start), note)
    return groups


def _without(source: str, spans: Sequence[Span], holes: Sequence[Hole]) -> Iterator[Span]:
    """Cut the holes out of the pieces; both are in the order of the file."""
    for span in spans:
        at = span.start
        first = bisect_right(holes, span.start, key=lambda hole: hole.span.end)
        for hole in holes[first:]:
            if hole.span.start >= span.end:
                break
            yield from _some(source, Span(at, max(at, hole.span.start)))
            at = hole.span.end
        yield from _some(source, Span(at, max(at, span.end)))


def _some(source: str, span: Span) -> Iterator[Span]:
    """The piece without white space at its ends, if anything is left of it."""
    trimmed = trim(source, span) if span.start < span.end else span
    if trimmed.start < trimmed.end:
        yield trimmed


def join_pieces(pieces: Sequence[str]) -> str:
    """Put the clean text of consecutive pieces together, Latin words apart, and an item from its mark."""
    text = ""
    for piece in pieces:
        text += f" {piece}" if text in _MARKS or (text and joins_words(text, piece)) else piece
    return text


def measure_lines(lines: Sequence[Line]) -> Measure:
    """Find the width at which a file breaks its lines, and whether paragraph ends are marked."""
    lines = [line for line in lines if not line.whole]
    widths = [_printed_width(line) for line in lines]
    width = _breaking_width(lines, widths)
    if not width:
        return Measure(0, marked=False)
    short = [line for line, w in zip(lines, widths, strict=True) if w < width - _RAGGED]
    running = [
        line
        for line, w in zip(lines, widths, strict=True)
        if w >= width - _RAGGED and not line.text.rstrip().endswith(_SENTENCE_END)
    ]
    marked_short = sum(_has_trailing_space(line) for line in short)
    marked_running = sum(_has_trailing_space(line) for line in running)
    # Cells of narrow tables end without a space, too, so not every short line has to have one.
    marked = (
        bool(short and running) and marked_short >= 0.8 * len(short) and marked_running <= 0.15 * len(running)
    )
    return Measure(width, marked)


def display_width(text: str) -> float:
    """Width of a line's words in full-width characters; a Latin letter takes half of one."""
    words = text.rstrip()
    return len(words) - len(_HALF_WIDTH.findall(words)) / 2


def _printed_width(line: Line) -> float:
    """Width on the page, where multiplied glyphs were printed one over the other."""
    return display_width("".join(line.text[i] for i in undouble(line.text)))


def _breaking_width(lines: Sequence[Line], widths: Sequence[float]) -> float:
    """The width near which many lines end mid-sentence; 0 where paragraphs are not broken."""
    running = sorted(
        w for (line, after), w in zip(pairwise(lines), widths, strict=False) if _may_run_on(line, after, w)
    )
    best, count = 0.0, 0
    for w in sorted(set(running), reverse=True):
        near = bisect_right(running, w) - bisect_right(running, w - _RAGGED)
        if near > count:
            best, count = w, near
    if count < 3 or count < 0.1 * len(lines):
        return 0.0
    beyond = sum(1 for w in widths if w > best + _RAGGED)
    return best if beyond <= max(1, 0.1 * len(lines)) else 0.0


def _may_run_on(line: Line, after: Line, width: float) -> bool:
    """Whether a line can tell the width: it ends mid-sentence, and the next one bears no mark of its own."""
    if width < _MIN_WIDTH or line.text.rstrip().endswith(_SENTENCE_END) or _is_spread(line):
        return False
    return not after.gap and marker(after.text).mark is Mark.NONE and not _is_spread(after)


def _is_spread(line: Line) -> bool:
    """Whether a line's words stand apart by wide gaps, as the cells of a table do."""
    return bool(_SPREAD.search(line.text.strip()))


def _groups(lines: Sequence[Line], measure: Measure, resumed: frozenset[int]) -> Iterator[list[Line]]:
    group: list[Line] = []
    for line in lines:
        if group and _ends(group[-1], line, measure, resumed):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _ends(line: Line, after: Line, measure: Measure, resumed: frozenset[int]) -> bool:
    """Whether a logical line ends with `line`, seeing the one after it."""
    if line.whole or after.whole or not after.known.continues(line.known):
        return True
    same_page = line.page == after.page and after.span.start not in resumed
    if (same_page and after.gap) or _is_spread(line) or _is_spread(after):
        return True
    mark = marker(after.text.strip()).mark
    if not measure.marked and mark is Mark.NONE and _BREAKS_OFF.search(line.text.rstrip()):
        return False
    if line.fills is not None:
        return not line.fills or _begins(line, after, mark)
    if not measure.width:
        return True
    short = _printed_width(line) < measure.width - _RAGGED
    finished = line.text.rstrip().endswith(_SENTENCE_END)
    if measure.marked:
        # Whoever mends a paragraph by hand keeps no such marks, so the words have to agree.
        if _has_trailing_space(line):
            return short or finished or mark is not Mark.NONE
        return short and (mark is not Mark.NONE or line.text.rstrip().endswith(_FULL_STOP))
    return short or _begins(line, after, mark)


def _begins(line: Line, after: Line, mark: Mark) -> bool:
    """Whether the line after a full one begins something new: it is marked, or indented after a sentence."""
    if mark in _NEW_LINE_MARKS:
        return True
    finished = line.text.rstrip().endswith(_SENTENCE_END)
    indented = len(after.text) - len(after.text.lstrip()) > len(line.text) - len(line.text.lstrip())
    return finished and (indented or mark is not Mark.NONE)


def _has_trailing_space(line: Line) -> bool:
    return line.text != line.text.rstrip()


def _spans(source: str, group: Sequence[Line], resumed: frozenset[int]) -> Iterator[Span]:
    """The pieces of the file that the lines cover, trimmed; broken only where something was set aside."""
    start = group[0].span.start
    end = group[0].span.end
    for line in group[1:]:
        if line.span.start in resumed:
            yield trim(source, Span(start, end))
            start = line.span.start
        end = line.span.end
    yield trim(source, Span(start, end))


def trim(source: str, span: Span) -> Span:
    """Leave out white space at both ends."""
    text = source[span.start : span.end]
    return Span(span.start + len(text) - len(text.lstrip()), span.start + len(text.rstrip()))
