"""Questions whose answers are known → the weights of ranking and confidence, and figures on those left out.

    python -m assistant.evaluation.fit QUESTIONS… [--far FOLDER] [--everyday FILE] [--data-dir DIR]

QUESTIONS are about the documents that are indexed. `--far` names a folder of other documents, each with
questions of its own (NAME.jsonl and a folder NAME); `--everyday` a FAQ collection with everyday questions,
an entry a line (entry|answer|question|…). All are fitted on together, lest weights learn the ways of one
document. Figures are of ten-fold cross-validation, in which other documents are left out as a whole; the
weights that are written are then fitted on everything. Ranking has weights of its own for large collections,
whose vectors are of words alone (`index/encoder.py`).
"""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from assistant import weights
from assistant.answer import Assistant
from assistant.confidence import MODELS
from assistant.evaluation import fit_confidence, fit_ranking
from assistant.evaluation.calibration import auroc, ece
from assistant.evaluation.fit_confidence import Asked
from assistant.evaluation.material import Material, faq, far, of_documents, of_words_alone
from assistant.settings import load_settings
from assistant.types import Status

# What a question about other documents, or an everyday one, counts in ranking.
FAR, EVERYDAY = 0.7, 0.4
# Of the questions about the indexed documents that can be answered, so many may be refused.
MAX_REFUSED = 0.05
# Of those that have nothing to do with them, so many may be called related.
MAX_CALLED_RELATED = 0.1


def main(
    questions: list[Path],
    far_folder: Annotated[Path | None, typer.Option("--far")] = None,
    everyday: Annotated[Path | None, typer.Option()] = None,
    data_dir: Annotated[Path | None, typer.Option()] = None,
) -> None:
    """Fit ranking, then confidence on top of it; write weights.json and print the figures."""
    assistant = Assistant.open(load_settings(data_dir=data_dir))
    materials = [of_documents("documents", assistant, questions)]
    materials += far(far_folder, assistant.encoder, FAR) if far_folder else []
    collections = [*materials, *([faq(everyday, assistant.encoder, EVERYDAY)] if everyday else [])]
    _update(fit_and_print_ranking("ranking", collections))
    if assistant.encoder.suited(sys.maxsize) is not assistant.encoder:
        words = fit_and_print_ranking("words alone", [*map(of_words_alone, collections)])
        _update({weights.OF_WORDS_ALONE + part: fitted for part, fitted in words.items()})
    _update(fit_and_print_confidence(materials, collections))
    weights.PATH.write_text(json.dumps(weights.WEIGHTS, indent=1) + "\n", encoding="utf-8")


def fit_and_print_ranking(name: str, collections: Sequence[Material]) -> dict[str, dict[str, float]]:
    """Return the weights of ranking; print how well it ranks questions left out."""
    known = [fit_ranking.cases(material) for material in collections]
    for material, ranks in zip(collections, fit_ranking.left_out(known), strict=True):
        hits = " ".join(f"hit@{k} {np.mean([0 < r <= k for r in ranks]):.3f}" for k in (1, 3, 5))
        print(f"{name}, {material.name}, {len(ranks)} questions left out: {hits}")
    return fit_ranking.fit([case for collection in known for case in collection if case])


def fit_and_print_confidence(
    materials: Sequence[Material], collections: Sequence[Material]
) -> dict[str, dict[str, float]]:
    """Return the models of confidence and their thresholds; print how well they judge questions left out."""
    known: list[list[Asked]] = []
    for material in materials:
        others = [q for other in collections if other is not material for q in other.questions]
        known.append(fit_confidence.asked(material, [q for q in others if not q.history]))
    every = [one for collection in known for one in collection]
    fitted = {model: fit_confidence.fit(every, model) for model in MODELS}
    p = fit_confidence.left_out(every)
    of = np.repeat(np.arange(len(known)), [*map(len, known)])
    status = np.array([one.status for one in every])
    own = np.array([one.own for one in every])
    first = own & (of == 0)
    answered = float(np.quantile(p["answered"][first & (status == Status.FOUND)], MAX_REFUSED))
    topic = float(np.quantile(p["topic"][first & (status == Status.NOT_FOUND)], 1 - MAX_CALLED_RELATED))
    for row, material in enumerate(materials):
        _print(material.name, every, p, answered, own & (of == row))
    return {**fitted, "thresholds": {"answered": answered, "topic": min(topic, answered)}}


def _print(
    name: str, every: Sequence[Asked], p: Mapping[str, np.ndarray], answered: float, among: np.ndarray
) -> None:
    for model in MODELS:
        label = np.array([one.label(model) for one in every])[among]
        of_model = p[model][among]
        if label.any() and not label.all():
            figures = f"AUROC {auroc(of_model, label):.3f}, ECE {ece(of_model, label):.3f}"
            print(f"confidence, {name}, {model}: {figures}")
    status = np.array([one.status for one in every])
    for said in Status:
        of_status = p["answered"][among & (status == said)]
        if len(of_status):
            share = np.mean(of_status >= answered)
            print(f"confidence, {name}, {said}: answered as found {share:.3f} of {len(of_status)}")


def _update(fitted: Mapping[str, dict[str, float]]) -> None:
    weights.WEIGHTS.update(fitted)


if __name__ == "__main__":
    typer.run(main)
