"""How a large collection is built and asked: `python -m tests.benchmarks.scale PASSAGES TEXT...`.

TEXT are files of raw Japanese, a paragraph a line (`.gz` too). Entries of a FAQ are made of them, short
and long, indexed by the product's own rebuild, and asked in a process of its own, whose memory is what a
service of that size needs. No question was asked before: every passage has to be read for the first time.
"""

import gzip
import json
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from assistant.answer import Assistant, model_of
from assistant.progress import shown_progress
from assistant.settings import load_settings
from index.build import rebuild
from index.encoder import load_encoder
from index.search import search

QUESTIONS = 300
# Characters of an answer, each as often as the others: a line of advice, a paragraph, a page.
_LENGTHS = (40, 160, 480)
_STRETCH = 24
_ASKED = ("{}とは何ですか", "{}について教えてください", "{}のはなぜですか", "{}ときはどうすればいいですか")

Figures = dict[str, tuple[float, str]]


def main(
    passages: Annotated[int, typer.Argument(min=1, help="how many entries to make")],
    texts: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="raw text, a line each")],
) -> None:
    """Make a collection, build it, ask it, and print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        questions = write_collection(Path(folder), [line for path in texts for line in read(path)], passages)
        for stage, arguments in ((build, (folder, passages)), (ask, (folder, questions))):
            for name, (value, unit) in alone(stage, *arguments).items():
                typer.echo(f"{name:42}{value:12,.3f} {unit}")


def alone(work: Callable[..., Figures], *arguments: object) -> Figures:
    """Do the work in a new process, which gives all its memory back."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(work, *arguments).result()


def build(folder: str, passages: int) -> Figures:
    """Index the collection; return what it took."""
    settings = load_settings({}, documents=Path(folder), data_dir=Path(folder, "var"))
    encoder = load_encoder(settings.model)
    began = time.perf_counter(), time.process_time()
    with shown_progress() as progress:
        generation = rebuild(settings.documents, settings.data_dir, encoder, model_of(settings), progress)
    seconds, busy = time.perf_counter() - began[0], time.process_time() - began[1]
    stored = sum(file.stat().st_size for file in settings.data_dir.rglob("*") if file.is_file())
    return {
        "built": (passages / seconds, "passages a second"),
        "built, without waiting for a processor": (passages / busy, "passages a second"),
        "memory to build, at most": (memory("VmHWM"), "MB"),
        "on disk": (stored / 1e6, "MB"),
        "recall of the ten nearest": (generation.manifest.recall, "of exact search"),
    }


def ask(folder: str, questions: Sequence[str]) -> Figures:
    """Ask the questions; return what it took."""
    began = time.perf_counter()
    assistant = Assistant.open(load_settings({}, documents=Path(folder), data_dir=Path(folder, "var")))
    loaded = time.perf_counter() - began
    figures = {"start": (loaded, "s"), "memory of its own": (memory("RssAnon"), "MB")}
    generation, encoder = assistant.generation, assistant.encoder
    for question in questions[:10]:
        assistant.ask(f"{question}か。")
    figures |= latency("search", lambda question: search(generation, encoder, question, 10), questions)
    figures |= latency("ask", assistant.ask, questions)
    return figures | {"memory, with what is read of its files": (memory("VmRSS"), "MB")}


def latency(name: str, answer: Callable[[str], object], questions: Sequence[str]) -> Figures:
    """Return p50 and p95 over the questions, by the clock and by what the processor did for it."""
    spent = []
    for question in questions:
        began = time.perf_counter(), time.process_time()
        answer(question)
        spent.append((time.perf_counter() - began[0], time.process_time() - began[1]))
    wall, busy = np.percentile(np.array(spent) * 1000, [50, 95], axis=0).T.tolist()
    return {
        f"{name}, {percentile}{of}": (value, "ms")
        for of, values in (("", wall), (", processor", busy))
        for percentile, value in zip(("p50", "p95"), values, strict=True)
    }


def memory(kind: str) -> float:
    """Return the process's memory as Linux counts it, in MB."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith(f"{kind}:"):
            return float(line.split()[1]) / 1000
    raise ValueError(kind)


def read(path: Path) -> list[str]:
    """Return the lines of a text that can open an entry."""
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode()
    return [line for line in map(str.strip, text.split("\n")) if len(line) >= _STRETCH // 2]


def write_collection(folder: Path, lines: Sequence[str], size: int) -> list[str]:
    """Write so many entries; return questions about some of them, drawn by a fixed seed."""
    chance = random.Random(0)
    asked = set(chance.sample(range(size), min(QUESTIONS, size)))
    order = chance.sample(range(len(lines)), len(lines))
    questions = []
    with (folder / "collection.jsonl").open("w", encoding="utf-8") as file:
        for row in range(size):
            # The first round takes each line with those that follow it, later ones with those of another.
            first = order[row % len(lines)]
            following = first + 1 if row < len(lines) else chance.randrange(len(lines))
            text = _text(lines, first, following, chance.choice(_LENGTHS))
            record = {"id": str(row), "question": lines[first][:_STRETCH], "answer": text}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
            if row in asked:
                start = chance.randrange(max(1, len(text) - _STRETCH))
                questions.append(chance.choice(_ASKED).format(text[start : start + _STRETCH]))
    return questions


def _text(lines: Sequence[str], first: int, following: int, length: int) -> str:
    text = lines[first]
    while len(text) < length:
        text += lines[following % len(lines)]
        following += 1
    return text[:length]


if __name__ == "__main__":
    typer.run(main)
