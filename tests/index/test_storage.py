import json
import os
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pytest

from index import dense, storage
from index.build import rebuild
from index.errors import IndexFault
from index.generation import Generation
from index.manifests import manifest_bytes
from index.pointer import current, switch
from index.search import search
from index.shelf import KEPT
from index.storage import load
from index.types import Model
from tests.index.samples import BigramEncoder, silent

ROOT = Path(__file__).parent.parent.parent
FILES = [
    "manifest.json",
    "documents/0-faq.jsonl",
    "documents.json",
    "thesaurus.txt",
    "vocabulary.json",
    "bounds.npy",
    "passage_ids.npy",
    "weights.npy",
    "vectors.npy",
    "readings.json",
    "keys.npy",
    "terms.ids.npy",
    "terms.bounds.npy",
    "spellings.json",
    "spellings.ids.npy",
    "spellings.bounds.npy",
]


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "var"


@pytest.fixture
def built(documents: Path, data_dir: Path, encoder: BigramEncoder, model: Model) -> Generation:
    return rebuild(documents, data_dir, encoder, model, silent)


def folder(data_dir: Path) -> Path:
    return data_dir / "generations" / current(data_dir)


@pytest.mark.parametrize("query", ["協働事業の協定", "補助金", "名義貸しを頼まれた", "宇宙"])
def test_save_then_load_gives_identical_rankings(
    built: Generation, data_dir: Path, encoder: BigramEncoder, model: Model, query: str
) -> None:
    assert search(load(data_dir, model), encoder, query, 4) == search(built, encoder, query, 4)


def test_documents_come_back_as_they_were(built: Generation, data_dir: Path) -> None:
    loaded = load(data_dir)
    assert loaded.documents == built.documents
    assert loaded.passages == built.passages
    assert loaded.manifest == built.manifest
    assert loaded.document("faq").source == built.documents[0].source
    with pytest.raises(KeyError):
        loaded.document("none")


def test_no_generation_yet(data_dir: Path) -> None:
    with pytest.raises(IndexFault, match="まだありません。`python -m assistant rebuild`"):
        load(data_dir)


def test_the_list_of_files_is_complete(built: Generation, data_dir: Path) -> None:
    stored = {path.relative_to(folder(data_dir)).as_posix() for path in folder(data_dir).rglob("*.*")}
    assert stored == set(FILES) == {*built.manifest.files, "manifest.json"}


def test_the_codes_of_many_passages_are_stored(
    documents: Path, data_dir: Path, encoder: BigramEncoder, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dense, "QUANTISED_FROM", 1000)
    entries = ({"id": str(row), "question": f"項目{row}", "answer": f"担当は{row}課"} for row in range(1000))
    lines = "\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    (documents / "more.jsonl").write_text(lines, encoding="utf-8")
    built = rebuild(documents, data_dir, encoder, model, silent)
    assert "codes.npy" in built.manifest.files
    assert 0.9 < built.manifest.recall <= 1
    loaded = load(data_dir, model)
    assert isinstance(loaded.dense, dense.QuantisedVectors)
    for query in ("項目77の担当", "協働事業の協定", "宇宙"):
        assert search(loaded, encoder, query, 4) == search(built, encoder, query, 4)


@pytest.mark.parametrize("file", FILES)
@pytest.mark.usefixtures("built")
class TestDamageIsSaid:
    def test_a_flipped_bit(self, data_dir: Path, file: str) -> None:
        path = folder(data_dir) / file
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
        with pytest.raises(IndexFault, match=r"manifest\.json|" + file) as fault:
            load(data_dir)
        assert "rebuild" in fault.value.message

    def test_a_missing_file(self, data_dir: Path, file: str) -> None:
        (folder(data_dir) / file).unlink()
        with pytest.raises(IndexFault, match=f"{file} ?が(ない|ありません)"):
            load(data_dir)

    def test_a_file_cut_short(self, data_dir: Path, file: str) -> None:
        path = folder(data_dir) / file
        path.write_bytes(path.read_bytes()[:-1])
        with pytest.raises(IndexFault):
            load(data_dir)


@pytest.mark.usefixtures("built")
class TestAnotherMaker:
    def test_another_model(self, data_dir: Path) -> None:
        with pytest.raises(IndexFault, match=r"埋め込みモデル「bigrams」.*「other」"):
            load(data_dir, Model("other", "1" * 64))

    def test_another_tokenizer(self, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(storage, "tokenizer_version", lambda: "fugashi 9")
        with pytest.raises(IndexFault, match="fugashi 9"):
            load(data_dir)

    def test_another_schema(self, data_dir: Path) -> None:
        path = folder(data_dir) / "manifest.json"
        path.write_text(json.dumps({**json.loads(path.read_bytes()), "schema": 0, "unknown": 1}))
        with pytest.raises(IndexFault, match="形式（0）"):
            load(data_dir)


@pytest.mark.parametrize("name", ["", "..", "gone", "a/b"])
@pytest.mark.usefixtures("built")
def test_a_pointer_to_nowhere(data_dir: Path, name: str) -> None:
    (data_dir / "current").write_text(name, encoding="utf-8")
    with pytest.raises(IndexFault, match="見つかりません"):
        load(data_dir)


def test_switching_back(built: Generation, documents: Path, data_dir: Path, model: Model) -> None:
    newer = rebuild(documents, data_dir, BigramEncoder(), model, silent)
    assert load(data_dir).manifest == newer.manifest
    switch(data_dir, built.manifest.generation)
    assert load(data_dir).manifest == built.manifest


def test_a_write_that_fails_changes_nothing(
    built: Generation, documents: Path, data_dir: Path, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(IndexFault, match="No space left"):
        rebuild(documents, data_dir, BigramEncoder(), model, silent)
    assert load(data_dir).manifest == built.manifest


@pytest.mark.parametrize("writes", [1, 6, 12, 14])
def test_a_rebuild_killed_in_the_middle_changes_nothing(
    built: Generation, documents: Path, data_dir: Path, writes: int
) -> None:
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from tests.index.test_storage import _rebuild\n"
        "left = int(sys.argv[3])\n"
        "def fsync(descriptor, real=os.fsync):\n"
        "    global left\n"
        "    left -= 1\n"
        "    if not left:\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "    real(descriptor)\n"
        "os.fsync = fsync\n"
        "_rebuild(Path(sys.argv[1]), Path(sys.argv[2]))\n"
    )
    killed = subprocess.run(
        [sys.executable, "-c", script, str(documents), str(data_dir), str(writes)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert killed.returncode == -signal.SIGKILL
    assert load(data_dir).manifest == built.manifest


def test_what_a_killed_rebuild_left_is_cleared_away(
    built: Generation, documents: Path, data_dir: Path, model: Model
) -> None:
    leftover = data_dir / "generations" / f".unfinished-{built.manifest.generation}"
    shutil.copytree(folder(data_dir), leftover)
    assert load(data_dir).manifest == built.manifest
    rebuild(documents, data_dir, BigramEncoder(), model, silent)
    assert not leftover.exists()


def test_old_generations_go_but_not_the_one_that_answers(
    built: Generation, documents: Path, data_dir: Path, model: Model
) -> None:
    for _ in range(KEPT + 1):
        newest = rebuild(documents, data_dir, BigramEncoder(), model, silent)
    names = sorted(path.name for path in (data_dir / "generations").iterdir())
    assert len(names) == KEPT
    assert newest.manifest.generation in names
    assert built.manifest.generation not in names


def _rebuild(documents: Path, data_dir: Path) -> str:
    return rebuild(
        documents, data_dir, BigramEncoder(), Model("bigrams", "0" * 64), silent
    ).manifest.generation


def test_rebuilds_at_once_do_not_disturb_each_other(documents: Path, data_dir: Path) -> None:
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
        names = list(pool.map(_rebuild, [documents] * 3, [data_dir] * 3))
    assert len(set(names)) == 3
    assert load(data_dir).manifest.generation in names


def test_a_manifest_cannot_be_swapped_in(built: Generation, data_dir: Path) -> None:
    forged = replace(built.manifest, passages=built.manifest.passages + 1)
    path = folder(data_dir) / "manifest.json"
    path.write_bytes(manifest_bytes(forged))
    with pytest.raises(IndexFault, match="書き換わって"):
        load(data_dir)
