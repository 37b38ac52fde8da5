"""What text extraction did, undone; what the writer did, kept."""

import pytest

from corpus.cleaning import clean_text
from corpus.types import Span


def cleaned(text: str) -> str:
    return clean_text(text, Span(0, len(text)))


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        pytest.param("平成 24 年 4月 23 日", "平成24年4月23日", id="数字のまわりの空白"),
        pytest.param("資 料 ４", "資料４", id="字間を空けた語"),
        pytest.param("こうした課題\n\nに対し、", "こうした課題に対し、", id="行をまたぐ語"),
        pytest.param("Non\nProfit", "Non Profit", id="行をまたぐ英語"),
        pytest.param("「Non Profit Organization」", "「Non Profit Organization」", id="英単語の間"),
        pytest.param("目指す姿 ～「市民自治」", "目指す姿 ～「市民自治」", id="副題の前"),
        pytest.param("１ 人材の育成", "１ 人材の育成", id="見出しの番号のあと"),
        pytest.param("第 1 章 はじめに", "第1章 はじめに", id="章の番号のあと"),
        pytest.param("市民　団体", "市民 団体", id="語を分ける全角空白"),
        pytest.param("ⅠⅠ    協協働働のの進進めめ方方", "Ⅰ 協働の進め方", id="二重の太字"),
        pytest.param("協働協働協働ののの原則原則原則", "協働の原則", id="語ごとに三重の太字"),
        pytest.param("これは重要重要重要重要でででです", "これは重要です", id="文の一部だけ太字"),
        pytest.param(
            "いろいろな人々がますます増えた", "いろいろな人々がますます増えた", id="もともとの繰り返し"
        ),
        pytest.param("1,000,000円", "1,000,000円", id="零の並び"),
        pytest.param("ああああああ", "ああああああ", id="同じ字だけの行"),
        pytest.param("――――", "――――", id="罫線"),
        pytest.param("http://example.jp/a  b", "http://example.jp/a b", id="URL"),
    ],
)
def test_抽出の乱れだけを直す(raw: str, text: str) -> None:
    assert cleaned(raw) == text


@pytest.mark.parametrize(
    "text",
    [
        "ア" * 300_000,
        "あい" * 150_000,
        "（" * 300_000,
        "・" * 300_000 + "x",
        "1.1" * 100_000,
        "ａ@" * 150_000,
    ],
    ids=["同じ字", "同じ語", "開きかっこ", "点線", "番号", "メールもどき"],
)
def test_とても長い行もそのまま読む(text: str) -> None:
    assert cleaned(text) == text
