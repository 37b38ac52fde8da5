import json
from pathlib import Path

import numpy as np
import pytest

from assistant.answer import Assistant
from assistant.evaluation.golden import read_golden
from assistant.settings import load_settings
from assistant.weights import WEIGHTS
from index.encoder import load_encoder
from index.types import Encoder
from tests.benchmarks import ablation
from tests.benchmarks.switches import SWITCHES, Switch

# Between them they set off every rule there is a switch for.
ASKED = (
    ("後援と共催の違いは何ですか。", ()),
    ("町内会に補助金を出す根拠はどこですか。", ()),
    ("ほじょきんは何団体に出ていますか。", ()),
    ("催し物のお金は誰が払うのですか。デメリットはありますか。", ()),
    ("協働の形態の一覧を教えてください。どうやって選べばよいですか。", ()),
    ("協働とは何ですか。", ()),
    ("社会公献とは何ですか。", ()),
    ("では、実行委員会は？", ("委託の責任は誰が負いますか。",)),
    ("では、宇宙船は？", ("委託の責任は誰が負いますか。",)),
    ("宇宙船の申請の方法を、素早く教えて。", ()),
)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder(load_settings({}).model)


@pytest.fixture(scope="module")
def assistant(encoder: Encoder) -> Assistant:
    return ablation.assistant_of(load_settings({}).documents, encoder)


def answers(assistant: Assistant) -> list[tuple[object, ...]]:
    """What is said of each question, with all that it was made of."""
    traces = [assistant.trace(question, history) for question, history in ASKED]
    return [
        (t.answer.confidence, [(e.passage_id, e.score) for e in t.ranked.evidence], t.answer.status)
        for t in traces
    ]


@pytest.fixture(scope="module")
def whole(assistant: Assistant) -> list[tuple[object, ...]]:
    return answers(assistant)


@pytest.mark.parametrize("switch", SWITCHES, ids=lambda switch: f"{switch.group}: {switch.name}")
def test_each_switch_changes_some_answer_and_then_nothing_is_left_of_it(
    assistant: Assistant, whole: list[tuple[object, ...]], switch: Switch
) -> None:
    weights = json.dumps(WEIGHTS)
    with switch.off():
        assert answers(assistant) != whole
    assert answers(assistant) == whole
    assert json.dumps(WEIGHTS) == weights


def test_a_difference_below_0_means_that_the_part_helps() -> None:
    change, p = ablation.difference(np.array([0.0] * 9 + [1.0]), np.array([1.0] * 10))
    assert change == -0.9
    assert p < 0.05
    assert ablation.shown((change, p)).strip() == "-0.900*"
    assert ablation.shown((0.0, 1.0)).strip() == "·"


def test_one_run_prints_each_figure_and_saves_it_by_its_commit(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    assistant: Assistant,
) -> None:
    few = read_golden(ablation.GOLDEN / "dev.jsonl")[::20]
    monkeypatch.setattr(ablation, "golden", lambda encoder: [("guideline", assistant, few)])
    monkeypatch.setattr(ablation, "PUBLIC", 3)
    monkeypatch.setattr(ablation, "SWITCHES", SWITCHES[:2])
    ablation.main(out=tmp_path)
    (file,) = tmp_path.iterdir()
    saved = json.loads(file.read_text(encoding="utf-8"))
    assert file.stem == f"ablation-{saved['commit']}"
    assert saved["questions"]["everyday nDCG@10"] == 3
    assert set(saved["whole"]) == set(saved["questions"])
    assert [row["without"] for row in saved["ablations"]] == [switch.name for switch in SWITCHES[:2]]
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2 + len(saved["ablations"]) + 1
