"""A build that takes over what has not changed gives exactly what a build from nothing gives."""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import build as build_module
from index.analysis import Rows, RowsBuilder
from index.build import build, build_beside
from index.contents import contents
from index.earlier import Earlier
from index.generation import Generation
from index.inputs import recipe_sha256
from index.shelf import names
from index.storage import store, writing
from index.types import FloatArray, Model
from tests.index.samples import BigramEncoder, silent

MODEL = Model("bigrams", "0" * 64)
SENTENCES = [
    "市は補助金を交付します。",
    "市民活動団体と協定を締結します。",
    "後援は目的を確かめて判断します。",
    "",
    "ほじょきんの  申請書を提出します。",
    "委託委託委託",
]


class CountingEncoder(BigramEncoder):
    """Remembers what it was asked to encode."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def encode_passages(self, texts: Sequence[str]) -> FloatArray:
        self.texts += texts
        return super().encode_passages(texts)


def write(folder: Path, entries: list[str]) -> None:
    folder.mkdir(exist_ok=True)
    lines = (
        json.dumps({"id": f"q{row}", "question": f"質問{row % 3}", "answer": answer}, ensure_ascii=False)
        for row, answer in enumerate(entries)
    )
    (folder / "faq.jsonl").write_text("\n".join(lines), encoding="utf-8")


def stored(generation: Generation) -> dict[str, bytes]:
    return dict(contents(generation))


ENTRIES = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8)


@settings(max_examples=25)
@given(st.lists(ENTRIES, min_size=2, max_size=4))
def test_whatever_is_changed_the_index_is_that_of_a_full_build(editions: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        documents, data_dir = Path(temporary) / "documents", Path(temporary) / "var"
        for entries in editions:
            write(documents, entries)
            with writing(data_dir):
                earlier = Earlier.find(data_dir, recipe_sha256())
                taken, originals = build(documents, BigramEncoder(), MODEL, silent, earlier)
                store(data_dir, taken, originals)
            alone, _ = build(documents, BigramEncoder(), MODEL, silent)
            assert stored(taken) == stored(alone)
            assert taken.documents == alone.documents


@pytest.fixture
def data_dir(documents: Path, tmp_path: Path) -> Path:
    """A data folder in which the four entries of the collection are indexed."""
    with writing(tmp_path / "var"):
        build_beside(documents, tmp_path / "var", BigramEncoder(), MODEL, silent)
    return tmp_path / "var"


def encoded(documents: Path, data_dir: Path, model: Model = MODEL) -> list[str]:
    encoder = CountingEncoder()
    with writing(data_dir):
        build_beside(documents, data_dir, encoder, model, silent)
    return encoder.texts


def append(documents: Path) -> None:
    with (documents / "faq.jsonl").open("a", encoding="utf-8") as file:
        file.write('\n{"id": "q5", "question": "共催", "answer": "共催は市も主催します。"}')


class TestOnlyWhatChanged:
    def test_is_encoded(self, documents: Path, data_dir: Path) -> None:
        assert encoded(documents, data_dir) == []
        append(documents)
        assert encoded(documents, data_dir) == ["共催\n共催は市も主催します。"]

    def test_is_read(self, documents: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (documents / "more.txt").write_text("第１章　総則\n目的を定める。\n", encoding="utf-8")
        encoded(documents, data_dir)

        def refuse(*arguments: object) -> None:
            raise AssertionError

        monkeypatch.setattr("corpus.reading.read_bytes", refuse)
        assert encoded(documents, data_dir) == []

    def test_of_another_model_is_everything(self, documents: Path, data_dir: Path) -> None:
        assert len(encoded(documents, data_dir, Model("other", "1" * 64))) == 4

    def test_by_another_recipe_is_everything(
        self, documents: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(build_module, "recipe_sha256", lambda: "other")
        assert len(encoded(documents, data_dir)) == 4

    def test_with_another_catalogue_documents_are_read_again(self, documents: Path, data_dir: Path) -> None:
        earlier = Earlier.find(data_dir, recipe_sha256())
        assert earlier
        assert earlier.documents(earlier.manifest.inputs)
        assert not earlier.documents({**earlier.manifest.inputs, "documents.toml": "0"})
        assert not earlier.documents({"other.txt": "0"})


@pytest.mark.parametrize(
    "file",
    ["keys.npy", "terms.ids.npy", "terms.bounds.npy", "vocabulary.json", "spellings.json", "vectors.npy"],
)
def test_nothing_is_taken_over_from_what_is_damaged(documents: Path, data_dir: Path, file: str) -> None:
    path = data_dir / "generations" / names(data_dir)[0] / file
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    assert len(encoded(documents, data_dir)) == 4


def test_a_damaged_document_is_read_again(documents: Path, data_dir: Path) -> None:
    (data_dir / "generations" / names(data_dir)[0] / "documents.json").write_bytes(b"[]")
    earlier = Earlier.find(data_dir, recipe_sha256())
    assert earlier
    assert earlier.documents(earlier.manifest.inputs) == {}


NAMES = st.lists(st.lists(st.sampled_from("甲乙丙丁"), max_size=5), max_size=6)


def rows_of(names: list[list[str]], earlier: Rows | None = None) -> Rows:
    builder = RowsBuilder(earlier)
    for row in names:
        builder.add(row)
    return builder.build()


@given(NAMES, NAMES, st.randoms(use_true_random=False))
def test_rows_taken_over_are_as_if_they_were_new(
    old: list[list[str]], new: list[list[str]], random: Random
) -> None:
    earlier = rows_of(old)
    builder = RowsBuilder(earlier)
    wanted = []
    for row in new:
        builder.add(row)
        wanted.append(row)
        if old and random.random() < 0.5:
            taken = random.randrange(len(old))
            builder.take(taken)
            wanted.append(old[taken])
    made, again = builder.build(), rows_of(wanted)
    assert made.names == again.names
    assert np.array_equal(made.ids, again.ids)
    assert np.array_equal(made.bounds, again.bounds)
