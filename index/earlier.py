"""The newest generation that was built as one would be today → what of it need not be worked out again.

Everything taken over is checked first: damage in one generation never gets into the next.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.reading import CATALOGUE
from corpus.types import Document
from index.analysis import KEY_BYTES, Rows
from index.disk import check_file
from index.errors import IndexFault
from index.manifests import model_of, read_manifest
from index.pointer import generation_folder
from index.shelf import names
from index.storage import load_stored
from index.tokens import tokenizer_version
from index.types import FloatArray, Manifest, Model

# Larger collections are read again sooner than their objects are made twice, and in half the memory.
_READ_AGAIN = 1 << 28


@dataclass(frozen=True, slots=True)
class Taken:
    """What is taken over: `rows` has for each passage of today its row in the earlier generation, or −1.

    `vectors` is None if another model made them.
    """

    rows: npt.NDArray[np.int64]
    terms: Rows
    spellings: Rows
    vectors: FloatArray | None


@dataclass(frozen=True, slots=True)
class Earlier:
    """A generation of today's recipe and tokenizer."""

    data_dir: Path
    manifest: Manifest

    @classmethod
    def find(cls, data_dir: Path, recipe: str) -> "Earlier | None":
        """Return the newest generation of a recipe and today's tokenizer, whether it answers or not."""
        for name in names(data_dir):
            try:
                manifest = read_manifest(data_dir, name)
            except IndexFault:
                continue
            if (manifest.recipe, manifest.tokenizer) == (recipe, tokenizer_version()):
                return cls(data_dir, manifest)
        return None

    def documents(self, inputs: dict[str, str]) -> dict[str, Document]:
        """Return the documents as they were read, by the sha256 of their files.

        None are if the catalogue that names them has changed since, if they bear on none of today's
        files, or if there are too many to be worth it.
        """
        before = self.manifest.inputs
        if before.get(CATALOGUE) != inputs.get(CATALOGUE) or not before.keys() & inputs.keys():
            return {}
        try:
            stored = generation_folder(self.data_dir, self.manifest.generation) / "documents.json"
            if stored.stat().st_size > _READ_AGAIN:
                return {}
            documents = load_stored(self.data_dir, self.manifest.generation)
        except (IndexFault, OSError):
            return {}
        return {document.info.sha256: document for document in documents}

    def take(self, keys: npt.NDArray[np.uint8], model: Model) -> Taken | None:
        """Return what is known of passages with these keys; None if it is nothing, or damaged."""
        try:
            rows = _rows(self._array("keys"), keys)
            if (rows < 0).all():
                return None
            vectors = self._array("vectors") if model_of(self.manifest) == model else None
            return Taken(
                rows, self._part("vocabulary", "terms"), self._part("spellings", "spellings"), vectors
            )
        except (IndexFault, OSError, ValueError, KeyError):
            return None

    def _part(self, names_of: str, name: str) -> Rows:
        words: list[str] = json.loads(self._checked(f"{names_of}.json").read_bytes())
        return Rows(tuple(words), self._array(f"{name}.bounds"), self._array(f"{name}.ids"))

    def _array(self, name: str) -> npt.NDArray[Any]:
        # As a plain array: each slice of a mapped one costs more than what is read of it.
        return np.asarray(np.load(self._checked(f"{name}.npy"), mmap_mode="r", allow_pickle=False))

    def _checked(self, path: str) -> Path:
        folder = generation_folder(self.data_dir, self.manifest.generation)
        check_file(folder, path, self.manifest.files[path])
        return folder / path


def _rows(earlier: npt.NDArray[np.uint8], keys: npt.NDArray[np.uint8]) -> npt.NDArray[np.int64]:
    """The row of each key among the earlier ones, −1 if it is not there."""
    row_of = {key: row for row, key in enumerate(_each(earlier))}
    return np.array([row_of.get(key, -1) for key in _each(keys)], dtype=np.int64)


def _each(keys: npt.NDArray[np.uint8]) -> Collection[bytes]:
    whole = keys.tobytes()
    return [whole[at : at + KEY_BYTES] for at in range(0, len(whole), KEY_BYTES)]
