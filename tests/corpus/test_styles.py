"""Invented documents in other styles than the guideline's, each with all that a reader should see in it."""

from pathlib import Path

import pytest

from corpus.cleaning import join_spans, squash
from corpus.reading import read_document, unaccounted
from corpus.types import Document, PassageKind

FOLDER = Path(__file__).parent / "styles"

# One heading a line, indented by its level; `-` stands for a heading without a number.
OUTLINES = {
    "brackets.txt": """
- この資料について
- 相手の選び方
- お金のこと
- 終わったあと
""",
    "captions.txt": """
- 目的
- 対象
- 手続
""",
    "contents_plain.txt": """
第1章 協働の考え方
  第1章-1 協働とは
  第1章-2 協働の必要性
第2章 協働の手順
  第2章-1 計画
  第2章-2 評価
- おわりに
""",
    "double_spaced.txt": """
1 里親の活動
  1-(1) 活動の内容
  1-(2) 植えてよいもの
  1-(3) 中止するとき
2 市の支援
  2-(1) 貸し出すもの
  2-(2) 保険
""",
    "half_brackets.txt": """
Ⅰ はじめに
Ⅱ 進め方
  Ⅱ-1) 準備
  Ⅱ-2) 実施
  Ⅱ-3) 評価
Ⅲ おわりに
""",
    "handbook.txt": """
1 はじめに
2 協働とは
  2.1 協働の定義
  2.2 協働の原則
    2.2.1 対等の原則
    2.2.2 公開の原則
3 協働の進め方
  3.1 企画
  3.2 実施
""",
    "indented.txt": """
1 協働の基本
  1-1 協働とは
  1-2 協働の効果
2 協働の実務
  2-1 契約
  2-2 支払
""",
    "letters.txt": """
Ⅰ 協働とは
  Ⅰ-1) 定義
  Ⅰ-2) 原則
Ⅱ 協働事業の流れ
  Ⅱ-(1) 企画
    Ⅱ-(1)-a 課題の把握
    Ⅱ-(1)-b 相手方の選定
  Ⅱ-(2) 実施
    Ⅱ-(2)-a 協定の締結
    Ⅱ-(2)-b 進行管理
Ⅲ Q&A
  Q1 個人でも提案できますか。
  Q2 予算の上限はありますか。
""",
    "manual.txt": """
1 マニュアルの目的
2 協働の形態
  2-1 共催
  2-2 後援
3 人材の育成
  3-1 研修
  3-2 個人情報の保護
5 円滑な運営のために
""",
    "markdown.md": """
- ひがし市協働ガイド
  - 協働とは
  - 進め方
    - 企画
    - 実施
  - 問い合わせ
""",
    "official.txt": """
1 指針の目的
2 協働の基本的な考え方
  2-(1) 協働の意義
  2-(2) 協働の相手方
  2-(3) 協働の領域
    2-(3)-ア 市民主体の領域
      2-(3)-ア-(ア) 市民の責任と主体性によって行う領域
      2-(3)-ア-(イ) 市民の主体性の下に市の協力によって行う領域
    2-(3)-イ 市主体の領域
      2-(3)-イ-(ア) 市の主体性の下に市民の参加を得て行う領域
      2-(3)-イ-(イ) 市の責任と主体性によって行う領域
3 協働の進め方
  3-(1) 計画段階
  3-(2) 実施段階
""",
    "ordinance.txt": """
第1章 総則
  第1条 目的
  第2条 定義
  第3条 基本理念
  第3条の2 市の役割
  第4条 市民の役割
第2章 協働の推進
  第2章-第1節 市の施策
    第5条 情報の提供
    第6条 財政上の措置
  第2章-第2節 協働推進委員会
    第7条 設置
第3章 雑則
  第8条 委任
- 附則
別表第1 （第６条関係）
""",
    "outline_behind.txt": """
第1条 趣旨
第2条 対象者
第3条 申請
第4条 実績報告
- 附則
様式第1号 （第３条関係）
""",
    "parts.txt": """
1-1 目的
1-2 対象
2-1 手順
2-2 期間
""",
    "plain.txt": """
- plain
""",
    "policy.txt": """
- はじめに
第1章 協働とは何か
  第1章-1 協働の定義
  第1章-2 協働の必要性
    第1章-2-(1) 市民ニーズの多様化
    第1章-2-(2) 地域のつながりの希薄化
第2章 協働の進め方
  第2章-1 協働の原則
  第2章-2 協働の形態
第3章 推進体制
- 資料編
  1 策定の経過
  2 委員名簿
- 用語解説
""",
    "procedure.txt": """
第1 趣旨
第2 対象
第3 経費
- 附則
""",
    "qa.txt": """
問1 協働事業とは何ですか。
問2 どのような団体が対象になりますか。法人格は必要ですか。
問3 申請はいつまでですか。
""",
    "qa_latin.txt": """
- 制度について
  Q1 補助金と委託料はどう違うのですか？
  Q2 事業の成果は誰のものですか？
- 手続について
  Q3 書類はどこに出しますか？
  Q4 オンラインで申請できますか？
""",
    "qa_chapters.txt": """
第1章 出張の基本
  Q1 出張とは何を指しますか。
  Q2 旅行命令は誰が出しますか。
第2章 交通費
  Q3 自家用車で出張できますか。
  Q4 定期券の区間はどう扱いますか。
第3章 精算
  Q5 精算の期限はいつですか。
""",
    "roman.txt": """
Ⅰ 基本的な考え方
  Ⅰ-1 背景
    Ⅰ-1-(1) 社会の変化
    Ⅰ-1-(2) 市の取組
  Ⅰ-2 定義
Ⅱ 協働の実際
  Ⅱ-1 形態
    Ⅱ-1-(1) 共催
    Ⅱ-1-(2) 委託
    Ⅱ-1-(3) 補助
  Ⅱ-2 留意点
  Ⅱ-3 3年間の計画
""",
    "rules.txt": """
1 目的
2 用語の意義
3 対象事業
4 協働事業の種類
  4-(1) 市提案型
  4-(2) 団体提案型
5 審査
6 スケジュール
7 その他
""",
    "rules_captioned.txt": """
第1章 総則
  第1条 趣旨
  第2条 定義
第2章 登録
  第3条 登録の要件
  第4条 登録の取消し
第3章 補助
  第5条 補助の額
  第6条 返還
""",
    "steps.txt": """
STEP1 相手を知る
STEP2 話し合う
STEP3 協定を結ぶ
""",
    "tables.txt": """
1 目的
2 用語
3 役割分担
4 連絡先
5 注意
""",
    "unmarked.txt": """
- 協働とは
- 協働のメリット
- 協働の留意点
""",
}


def read(name: str) -> Document:
    return read_document(FOLDER / name)


def outline(document: Document) -> str:
    return "\n".join(
        "  " * (section.level - 1) + f"{section.number or '-'} {section.title}"
        for section in document.sections
    )


@pytest.mark.parametrize("name", OUTLINES)
def test_見出しを読み取る(name: str) -> None:
    assert outline(read(name)) == OUTLINES[name].strip()


def test_どの見本にも期待する見出しがある() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(OUTLINES)


@pytest.mark.parametrize("name", OUTLINES)
def test_一字も失わず引用できる(name: str) -> None:
    document = read(name)
    assert unaccounted(document) == ()
    for passage in document.passages:
        assert join_spans(document.source, passage.spans) == squash(passage.text)


@pytest.mark.parametrize(
    ("name", "number", "kind", "text"),
    [
        pytest.param(
            "ordinance.txt",
            "第2条",
            PassageKind.ITEM,
            "この条例において、次の各号に掲げる用語の意義は、当該各号に定めるところによる。\n"
            "（１） 市民 市内に居住し、通勤し、又は通学する者をいう。\n"
            "（２） 市民活動 市民が自発的に行う公益的な活動であって、次のいずれにも該当しないものをいう。\n"
            "ア 宗教の教義を広めることを主たる目的とするもの\n"
            "イ 政治上の主義を推進することを主たる目的とするもの\n"
            "（３） 協働 市民及び市が、対等な立場で協力して公益的な活動に取り組むことをいう。",
            id="条の各号は柱書きとまとめる",
        ),
        pytest.param(
            "ordinance.txt",
            "第3条",
            PassageKind.ITEM,
            "２ 前項の規定は、市と事業者との協働について準用する。\n"
            "３ 市は、第１項の理念にのっとり、施策を講ずるものとする。",
            id="項は見出しではない",
        ),
        pytest.param(
            "ordinance.txt",
            "第3条の2",
            PassageKind.PARAGRAPH,
            "市は、協働を推進するため、職員の研修を行うものとする。",
            id="枝番号の条",
        ),
        pytest.param(
            "ordinance.txt",
            "",
            PassageKind.ITEM,
            "（施行期日）\n１ この条例は、平成２４年４月１日から施行する。",
            id="附則の項は見出し書きとまとめる",
        ),
        pytest.param(
            "ordinance.txt",
            "別表第1",
            PassageKind.TABLE,
            "区分 初年度\u3000補助率 ４分の３\u3000限度額 ３０万円\n"
            "区分 ２年度目\u3000補助率 ２分の１\u3000限度額 ２０万円\n"
            "区分 ３年度目\u3000補助率 ３分の１\u3000限度額 １０万円",
            id="空きで区切った三列の表",
        ),
        pytest.param(
            "tables.txt",
            "3",
            PassageKind.TABLE,
            "企画\u3000市 課題の提示\u3000団体 提案\n"
            "実施\u3000市 進行管理\u3000団体 事業の実施\n"
            "評価\u3000市 公表\u3000団体 自己評価",
            id="左上が空の表",
        ),
        pytest.param(
            "tables.txt",
            "4",
            PassageKind.ITEM,
            "〒100-0001みなと市中央１－２－３\nみなと市役所市民協働課\n電話(0123) 45-6789",
            id="住所と電話",
        ),
        pytest.param("tables.txt", "5", PassageKind.NOTE, "（注）予算の範囲内で行います。", id="注"),
        pytest.param(
            "handbook.txt",
            "3.2",
            PassageKind.ITEM,
            "問い合わせ先\nみどり市市民部市民協働課\n電話0123-45-6789（内線2310）\nFAX 0123-45-6780\n"
            "E-mail kyodo@city.midori.example.jp\nhttps://www.city.midori.example.jp/kyodo/guide.html",
            id="問い合わせ先は一つにまとめる",
        ),
        pytest.param(
            "handbook.txt",
            "1",
            PassageKind.PARAGRAPH,
            "2019年度に実施した調査では、1,786件の協働事業が確認されました。",
            id="数字で始まる文",
        ),
        pytest.param(
            "handbook.txt",
            "2.1",
            PassageKind.PARAGRAPH,
            "参加率は3.5ポイント上がり、62.4％になりました。",
            id="小数は番号ではない",
        ),
        pytest.param(
            "contents_plain.txt",
            "第2章-1",
            PassageKind.ITEM,
            "計画を立てるときは、次のことを確かめます。\n"
            "① 目的がはっきりしているか\n② 相手方が決まっているか\n③ 期間が適切か",
            id="短い丸数字の列は項目",
        ),
        pytest.param(
            "official.txt",
            "2-(1)",
            PassageKind.PARAGRAPH,
            "地域の課題が多様化し、複雑化する中で、行政のみでは対応することが難しい課題が増えている。"
            "市民の知恵と経験を生かすことによって、きめ細かな対応が可能となるとともに、"
            "市民の自治の意識が高まることが期待される。",
            id="四十字で折り返した段落",
        ),
        pytest.param(
            "official.txt",
            "2-(2)",
            PassageKind.ITEM,
            "協働の相手方は、次のとおりとする。\nア 自治会、町内会等の地域団体\n"
            "イ 特定非営利活動法人その他の市民活動団体\n"
            "ウ 社会貢献活動を行う企業、大学等の事業者であって、"
            "市内に事務所を有し、又は市内において活動を行うもの",
            id="折り返した項目",
        ),
        pytest.param(
            "official.txt",
            "3-(1)",
            PassageKind.NOTE,
            "注１）市民とは、市内に在住し、在勤し、又は在学する者をいう。",
            id="番号のある注",
        ),
        pytest.param(
            "half_brackets.txt",
            "Ⅱ-2)",
            PassageKind.ITEM,
            "①日時を決める\n②場所を決める\n③人を集める（市民活動団体、自治会、学校など）",
            id="字下げして続く項目",
        ),
        pytest.param(
            "roman.txt",
            "Ⅱ-2",
            PassageKind.ITEM,
            "・対等であること\n‐ 相手の立場を尊重する\n‐ 上下の関係をつくらない\n・公開すること",
            id="二段の箇条書き",
        ),
        pytest.param(
            "policy.txt",
            "第2章-1",
            PassageKind.ITEM,
            "協働を進めるに当たっては、次の６つの原則を大切にします。\n"
            "①対等の原則 対等な立場であること\n②自主性尊重の原則 自主性を尊重すること\n"
            "③自立化の原則 自立を進めること\n④相互理解の原則 互いに理解すること\n"
            "⑤目的共有の原則 目的を共有すること\n⑥公開の原則 関係を公開すること",
            id="空きで区切った項目は表ではない",
        ),
        pytest.param(
            "rules.txt",
            "5",
            PassageKind.TABLE,
            "項目 公益性\u3000配点 30点\u3000内容 広く市民の利益になるか\n"
            "項目 実現性\u3000配点 30点\u3000内容 計画に無理がないか\n"
            "項目 協働性\u3000配点 40点\u3000内容 役割分担が適切か",
            id="半角の空きで区切った表",
        ),
        pytest.param(
            "rules.txt",
            "6",
            PassageKind.TABLE,
            "４月 募集開始\n５月 募集締切\n６月 審査会\n７月 事業開始",
            id="列の見出しのない表",
        ),
        pytest.param(
            "policy.txt",
            "第2章-2",
            PassageKind.BOX,
            "■共催\n市と団体が主催者となって事業を行う形態です。\n"
            "〔適する事業〕イベント、講演会など\n〔留意点〕責任の所在を明確にする。",
            id="囲みの中の小見出し",
        ),
        pytest.param(
            "policy.txt",
            "",
            PassageKind.BOX,
            "【ＮＰＯ】\nNon-Profit Organizationの略。営利を目的としない団体のこと。",
            id="用語の解説",
        ),
        pytest.param(
            "markdown.md",
            "",
            PassageKind.TABLE,
            "段階 企画\u3000市の役割 課題の提示\u3000団体の役割 提案\n"
            "段階 実施\u3000市の役割 進行管理\u3000団体の役割 事業の実施",
            id="Markdown の表",
        ),
        pytest.param(
            "qa.txt",
            "問2",
            PassageKind.PARAGRAPH,
            "答２ 市内で活動する団体であれば対象になります。法人格の有無は問いません。",
            id="問に答える段落",
        ),
        pytest.param("qa_latin.txt", "Q4", PassageKind.PARAGRAPH, "A4 できます。", id="Ｑ＆Ａ"),
    ],
)
def test_本文を種類ごとに読み取る(name: str, number: str, kind: PassageKind, text: str) -> None:
    found = [
        passage.text
        for passage in read(name).passages
        if passage.section and passage.section.number == number and passage.kind is kind
    ]
    assert text in found


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("ordinance.txt", "みなと市市民協働推進条例"),
        ("handbook.txt", "みどり市協働ハンドブック"),
        ("official.txt", "みなみ市協働推進指針"),
        ("markdown.md", "ひがし市協働ガイド"),
        ("plain.txt", "plain"),
    ],
)
def test_題名を読み取る(name: str, title: str) -> None:
    assert read(name).info.title == title


def test_目次とページ番号と柱は本文ではない() -> None:
    aside = [(squash(piece.text)[:6], piece.why) for piece in read("handbook.txt").set_aside]
    assert aside[:4] == [
        ("みどり市協働", "表題"),
        ("令和３年３月", "表題"),
        ("みどり市市民", "表題"),
        ("目次", "目次の行"),
    ]
    assert [why for _, why in aside].count("目次の行") == 10
    assert [text for text, why in aside if why == "ページ番号"] == ["-1-", "-2-", "-3-", "-4-", "-5-"]
    assert [why for _, why in aside].count("ページごとに繰り返される見出し") == 5


def test_点線のない目次も本文ではない() -> None:
    for name, lines in (("contents_plain.txt", 7), ("ordinance.txt", 8)):
        assert sum(piece.why == "目次の行" for piece in read(name).set_aside) == lines


@pytest.mark.parametrize(
    ("name", "warnings"),
    [
        ("plain.txt", [(1, "見出しが見つからないため、文書全体を一つの節として読みました。")]),
        (
            "manual.txt",
            [(28, "番号が飛んでいます（5 円滑な運営のために）。抜けた見出しがないか確かめてください。")],
        ),
        (
            "policy.txt",
            [
                (71, "見出し「1 策定の経過」に本文がありません。"),
                (72, "見出し「2 委員名簿」に本文がありません。"),
            ],
        ),
        *((name, []) for name in OUTLINES if name not in ("plain.txt", "manual.txt", "policy.txt")),
    ],
)
def test_おかしなところだけを知らせる(name: str, warnings: list[tuple[int, str]]) -> None:
    assert [(w.line, w.message) for w in read(name).warnings] == warnings
