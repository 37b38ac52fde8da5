"""How the documents' words are read → words that were typed in kana, or with the wrong kanji.

ほじょきん, 捕助金 and ホジョキン are read like 補助金. A stretch of the question that holds an unknown
word, or is all kana, and that is read like a word or compound of the documents stands for that word.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from corpus.types import Passage, Span
from index.analysis import search_text
from index.thesaurus import Expansion
from index.tokens import Word, analyse, normalise, words

# Shorter readings have too many homophones: かい, こう, きん.
_MIN_KANA = 3
# A compound of the documents has up to four words; typed in kana it may fall into twice as many.
_MAX_WORDS = 4
_MAX_STRETCH = 9
_MAX_HOMOPHONES = 3
# Ways of writing that are counted at once, 250 bytes each: a city's documents have some tens of thousands.
_MOST_COUNTED = 500_000
_LIGHT = frozenset({"助詞", "助動詞", "動詞", "形容詞", "接続詞", "代名詞", "連体詞"})
_NOUNS = frozenset({"名詞", "接尾辞", "接頭辞"})


@dataclass(frozen=True, slots=True)
class Readings:
    """Reading in katakana → the words and compounds of the documents read so, most frequent first."""

    entries: Mapping[str, tuple[str, ...]]
    # The length of the longest reading by its first two kana: a stretch beyond it is read like nothing.
    _longest_of: dict[str, int] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Measure the readings."""
        longest = self._longest_of
        for reading in self.entries:
            begins = reading[:2]
            if len(reading) > longest.get(begins, 0):
                longest[begins] = len(reading)

    def expand(self, text: str, known: Iterable[str]) -> tuple[Expansion, ...]:
        """Return the documents' words for stretches of a question that are read like them.

        `known` are the question's terms that occur in the documents; a stretch made of nothing else
        needs no help. Longer stretches go first; they never overlap.
        """
        found = []
        question = words(text)
        known = frozenset(known)
        start = 0
        while start < len(question):
            end, targets = self._longest(text, question, start, known)
            if targets:
                span = Span(question[start].span.start, question[end - 1].span.end)
                found.append(Expansion(text[span.start : span.end], span, targets, respelt=True))
            start = end
        return tuple(found)

    def _longest(
        self, text: str, question: Sequence[Word], start: int, known: frozenset[str]
    ) -> tuple[int, tuple[str, ...]]:
        """Where the longest stretch from here ends that is read like words of the documents, and those."""
        best: tuple[int, tuple[str, ...]] = (start + 1, ())
        reading = ""
        for end, word in enumerate(question[start : start + _MAX_STRETCH], start + 1):
            touches = end - 1 == start or question[end - 2].span.end == word.span.start
            if not (word.reading and touches):
                break
            reading += word.reading
            if len(reading) > 1 and len(reading) > self._longest_of.get(reading[:2], 0):
                break
            targets = self.entries.get(reading)
            if targets and _needs_help(text, question[start:end], known):
                typed = normalise(text[question[start].span.start : word.span.end])[0]
                if typed not in targets:
                    best = (end, targets)
        return best


def build_readings(passages: Iterable[Passage]) -> Readings:
    """Return how the nouns and compounds of passages are read."""
    builder = ReadingsBuilder()
    for passage in passages:
        builder.add(spellings_of(search_text(passage)))
    return builder.build()


def spellings_of(text: str) -> Iterator[str]:
    """Yield each noun and compound in a passage's searched text: its reading, a tab, and as it is written."""
    for line in text.split("\n"):
        # Reading and writing of each run of nouns that ends here, the shortest first.
        endings: list[tuple[str, str]] = []
        end = 0
        for start, stop, word_reading, pos, term in analyse(line):
            if not (term and word_reading and pos in _NOUNS):
                endings = []
                continue
            written = _written(line[start:stop])
            if start != end:
                endings = []
            endings = [(word_reading, written)] + [
                (reading + word_reading, before + written) for reading, before in endings[: _MAX_WORDS - 1]
            ]
            end = stop
            yield from (f"{reading}\t{whole}" for reading, whole in endings if len(reading) >= _MIN_KANA)


class ReadingsBuilder:
    """Counts how nouns and compounds of up to four words are read, passage by passage.

    Where they get too many, the rarest are forgotten: a word that is asked for is said more than once.
    Source: lossy counting, Manku & Motwani, VLDB 2002.
    """

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def add(self, spellings: Iterable[str]) -> None:
        """Count what `spellings_of` found in the next passage."""
        counts = self._counts
        for spelling in spellings:
            counts[spelling] = counts.get(spelling, 0) + 1
        if len(counts) > _MOST_COUNTED:
            self._forget()

    def build(self) -> Readings:
        """Return each reading with the most frequent ways it is written."""
        written: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        for spelling, count in self._counts.items():
            reading, _, word = spelling.partition("\t")
            written[reading].append((-count, word))
        return Readings(
            {
                reading: tuple(word for _, word in sorted(words)[:_MAX_HOMOPHONES])
                for reading, words in sorted(written.items())
            }
        )

    def _forget(self) -> None:
        least = 1
        while len(self._counts) > _MOST_COUNTED // 2:
            self._counts = {key: count for key, count in self._counts.items() if count > least}
            least += 1


@lru_cache(maxsize=1 << 15)
def _written(surface: str) -> str:
    return normalise(surface)[0]


def _needs_help(text: str, stretch: Sequence[Word], known: frozenset[str]) -> bool:
    """Whether a stretch holds a word the documents don't, or is in kana; particles alone are neither."""
    if all(word.token is None and word.pos in _LIGHT for word in stretch):
        return False
    if any(word.token and word.token.term not in known for word in stretch):
        return True
    typed = text[stretch[0].span.start : stretch[-1].span.end]
    return all("ぁ" <= c <= "ゖ" or c == "ー" for c in typed)
