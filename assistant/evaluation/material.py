"""What weights are fitted on: collections of documents, each with questions whose answers are known."""

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from assistant.answer import Assistant
from assistant.evaluation.golden import GoldenQuestion, read_golden
from assistant.types import Status
from corpus.cleaning import squash
from index.build import build
from index.dense import vector_store
from index.generation import Generation
from index.types import Encoder, Model

FOLDS = 10


@dataclass(frozen=True, slots=True)
class Material:
    """A collection and its questions; `folds` says for each in which of the FOLDS it is left out.

    `weight` is what a question counts beside one of the first collection's.
    """

    name: str
    assistant: Assistant
    questions: tuple[GoldenQuestion, ...]
    folds: tuple[int, ...]
    weight: float
    is_faq: bool = False

    def is_right(self, golden: GoldenQuestion) -> Callable[[int], bool]:
        """Return whether a passage answers a question."""
        passages = self.assistant.generation.passages
        if self.is_faq:
            return lambda row: passages[row].external_id == golden.id

        def holds(row: int) -> bool:
            text = squash(passages[row].text)
            return any(any(words in text for words in needed) for needed in golden.words)

        return holds


def of_documents(name: str, assistant: Assistant, files: Sequence[Path]) -> Material:
    """Golden questions about the documents of an assistant, spread over all folds."""
    questions = tuple(golden for file in files for golden in read_golden(file))
    return Material(name, assistant, questions, tuple(spread(len(questions)).tolist()), 1.0)


def far(folder: Path, encoder: Encoder, weight: float) -> list[Material]:
    """Other documents: for each NAME.jsonl of a folder, the folder NAME; each is left out as a whole."""
    found = []
    for fold, file in enumerate(sorted(folder.glob("*.jsonl"))):
        questions = read_golden(file)
        assistant = Assistant(_built(folder / file.stem, encoder), encoder)
        folds = (fold % FOLDS,) * len(questions)
        found.append(Material(file.stem, assistant, questions, folds, weight))
    return found


def faq(file: Path, encoder: Encoder, weight: float) -> Material:
    """A FAQ collection, an entry a line: question|answer|an everyday question|…; left out by entries."""
    lines = file.read_text(encoding="utf-8").splitlines()
    entries = [line.split("|") for line in lines if line[:1] not in ("", "#")]
    records = [{"id": str(i), "question": e[0], "answer": e[1]} for i, e in enumerate(entries)]
    with TemporaryDirectory() as folder:
        written = (json.dumps(record, ensure_ascii=False) for record in records)
        (Path(folder) / "faq.jsonl").write_text("\n".join(written), encoding="utf-8")
        assistant = Assistant(_built(Path(folder), encoder), encoder)
    asked = [(i, question) for i, entry in enumerate(entries) for question in entry[2:]]
    golden = GoldenQuestion("", "", (), file.stem, Status.FOUND, frozenset(), ())
    folds = spread(len(entries))
    return Material(
        file.stem,
        assistant,
        tuple(replace(golden, id=str(i), question=question) for i, question in asked),
        tuple(int(folds[i]) for i, _ in asked),
        weight,
        is_faq=True,
    )


def of_words_alone(material: Material) -> Material:
    """Return the same questions to the same passages, whose vectors are of their words alone."""
    generation = material.assistant.generation
    words = material.assistant.encoder.suited(sys.maxsize)
    vectors = generation.dense.vectors[:, : words.dimension]
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    dense = vector_store(np.ascontiguousarray(vectors / np.maximum(norms, 1e-9)))
    return replace(material, assistant=Assistant(replace(generation, dense=dense), words))


def spread(n: int) -> np.ndarray:
    """Return for each of `n` things its fold, by a fixed draw; all folds are of about one size."""
    folds = np.empty(n, dtype=np.int64)
    folds[np.random.default_rng(0).permutation(n)] = np.arange(n) * FOLDS // max(n, 1)
    return folds


def _built(folder: Path, encoder: Encoder) -> Generation:
    generation, _ = build(folder, encoder, Model("", ""), lambda stage, done, total: None)
    return generation
