"""`python -m index.embedding.adapt DATA_DIR MODEL`: the transformer beside the words learns our questions.

Of its layers the upper half is adapted at a low rank, so that half a megabyte is added to what is
published. On two CPU cores it takes half an hour.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import numpy as np
import numpy.typing as npt
import torch
import typer
from safetensors.numpy import load_file
from torch import Tensor
from torch.nn import functional

from index.embedding import corpora
from index.embedding.card import context_card
from index.embedding.context import PROMPTS, means, write
from index.embedding.measure import Figures, figures
from index.embedding.network import Network
from index.encoder import CONTEXT
from index.transformer import ADAPTER, WEIGHTS, Transformer

# The lower layers know the language; what they make of a text is computed once.
FROZEN, RANK = 6, 8
ROUNDS, RATE, WARM_UP = 2, 1e-3, 20
# Questions of a batch, and how many of them ask about passages that are alike.
BATCH, ALIKE = 32, 8
TEMPERATURE = 0.05
# A passage finds its question, too, but that is not what is asked of it.
BACKWARDS = 0.3
# Paragraphs that keep general questions in mind.
GENERAL = 500
# How much of what was learned counts: between published and tuned numbers lies what is good at both
# (Wortsman et al., CVPR 2022).
SHARE = 0.5
# Passages whose means say what is usual.
USUAL = 500
# Passages of each question set that are measured, with their questions: more would take an hour.
MOST = 300

app = typer.Typer(add_completion=False)


@app.command()
def main(
    data: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="the folder of open data")],
    model: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="the default model")],
    seed: int = 1,
) -> None:
    """Write the adapter into the model's transformer; print figures before and after."""
    torch.set_num_threads(2)
    started = time.monotonic()

    def say(text: str) -> None:
        typer.echo(f"{time.monotonic() - started:6.0f} s  {text}")

    folder = model / CONTEXT
    (folder / ADAPTER).unlink(missing_ok=True)
    rows = _measured(data, folder, "as published")
    everyday = corpora.everyday_texts()
    asked = corpora.joined(everyday, corpora.jaquad_texts(data, GENERAL, seed))
    say(f"{len(asked.passages):,} passages, {len(asked.questions):,} questions")
    network = Network(folder, FROZEN, RANK, seed)
    learn(network, asked, load_file(folder / WEIGHTS), seed, say)
    write(folder / ADAPTER, network.adapters(SHARE))
    chosen = range(0, len(everyday.passages), max(1, len(everyday.passages) // USUAL))
    questions = [
        everyday.questions[row] for row in np.flatnonzero(np.isin(everyday.answers, chosen)).tolist()
    ]
    usual = means(Transformer(folder), questions, [everyday.passages[row] for row in chosen])
    write(folder / ADAPTER, network.adapters(SHARE) | usual)
    say(f"written: {folder / ADAPTER}")
    rows += _measured(data, folder, "adapted")
    for row in rows:
        typer.echo(row)
    card = context_card(len(asked.questions), len(asked.passages), seed, MOST, sorted(rows, key=_set))
    (folder / "MODEL_CARD.md").write_text(card, encoding="utf-8")


def learn(
    network: Network,
    asked: corpora.QuestionTexts,
    usual: dict[str, npt.NDArray[np.float32]],
    seed: int,
    say: Callable[[str], None],
) -> None:
    """Let the network's questions find their passages among those that are alike.

    `usual` holds what is usual of each side before, as the transformer's file does.
    """
    passages = network.lower([PROMPTS["passage"] + text for text in asked.passages])
    questions = network.lower([PROMPTS["query"] + text for text in asked.questions])
    of_query, of_passage = (torch.tensor(usual[f"usual.{side}"]) for side in ("query", "passage"))
    say("lower layers computed")
    steps = ROUNDS * (len(questions) // BATCH)
    optimiser = torch.optim.AdamW(network.parameters, lr=RATE, betas=(0.9, 0.99), weight_decay=0.0)
    rates = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / WARM_UP) * max(0.02, 1 - step / max(1, steps))
    )
    random = np.random.default_rng(seed)
    for number in range(ROUNDS):
        losses = []
        with torch.no_grad():
            alike = neighbours(_about(network.upper(passages), of_passage))
        for rows in batches(asked.answers, alike, random):
            answers = asked.answers[rows].tolist()
            left = _about(network.upper([questions[row] for row in rows]), of_query)
            right = _about(network.upper([passages[row] for row in answers]), of_passage)
            scores, own = left @ right.T / TEMPERATURE, torch.arange(len(rows))
            loss = functional.cross_entropy(scores, own) + BACKWARDS * functional.cross_entropy(scores.T, own)
            optimiser.zero_grad()
            torch.autograd.backward(loss)
            torch.nn.utils.clip_grad_norm_(network.parameters, 1.0)
            optimiser.step()
            rates.step()
            losses.append(loss.item())
        say(f"round {number + 1} of {ROUNDS}, {len(losses)} batches: loss {np.mean(losses):.3f}")


def neighbours(vectors: Tensor) -> npt.NDArray[np.int64]:
    """Return for each passage the rows of those most alike, itself first, of shape (passages, ALIKE)."""
    cosine = vectors @ vectors.T
    cosine.fill_diagonal_(2)
    rows: npt.NDArray[np.int64] = cosine.topk(min(ALIKE, len(vectors))).indices.numpy()
    return rows


def batches(
    answers: npt.NDArray[np.int64], alike: npt.NDArray[np.int64], random: np.random.Generator
) -> Iterator[list[int]]:
    """Return rows of questions, each batch's of passages that differ but are alike in groups; each once.

    What is left over at the end is no batch.
    """
    unasked: dict[int, list[int]] = {}
    for row in random.permutation(len(answers)).tolist():
        unasked.setdefault(int(answers[row]), []).append(row)
    rows: dict[int, int] = {}
    for first in random.permutation(answers).tolist():
        if not unasked[first]:
            continue
        for passage in alike[first].tolist():
            if len(rows) < BATCH and passage not in rows and unasked.get(passage):
                rows[passage] = unasked[passage].pop()
        if len(rows) == BATCH:
            yield list(rows.values())
            rows = {}


def _about(vectors: Tensor, usual: Tensor) -> Tensor:
    return functional.normalize(functional.normalize(vectors, dim=1) - usual, dim=1)


def _measured(data: Path, folder: Path, name: str) -> list[str]:
    transformer = Transformer(folder)
    return [
        f"| {asked.name} | {name} | {_figures(asked, transformer).row()} |"
        for asked in corpora.development_texts(data)
    ]


def _figures(asked: corpora.QuestionTexts, transformer: Transformer) -> Figures:
    chosen = np.unique(asked.answers)[:MOST]
    at = np.flatnonzero(np.isin(asked.answers, chosen))
    held = transformer.passages([asked.passages[row] for row in chosen.tolist()])
    wanted = np.array([transformer.query(asked.questions[row]) for row in at.tolist()])
    return figures(wanted @ held.T, np.searchsorted(chosen, asked.answers[at]))


def _set(row: str) -> str:
    return row.split("|")[1]


if __name__ == "__main__":
    app()
