"""A data folder → everything that training needs, read and tokenised once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.embedding import corpora
from index.embedding.bags import Bag
from index.embedding.cooccurrence import term_vectors
from index.embedding.corpora import Pairs, Questions, SimilarPairs, Vocabulary
from index.embedding.published import Published, word_vectors
from index.types import FloatArray

RAW_DIMENSION = 384
# Statutes are half of the raw text and one register of the language: they count less.
RAW_WEIGHTS = {"text_law": 0.5, "articles": 0.3}
# Texts that excerpts are taken from. The Diet's speeches are left to word statistics, as is fair to
# speakers; the encyclopaedia's lines are too short to take words out.
EXCERPTED = {"text_gov": 40_000, "paragraphs": 40_000, "articles": 40_000, "text_law": 40_000}


@dataclass(frozen=True, slots=True)
class Material:
    """What a model is made of and measured on.

    Terms numbered under `known` were met in training or published; the others only in development
    data. `texts` are the raw ones, a line each; `lines[n]` counts those with term n, of `line_count`;
    `raw_vectors[n]` is its vector from them alone.
    """

    vocabulary: Vocabulary
    known: int
    pairs: Sequence[Pairs]
    questions: Sequence[Questions]
    similar: SimilarPairs
    texts: Mapping[str, Sequence[Bag]]
    lines: npt.NDArray[np.int64]
    line_count: int
    raw_vectors: FloatArray
    published: Published | None


def prepare(data: Path, wheel: Path | None, seed: int) -> Material:
    """Read the folder; the vectors of the raw text take the longest."""
    vocabulary = Vocabulary()
    by_question, by_title, paragraphs = corpora.jaquad(data, vocabulary)
    captions, articles, held_out = corpora.laws(data, vocabulary, seed)
    texts = corpora.raw_text(data, vocabulary) | {"paragraphs": paragraphs, "articles": articles}
    pairs = [
        by_question,
        by_title,
        captions,
        corpora.similar_sentences(data, vocabulary),
        corpora.synonyms(data, vocabulary, seed),
        *corpora.everyday(vocabulary),
        *(corpora.excerpts(name, texts[name], most, seed) for name, most in EXCERPTED.items()),
    ]
    published = word_vectors(wheel) if wheel else None
    if published:
        vocabulary.learn(published.rows)
    known = len(vocabulary)
    questions, similar = corpora.development(data, vocabulary)
    return Material(
        vocabulary=vocabulary,
        known=known,
        pairs=pairs,
        questions=[*questions, held_out],
        similar=similar,
        texts=texts,
        lines=_lines_with(texts.values(), len(vocabulary)),
        line_count=sum(map(len, texts.values())),
        raw_vectors=raw_vectors(texts, RAW_WEIGHTS, len(vocabulary), seed),
        published=published,
    )


def raw_vectors(
    texts: Mapping[str, Sequence[Bag]], weights: Mapping[str, float], size: int, seed: int
) -> FloatArray:
    """Return the terms' vectors from raw texts, each counted by its weight, 1 if it has none."""
    weighted = [(bags, weights.get(name, 1.0)) for name, bags in texts.items() if weights.get(name, 1.0)]
    return term_vectors(weighted, size, RAW_DIMENSION, seed)


def _lines_with(texts: Iterable[Sequence[Bag]], size: int) -> npt.NDArray[np.int64]:
    """Return in how many lines each term stands."""
    lines = np.zeros(size, np.int64)
    for bags in texts:
        for bag in bags:
            lines[np.unique(bag)] += 1
    return lines
