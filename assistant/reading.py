"""A passage → what ranking needs to know of it, read once and kept: its words, sentence by sentence."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from assistant.likeness import WordVectors, runs
from corpus.sentences import split_lines, split_sentences
from corpus.types import Passage, PassageKind
from index.tokens import terms
from index.types import Encoder, FloatArray


@dataclass(frozen=True, slots=True)
class Read:
    """A passage as ranking sees it.

    `headings` are the rows of its headings' words in the table of word vectors, `rows` those of its
    sentences' words, each sentence from its place in `starts` on; none is empty. `vectors` are those of
    its sentences. `runs` are its runs of characters.
    """

    title: frozenset[str]
    caption: frozenset[str]
    is_list: bool
    headings: npt.NDArray[np.int64]
    rows: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]
    vectors: FloatArray
    runs: frozenset[str]


class PassageReader:
    """Reads one generation's passages, each once."""

    def __init__(self, passages: tuple[Passage, ...], encoder: Encoder, words: WordVectors) -> None:
        """Take the passages, the encoder of their vectors, and the table of word vectors."""
        self._passages = passages
        self._encoder = encoder
        self._words = words
        self.read = lru_cache(maxsize=20_000)(self._read)

    def _read(self, passage_id: int) -> Read:
        passage = self._passages[passage_id]
        path = passage.section.path if passage.section else ()
        split = split_lines if passage.kind is PassageKind.TABLE else split_sentences
        sentences = [passage.text[span.start : span.end] for span in split(passage.text)] or [""]
        headings = [term for section in path for term in terms(section.title)]
        lines = passage.text.split("\n")
        boxed = passage.kind in (PassageKind.BOX, PassageKind.TABLE) and len(lines) > 1
        parts = [_distinct(terms(sentence)) for sentence in sentences]
        return Read(
            title=frozenset(terms(path[-1].title)) if path else frozenset(),
            caption=frozenset(terms(lines[0])) if boxed else frozenset(),
            is_list=len(lines) > 1 and passage.kind is not PassageKind.TABLE,
            headings=self._words.rows(_distinct(headings)),
            rows=self._words.rows(word for part in parts for word in part),
            starts=np.cumsum([0, *map(len, parts[:-1])]),
            vectors=self._encoder.encode_parts(sentences),
            runs=runs(passage.text),
        )


def _distinct(words: list[str]) -> list[str]:
    """Each word once; no word at all is the empty one."""
    return sorted(set(words)) or [""]
