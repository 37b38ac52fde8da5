from pathlib import Path

import pytest

from tests.benchmarks import scale

LINES = [
    f"{subject}の申請は{place}の窓口で受け付けます。"
    for subject in "補助金 保育所 水道".split()
    for place in "市 県".split()
]


def test_a_collection_is_made_the_same_again_with_entries_short_and_long(tmp_path: Path) -> None:
    first = scale.write_collection(tmp_path, LINES, 30)
    made = (tmp_path / "collection.jsonl").read_text(encoding="utf-8")
    assert scale.write_collection(tmp_path, LINES, 30) == first
    assert (tmp_path / "collection.jsonl").read_text(encoding="utf-8") == made
    assert len(made.splitlines()) == len(first) == 30


def test_one_run_prints_each_figure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "text.txt"
    text.write_text("\n".join(LINES), encoding="utf-8")
    scale.main(30, [text])
    figures = {
        line[:42].strip(): float(line[42:].split()[0].replace(",", ""))
        for line in capsys.readouterr().out.splitlines()
    }
    assert figures["recall of the ten nearest"] == 1
    assert all(value > 0 for value in figures.values())
    assert {
        "built",
        "on disk",
        "memory of its own",
        "search, p95",
        "ask, p50",
        "ask, p95, processor",
    } <= figures.keys()
