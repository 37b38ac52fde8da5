"""A generation ↔ the files it is kept in."""

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.dense import vector_store
from index.generation import Generation
from index.lexical import Lexical
from index.readings import Readings
from index.records import dump_documents, load_documents
from index.thesaurus import parse_thesaurus
from index.types import Manifest

# Larger arrays stay in their files, where the system keeps what is read and can let go of it again.
_MAPPED_FROM = 1 << 26


def contents(generation: Generation) -> Iterator[tuple[str, bytes]]:
    """Yield a generation as files, by their path in its folder; all but the originals it was read from.

    One at a time: those of a million passages are gigabytes together.
    """
    lexical, dense = generation.lexical, generation.dense
    yield "documents.json", dump_documents(generation.documents)
    yield "vocabulary.json", json.dumps([*lexical.vocabulary], ensure_ascii=False).encode()
    yield "bounds.npy", _array_bytes(lexical.bounds)
    yield "passage_ids.npy", _array_bytes(lexical.passage_ids)
    yield "weights.npy", _array_bytes(lexical.weights)
    yield "vectors.npy", _array_bytes(dense.vectors)
    if (codes := dense.codes) is not None:
        yield "codes.npy", _array_bytes(codes)
    yield "readings.json", json.dumps(generation.readings.entries, ensure_ascii=False).encode()
    if analysis := generation.analysis:
        yield "keys.npy", _array_bytes(analysis.keys)
        # The names of terms are the vocabulary.
        yield "spellings.json", json.dumps(analysis.spellings.names, ensure_ascii=False).encode()
        for name, rows in (("terms", analysis.terms), ("spellings", analysis.spellings)):
            yield f"{name}.ids.npy", _array_bytes(rows.ids)
            yield f"{name}.bounds.npy", _array_bytes(rows.bounds)


def assemble(folder: Path, manifest: Manifest) -> Generation:
    """Return the generation that a folder holds.

    Raises OSError, ValueError, KeyError, TypeError or IndexError for files that are not of one.
    """
    documents = load_documents((folder / "documents.json").read_bytes())
    words: list[str] = json.loads((folder / "vocabulary.json").read_bytes())
    entries: dict[str, list[str]] = json.loads((folder / "readings.json").read_bytes())
    arrays = {name: _array(folder, name) for name in ("bounds", "passage_ids", "weights", "vectors")}
    codes = _array(folder, "codes") if "codes.npy" in manifest.files else None
    passages = tuple(passage for document in documents for passage in document.passages)
    if not len(passages) == len(arrays["vectors"]) == manifest.passages:
        raise ValueError("passages and vectors do not match")
    return Generation(
        manifest=manifest,
        documents=documents,
        passages=passages,
        lexical=Lexical(
            {word: column for column, word in enumerate(words)},
            arrays["bounds"],
            arrays["passage_ids"],
            arrays["weights"],
            len(passages),
        ),
        dense=vector_store(arrays["vectors"], codes),
        thesaurus=parse_thesaurus((folder / "thesaurus.txt").read_bytes()),
        readings=Readings({reading: tuple(written) for reading, written in entries.items()}),
    )


def _array_bytes(array: npt.NDArray[Any]) -> bytes:
    buffer = BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return buffer.getvalue()


def _array(folder: Path, name: str) -> npt.NDArray[Any]:
    array: npt.NDArray[Any] = np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
    # As a plain array: each slice of a mapped one costs more than what is read of it.
    return np.asarray(array) if array.nbytes >= _MAPPED_FROM else np.array(array)
