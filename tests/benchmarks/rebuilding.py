"""How long a rebuild takes after one line changed: `python -m tests.benchmarks.rebuilding`.

A collection is made of the guideline's own sentences, as a FAQ of so many entries, in one file or in many;
it is indexed by the product's own rebuild, then one entry is changed and it is indexed again, beside what
is there (by what did not change) and on its own (in full).
"""

import json
import random
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Annotated

import typer

from assistant.answer import model_of
from assistant.settings import Settings
from corpus.reading import read_collection
from index.build import rebuild
from index.encoder import load_encoder
from index.generation import Generation
from index.tokens import analyse, words

_SEED = 20260
_SENTENCES = 4
_LONG_ENOUGH = 6

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def main(
    passages: Annotated[int, typer.Option(min=1, help="how many entries")] = 10_000,
    files: Annotated[int, typer.Option(min=1, help="in how many files")] = 1,
    rounds: Annotated[int, typer.Option(min=1)] = 3,
) -> None:
    """Print seconds in full, seconds after a change, and their ratio."""
    full, changed = [], []
    with tempfile.TemporaryDirectory() as temporary:
        documents = Path(temporary) / "documents"
        documents.mkdir()
        entries = made(passages)
        write(entries, documents, files)
        shared = Settings(documents=documents, data_dir=Path(temporary) / "shared")
        timed(shared)
        for number in range(rounds):
            entries[number * passages // rounds]["answer"] += f"これは{number}回目の変更です。"
            write(entries, documents, files)
            changed.append(timed(shared))
            full.append(timed(Settings(documents=documents, data_dir=Path(temporary) / f"alone{number}")))
    typer.echo(
        f"{passages:,} passages in {files} files: in full {median(full):.2f} s, after a change of one line "
        f"{median(changed):.2f} s, ratio {median(changed) / median(full):.3f}"
    )


def made(passages: int) -> list[dict[str, str]]:
    """Return so many entries, made of the guideline's sentences; the same in any process."""
    chance = random.Random(_SEED)
    texts = [p.text for d in read_collection(Settings().documents) for p in d.passages]
    sentences = [s for text in texts for s in text.replace("\n", "。").split("。") if len(s) >= _LONG_ENOUGH]
    return [
        {
            "id": f"q{number}",
            "question": f"{chance.choice(sentences)}{number}",
            "answer": "。".join(chance.choices(sentences, k=_SENTENCES)) + "。",
        }
        for number in range(passages)
    ]


def write(entries: list[dict[str, str]], folder: Path, files: int) -> None:
    """Write entries into so many files, one after the other."""
    size = -(-len(entries) // files)
    for number in range(files):
        lines = (
            json.dumps(entry, ensure_ascii=False) for entry in entries[number * size : (number + 1) * size]
        )
        (folder / f"faq{number:04}.jsonl").write_text("\n".join(lines), encoding="utf-8")


def timed(settings: Settings) -> float:
    """Rebuild as a new process would, and return the seconds it took, but for loading libraries."""
    words.cache_clear()
    analyse.cache_clear()
    began = time.perf_counter()
    _rebuild(settings)
    return time.perf_counter() - began


def _rebuild(settings: Settings) -> Generation:
    encoder = load_encoder(settings.model)
    return rebuild(settings.documents, settings.data_dir, encoder, model_of(settings), lambda *step: None)


if __name__ == "__main__":
    app()
