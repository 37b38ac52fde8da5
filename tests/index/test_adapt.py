"""The transformer's upper layers: adapted in torch, read by numpy alone."""

import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file

from index.embedding import adapt
from index.embedding.adapt import BATCH, batches, learn, neighbours
from index.embedding.context import write
from index.embedding.corpora import QuestionTexts, everyday_texts, joined
from index.embedding.network import Network
from index.encoder import CONTEXT
from index.transformer import ADAPTER, SETTINGS, TOKENIZER, WEIGHTS, Transformer

MODEL = Path(__file__).parent.parent.parent / "index" / "embedding" / "model"
TEXTS = ["query: 補助金はいくらまで出ますか", "passage: 協働とは、対等な立場で協力することです。", "query: "]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The transformer as it is published: without what was learned."""
    for name in (WEIGHTS, SETTINGS, TOKENIZER):
        shutil.copy(MODEL / CONTEXT / name, tmp_path)
    return tmp_path


@pytest.fixture
def network(folder: Path) -> Network:
    return Network(folder, frozen=6, rank=4, seed=1)


def _exact(network: Network) -> np.ndarray:
    with torch.no_grad():
        return network.upper(network.lower(TEXTS), fast=False).numpy()


def _cosines(found: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    norms = np.linalg.norm(found, axis=1) * np.linalg.norm(wanted, axis=1)
    cosines: np.ndarray = (found * wanted).sum(axis=1) / norms
    return cosines


def test_before_anything_is_learned_the_network_is_the_transformer(folder: Path, network: Network) -> None:
    wanted = np.array([Transformer(folder).pooled(text) for text in TEXTS])
    # The lower layers are computed in half precision.
    assert _cosines(_exact(network), wanted).min() > 0.9995
    with torch.no_grad():
        fast = network.upper(network.lower(TEXTS)).numpy()
    assert _cosines(fast, wanted).min() > 0.999


def test_numpy_alone_reads_what_was_learned(folder: Path, network: Network) -> None:
    before = np.array([Transformer(folder).pooled(text) for text in TEXTS])
    with torch.no_grad():
        for matrix in network.parameters:
            matrix += 0.1 * torch.randn(matrix.shape, generator=torch.Generator().manual_seed(2))
    write(folder / ADAPTER, network.adapters(1.0))
    after = np.array([Transformer(folder).pooled(text) for text in TEXTS])
    assert _cosines(after, before).max() < 0.99
    assert _cosines(_exact(network), after).min() > 0.9995


def test_of_what_was_learned_a_share_counts(network: Network) -> None:
    with torch.no_grad():
        for matrix in network.parameters:
            matrix.fill_(1.0)
    whole, half = network.adapters(1.0), network.adapters(0.5)
    for name in whole:
        scale = 0.5 if name.endswith(".up") else 1.0
        np.testing.assert_array_equal(half[name], whole[name] * np.float16(scale))


def test_questions_find_their_passages_better_after_learning(
    folder: Path, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapt, "ROUNDS", 5)
    monkeypatch.setattr(adapt, "WARM_UP", 1)
    monkeypatch.setattr(adapt, "BATCH", 8)
    asked = everyday_texts()
    some = QuestionTexts("some", asked.questions[:48], asked.passages[:16], asked.answers[:48])
    said: list[str] = []
    learn(network, some, load_file(folder / WEIGHTS), seed=1, say=said.append)
    losses = [float(line.rsplit(" ", 1)[1]) for line in said[1:]]
    assert losses[-1] < 0.9 * losses[0]
    assert all(np.isfinite(tensor).all() for tensor in network.adapters(1.0).values())


def test_a_batch_asks_of_each_passage_once_and_of_those_alike_together() -> None:
    vectors = torch.eye(4).repeat_interleave(16, dim=0) + 0.01 * torch.eye(64)[:, :4]
    alike = neighbours(vectors)
    assert (alike[:, 0] == np.arange(64)).all()
    assert (alike // 16 == np.arange(64)[:, None] // 16).all()
    answers = np.repeat(np.arange(64), 3)
    found = list(batches(answers, alike, np.random.default_rng(1)))
    assert all(len({answers[row] for row in rows}) == len(rows) == BATCH for rows in found)
    asked = [row for rows in found for row in rows]
    assert len(asked) == len(set(asked)) > len(answers) / 2


def test_two_sets_joined_keep_each_question_at_its_passage() -> None:
    first = QuestionTexts("a", ["a0?", "a1?"], ["a0", "a1"], np.array([0, 1]))
    second = QuestionTexts("b", ["b0?", "b0??"], ["b0"], np.array([0, 0]))
    both = joined(first, second)
    answered = [
        (question, both.passages[row]) for question, row in zip(both.questions, both.answers, strict=True)
    ]
    assert answered == [("a0?", "a0"), ("a1?", "a1"), ("b0?", "b0"), ("b0??", "b0")]
