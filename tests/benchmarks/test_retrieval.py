import gzip
import json
from pathlib import Path

import pytest

from tests.benchmarks import retrieval

PARAGRAPHS = [
    {"title": "梅雨", "context": "梅雨 [SEP] 梅雨は雨季の一種である。", "questions": ["梅雨は雨季ですか。"]},
    {"title": "後援", "context": "行政が名を連ねる形態です。", "questions": ["後援は名を連ねる形態ですか。"]},
]
ARTICLE = {"law": "自治法", "path": ["財務"], "caption": "補助金の交付", "text": "市は補助金を交付する。"}


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    for name, records in (
        ("jaquad_dev", PARAGRAPHS),
        ("jsquad_valid", PARAGRAPHS),
        ("law_captions", [ARTICLE]),
    ):
        lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in records)
        (tmp_path / f"{name}.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    synonyms = ["000001,1,0,1,0,0,0,(),雨季,,", "000001,1,0,1,0,0,0,(),雨期,,"]
    synonyms += ["000002,1,0,1,0,0,0,(),補助,,", "000002,1,0,1,0,0,0,(),助成,,"]
    (tmp_path / "sudachi_synonyms.txt").write_text("\n".join(synonyms), encoding="utf-8")
    return tmp_path


def test_every_method_is_measured_on_every_collection(
    data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    retrieval.main(data_dir)
    lines = capsys.readouterr().out.splitlines()[1:]
    assert len(lines) == 7 * 6
    assert all(line.split()[-4] == "1.000" for line in lines if "plain BM25" in line)
    assert sum("reworded" in line for line in lines) == 3 * 6


def test_questions_in_other_words(data_dir: Path) -> None:
    collections = {collection.name: collection for collection in retrieval.collections(data_dir)}
    assert collections["JSQuAD valid"].entries[0] == ("梅雨", "梅雨は雨季の一種である。")
    assert collections["law captions, reworded"].questions == [("助成金の交付", 0)]


@pytest.mark.parametrize(("ranking", "row", "expected"), [([3, 1], 1, 2), ([3, 1], 3, 1), ([], 3, 10**6)])
def test_the_place_in_a_ranking(ranking: list[int], row: int, expected: int) -> None:
    assert retrieval.place(ranking, row) == expected
