"""How fast it answers, rebuilds and starts, printed in one run: `python -m tests.benchmarks.speed`.

An answer is compared with its floor: the least that any system built of these parts has to do for a
question, on the same arrays (words, vector, BM25, FAISS). Figures depend on the machine; ratios hardly.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import typer

from assistant.answer import Assistant, model_of
from assistant.settings import Settings, load_settings
from corpus.sentences import split_sentences
from index.build import rebuild
from index.encoder import JointEncoder, load_encoder
from index.generation import Generation
from index.lexical import best, query_terms
from index.tokens import analyse, tokenize, words
from index.types import Encoder, Progress

ROUNDS = 5
_ASKED = (
    "{}とは何ですか",
    "{}について、どこに書いてありますか",
    "{}のはなぜですか",
    "{}ときに気をつけることを教えてください",
)


def main() -> None:
    """Measure and print everything."""
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings({}, data_dir=Path(folder))
        seconds = rebuild_seconds(settings)
        assistant = Assistant.open(settings)
        questions = made_questions(assistant.generation)
        asked, floor = latencies(assistant, questions)
        starts = start_seconds(settings)
    passages = len(assistant.generation.passages)
    typer.echo(f"{passages} passages, {len(questions)} questions, medians of {ROUNDS} rounds")
    typer.echo(f"{'':16}{'p50 ms':>10}{'p95 ms':>10}")
    for name, values in (("ask", asked), ("floor", floor), ("ask / floor", asked / floor)):
        typer.echo(f"{name:16}{values[0]:10.2f}{values[1]:10.2f}")
    typer.echo(f"{'rebuild':16}{seconds:10.2f} s, without imports")
    typer.echo(f"{'start → answer':16}{starts:10.2f} s, a fresh process")


def made_questions(generation: Generation) -> list[str]:
    """Return questions made of the documents' own headings and sentences, each once."""
    titles = [section.title for document in generation.documents for section in document.sections]
    sentences = [
        passage.text[span.start : span.end].rstrip("。")
        for passage in generation.passages
        for span in split_sentences(passage.text)
    ]
    pieces = titles + [sentence[:24] for sentence in sentences] + [sentence[-24:] for sentence in sentences]
    questions = (_ASKED[i % len(_ASKED)].format(piece) for i, piece in enumerate(dict.fromkeys(pieces)))
    return list(dict.fromkeys(questions))


def latencies(assistant: Assistant, questions: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return p50 and p95 over the questions, in milliseconds, of `ask` and of its floor.

    A question's time is its median over the rounds: slow are slow questions, not a moment in which
    the machine did something else.
    """
    rounds = np.array([_round(assistant, questions) for _ in range(ROUNDS)])
    asked, floor = np.percentile(np.median(rounds, axis=0), [50, 95], axis=0).T
    return asked, floor


def rebuild_seconds(settings: Settings) -> float:
    """Return the median time of a rebuild, the model loaded and nothing left to import."""
    encoder, model = load_encoder(settings.model), model_of(settings)
    quiet: Progress = lambda stage, done, total: None  # noqa: E731 - three words do not need a name
    times = []
    for _ in range(ROUNDS + 1):
        _forget()
        began = time.perf_counter()
        rebuild(settings.documents, settings.data_dir, encoder, model, quiet)
        times.append(time.perf_counter() - began)
    return float(np.median(times[1:]))


def start_seconds(settings: Settings) -> float:
    """Return the median time from starting the program to its first answer."""
    command = [sys.executable, "-m", "assistant", "ask", "協働とは何ですか", "--data-dir"]
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        subprocess.run([*command, settings.data_dir], check=True, capture_output=True)
        times.append(time.perf_counter() - began)
    return float(np.median(times))


def _floor(generation: Generation, encoder: Encoder, question: str) -> None:
    best(generation.lexical.scores(query_terms(tokenize(question))), 10)
    generation.dense.search(encoder.encode_query(question), 10)


def _round(assistant: Assistant, questions: Sequence[str]) -> list[tuple[float, float]]:
    """Return the milliseconds of `ask` and of its floor for each question.

    As in a service that has run for a while: the passages are known, each question is new. The two
    take turns, so that whatever else the machine does burdens both, and a mark at the end keeps one
    from finding what the other left in a cache.
    """
    generation, encoder = assistant.generation, assistant.encoder
    _forget()
    if isinstance(encoder, JointEncoder):
        encoder.forget()
    for question in questions[::4]:
        assistant.ask(f"{question}か。")
    return [
        (
            _milliseconds(partial(assistant.ask, question)),
            _milliseconds(partial(_floor, generation, encoder, f"{question}？")),
        )
        for question in questions
    ]


def _forget() -> None:
    """Forget every text that was analysed, be it as words or as plain tuples."""
    words.cache_clear()
    analyse.cache_clear()


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
