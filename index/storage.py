"""Index generations on disk: written whole beside the others, checked whole when loaded.

The data folder, all of it made at run time:

    data_dir/
      current switches.jsonl  which generation answers, see index.pointer
      rebuild.lock            held by the process that writes
      generations/NAME/       never changed once it has that name
        manifest.json         index.types.Manifest; NAME ends in its digest
        documents/            the documents' files, byte for byte as they were read
        documents.json        decoded texts, sections, passages
        thesaurus.txt         the thesaurus as it was read; empty if there was none
        readings.json         how the documents' words are read
        keys.npy terms.* spellings.*    what was found in each passage, for the next build: see index.analysis
        vocabulary.json bounds.npy passage_ids.npy weights.npy    the lexical index
        vectors.npy           the dense index; codes.npy beside it where passages are many
"""

import gc
import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.types import Document
from index.contents import assemble, contents
from index.disk import MEND, UNFINISHED, check_file, sync_folder, write
from index.errors import IndexFault
from index.generation import Generation
from index.manifests import manifest_bytes, model_of, named, read_manifest
from index.pointer import current, generation_folder, generations_folder
from index.records import load_documents
from index.tokens import tokenizer_version
from index.types import Model

# A rebuild of a large collection takes minutes; longer than this, something hangs.
_LOCK_SECONDS = 600


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
        generations_folder(data_dir).mkdir(parents=True, exist_ok=True)
        with FileLock(data_dir / "rebuild.lock", timeout=_LOCK_SECONDS):
            for leftover in generations_folder(data_dir).glob(f"{UNFINISHED}*"):
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
    """Write a generation beside the others; return it with its name and hashes. Another goes on answering.

    `originals` are files kept as they were read, by their path in the generation (`documents/…`,
    `thesaurus.txt`). Call it inside `writing`.
    """
    unfinished = generations_folder(data_dir) / f"{UNFINISHED}{os.getpid()}"
    files = {}
    for path, content in chain(originals.items(), contents(generation)):
        files[path] = hashlib.sha256(content).hexdigest()
        write(unfinished / path, content)
    manifest = named(replace(generation.manifest, files=dict(sorted(files.items()))))
    write(unfinished / "manifest.json", manifest_bytes(manifest))
    folder = generation_folder(data_dir, manifest.generation)
    for directory in (*(path for path in unfinished.rglob("*") if path.is_dir()), unfinished):
        sync_folder(directory)
    unfinished.replace(folder)
    sync_folder(folder.parent)
    return replace(generation, manifest=manifest)


def load(data_dir: Path, model: Model | None = None, name: str | None = None) -> Generation:
    """Return the current or the named generation, every byte of it checked.

    With a `model`, also check that it is the one that made the vectors. Raises IndexFault if
    anything is missing, damaged, or was made by another tokenizer, dictionary, model or schema.
    """
    wanted = name or current(data_dir)
    try:
        return _load(data_dir, model, wanted)
    except IndexFault:
        # While it was read, another one may have taken its place, and it may have been cleared away.
        if name or current(data_dir) == wanted:
            raise
        return load(data_dir, model)


def load_stored(data_dir: Path, name: str) -> tuple[Document, ...]:
    """Return only the documents of a generation, checked; whatever built its index makes no difference.

    Raises IndexFault if they are missing, damaged, or of another schema.
    """
    manifest = read_manifest(data_dir, name)
    folder, path = generation_folder(data_dir, name), "documents.json"
    check_file(folder, path, manifest.files[path])
    with uncollected():
        return load_documents((folder / path).read_bytes())


def _load(data_dir: Path, model: Model | None, name: str) -> Generation:
    manifest = read_manifest(data_dir, name)
    folder = generation_folder(data_dir, name)
    for path, sha256 in manifest.files.items():
        check_file(folder, path, sha256)
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
            return assemble(folder, manifest)
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise IndexFault(f"索引「{manifest.generation}」を読み込めません（{error}）。{MEND}") from error
