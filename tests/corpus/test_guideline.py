"""The real guideline, read as a person reads it: outline, passages, and what is no part of it."""

from collections import Counter
from pathlib import Path

import pytest

from corpus.cleaning import join_spans, squash
from corpus.reading import read_collection, unaccounted
from corpus.types import Document, Passage, PassageKind

FOLDER = Path(__file__).parents[2] / "corpus" / "documents"

OUTLINE = [
    ("Ⅰ", "協働に関する基本的な考え方"),
    ("Ⅰ-1", "協働が求められる背景"),
    ("Ⅰ-2", "協働の定義"),
    ("Ⅰ-3", "小田原市における協働"),
    ("Ⅰ-3-(1)", "目指す姿 ～「市民自治」"),
    ("Ⅰ-3-(2)", "現状"),
    ("Ⅰ-3-(2)-①", "地域活動団体と行政との協働"),
    ("Ⅰ-3-(2)-②", "市民活動団体と行政との協働"),
    ("Ⅰ-3-(2)-③", "事業者との協働"),
    ("Ⅰ-3-(2)-④", "協働の事例"),
    ("Ⅰ-4", "協働の効果"),
    ("Ⅰ-5", "協働の対象とする事業"),
    ("Ⅰ-6", "協働の形態"),
    ("Ⅰ-6-(1)", "共催"),
    ("Ⅰ-6-(2)", "実行委員会・協議会"),
    ("Ⅰ-6-(3)", "事業協力"),
    ("Ⅰ-6-(4)", "指定管理者"),
    ("Ⅰ-6-(5)", "委託"),
    ("Ⅰ-6-(6)", "補助"),
    ("Ⅰ-6-(7)", "後援"),
]


@pytest.fixture(scope="module")
def guideline() -> Document:
    (document,) = read_collection(FOLDER)
    return document


def passages(document: Document, number: str, kind: PassageKind) -> list[Passage]:
    return [p for p in document.passages if p.section and p.section.number == number and p.kind is kind]


def test_見出しは番号も題も原文のとおり(guideline: Document) -> None:
    assert [(section.number, section.title) for section in guideline.sections] == OUTLINE


def test_節は見出しから次の同じ階層の見出しまで(guideline: Document) -> None:
    source = guideline.source
    for section in guideline.sections:
        assert section.span.start == section.heading[0].start
        if section.parent:
            assert section.parent.span.start < section.span.start
            assert section.span.end <= section.parent.span.end
    assert guideline.sections[0].span.end == len(source)
    assert guideline.sections[4].reference == "Ⅰ-3-(1) 目指す姿 ～「市民自治」"
    assert [s.number for s in guideline.sections[6].path] == ["Ⅰ", "Ⅰ-3", "Ⅰ-3-(2)", "Ⅰ-3-(2)-①"]
    assert [section.level for section in guideline.sections[:7]] == [1, 2, 2, 2, 3, 3, 4]


def test_引用単位の数は種類ごとに決まっている(guideline: Document) -> None:
    assert Counter(passage.kind for passage in guideline.passages) == {
        PassageKind.PARAGRAPH: 39,
        PassageKind.NOTE: 19,
        PassageKind.BOX: 10,
        PassageKind.OUTLINE: 4,
        PassageKind.TABLE: 1,
        PassageKind.ITEM: 1,
    }
    assert [passage.id for passage in guideline.passages] == list(range(74))


def test_表は行ごとに文として読める(guideline: Document) -> None:
    (table,) = passages(guideline, "Ⅰ-3-(2)-②", PassageKind.TABLE)
    assert table.text.split("\n") == [
        "○市民活動団体と同好会の違い",
        "事業や活動は、何のため、誰のために行うか。\u3000市民活動団体 公益＝利他 必要としていること・人のため"
        "\u3000同好会 共益・私益＝利己 「私たちだけ」のため",
        "何を満たすために事業や活動を行うか。"
        "\u3000市民活動団体 Needs＝求められること\u3000同好会 Wants＝したいこと",
        "必要な資源はどうまかなうか。"
        "\u3000市民活動団体 受益者負担も求めつつ、不足は寄附・助成・補助などで補う（公費であることが多い）"
        "\u3000同好会 自費",
    ]


def test_囲みは題と項目をまとめて一つ(guideline: Document) -> None:
    first, second = passages(guideline, "Ⅰ-3-(2)-①", PassageKind.BOX)
    assert first.text.split("\n")[0] == "○地域コミュニティの将来像"
    assert second.text.split("\n") == [
        "○新たな地域コミュニティに必要な機能",
        "・各種団体の新たな連携",
        "・コーディネーター役として求められる人材",
        "・参加したくなる交流の場の創出",
    ]
    (principles,) = passages(guideline, "Ⅰ-2", PassageKind.BOX)
    lines = principles.text.split("\n")
    assert lines[0] == "○小田原市における協働の原則"
    assert lines[2] == "◆甲と乙は、協働の精神に基づいて、双方とも次の原則を遵守する。"
    assert [line[0] for line in lines[3:]] == ["・"] * 4


def test_事業の類型は三つとも矢印の説明とともに一つ(guideline: Document) -> None:
    (types,) = passages(guideline, "Ⅰ-5", PassageKind.BOX)
    lines = types.text.split("\n")
    assert lines[0] == "【協働に適した事業の類型】"
    assert [line[0] for line in lines[1:]] == list("①⇒②⇒③⇒")
    assert lines[3].endswith(
        "（施設・河川・道路・公園など、市民に身近な公共スペースを、地域の実情や市民ニーズに合わせて整備し管理する事業など）"
    )


def test_注は一つずつ(guideline: Document) -> None:
    notes = passages(guideline, "Ⅰ-6-(3)", PassageKind.NOTE)
    assert [note.text[:12] for note in notes] == [
        "※一般的に、目的、役割分",
        "※地域活動団体や市民活動",
        "※行政は、日ごろから地域",
    ]
    assert all(note.text.endswith("。") for note in notes)


@pytest.mark.parametrize(
    ("number", "lines"),
    [
        (
            "Ⅰ-3-(2)",
            "①地域活動団体と行政との協働 ②市民活動団体と行政との協働 ③事業者との協働 ④協働の事例",
        ),
        (
            "Ⅰ-6",
            "（１）共催 （２）実行委員会・協議会 （３）事業協力 （４）指定管理者 （５）委託 （６）補助"
            " （７）後援",
        ),
    ],
    ids=["丸数字", "かっこ数字"],
)
def test_節の目次も引用できる(guideline: Document, number: str, lines: str) -> None:
    (outline,) = passages(guideline, number, PassageKind.OUTLINE)
    assert outline.text.split("\n") == lines.split()


@pytest.mark.parametrize(
    "sentence",
    [
        "平成24年１月からは「小田原市自治基本条例」が施行され、市民がより一層いきいきと",
        "市民と行政との信頼関係に基づいた協働型のまちづくりや地域運営",
        "行政が自ら実施するよりもより良い成果を上げられるという判断のもとに",
        "①社会を構成する多様な主体（地域活動団体、市民活動団体、事業者、行政等）が担い手となり、②それぞれが",
        "「ＣＳＲ（Corporate Social Responsibility；企業の社会的責任）」",
        "（１）～（３）は関わる度合いが対等に近いもの、（４）～（５）は行政側の主体性が高いもの、",
        "市民ニーズに合った多様なサービスの提供",
    ],
    ids=[
        "行末で切れた年月",
        "ページをまたぐ段落",
        "ページをまたぐ注",
        "文の中の丸数字",
        "英単語の間の空白",
        "文の中のかっこ数字",
        "図の中の言葉",
    ],
)
def test_切れた文がつながっている(guideline: Document, sentence: str) -> None:
    assert sum(sentence in passage.text for passage in guideline.passages) == 1


def test_本文でないものは表題と会議の見出しだけ(guideline: Document) -> None:
    title, *header = guideline.set_aside
    assert (title.line, squash(title.text)) == (1, "協働を進めるためのガイドライン（平成23年度版）")
    assert title.why == "表題"
    assert [(piece.line, squash(piece.text)) for piece in header] == [
        (77, "平成24年4月23日"),
        (79, "第5回会議"),
        (81, "資料４"),
        (83, "※平成24年度行政提案型協働事業における庁内向け事業テーマ募集文書の参考資料（H23.9）"),
    ]
    assert {piece.why for piece in header} == {"会議資料の見出し"}


def test_空白以外のすべての文字の行方が分かる(guideline: Document) -> None:
    assert unaccounted(guideline) == ()


def test_引用は原文の位置から再現できる(guideline: Document) -> None:
    for passage in guideline.passages:
        assert join_spans(guideline.source, passage.spans) == squash(passage.text)


def test_注意は図の言葉の一つだけ(guideline: Document) -> None:
    assert [(w.line, w.message) for w in guideline.warnings] == [
        (474, "図や表の中の言葉のようです（市民自治の実現 ほか）。原本と見比べてください。"),
    ]
