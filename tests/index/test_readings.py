"""Words typed in kana or with the wrong kanji find the word that is read alike."""

import pytest

from index.readings import Readings, build_readings
from index.tokens import terms
from tests.index.samples import make_passages

TEXT = "市民活動団体への補助金と、社会貢献活動について、実行委員会で協働の定義を確かめます。指定を行います。"


@pytest.fixture(scope="module")
def readings() -> Readings:
    return build_readings(make_passages(TEXT))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ほじょきんはありますか", {"ほじょきん": "補助金"}),
        ("ﾎｼﾞｮｷﾝはありますか", {"ﾎｼﾞｮｷﾝ": "補助金"}),
        ("捕助金の申請", {"捕助金": "補助金"}),
        ("社会公献活動", {"社会公献活動": "社会貢献活動"}),
        ("協動のていぎ", {"協動": "協働", "ていぎ": "定義"}),
        ("しみんかつどうだんたい", {"しみんかつどうだんたい": "市民活動団体"}),
        ("検討していますか", {}),
        ("補助金の定義", {}),
        ("", {}),
    ],
    ids=[
        "かな",
        "半角カナ",
        "誤変換",
        "熟語の誤変換",
        "混在",
        "長い複合語",
        "助動詞は読み替えない",
        "正しい表記",
        "空",
    ],
)
def test_a_word_read_alike_stands_for_the_documents_word(
    readings: Readings, typed: str, meant: dict[str, str]
) -> None:
    known = set(terms(TEXT)) & set(terms(typed))
    assert {e.word: e.targets[0] for e in readings.expand(typed, known)} == meant


def test_the_rarest_words_are_forgotten_where_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.readings._MOST_COUNTED", 8)
    texts = [
        f"補助金の{word}" for word in "図書館 保育所 消防署 体育館 博物館 市役所 公民館 給食費 水道料".split()
    ]
    entries = build_readings(make_passages(*texts)).entries
    assert entries["ホジョキン"] == ("補助金",)
    assert "トショカン" not in entries
    assert len(entries) <= 8
