"""Terms, vectors and weights → a folder that sentence-transformers loads, one signed byte a number.

The layout is StaticEmbedding's with model2vec's keys: a term's vector is the row that `mapping` names ×
its weight, which carries both what was learned and the row's quantisation step. Term 0 is zero, for
unknown ones.
"""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import WhitespaceSplit

from index.embedding.features import SCHEME
from index.embedding.sharing import shared
from index.types import FloatArray

UNKNOWN = "[UNK]"


def save_model(folder: Path, terms: Sequence[str], vectors: FloatArray, seed: int) -> FloatArray:
    """Write the model, its most frequent terms first.

    Return the vectors, of shape (terms, dimension), as they will be read again.
    """
    folder.mkdir(parents=True, exist_ok=True)
    held = shared(vectors, seed)
    save_file(
        {
            "embeddings": np.vstack([np.zeros_like(held.rows[:1]), held.rows]),
            "mapping": np.append(0, held.mapping + 1).astype(np.int32),
            "weights": np.append(np.float32(0), held.weights),
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
    return held.vectors


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
