"""`evaluate` as it is typed, on the real guideline."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import Any, NamedTuple
from xml.etree import ElementTree

import pytest

from assistant.answer import model_of
from assistant.cli import main
from assistant.settings import Settings
from index.build import rebuild
from index.encoder import load_encoder
from index.pointer import current
from tests.index.samples import silent

QUESTIONS: list[dict[str, Any]] = [
    {"question": "委託した事業の責任は誰が負いますか", "sections": ["Ⅰ-6-(5)"], "words": ["行政側が負う"]},
    {"question": "指定管理者の指定には議会の議決が必要ですか", "words": ["ない言い回し"], "style": "yes_no"},
    {"question": "パスポートの更新はどこでできますか", "status": "not_found", "style": "off_topic"},
]


class Run(NamedTuple):
    code: int
    out: str
    err: str


Evaluate = Callable[..., Run]


@pytest.fixture
def evaluate(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], settings: Settings, tmp_path: Path
) -> Evaluate:
    """Run `evaluate` on QUESTIONS, or on the bytes that are given."""

    def run(*arguments: object, questions: bytes | None = None, data_dir: Path = settings.data_dir) -> Run:
        file = tmp_path / "質問.jsonl"
        lines = "".join(f"{json.dumps(question)}\n" for question in QUESTIONS)
        file.write_bytes(lines.encode() if questions is None else questions)
        command = ["kyodo-guide", "evaluate", file, "--data-dir", data_dir, *arguments]
        monkeypatch.setattr(sys, "argv", [*map(str, command)])
        with pytest.raises(SystemExit) as exit_:
            main()
        out, err = capsys.readouterr()
        return Run(int(str(exit_.value.code or 0)), out, err)

    return run


def test_figures_are_printed_overall_and_by_style(evaluate: Evaluate) -> None:
    run = evaluate()
    assert run.code == 0
    for words in ("3問", "答えがある質問 2問", "答えがない質問 1問", "hit@1", "MRR", "ECE", "p95", "yes_no"):
        assert words in run.out
    assert "質問 2: 「ない言い回し」は、どの文書にもありません。" in run.err


def test_json_is_one_object(evaluate: Evaluate) -> None:
    record = json.loads(evaluate("--json").out)
    assert list(record) == ["generation", "overall", "styles"]
    assert list(record["styles"]) == ["", "off_topic", "yes_no"]
    overall = record["overall"]
    assert (overall["questions"], overall["hit1"], overall["section1"]) == (3, 0.5, 1.0)
    assert (overall["false_off_topic"], overall["false_related"]) == (0.0, None)
    assert 0 <= overall["p50_ms"] <= overall["p95_ms"]


def test_failures_are_listed_with_why(evaluate: Evaluate) -> None:
    run = evaluate("--failures")
    assert "✗ 2［yes_no］指定管理者の指定には議会の議決が必要ですか" in run.out
    assert "正しい引用がありません。" in run.out
    assert "求める答え: 「ない言い回し」" in run.out
    assert run.out.count("✗") == 1
    [failure] = json.loads(evaluate("--failures", "--json").out)["failures"]
    assert (failure["id"], failure["style"], failure["ranks"]) == ("2", "yes_no", [0])


@pytest.mark.parametrize(
    ("limits", "code", "says"),
    [
        (["--min-hit1", "0.5", "--max-off-topic", "0", "--max-refused", "0.5"], 0, ""),
        (["--min-hit1", "0.6"], 1, "50.0% で、求められた 60.0% を下回りました。"),
        (["--min-complete", "1", "--json"], 1, "50.0% で、求められた 100.0% を下回りました。"),
        (["--max-related", "0.1"], 1, "この指標に関わる質問がなく、測れません。"),
        (["--min-section", "1.5"], 2, "--min-section の値が使えません。"),
        (["--min-hit3", "七割"], 2, "--min-hit3 の値が使えません。"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_the_exit_code_tells_whether_limits_are_met(
    evaluate: Evaluate, limits: list[str], code: int, says: str
) -> None:
    run = evaluate(*limits)
    assert run.code == code
    assert says in run.err
    assert bool(run.out) == (code != 2)


@pytest.mark.parametrize("kind", ["索引", "世代", "設定", "モデル"])
def test_another_system_is_asked_the_same(
    evaluate: Evaluate, settings: Settings, tmp_path: Path, kind: str
) -> None:
    others = {
        "索引": settings.data_dir,
        "世代": settings.data_dir / "generations" / current(settings.data_dir),
        "設定": tmp_path / "設定.toml",
        "モデル": tmp_path / "model",
    }
    others["設定"].write_text(f"data_dir = {json.dumps(str(settings.data_dir))}", encoding="utf-8")
    if kind == "モデル":
        copytree(settings.model, others["モデル"])
    run = evaluate("--json", "--compare", others[kind])
    differences = {d["measure"]: d for d in json.loads(run.out)["differences"]}
    assert run.code == 0
    assert differences["hit1"] == {
        "measure": "hit1",
        "questions": 2,
        "first": 0.5,
        "second": 0.5,
        "higher": 0,
        "lower": 0,
        "p": 1.0,
    }


@pytest.mark.parametrize("kind", ["世代", "設定"])
def test_a_comparison_is_printed_side_by_side(
    evaluate: Evaluate, settings: Settings, tmp_path: Path, kind: str
) -> None:
    worse = tmp_path / "何も答えない文書"
    worse.mkdir()
    (worse / "文.md").write_text("# 会費\n\n会費は年に千円とします。\n", encoding="utf-8")
    (tmp_path / "設定.toml").write_text('data_dir = "別"\n', encoding="utf-8")

    def built(documents: Path, data_dir: Path) -> Path:
        made = rebuild(documents, data_dir, load_encoder(settings.model), model_of(settings), silent)
        return data_dir / "generations" / made.manifest.generation

    old = built(worse, tmp_path / ("var" if kind == "世代" else "別"))
    built(settings.documents, tmp_path / "var")
    other = old if kind == "世代" else tmp_path / "設定.toml"
    run = evaluate("--compare", other, data_dir=tmp_path / "var")
    [line] = [line for line in run.out.splitlines() if "hit@1）" in line and "/" in line]
    assert line.split()[1:] == ["50.0%", "0.0%", "+50.0", "1/0", "1.000"]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("ない", "見つかりません"),
        (".", "索引がまだありません"),
        ("色.toml", "「color」という設定はありません"),
    ],
    ids=["ないもの", "索引のないフォルダー", "設定でない設定"],
)
def test_what_cannot_be_compared_with_is_named(
    evaluate: Evaluate, tmp_path: Path, name: str, says: str
) -> None:
    (tmp_path / "色.toml").write_text("color = 3", encoding="utf-8")
    run = evaluate("--compare", tmp_path / name)
    assert (run.code, run.out) == (2, "")
    assert f"比べる相手「{tmp_path / name}」: " in run.err
    assert says in run.err


@pytest.mark.parametrize(
    ("questions", "says"),
    [
        (b"", "質問がありません"),
        (b"{}\n", "1行目に「question」がありません"),
        (b'{"question": "\\u5354\\u50cd"}\n{"question"', "2行目が JSON の"),
        (b'{"question": "a", "status": "yes"}', "found・related・not_found"),
        (json.dumps({"question": "協働" * 50_000}).encode(), "質問 1: 質問が長すぎます"),
        (b"%PDF-1.7 \x00\x01", "PDF"),
    ],
    ids=["空", "質問なし", "切れた行", "違う status", "長すぎる質問", "PDF"],
)
def test_bad_questions_are_explained(evaluate: Evaluate, questions: bytes, says: str) -> None:
    run = evaluate(questions=questions)
    assert (run.code, run.out) == (2, "")
    assert says in run.err
    assert "Traceback" not in run.err


def test_without_an_index_the_command_that_makes_one_is_named(evaluate: Evaluate, tmp_path: Path) -> None:
    run = evaluate(data_dir=tmp_path)
    assert run.code == 2
    assert "python -m assistant rebuild" in run.err


def test_the_curve_is_written_where_asked(evaluate: Evaluate, tmp_path: Path) -> None:
    file = tmp_path / "図" / "曲線.svg"
    assert evaluate("--curve", file).code == 0
    assert ElementTree.parse(file).getroot().tag.endswith("svg")
    run = evaluate("--curve", tmp_path)
    assert run.code == 2
    assert f"「{tmp_path}」に書き込めません" in run.err
