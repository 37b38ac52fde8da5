"""The seams of search: what is ranked, who ranks, and what a stored generation says of itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Hit:
    """One ranked passage. `rank` counts from 1; the producer says the score's unit."""

    passage_id: int
    rank: int
    score: float


class Retriever(Protocol):
    """Lexical and dense search answer alike: best first, ties by lower passage id, nothing at score ≤ 0."""

    def search(self, query: str, k: int) -> Sequence[Hit]:
        """Return at most `k` hits; an empty sequence means there is no evidence at all."""
        ...


class Encoder(Protocol):
    """Text → unit vectors; a text without any known token has the zero vector."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    @property
    def context(self) -> int:
        """How many of a vector's last numbers say what a text says as a whole; the others say its words."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> FloatArray:
        """Return an array of shape (len(texts), dimension), float32, rows of norm 1 or 0."""
        ...

    def encode_query(self, text: str, respelt: str = "") -> FloatArray:
        """Return an array of shape (dimension,), float32, of norm 1 or 0.

        `respelt` is the text without the slips of its typist, if they are known; what reads a text as a
        whole reads that.
        """
        ...

    def encode_words(self, words: Sequence[str]) -> FloatArray:
        """Return vectors of single words, float32, of norm 1, all of one length, maybe another than texts'.

        A row is zero where the word is unknown, or where words have no vectors outside of a text.
        """
        ...

    def encode_parts(self, texts: Sequence[str]) -> FloatArray:
        """Return vectors to hold against `encode_query`'s, made quickly, of shape (len(texts), dimension).

        For the sentences of passages: there are many, and of each its words say nearly all.
        """
        ...

    def suited(self, passages: int) -> "Encoder":
        """Return the encoder for a collection of so many passages: of many, a quicker one.

        Whatever builds or searches a generation asks for it, so any encoder of the model may be given.
        """
        ...


class VectorStore(Protocol):
    """Exact or approximate search over unit vectors by inner product."""

    def search(self, vector: FloatArray, k: int) -> Sequence[Hit]:
        """Return at most `k` hits, cosine −1…1, best first, ties by lower passage id."""
        ...


class Progress(Protocol):
    """Told how far a build has come: a stage in Japanese, and steps done of a total (0 of 0: unknown)."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show it; called often, so it must be cheap."""
        ...


@dataclass(frozen=True, slots=True)
class Model:
    """The embedding model behind vectors; those of another model or other prompts mean nothing to it.

    `folder` is where it was found, which makes no difference to what it is.
    """

    name: str
    sha256: str
    query_prompt: str = ""
    passage_prompt: str = ""
    folder: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was made of; loading compares it with what is there now.

    `files` maps each file of the generation to its sha256; `documents` each document id to its
    file's sha256, `titles` and `editions` to what they are called; `inputs` each file of the documents
    folder to its sha256; `recipe` is the sha256 of the code that reads and indexes; `model_folder` is
    where the model stood; `tokenizer` names fugashi and the dictionary with their versions; `recall` is
    the share of the ten nearest passages that search by vectors finds, 1 where it is exact.
    """

    schema: int
    generation: str
    built_at: str
    documents: dict[str, str]
    titles: dict[str, str]
    editions: dict[str, str]
    inputs: dict[str, str]
    recipe: str
    model: str
    model_sha256: str
    query_prompt: str
    passage_prompt: str
    model_folder: str
    thesaurus_sha256: str
    tokenizer: str
    dimension: int
    passages: int
    recall: float
    files: dict[str, str]
