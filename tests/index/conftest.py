"""What the tests of the index share: a small real encoder, and a small collection in a folder."""

import json
from pathlib import Path

import pytest

from index.types import Model
from tests.index.samples import BigramEncoder

ENTRIES = {
    "q1": ("協働事業の協定", "協働事業では、市民活動団体と市が協定を締結します。"),
    "q2": ("補助金の交付", "市は、公益性の高い事業に補助金を交付します。"),
    "q3": ("後援の依頼", "後援を依頼されたときは、事業の目的を確かめて判断します。"),
    "q4": ("指定管理者の公募", "施設の管理者は公募し、議会の議決を経て指定します。"),
}


@pytest.fixture
def encoder() -> BigramEncoder:
    return BigramEncoder()


@pytest.fixture
def model() -> Model:
    return Model("bigrams", "0" * 64)


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """A folder with one FAQ of four entries and a thesaurus of one rule."""
    folder = tmp_path / "documents"
    folder.mkdir()
    entries = [{"id": id, "question": q, "answer": a} for id, (q, a) in ENTRIES.items()]
    lines = [json.dumps(entry, ensure_ascii=False) for entry in entries]
    (folder / "faq.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (folder / "thesaurus.txt").write_text("名義貸し → 後援\n", encoding="utf-8")
    return folder
