"""The one recipe: a folder of documents → an index generation."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import numpy as np

from corpus.errors import DocumentError
from corpus.reading import read_collection
from corpus.types import Document, Passage
from index.dense import recall, vector_store
from index.errors import IndexFault, ModelFault
from index.generation import Generation
from index.lexical import LexicalBuilder
from index.manifests import SCHEMA, model_of, read_manifest
from index.pointer import How, switch
from index.readings import ReadingsBuilder
from index.shelf import tidy
from index.storage import store, uncollected, writing
from index.thesaurus import parse_thesaurus, read_thesaurus
from index.tokens import tokenizer_version
from index.types import Encoder, FloatArray, Manifest, Model, Progress

# Few enough that the lines of a batch stay in the memory of `tokens.words`.
_BATCH = 256


def rebuild(
    documents: Path, data_dir: Path, encoder: Encoder, model: Model, progress: Progress
) -> Generation:
    """Build a generation from a folder of documents, store it, and let it answer from now on.

    Waits for another rebuild of the same data folder. Raises DocumentError, ThesaurusFault,
    ModelFault or IndexFault; then the data folder answers as it did before.
    """
    progress("ほかの再構築が終わるのを待っています", 0, 0)
    with writing(data_dir):
        generation = build_beside(documents, data_dir, encoder, model, progress)
        switch(data_dir, generation.manifest.generation, How.REBUILD)
        tidy(data_dir)
        return generation


def build_beside(
    documents: Path, data_dir: Path, encoder: Encoder, model: Model, progress: Progress
) -> Generation:
    """Build a generation and store it beside the one that answers, which goes on doing so.

    Call it inside `storage.writing`. Raises what `rebuild` raises.
    """
    with uncollected():
        generation, originals = build(documents, encoder, model, progress)
    progress("索引を保存しています", 0, 0)
    return store(data_dir, generation, originals)


def build(
    documents: Path, encoder: Encoder, model: Model, progress: Progress
) -> tuple[Generation, dict[str, bytes]]:
    """Build a generation in memory; also return the files to be kept with it as they were read.

    The same folder and model give the same arrays in any process.
    """
    # Hashed before it is read: a file that changes meanwhile makes the generation stale, not wrong.
    inputs = folder_hashes(documents)
    progress("文書を読み込んでいます", 0, 0)
    collection = _renumbered(read_collection(documents))
    passages = tuple(passage for document in collection for passage in document.passages)
    thesaurus = read_thesaurus(documents)
    originals = {"thesaurus.txt": thesaurus, **_originals(documents, collection)}
    lexical, readings, vectors = _index(passages, encoder, progress)
    progress("探すための表を作っています", 0, 0)
    dense = vector_store(vectors)
    manifest = Manifest(
        schema=SCHEMA,
        generation="",
        built_at=datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        documents={document.info.id: document.info.sha256 for document in collection},
        titles={document.info.id: document.info.title for document in collection},
        editions={document.info.id: document.info.edition for document in collection},
        inputs=inputs,
        recipe=recipe_sha256(),
        model=model.name,
        model_sha256=model.sha256,
        query_prompt=model.query_prompt,
        passage_prompt=model.passage_prompt,
        model_folder=model.folder,
        thesaurus_sha256=hashlib.sha256(thesaurus).hexdigest(),
        tokenizer=tokenizer_version(),
        dimension=encoder.dimension,
        passages=len(passages),
        recall=recall(dense),
        files={},
    )
    generation = Generation(
        manifest=manifest,
        documents=collection,
        passages=passages,
        lexical=lexical.build(),
        dense=dense,
        thesaurus=parse_thesaurus(thesaurus),
        readings=readings.build(),
    )
    return generation, originals


def search_text(passage: Passage) -> str:
    """Return what the encoder sees of a passage: its headings, outermost first, and its text."""
    path = passage.section.path if passage.section else ()
    return "\n".join([*(section.title for section in path if section.title), passage.text])


def stale(documents: Path, data_dir: Path, model: Model, name: str | None = None) -> tuple[str, ...]:
    """Return why the current (or the named) generation is out of date, in Japanese; empty if it is not."""
    try:
        manifest = read_manifest(data_dir, name)
    except IndexFault as fault:
        return (fault.message,)
    reasons = {
        "文書または用語の対応表が変わりました。": manifest.inputs != folder_hashes(documents),
        "埋め込みモデルが変わりました。": model_of(manifest) != model,
        "単語分割器が変わりました。": manifest.tokenizer != tokenizer_version(),
        "文書を読み取るプログラムが変わりました。": manifest.recipe != recipe_sha256(),
    }
    return tuple(reason for reason, holds in reasons.items() if holds)


def folder_hashes(documents: Path) -> dict[str, str]:
    """Return the sha256 of each file in the documents folder, hidden ones apart, by its path there."""
    files = {path.relative_to(documents): path for path in sorted(documents.rglob("*")) if path.is_file()}
    hidden = {name for name in files if any(part.startswith(".") for part in name.parts)}
    return {
        name.as_posix(): hashlib.sha256(_read(path)).hexdigest()
        for name, path in files.items()
        if name not in hidden
    }


@cache
def recipe_sha256() -> str:
    """Return the sha256 of the code that reads and indexes: other code may cut passages otherwise."""
    root = Path(__file__).parent.parent
    files = sorted((*root.glob("corpus/**/*.py"), *root.glob("index/*.py")))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _renumbered(documents: Sequence[Document]) -> tuple[Document, ...]:
    """Give the passages of all documents the ids 0, 1, 2, … in order: an id is a row everywhere."""
    row = 0
    renumbered = []
    for document in documents:
        passages = []
        for passage in document.passages:
            passages.append(replace(passage, id=row))
            row += 1
        renumbered.append(replace(document, passages=tuple(passages)))
    return tuple(renumbered)


def _originals(folder: Path, documents: Sequence[Document]) -> dict[str, bytes]:
    originals = {}
    for row, document in enumerate(documents):
        content = _read(folder / document.info.file)
        if hashlib.sha256(content).hexdigest() != document.info.sha256:
            raise IndexFault(
                f"{document.info.file} が読み込みの途中で変わりました。もう一度実行してください。"
            )
        originals[f"documents/{row}-{Path(document.info.file).name}"] = content
    return originals


def _index(
    passages: Sequence[Passage], encoder: Encoder, progress: Progress
) -> tuple[LexicalBuilder, ReadingsBuilder, FloatArray]:
    """Read every passage once for words, readings and vectors.

    They go side by side, so that a line is analysed for all three while it is still remembered.
    """
    stage = "索引を作っています"
    lexical, readings = LexicalBuilder(), ReadingsBuilder()
    vectors = np.zeros((len(passages), encoder.dimension), dtype=np.float32)
    for start in range(0, len(passages), _BATCH):
        progress(stage, start, len(passages))
        batch = passages[start : start + _BATCH]
        for passage in batch:
            lexical.add(passage)
            readings.add(passage)
        vectors[start : start + len(batch)] = encoder.encode_passages([search_text(p) for p in batch])
    progress(stage, len(passages), len(passages))
    if not np.isfinite(vectors).all():
        raise ModelFault(
            "埋め込みモデルの出力に数値でないものがあります。モデルのフォルダーを確かめてください。"
        )
    return lexical, readings, vectors


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DocumentError(
            f"「{path}」を開けません（{error.strerror}）。読み取りの許可を確かめてください。"
        ) from None
