"""`python -m index.embedding.train DATA_DIR OUT`: open data → the default model and its card.

On two CPU cores it takes minutes. The same data, seed and versions give the same figures.
"""

import time
from pathlib import Path
from typing import Annotated

import torch
import typer

from index.embedding.card import model_card
from index.embedding.folder import UNKNOWN, save_model
from index.embedding.material import Material, prepare
from index.embedding.measure import retrieval, similarity
from index.embedding.recipe import Recipe
from index.embedding.tuning import tuned_vectors
from index.types import FloatArray

# A term in one line only is mostly a name or a slip, and its vector not worth its bytes, unless
# the published ones know it.
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

    recipe = Recipe()
    material = prepare(data, vectors, seed)
    say(f"{len(material.vocabulary):,} terms, {sum(len(kind.group) for kind in material.pairs):,} pairs")
    tuned, _ = tuned_vectors(material, recipe, seed)
    say("tuned")
    terms, stored = _stored(material, tuned, out, seed)
    figures = {questions.name: retrieval(questions, stored, stored) for questions in material.questions}
    correlation = similarity(material.similar, stored)
    card = model_card(figures, correlation, material, len(terms), recipe, vectors, seed)
    (out / "MODEL_CARD.md").write_text(card, encoding="utf-8")
    for name, methods in figures.items():
        for method, figure in methods.items():
            typer.echo(
                f"{name:14} {method:6} recall@1 {figure.recall_1:.3f}  @3 {figure.recall_3:.3f}"
                f"  @10 {figure.recall_10:.3f}  nDCG@10 {figure.ndcg_10:.3f}"
            )
    typer.echo(f"JSTS valid: Spearman {correlation:.3f}")
    say(f"written: {out}")


def _stored(material: Material, vectors: FloatArray, out: Path, seed: int) -> tuple[list[str], FloatArray]:
    """Write the model; return its terms, the frequent ones first, and all vectors as it holds them."""
    lines, vocabulary = material.lines, material.vocabulary
    published = material.published.rows if material.published else {}
    kept = [
        term
        for term, number in vocabulary.items()
        if number < material.known and (lines[number] >= LEAST_LINES or term in published) and term != UNKNOWN
    ]
    kept.sort(key=lambda term: (-lines[vocabulary[term]], term))
    numbers = [vocabulary[term] for term in kept]
    stored = vectors * 0
    stored[numbers] = save_model(out, kept, vectors[numbers], seed)
    return kept, stored


if __name__ == "__main__":
    app()
