"""When is a question near an approved one? `python -m tests.benchmarks.approvals DATA_DIR`.

Counts how many pairs of questions are near, by cosine alone and as the assistant tells. Of dev.jsonl, two
questions that are to be answered from different passages must not be near; they were written to differ, so
hardly any two ask the same. JSQuAD's valid questions (DATA_DIR) were written several a paragraph, and many
ask the same in other words: some that are near, and some that are so by cosine alone, are printed to be
judged by eye. JSTS's sentences (DATA_DIR) come with similarities from 0 to 5 that people gave.
"""

import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import typer

from assistant.answer import model_of
from assistant.evaluation.golden import GoldenQuestion, read_golden
from assistant.question import interpret
from assistant.sameness import ALIKE, Wording, meaning, wording
from assistant.settings import load_settings
from assistant.types import Status
from index.build import build
from index.encoder import load_encoder
from index.search import search
from index.types import FloatArray

DEV = Path(__file__).parents[1] / "golden" / "dev.jsonl"
COSINES = (0.85, 0.9, ALIKE)
DRAWN = 14


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is compared."""

    text: str
    wording: Wording
    vector: FloatArray


@dataclass(frozen=True, slots=True)
class Pair:
    """Two questions; `nearness` ≥ 2 for the same words, ≥ 1 for nearly the same, else 0."""

    first: str
    second: str
    cosine: float
    nearness: float


def main(data_dir: Path) -> None:
    """Print how many pairs of each collection are near, then some of them."""
    heads = "".join(f"{f'cosine ≥ {cosine}':>15}" for cosine in COSINES)
    typer.echo(f"{'pairs':44}{'number':>8}{heads}{'same words':>13}{'alike':>8}")
    for name, pairs in collections(data_dir):
        counts = [sum(pair.cosine >= at for pair in pairs) for at in COSINES]
        same, alike = sum(p.nearness >= 2 for p in pairs), sum(1 <= p.nearness < 2 for p in pairs)
        typer.echo(f"{name:44}{len(pairs):8}{''.join(f'{n:15}' for n in counts)}{same:13}{alike:8}")
        if name.startswith("JSQuAD"):
            questions = pairs
    print_some("the same words", [p for p in questions if p.nearness >= 2])
    print_some("alike", [p for p in questions if 1 <= p.nearness < 2])
    print_some(f"cosine ≥ {ALIKE} alone", [p for p in questions if p.cosine >= ALIKE and not p.nearness])


def collections(data_dir: Path) -> Iterator[tuple[str, list[Pair]]]:
    """Yield the pairs by where they are from."""
    read = _reader()
    golden = [(question, read(question.question, question.history)) for question in read_golden(DEV)]
    both = list(combinations(golden, 2))
    right = [_is_same(first, second) for (first, _), (second, _) in both]
    for name, wanted in (("the same passages", True), ("other passages", False)):
        yield (
            f"dev.jsonl, {name}",
            [_pair(a, b) for ((_, a), (_, b)), same in zip(both, right, strict=True) if same is wanted],
        )
    paragraphs = [[read(text) for text in row["questions"]] for row in _rows(data_dir, "jsquad_valid")]
    yield "JSQuAD, one paragraph", [_pair(a, b) for own in paragraphs for a, b in combinations(own, 2)]
    rows = [*_rows(data_dir, "jsts_valid"), *_rows(data_dir, "jsts_train")]
    for low, high in ((4.5, 5.0), (4.0, 4.5), (3.0, 4.0), (0.0, 3.0)):
        alike = [row for row in rows if low <= float(row["score_0_5"]) < high + (high == 5)]
        pairs = [_pair(read(row["sentence1"]), read(row["sentence2"])) for row in alike]
        yield f"JSTS, {low} to {high}", pairs


def print_some(name: str, pairs: list[Pair]) -> None:
    """Print a few pairs, drawn by a fixed seed."""
    typer.echo(f"\n{len(pairs)} pairs: {name}")
    for pair in random.Random(1).sample(pairs, min(DRAWN, len(pairs))):
        typer.echo(f"{pair.cosine:.2f}  {pair.first}\n      {pair.second}")


def _reader() -> Any:  # noqa: ANN401 - a function with an optional argument
    settings = load_settings({})
    encoder = load_encoder(settings.model)
    generation, _ = build(settings.documents, encoder, model_of(settings), lambda *_: None)

    def read(text: str, history: tuple[str, ...] = ()) -> Asked:
        asked = interpret(text, history)
        ranking = search(generation, encoder, asked.query, 1)
        return Asked(text, wording(asked, ranking), meaning(ranking.vector, encoder))

    return read


def _pair(first: Asked, second: Asked) -> Pair:
    cosine = float(first.vector @ second.vector)
    return Pair(first.text, second.text, cosine, first.wording.nearness(second.wording, cosine))


def _is_same(first: GoldenQuestion, second: GoldenQuestion) -> bool:
    return first.status is second.status is Status.FOUND and set(first.words) == set(second.words)


def _rows(data_dir: Path, name: str) -> list[dict[str, Any]]:
    with gzip.open(data_dir / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


if __name__ == "__main__":
    typer.run(main)
