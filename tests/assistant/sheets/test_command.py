import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from openpyxl import load_workbook

from assistant.answer import Assistant
from assistant.cli import main
from assistant.settings import RECORDS, Settings
from assistant.sheets import answering
from assistant.store.store import Store
from assistant.store.types import Golden, PassageRef
from assistant.types import Status

Run = Callable[..., tuple[int, str]]
QUESTIONS = [f"後援とは何ですか {number}" for number in range(8)]


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command over the shipped guideline; return its exit code and what it printed."""

    def run(*arguments: object) -> tuple[int, str]:
        command = ["kyodo-guide", "sheet", *map(str, arguments), "--data-dir", str(settings.data_dir)]
        monkeypatch.setattr(sys, "argv", command)
        with pytest.raises(SystemExit) as exit_:
            main()
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return int(str(exit_.value.code or 0)), out + err

    return run


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "質問.csv"
    path.write_text("番号,質問\n" + "".join(f"{n},{q}\n" for n, q in enumerate(QUESTIONS)), encoding="cp932")
    return path


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_every_row_is_answered(run: Run, questions: Path, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"回答.{suffix}"
    code, said = run(questions, out)
    assert code == 0
    assert "8行に答え" in said
    assert not out.with_name(f"{out.name}.part").exists()
    if suffix == "xlsx":
        rows = list(load_workbook(out).worksheets[0].values)
        assert [row[1] for row in rows[1:]] == QUESTIONS
        assert {row[2] for row in rows[1:]} == {"記載あり"}
    else:
        assert out.read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_row_that_cannot_be_asked_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "q.csv").write_text(f"番号,質問\n1,\n2,{'長' * 3000}\n3,後援とは\n", encoding="utf-8")
    code, said = run(tmp_path / "q.csv", tmp_path / "a.csv")
    assert code == 1
    assert "尋ねられなかった行が2行あります" in said


def test_what_was_broken_off_goes_on_where_it_stopped(run: Run, questions: Path, tmp_path: Path) -> None:
    out, asked = tmp_path / "回答.csv", list[str]()
    original = answering.row_answer

    def once(ask: answering.Ask, question: str) -> dict[str, object]:
        if len(asked) == 3:
            raise KeyboardInterrupt
        asked.append(question)
        return original(ask, question)

    with patch.object(answering, "row_answer", once):
        assert run(questions, out)[0] != 0
    part = out.with_name("回答.csv.part")
    # As if the last line had been cut off while it was written.
    part.write_text(part.read_text(encoding="utf-8")[:-40], encoding="utf-8")
    again: list[str] = []

    def counted(ask: answering.Ask, question: str) -> dict[str, object]:
        again.append(question)
        return original(ask, question)

    with patch.object(answering, "row_answer", counted):
        assert run(questions, out)[0] == 0
    assert again == QUESTIONS[2:]
    assert out.read_text(encoding="utf-8-sig").count("記載あり") == 8


def test_other_questions_begin_anew(run: Run, questions: Path, tmp_path: Path) -> None:
    out = tmp_path / "回答.csv"
    out.with_name("回答.csv.part").write_text('別の質問の印\n[1, {"error": "古い"}]\n', encoding="utf-8")
    run(questions, out)
    assert "古い" not in out.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("out", "says"),
    [("回答.pdf", "名前の終わりを .xlsx か .csv に"), ("ない/回答.csv", "書き込めません")],
    ids=["別の形", "ないフォルダー"],
)
def test_what_cannot_be_written_is_said(
    run: Run, questions: Path, tmp_path: Path, out: str, says: str
) -> None:
    code, said = run(questions, tmp_path / out)
    assert code == 2
    assert says in said


def test_a_file_that_is_not_there_is_said(run: Run, tmp_path: Path) -> None:
    code, said = run(tmp_path / "ない.csv", tmp_path / "回答.csv")
    assert code == 2
    assert "開けません" in said


def test_approved_pairs_answer_at_the_terminal_too(
    run: Run, settings: Settings, assistant: Assistant, tmp_path: Path
) -> None:
    last = assistant.generation.passages[-1]
    approved = Golden("共催とは", Status.FOUND, passages=(PassageRef.of(last),), approved=True)
    (tmp_path / "q.csv").write_text("質問\n共催とは何ですか\n", encoding="utf-8")
    try:
        with closing(Store.open(replace(settings))) as store:
            store.save_golden(approved, "係")
        run(tmp_path / "q.csv", tmp_path / "a.csv")
    finally:
        for path in settings.data_dir.glob(f"{RECORDS}*"):
            path.unlink()
    assert last.text in (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
