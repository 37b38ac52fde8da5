"""The one recipe: a folder of documents → an index generation."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.reading import read_collection
from corpus.types import Document, Passage
from index.analysis import Analysis, Rows, RowsBuilder, keys_of, search_text
from index.dense import recall, vector_store
from index.earlier import Earlier, Taken
from index.errors import IndexFault, ModelFault
from index.generation import Generation
from index.inputs import folder_hashes, read, recipe_sha256
from index.lexical import score, terms_of
from index.manifests import SCHEMA
from index.pointer import How, switch
from index.readings import Readings, ReadingsBuilder, spellings_of
from index.shelf import tidy
from index.storage import store, uncollected, writing
from index.thesaurus import parse_thesaurus, read_thesaurus
from index.tokens import tokenizer_version
from index.types import Encoder, FloatArray, Manifest, Model, Progress

# Few enough that the lines of a batch stay in the memory of `tokens.words`, and that progress is seen where
# a transformer reads: some seconds.
_BATCH = 32
# Passages of which the analysis is kept for the next build; of more, it takes gigabytes.
_KEPT = 200_000
_STAGE = "索引を作っています"


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
        earlier = Earlier.find(data_dir, recipe_sha256())
        generation, originals = build(documents, encoder, model, progress, earlier)
    progress("索引を保存しています", 0, 0)
    return store(data_dir, generation, originals)


def build(
    documents: Path, encoder: Encoder, model: Model, progress: Progress, earlier: Earlier | None = None
) -> tuple[Generation, dict[str, bytes]]:
    """Build a generation in memory; also return the files to be kept with it as they were read.

    The same folder and model give the same arrays in any process, whatever is taken over from an
    `earlier` generation.
    """
    # Hashed before it is read: a file that changes meanwhile makes the generation stale, not wrong.
    inputs = folder_hashes(documents)
    progress("文書を読み込んでいます", 0, 0)
    known = earlier.documents(inputs) if earlier else {}
    collection = _renumbered(read_collection(documents, known))
    passages = tuple(passage for document in collection for passage in document.passages)
    encoder = encoder.suited(len(passages))
    thesaurus = read_thesaurus(documents)
    originals = {"thesaurus.txt": thesaurus, **_originals(documents, collection)}
    terms, readings, vectors, analysis = _analysed(passages, encoder, model, earlier, progress)
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
        lexical=score(terms),
        dense=dense,
        thesaurus=parse_thesaurus(thesaurus),
        readings=readings,
        analysis=analysis,
    )
    return generation, originals


def _renumbered(documents: Sequence[Document]) -> tuple[Document, ...]:
    """Give the passages of all documents the ids 0, 1, 2, … in order: an id is a row everywhere."""
    row = 0
    renumbered = []
    for document in documents:
        passages = []
        for passage in document.passages:
            passages.append(passage if passage.id == row else replace(passage, id=row))
            row += 1
        renumbered.append(replace(document, passages=tuple(passages)))
    return tuple(renumbered)


def _originals(folder: Path, documents: Sequence[Document]) -> dict[str, bytes]:
    originals = {}
    for row, document in enumerate(documents):
        content = read(folder / document.info.file)
        if hashlib.sha256(content).hexdigest() != document.info.sha256:
            raise IndexFault(
                f"{document.info.file} が読み込みの途中で変わりました。もう一度実行してください。"
            )
        originals[f"documents/{row}-{Path(document.info.file).name}"] = content
    return originals


def _analysed(
    passages: Sequence[Passage], encoder: Encoder, model: Model, earlier: Earlier | None, progress: Progress
) -> tuple[Rows, Readings, FloatArray, Analysis | None]:
    """Read every passage once for terms, readings and vectors; take over what is known of earlier ones.

    They go side by side, so that a line is analysed for all three while it is still remembered. Also
    return what the next build can take over; None where that would be too much.
    """
    texts = [search_text(passage) for passage in passages]
    is_kept = len(texts) <= _KEPT
    keys = keys_of(texts if is_kept else ())
    taken = earlier.take(keys, model) if earlier and is_kept else None
    rows = taken.rows.tolist() if taken else [-1] * len(texts)
    terms = RowsBuilder(taken.terms if taken else None)
    spellings = RowsBuilder(taken.spellings if taken else None)
    readings = ReadingsBuilder()
    vectors, lacking = _known_vectors(taken, len(texts), encoder.dimension)
    for start in range(0, len(texts), _BATCH):
        progress(_STAGE, start, len(texts))
        end = min(start + _BATCH, len(texts))
        for text, row in zip(texts[start:end], rows[start:end], strict=True):
            if taken and row >= 0:
                terms.take(row)
                spellings.take(row)
                readings.add(taken.spellings.row(row))
                continue
            terms.add(terms_of(text))
            found = list(spellings_of(text))
            readings.add(found)
            if is_kept:
                spellings.add(found)
        asked = start + np.flatnonzero(lacking[start:end])
        if len(asked):
            vectors[asked] = encoder.encode_passages([texts[row] for row in asked])
    progress(_STAGE, len(texts), len(texts))
    if not np.isfinite(vectors).all():
        raise ModelFault(
            "埋め込みモデルの出力に数値でないものがあります。モデルのフォルダーを確かめてください。"
        )
    found_terms = terms.build()
    analysis = Analysis(keys, found_terms, spellings.build()) if is_kept else None
    return found_terms, readings.build(), vectors, analysis


def _known_vectors(
    taken: Taken | None, size: int, dimension: int
) -> tuple[FloatArray, npt.NDArray[np.bool_]]:
    """The vectors as far as they are known, and which passages lack theirs."""
    vectors = np.zeros((size, dimension), dtype=np.float32)
    lacking = np.ones(size, dtype=np.bool_)
    if taken and taken.vectors is not None:
        lacking = taken.rows < 0
        vectors[~lacking] = taken.vectors[taken.rows[~lacking]]
    return vectors, lacking
