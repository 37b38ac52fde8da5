"""Index generations on disk: written whole, checked whole, switched by one atomic rename.

The data folder, all of it made at run time:

    data_dir/
      current                 the name of the generation that answers
      rebuild.lock            held by the process that writes
      generations/NAME/       never changed once it has that name
        manifest.json         index.types.Manifest; NAME ends in its digest
        documents/            the documents' files, byte for byte as they were read
        documents.json        decoded texts, sections, passages
        thesaurus.txt         the thesaurus as it was read; empty if there was none
        readings.json         how the documents' words are read
        vocabulary.json bounds.npy passage_ids.npy weights.npy    the lexical index
        vectors.npy           the dense index
"""

import gc
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from filelock import FileLock, Timeout

from corpus.types import Document, Passage
from index.dense import ExactVectors
from index.errors import IndexFault
from index.lexical import Lexical
from index.readings import Readings
from index.records import dump_documents, load_documents
from index.thesaurus import Thesaurus, parse_thesaurus
from index.tokens import tokenizer_version
from index.types import Manifest, Model

# Raised whenever a stored generation of the day before cannot be read any more.
SCHEMA = 2
# How many generations stay on disk: the one that answers, and those one may want to go back to.
KEPT = 5

MEND = "`python -m assistant rebuild` を実行すると作り直せます。"

_UNFINISHED = ".unfinished-"
# A rebuild of a large collection takes minutes; longer than this, something hangs.
_LOCK_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Generation:
    """Everything one build made, ready to be searched. `passages[i].id == i`, across documents."""

    manifest: Manifest
    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    lexical: Lexical
    dense: ExactVectors
    thesaurus: Thesaurus
    readings: Readings

    def document(self, document_id: str) -> Document:
        """Return a document by its id. Raises KeyError."""
        for document in self.documents:
            if document.info.id == document_id:
                return document
        raise KeyError(document_id)


@contextmanager
def uncollected() -> Iterator[None]:
    """Put garbage collection off while millions of small objects are made that hold no cycles.

    Looking through them again and again takes 40 % of a build's time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def writing(data_dir: Path) -> Iterator[None]:
    """Hold the data folder's lock, waiting for another process's rebuild; clear away what killed ones left.

    Raises IndexFault if the folder cannot be written, or the other process does not finish.
    """
    try:
        _generations(data_dir).mkdir(parents=True, exist_ok=True)
        with FileLock(data_dir / "rebuild.lock", timeout=_LOCK_SECONDS):
            for leftover in _generations(data_dir).glob(f"{_UNFINISHED}*"):
                shutil.rmtree(leftover)
            yield
    except Timeout:
        raise IndexFault(
            f"別の再構築が{_LOCK_SECONDS // 60}分たっても終わりません。"
            "そのプロセスを確かめて終わらせてから、もう一度実行してください。"
        ) from None
    except OSError as error:
        raise IndexFault(
            f"索引のフォルダー {data_dir} に書き込めません（{error.strerror or error}）。"
            "空き容量と書き込みの権限を確かめてください。今までの索引はそのままです。"
        ) from error


def store(data_dir: Path, generation: Generation, originals: Mapping[str, bytes]) -> Generation:
    """Write a generation beside the others, then switch to it; return it with its name and hashes.

    `originals` are files kept as they were read, by their path in the generation (`documents/…`,
    `thesaurus.txt`). Call it inside `writing`. Whatever fails, the generation that answers stays.
    """
    contents = {**originals, **_contents(generation)}
    files = {path: hashlib.sha256(content).hexdigest() for path, content in sorted(contents.items())}
    manifest = _named(replace(generation.manifest, files=files))
    folder = _generations(data_dir) / manifest.generation
    unfinished = folder.with_name(_UNFINISHED + manifest.generation)
    for path, content in {**contents, "manifest.json": _manifest_bytes(manifest)}.items():
        _write(unfinished / path, content)
    for directory in (*(path for path in unfinished.rglob("*") if path.is_dir()), unfinished):
        _sync_folder(directory)
    unfinished.replace(folder)
    _sync_folder(folder.parent)
    switch(data_dir, manifest.generation)
    _prune(data_dir)
    return replace(generation, manifest=manifest)


def switch(data_dir: Path, name: str) -> None:
    """Let the named generation answer from the next load on, by one atomic rename."""
    new = data_dir / "current.new"
    _write(new, f"{name}\n".encode())
    new.replace(data_dir / "current")
    _sync_folder(data_dir)


def has_index(data_dir: Path) -> bool:
    """Whether any generation was ever switched to, sound or not."""
    return (data_dir / "current").exists()


def current(data_dir: Path) -> str:
    """Return the name of the generation that answers. Raises IndexFault if there is none."""
    try:
        name = (data_dir / "current").read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise IndexFault(f"{data_dir} に索引がまだありません。{MEND}") from None
    if name in ("", ".", "..") or "/" in name or not (_generations(data_dir) / name).is_dir():
        raise IndexFault(f"{data_dir} の索引「{name}」が見つかりません。{MEND}")
    return name


def read_manifest(data_dir: Path, name: str | None = None) -> Manifest:
    """Return the current or the named generation's manifest, checked against its name and this program.

    Raises IndexFault if it is missing, damaged, or of another schema.
    """
    name = name or current(data_dir)
    try:
        record: dict[str, Any] = json.loads((_generations(data_dir) / name / "manifest.json").read_bytes())
        schema = record["schema"]
        manifest = Manifest(**record) if schema == SCHEMA else None
    except (OSError, ValueError, KeyError, TypeError):
        raise IndexFault(f"索引「{name}」の manifest.json がないか、壊れています。{MEND}") from None
    if manifest is None:
        raise IndexFault(
            f"索引「{name}」の形式（{schema}）が、このプログラムの形式（{SCHEMA}）と違います。{MEND}"
        )
    if manifest.generation != name or _named(manifest).generation != name:
        raise IndexFault(f"索引「{name}」の manifest.json が書き換わっています。{MEND}")
    return manifest


def load(data_dir: Path, model: Model | None = None, name: str | None = None) -> Generation:
    """Return the current or the named generation, every byte of it checked.

    With a `model`, also check that it is the one that made the vectors. Raises IndexFault if
    anything is missing, damaged, or was made by another tokenizer, dictionary, model or schema.
    """
    manifest = read_manifest(data_dir, name)
    folder = _generations(data_dir) / manifest.generation
    for path, sha256 in manifest.files.items():
        _check_file(folder, path, sha256)
    if manifest.tokenizer != tokenizer_version():
        raise IndexFault(
            f"索引を作った単語分割器（{manifest.tokenizer}）が、今のもの（{tokenizer_version()}）と違います。{MEND}"
        )
    if model and model_of(manifest) != model:
        raise IndexFault(
            f"索引を作った埋め込みモデル「{manifest.model}」が、今のモデル「{model.name}」と、"
            f"中身または接頭辞（プロンプト）で違います。{MEND}"
        )
    try:
        with uncollected():
            return _assemble(folder, manifest)
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise IndexFault(f"索引「{manifest.generation}」を読み込めません（{error}）。{MEND}") from error


def model_of(manifest: Manifest) -> Model:
    """Return the embedding model that a generation's vectors are of."""
    return Model(manifest.model, manifest.model_sha256, manifest.query_prompt, manifest.passage_prompt)


def _generations(data_dir: Path) -> Path:
    return data_dir / "generations"


def _contents(generation: Generation) -> dict[str, bytes]:
    lexical = generation.lexical
    return {
        "documents.json": dump_documents(generation.documents),
        "vocabulary.json": json.dumps([*lexical.vocabulary], ensure_ascii=False).encode(),
        "bounds.npy": _array_bytes(lexical.bounds),
        "passage_ids.npy": _array_bytes(lexical.passage_ids),
        "weights.npy": _array_bytes(lexical.weights),
        "vectors.npy": _array_bytes(generation.dense.vectors),
        "readings.json": json.dumps(generation.readings.entries, ensure_ascii=False).encode(),
    }


def _assemble(folder: Path, manifest: Manifest) -> Generation:
    documents = load_documents((folder / "documents.json").read_bytes())
    words: list[str] = json.loads((folder / "vocabulary.json").read_bytes())
    entries: dict[str, list[str]] = json.loads((folder / "readings.json").read_bytes())
    arrays = {name: _array(folder, name) for name in ("bounds", "passage_ids", "weights", "vectors")}
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
        dense=ExactVectors(arrays["vectors"]),
        thesaurus=parse_thesaurus((folder / "thesaurus.txt").read_bytes()),
        readings=Readings({reading: tuple(written) for reading, written in entries.items()}),
    )


def _array_bytes(array: npt.NDArray[Any]) -> bytes:
    buffer = BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return buffer.getvalue()


def _array(folder: Path, name: str) -> npt.NDArray[Any]:
    array: npt.NDArray[Any] = np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
    # The vectors are copied into FAISS anyway; the small arrays are read at every question.
    return array if name == "vectors" else np.array(array)


def _named(manifest: Manifest) -> Manifest:
    """Name a manifest after its time and its own digest, so that no bit of it can change unseen."""
    digest = hashlib.sha256(_manifest_bytes(replace(manifest, generation=""))).hexdigest()
    stamp = "".join(character for character in manifest.built_at if character.isalnum())
    return replace(manifest, generation=f"{stamp}-{digest[:16]}")


def _manifest_bytes(manifest: Manifest) -> bytes:
    return json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True).encode()


def _check_file(folder: Path, path: str, sha256: str) -> None:
    try:
        with (folder / path).open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        raise IndexFault(f"索引「{folder.name}」のファイル {path} がありません。{MEND}") from None
    if found != sha256:
        raise IndexFault(f"索引「{folder.name}」のファイル {path} が壊れています。{MEND}")


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make renames and new names in a folder survive a power cut, where the system can."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _prune(data_dir: Path) -> None:
    """Delete the oldest generations beyond those kept; names begin with the time, so they sort by age."""
    answering = current(data_dir)
    others = sorted(folder for folder in _generations(data_dir).iterdir() if folder.name != answering)
    for folder in others[: max(0, len(others) - (KEPT - 1))]:
        shutil.rmtree(folder)
