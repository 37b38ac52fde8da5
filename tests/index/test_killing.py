"""Whatever happens to a rebuild, what answered goes on answering, and the next rebuild mends the rest."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from index.build import rebuild
from index.errors import IndexFault
from index.pointer import current, switch
from index.shelf import names
from index.storage import load
from index.types import Model
from tests.index.killing import RANDOM_KILLS
from tests.index.samples import BigramEncoder, silent

ROOT = Path(__file__).parent.parent.parent

pytestmark = pytest.mark.skipif(os.name != "posix", reason="processes are forked and killed")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that any user may look into, with documents and a data folder with one generation."""
    folder = tmp_path_factory.mktemp("killing")
    for place in (folder, *folder.parents[:3]):
        if place.owner() != "root" or place.name.startswith("pytest"):
            place.chmod(0o755)
    documents = folder / "documents"
    documents.mkdir()
    (documents / "faq.jsonl").write_text(
        json.dumps({"id": "q1", "question": "共催とは", "answer": "市も主催します。"}), encoding="utf-8"
    )
    rebuild(documents, folder / "var", BigramEncoder(), Model("bigrams", "0" * 64), silent)
    return folder


@pytest.fixture(scope="module")
def records(folder: Path) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.index.killing", str(folder / "documents"), str(folder / "var")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def of(records: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [record for record in records if record["kind"] == kind]


def test_something_sound_answers_after_each(records: list[dict[str, Any]]) -> None:
    assert not [record for record in records if record["generation"].startswith("✗")]


def test_killed_at_every_step(records: list[dict[str, Any]]) -> None:
    killed = of(records, "killed")
    assert len(killed) > 30
    assert [record["code"] for record in killed] == [-9] * (len(killed) - 1) + [0]
    # One step, the rename of `current`, is where the new one begins to answer: never twice, never back.
    answering = [record["generation"] for record in killed]
    assert answering == sorted(answering)


def test_a_disk_that_is_full_at_every_step_is_said(records: list[dict[str, Any]]) -> None:
    full = of(records, "full")
    failed = [record for record in full if record["code"] == 2]
    assert len(failed) > 30
    # 3: a folder that was there already, or an old generation that stays for another day.
    assert {record["code"] for record in full} == {0, 2, 3}
    for record in failed:
        assert "書き込めません（No space left on device）" in record["message"]


def test_killed_at_random(records: list[dict[str, Any]]) -> None:
    codes = [record["code"] for record in of(records, "at random")]
    assert len(codes) == RANDOM_KILLS
    assert set(codes) <= {0, -9}


@pytest.mark.parametrize(
    ("kind", "says"), [("limited", "File too large"), ("read-only", "Permission denied")]
)
def test_what_cannot_be_written_is_said(records: list[dict[str, Any]], kind: str, says: str) -> None:
    [record] = of(records, kind)
    assert record["code"] == 2
    assert says in record["message"]
    assert "今までの索引はそのままです" in record["message"]


def test_the_next_rebuild_clears_everything_away(records: list[dict[str, Any]], folder: Path) -> None:
    [afterwards] = of(records, "afterwards")
    assert current(folder / "var") == afterwards["generation"]
    assert not [*(folder / "var" / "generations").glob(".*")]
    assert not (folder / "var" / "current.new").exists()


@pytest.mark.parametrize("missing", ["documents.json", "vectors.npy", "manifest.json", "keys.npy"])
def test_a_generation_half_copied_from_another_machine_never_answers(
    documents: Path, tmp_path: Path, missing: str
) -> None:
    model, data_dir = Model("bigrams", "0" * 64), tmp_path / "var"
    for _ in range(2):
        rebuild(documents, data_dir, BigramEncoder(), model, silent)
    newer, older = names(data_dir)
    (data_dir / "generations" / older / missing).unlink()
    with pytest.raises(IndexFault, match=missing):
        load(data_dir, name=older)
    assert load(data_dir).manifest.generation == newer
    switch(data_dir, older)
    rebuild(documents, data_dir, BigramEncoder(), model, silent)
    assert load(data_dir).manifest.generation == current(data_dir) not in (newer, older)
