"""How lines begin: what numbers a heading or a list, and what only looks like a number."""

import pytest

from corpus.markers import Mark, marker, number


@pytest.mark.parametrize(
    ("line", "style", "canonical", "words"),
    [
        ("第１章　総則", "章", "第1章", "総則"),
        ("第 1 章 はじめに", "章", "第1章", "はじめに"),
        ("資料２　協定書のひな形", "appendix", "資料2", "協定書のひな形"),
        ("第二節 手続", "節", "第2節", "手続"),
        ("第１０条の３（報告）", "article", "第10条の3", "（報告）"),
        ("第１　趣旨", "ordinal", "第1", "趣旨"),
        ("別表第１（第６条関係）", "appendix", "別表第1", "（第６条関係）"),
        ("様式第２号 申請書", "appendix", "様式第2号", "申請書"),
        ("Ⅱ 進め方", "roman", "Ⅱ", "進め方"),
        ("IV. 進め方", "roman", "Ⅳ", "進め方"),
        ("Ⅰ－１　協働とは", "dotted2", "Ⅰ-1", "協働とは"),
        ("１－２．後援", "dotted2", "1-2", "後援"),
        ("2.3.1 公開の原則", "dotted3", "2.3.1", "公開の原則"),
        ("３．人材の育成", "arabic", "3", "人材の育成"),
        ("１ 日程", "arabic", "1", "日程"),
        ("２ 条例の改正", "arabic", "2", "条例の改正"),
        ("3 3年間の計画", "arabic", "3", "3年間の計画"),
        ("２）実施", "half_paren", "2)", "実施"),
        ("（ ３ ）補助", "paren", "(3)", "補助"),
        ("⑵ 補助", "paren", "(2)", "補助"),
        ("[4] 補助", "bracket", "[4]", "補助"),
        ("③ 事業者", "circled", "③", "事業者"),
        ("（一）目的", "paren_kanji", "(一)", "目的"),
        ("二　対象", "kanji", "二", "対象"),
        ("ウ　事業者", "kana", "ウ", "事業者"),
        ("（イ）補助", "paren_kana", "(イ)", "補助"),
        ("ⅱ 準備", "small_roman", "ⅱ", "準備"),
        ("問１２　対象は", "question", "問12", "対象は"),
        ("Ｑ３．対象は", "question", "Q3", "対象は"),
        ("ステップ２　話し合う", "step", "ステップ2", "話し合う"),
    ],
)
def test_番号を読み取る(line: str, style: str, canonical: str, words: str) -> None:
    mark = marker(line)
    assert (mark.mark, mark.style, mark.canonical) == (Mark.NUMBER, style, canonical)
    assert line[mark.end :] == words


@pytest.mark.parametrize(
    "line",
    [
        "24年度の調査では",
        "24 年度の調査では",
        "３つの視点から",
        "1,786件の実績",
        "12 人以内で組織する",
        "平成24年４月",
        "2011.3.25 開催",
        "62.4％になりました",
        "0465-33-1111",
        "050-1234",
        "第５次総合計画",
        "第２条第２項では、",
        "第5回会議",
        "（１）～（３）は対等に近い",
        "（１）及び（２）の場合",
        "①、②を比べる",
        "問２から問４まで",
        "アンケートの結果",
        "一つの事業を行う",
        "I want to know",
        "問題は三つある",
    ],
)
def test_番号のように見えて番号でないもの(line: str) -> None:
    assert marker(line).mark is Mark.NONE


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("※注意してください", Mark.NOTE),
        ("＊申請は４月から", Mark.NOTE),
        ("（注２）事業者を含む", Mark.NOTE),
        ("注１）市民とは", Mark.NOTE),
        ("・対等であること", Mark.ITEM),
        ("- 対等であること", Mark.ITEM),
        ("○効果", Mark.BOX),
        ("■ 目的", Mark.BOX),
        ("⇒効果がある", Mark.CONTINUATION),
        ("【類型】", Mark.CAPTION),
        ("### 企画", Mark.HASHES),
        ("は じ め に", Mark.NAMED),
        ("附　則", Mark.NAMED),
        ("ー続き", Mark.NONE),
        ("", Mark.NONE),
    ],
)
def test_記号を読み取る(line: str, mark: Mark) -> None:
    assert marker(line).mark is mark


@pytest.mark.parametrize(
    ("text", "value"), [("24", 24), ("２４", 24), ("二十四", 24), ("二四", 24), ("百三", 103), ("十", 10)]
)
def test_漢数字も数える(text: str, value: int) -> None:
    assert number(text) == value
