"""`python -m index.embedding.trials DATA_DIR`: what else was tried, as one Markdown table of figures.

Every row is the shipped recipe with one thing changed, on the same material.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

import numpy as np
import torch
import typer

from index.embedding.card import with_trials
from index.embedding.material import RAW_WEIGHTS, Material, prepare, raw_vectors
from index.embedding.measure import retrieval, similarity
from index.embedding.recipe import Recipe
from index.embedding.sharing import quantised, shared
from index.embedding.spelling import with_unknown_spelt
from index.embedding.tuning import initial, inverse_frequency, tuned_vectors
from index.types import FloatArray

Sides = tuple[FloatArray, FloatArray]

_NONE = dict.fromkeys(("text_gov", "text_wiki", "text_diet", "text_law", "paragraphs", "articles"), 0.0)
# Raw text by what it is; what is not named counts once.
MIXES: dict[str, dict[str, float]] = {
    "raw text: all alike": {},
    "raw text: statutes alone": {**_NONE, "text_law": 1, "articles": 1},
    "raw text: all but statutes": {"text_law": 0, "articles": 0},
    "raw text: all but the Diet's speeches": {**RAW_WEIGHTS, "text_diet": 0},
}

app = typer.Typer(add_completion=False)


@app.command()
def main(
    data: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="the folder of open data")],
    seed: int = 1,
    vectors: Annotated[Path | None, typer.Option(exists=True, help="wheel of ja-ginza 5.3.0")] = None,
    card: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="the MODEL_CARD.md to write the table into"),
    ] = None,
) -> None:
    """Train each variation and print its nDCG@10: the vectors alone / fused with BM25."""
    rows: list[str] = []

    def say(row: str) -> None:
        typer.echo(row)
        rows.append(row)

    torch.set_num_threads(2)
    material = prepare(data, vectors, seed)
    names = [questions.name for questions in material.questions]
    say(f"| nDCG@10, model / both | {' | '.join(names)} | JSTS |")
    say("|---" * (len(names) + 2) + "|")
    for name, (asking, answering) in _variations(material, seed):
        cells = []
        for questions in material.questions:
            figures = retrieval(questions, asking, answering)
            cells.append(f"{figures['model'].ndcg_10:.3f} / {figures['both'].ndcg_10:.3f}")
        cells.append(f"{similarity(material.similar, answering):.3f}")
        say(f"| {name} | {' | '.join(cells)} |")
    if card:
        card.write_text(with_trials(card.read_text(encoding="utf-8"), rows), encoding="utf-8")


def _variations(material: Material, seed: int) -> Iterator[tuple[str, Sides]]:
    recipe = Recipe()
    size = len(material.vocabulary)
    untuned = initial(material, recipe).vectors * inverse_frequency(material)[:, None]
    yield "before tuning", (untuned, untuned)
    shipped, _ = tuned_vectors(material, recipe, seed)
    yield f"**shipped**: {recipe.dimension} numbers", (shipped, shipped)
    rows, step = quantised(shipped)
    yield "… at one byte a number", (rows * step, rows * step)
    rows, step = quantised(shipped, most=7)
    yield "… at half a byte a number", (rows * step, rows * step)
    frequent = np.argsort(-material.lines, kind="stable")
    held = np.empty_like(shipped)
    held[frequent] = shared(shipped[frequent], seed).vectors
    yield "… at one byte a number, rare words sharing rows", (held, held)
    spelt = with_unknown_spelt(material, shipped)
    yield "… unknown words made of their characters", (spelt, spelt)
    for dimension in (192, 128):
        cut = shipped[:, :dimension]
        yield f"… cut to its first {dimension} numbers", (cut, cut)
    for name, other in _recipes(recipe).items():
        sides = tuned_vectors(material, other, seed)
        yield name, sides
        for length in other.cuts:
            asking, answering = (side[:, :length] for side in sides)
            yield f"… cut to its first {length} numbers, as it was trained to be", (asking, answering)
    for name, mix in MIXES.items():
        raw = raw_vectors(material.texts, mix, size, seed)
        yield name, tuned_vectors(replace(material, raw_vectors=raw), recipe, seed)


def _recipes(recipe: Recipe) -> dict[str, Recipe]:
    def passes(**changed: float) -> Recipe:
        named = {name.replace("_", " "): number for name, number in changed.items()}
        return replace(recipe, passes=MappingProxyType({**recipe.passes, **named}))

    excerpts = {f"excerpt of {name}": 0 for name in ("text_gov", "paragraphs", "articles", "text_law")}
    return {
        "128 numbers from the start": replace(recipe, dimension=128),
        "384 numbers": replace(recipe, dimension=384),
        "raw text alone, no published vectors": replace(recipe, published_share=0),
        "axes not learned": replace(recipe, axes_rate=0),
        "nothing learned of characters": replace(recipe, character_rate=0),
        "weights not learned": replace(recipe, weight_rate=0),
        "questions and passages apart": replace(recipe, sides_apart=True),
        "three times the rate": replace(recipe, vector_rate=3 * recipe.vector_rate),
        "batches of 256": replace(recipe, batch=256),
        "384 numbers, batches of 256": replace(recipe, dimension=384, batch=256),
        "hard negatives from BM25": replace(recipe, hard_negatives=True),
        "trained to be cut": replace(recipe, cuts=(128,)),
        "every kind of pair once": replace(recipe, passes=MappingProxyType({})),
        "without synonyms": passes(synonyms=0),
        "without law captions": passes(law_caption=0),
        "without everyday questions": passes(everyday_question=0, everyday_heading=0),
        "everyday questions once": passes(everyday_question=1, everyday_heading=1),
        "without excerpts": replace(recipe, passes=MappingProxyType({**recipe.passes, **excerpts})),
    }


if __name__ == "__main__":
    app()
