import pytest

from tests.benchmarks import speed


def test_one_run_prints_each_figure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = speed.made_questions
    monkeypatch.setattr(speed, "ROUNDS", 1)
    monkeypatch.setattr(speed, "made_questions", lambda generation: made(generation)[:3])
    speed.main()
    lines = capsys.readouterr().out.splitlines()
    assert "3 questions" in lines[0]
    named = [line[:16].strip() for line in lines[2:]]
    assert named == ["ask", "floor", "ask / floor", "rebuild", "start → answer"]
    assert all(float(line[16:].split()[0]) > 0 for line in lines[2:])
