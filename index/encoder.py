"""A local model folder → an Encoder: text in, unit vectors (float32, norm 1 or 0) out.

A folder with `features.json` is a static model over our own features and is read with numpy alone,
since torch costs seconds of start-up around what is a table look-up; a transformer may lie in it, which
reads whole texts. Any other folder is a SentenceTransformer and gets the raw text behind its prompts.
Nothing is ever downloaded.
"""

import hashlib
import json
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from safetensors.numpy import load_file

from index.embedding.features import SCHEME, features
from index.errors import ModelFault
from index.transformer import Transformer
from index.types import Encoder, FloatArray

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

FEATURES_FILE = "features.json"
CONTEXT = "context"
# How much the transformer counts beside the words, as a share of a vector's length.
_CONTEXT_SHARE = 0.7
# It reads some 15 passages a second: of larger collections the words alone make vectors, at thousands.
_CONTEXT_UP_TO = 3000


def load_encoder(folder: Path, query_prompt: str = "", passage_prompt: str = "") -> Encoder:
    """Load the model in `folder`; ModelFault if it is missing or damaged.

    Prompts stand before the text of models that were trained with them ("検索クエリ: ", "query: ");
    a static model has no use for them.
    """
    if not folder.is_dir():
        raise ModelFault(
            f"埋め込みモデルのフォルダー「{folder}」がありません。設定の場所を確かめ、モデルのフォルダーを置いてください。"
        )
    try:
        if (folder / FEATURES_FILE).exists():
            words, context = StaticEncoder(folder), folder / CONTEXT
            return JointEncoder(words, Transformer(context)) if context.is_dir() else words
        return SentenceTransformerEncoder(folder, query_prompt, passage_prompt)
    except Exception as error:  # loading runs third-party readers, which fail in their own ways
        raise ModelFault(
            f"埋め込みモデルのフォルダー「{folder}」を読み込めません（{error}）。"
            "ファイルが壊れているか足りません。フォルダーを元のものに置き直してください。"
        ) from error


def model_sha256(folder: Path) -> str:
    """Return one sha256 (hex) over every file the vectors depend on: all but *.md and hidden ones."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        name = path.relative_to(folder)
        if path.is_file() and path.suffix != ".md" and not any(part.startswith(".") for part in name.parts):
            total.update(f"{name.as_posix()}\0{_file_sha256(path)}\n".encode())
    return total.hexdigest()


class StaticEncoder:
    """The weighted sum of the vectors of a text's features, as sentence-transformers' StaticEmbedding."""

    def __init__(self, folder: Path) -> None:
        scheme = _read_json(folder / FEATURES_FILE)["input"]
        if scheme != SCHEME:
            raise ValueError(f"{FEATURES_FILE}: {scheme} ≠ {SCHEME}")
        tensors = load_file(folder / "model.safetensors")
        self._rows = tensors["embeddings"]
        self._mapping = tensors["mapping"]
        self._weights = tensors["weights"].astype(np.float32)
        self._ids: dict[str, int] = _read_json(folder / "tokenizer.json")["model"]["vocab"]
        if not (len(self._mapping) == len(self._weights) == len(self._ids)):
            raise ValueError("model.safetensors ≠ tokenizer.json")
        if not np.isfinite(self._weights).all():
            raise ValueError("model.safetensors: NaN")

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._rows.shape[1])

    @property
    def context(self) -> int:
        """0: it knows words only."""
        return 0

    def encode_passages(self, texts: Sequence[str]) -> FloatArray:
        """Return an array of shape (len(texts), dimension), rows of norm 1 or 0."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row] = self._sum(text)
        return _to_unit(vectors)

    def encode_query(self, text: str, respelt: str = "") -> FloatArray:
        """Return an array of shape (dimension,), of norm 1 or 0."""
        vector: FloatArray = _to_unit(self._sum(text)[None])[0]
        return vector

    def encode_words(self, words: Sequence[str]) -> FloatArray:
        """Return an array of shape (len(words), dimension), rows of norm 1 or 0: each word by itself."""
        return self.encode_passages(words)

    def encode_parts(self, texts: Sequence[str]) -> FloatArray:
        """Return what `encode_passages` returns."""
        return self.encode_passages(texts)

    def suited(self, passages: int) -> Encoder:
        """Return itself: it is quick."""
        return self

    def _sum(self, text: str) -> FloatArray:
        ids = [id_ for feature in features(text) if (id_ := self._ids.get(feature)) is not None]
        # Unsummed products in float32, then one matrix product: int8 rows would overflow.
        vector: FloatArray = self._weights[ids] @ self._rows[self._mapping[ids]].astype(np.float32)
        return vector


class JointEncoder:
    """A text's words and the text as a whole, side by side: a cosine is the weighted mean of both's.

    A text without a known word has the zero vector, whatever a transformer might see in it.
    """

    def __init__(self, words: StaticEncoder, context: Transformer) -> None:
        self._words = words
        self._context = context

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._words.dimension + self._context.dimension

    @property
    def context(self) -> int:
        """How many of a vector's last numbers are the transformer's."""
        return self._context.dimension

    def encode_passages(self, texts: Sequence[str]) -> FloatArray:
        """Return an array of shape (len(texts), dimension), rows of norm 1 or 0."""
        return self._joined(self._words.encode_passages(texts), self._context.passages(texts))

    def encode_query(self, text: str, respelt: str = "") -> FloatArray:
        """Return an array of shape (dimension,), of norm 1 or 0."""
        vector: FloatArray = self._joined(
            self._words.encode_query(text)[None], self._context.query(respelt or text)[None]
        )[0]
        return vector

    def encode_words(self, words: Sequence[str]) -> FloatArray:
        """Return an array of shape (len(words), the static dimension), rows of norm 1 or 0."""
        return self._words.encode_words(words)

    def encode_parts(self, texts: Sequence[str]) -> FloatArray:
        """Return an array of shape (len(texts), dimension), of the words alone: of norm < 1 or 0."""
        words = self._words.encode_passages(texts)
        return self._joined(words, np.zeros((len(texts), self._context.dimension), dtype=np.float32))

    def suited(self, passages: int) -> Encoder:
        """Return the words' encoder alone where the transformer would take too long."""
        return self if passages <= _CONTEXT_UP_TO else self._words

    def forget(self) -> None:
        """Forget the questions that were asked: for those who measure."""
        self._context.query.cache_clear()

    def _joined(self, words: FloatArray, context: FloatArray) -> FloatArray:
        known = words.any(axis=1, keepdims=True)
        scale = np.float32(1 / np.sqrt(1 + _CONTEXT_SHARE**2))
        return np.hstack((words * scale, context * known * (scale * np.float32(_CONTEXT_SHARE))))


class SentenceTransformerEncoder:
    """Any SentenceTransformer in a local folder, on the CPU; one text at a time from any thread."""

    def __init__(self, folder: Path, query_prompt: str = "", passage_prompt: str = "") -> None:
        self._model = _load_sentence_transformer(folder)
        self._query_prompt = query_prompt
        self._passage_prompt = passage_prompt
        self._uses_features = (folder / FEATURES_FILE).exists()
        # Fast tokenizers raise "Already borrowed" when two threads pad at once.
        self._lock = threading.Lock()

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._model.get_embedding_dimension() or 0)

    @property
    def context(self) -> int:
        """All numbers of a vector: the model reads whole texts."""
        return self.dimension

    def encode_passages(self, texts: Sequence[str]) -> FloatArray:
        """Return an array of shape (len(texts), dimension), rows of norm 1 or 0."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return self._encode([self._passage_prompt + text for text in texts])

    def encode_query(self, text: str, respelt: str = "") -> FloatArray:
        """Return an array of shape (dimension,), of norm 1 or 0."""
        vector: FloatArray = self._encode([self._query_prompt + (respelt or text)])[0]
        return vector

    def encode_words(self, words: Sequence[str]) -> FloatArray:
        """Return zeros, of shape (len(words), dimension): out of its context a word has no vector here."""
        return np.zeros((len(words), self.dimension), dtype=np.float32)

    def encode_parts(self, texts: Sequence[str]) -> FloatArray:
        """Return what `encode_passages` returns."""
        return self.encode_passages(texts)

    def suited(self, passages: int) -> Encoder:
        """Return itself: how long a collection takes is for those to say who chose the model."""
        return self

    def _encode(self, texts: list[str]) -> FloatArray:
        inputs = [" ".join(features(text)) for text in texts] if self._uses_features else texts
        with self._lock:
            vectors = self._model.encode(inputs, convert_to_numpy=True, show_progress_bar=False)
        return _to_unit(np.nan_to_num(np.asarray(vectors, dtype=np.float32)))


def _load_sentence_transformer(folder: Path) -> "SentenceTransformer":
    # Set before the import, which reads them: a closed network must not be waited for.
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    # A bar of its own would break into the one of a rebuild, and into a program's output.
    os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
    import torch
    from sentence_transformers import SentenceTransformer

    # With torch's default threads, callers at once swing between 15 and 396 ms; with one, 19–25 ms.
    torch.set_num_threads(1)
    return SentenceTransformer(str(folder), device="cpu", local_files_only=True)


def _to_unit(vectors: FloatArray) -> FloatArray:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    units: FloatArray = np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 0)
    return units


def _file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_json(path: Path) -> Any:  # noqa: ANN401 - any JSON value
    return json.loads(path.read_text(encoding="utf-8"))
