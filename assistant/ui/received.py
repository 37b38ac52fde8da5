"""A document and spans of it → the lines of the file as received, with their numbers."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.types import Span


@dataclass(frozen=True, slots=True)
class ReceivedLine:
    """A line of the file, counted from 1, without its line break."""

    number: int
    text: str


class Received:
    """The decoded text of a file, cut into lines once."""

    def __init__(self, source: str) -> None:
        self._lines = source.split("\n")
        self._starts = [0]
        for line in self._lines[:-1]:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def lines(self, spans: Iterable[Span]) -> Sequence[ReceivedLine]:
        """Return each line that one of the spans touches, in the order of the file."""
        rows: set[int] = set()
        for span in spans:
            if span.start < span.end:
                rows.update(range(self._row(span.start), self._row(span.end - 1) + 1))
        return [ReceivedLine(row + 1, self._lines[row].rstrip("\r")) for row in sorted(rows)]

    def _row(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1
