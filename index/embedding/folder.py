"""Terms, vectors and weights → a folder that sentence-transformers loads, one signed byte a number.

The layout is StaticEmbedding's with model2vec's keys: a term's vector is the row that `mapping` names ×
its weight, which carries both what was learned and the row's quantisation step. Term 0 is zero, for
unknown ones.
"""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import WhitespaceSplit

from index.embedding.features import SCHEME
from index.types import FloatArray

UNKNOWN = "[UNK]"


def save_model(folder: Path, terms: Sequence[str], vectors: FloatArray) -> FloatArray:
    """Write the model; return the vectors, of shape (terms, dimension), as they will be read again."""
    folder.mkdir(parents=True, exist_ok=True)
    rows, step = quantised(vectors)
    # Rare words share a published vector by the dozen, and so a row here.
    distinct, mapping = np.unique(np.vstack([np.zeros_like(rows[:1]), rows]), axis=0, return_inverse=True)
    save_file(
        {
            "embeddings": distinct,
            "mapping": mapping.astype(np.int32),
            "weights": np.append(np.float32(0), step),
        },
        folder / "model.safetensors",
    )
    # safetensors writes for its owner alone; a model is for whoever runs the service.
    (folder / "model.safetensors").chmod(0o644)
    vocabulary = {term: row for row, term in enumerate([UNKNOWN, *terms])}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = WhitespaceSplit()
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    static = "sentence_transformers.sentence_transformer.modules.static_embedding.StaticEmbedding"
    _write(folder / "modules.json", [{"idx": 0, "name": "0", "path": "", "type": static}])
    _write(
        folder / "config_sentence_transformers.json",
        {"model_type": "SentenceTransformer", "prompts": {}, "similarity_fn_name": "cosine"},
    )
    _write(folder / "features.json", {"input": SCHEME})
    return rows * step


def quantised(vectors: FloatArray, most: int = 127) -> tuple[npt.NDArray[np.int8], FloatArray]:
    """Return rows of signed bytes, up to ± `most`, and each row's step, of shape (terms, 1).

    Row × step is the vector.
    """
    step = (np.abs(vectors).max(axis=1, keepdims=True) / most).astype(np.float32)
    return np.round(vectors / np.maximum(step, 1e-12)).astype(np.int8), step


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
