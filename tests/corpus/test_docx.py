"""Word documents: what people see of automatic numbers, merged cells, frames, notes and tracked changes."""

import pytest

from corpus.cleaning import join_spans, squash
from corpus.reading import read_bytes, unaccounted
from corpus.types import Document
from tests.corpus.word import cell, docx, listed, numbering, paragraph, run, table

_HEADING = '<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/>{more}</w:style>'
_STYLES = (
    _HEADING.format(id="1", name="heading 1", more='<w:pPr><w:outlineLvl w:val="0"/></w:pPr>')
    + _HEADING.format(id="2", name="heading 2", more="")
    + _HEADING.format(id="a", name="見出しもどき", more='<w:basedOn w:val="1"/>')
    + _HEADING.format(id="t", name="Title", more="")
    + _HEADING.format(id="c", name="toc 1", more="")
)


def read(body: str, **more: str) -> Document:
    document = read_bytes(docx(body, **more), "guide.docx")  # type: ignore[arg-type]
    assert unaccounted(document) == ()
    for passage in document.passages:
        assert join_spans(document.source, passage.spans) == squash(passage.text)
    return document


def styled(style: str, text: str) -> str:
    return paragraph(text, f'<w:pStyle w:val="{style}"/>')


def texts(document: Document) -> list[str]:
    return [passage.text for passage in document.passages if passage.kind != "outline"]


@pytest.mark.parametrize(
    ("digits", "around", "shown"),
    [
        pytest.param("decimal", "第%1条", ["第1条", "第2条", "第3条"], id="第1条"),
        pytest.param("decimalFullWidth", "第%1章", ["第１章", "第２章", "第３章"], id="第１章"),
        pytest.param("japaneseCounting", "第%1節", ["第一節", "第二節", "第三節"], id="第一節"),
        pytest.param("aiueoFullWidth", "（%1）", ["（ア）", "（イ）", "（ウ）"], id="（ア）"),
        pytest.param("aiueo", "%1", ["ｱ", "ｲ", "ｳ"], id="ｱ"),
        pytest.param("irohaFullWidth", "%1", ["イ", "ロ", "ハ"], id="イロハ"),
        pytest.param("decimalEnclosedCircle", "%1", ["①", "②", "③"], id="①"),
        pytest.param("decimalEnclosedParen", "%1", ["⑴", "⑵", "⑶"], id="⑴"),
        pytest.param("upperRoman", "%1.", ["I.", "II.", "III."], id="I"),
        pytest.param("lowerLetter", "%1)", ["a)", "b)", "c)"], id="a"),
        pytest.param("ideographTraditional", "%1", ["甲", "乙", "丙"], id="甲乙丙"),
        pytest.param("japaneseLegal", "%1", ["壱", "弐", "参"], id="壱弐参"),
        pytest.param("bullet", "\uf0b7", ["•", "•", "•"], id="記号"),
    ],
)
def test_自動の番号は見えるとおりの文字になる(digits: str, around: str, shown: list[str]) -> None:
    body = "".join(paragraph("協働を進めます。", listed(0)) for _ in range(3))
    lines = read(body, lists=numbering((digits, around))).source.split("\n")
    assert [line.removesuffix(" 協働を進めます。") for line in lines[:3]] == shown


def test_下の段の番号は上の段が進むと１から数え直す() -> None:
    levels = numbering(("decimal", "%1"), ("decimal", "%1.%2"), ("decimalEnclosedCircle", "%3"))
    body = "".join(paragraph("項目", listed(i)) for i in (0, 1, 2, 2, 1, 0, 1, 2))
    lines = read(body, lists=levels).source.split("\n")
    assert [line.split(" ")[0] for line in lines if line] == ["1", "1.1", "①", "②", "1.2", "2", "2.1", "①"]


def test_番号を振り直した一覧は言われた数から始まる() -> None:
    again = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    body = "".join(paragraph("項目", listed(0, i)) for i in (1, 1, 2, 2))
    lines = read(body, lists=numbering(("decimal", "（%1）"), more=again)).source.split("\n")
    assert [line.split(" ")[0] for line in lines if line] == ["（1）", "（2）", "（5）", "（6）"]


def test_見出しの書式は番号がなくても見出しになる() -> None:
    document = read(
        styled("t", "手引き（第２版）")
        + styled("c", "協働とは\t1")
        + styled("1", "協働とは")
        + paragraph("ともに取り組むことです。")
        + styled("2", "相手方")
        + paragraph("団体です。")
        + styled("a", "進め方")
        + paragraph("企画から始めます。"),
        styles=_STYLES,
    )
    assert (document.info.title, document.info.edition) == ("手引き", "第２版")
    assert [(s.level, s.title) for s in document.sections] == [(1, "協働とは"), (2, "相手方"), (1, "進め方")]
    assert [(p.why, p.text) for p in document.set_aside] == [
        ("表題", "手引き（第２版）"),
        ("目次の行", "協働とは\t1"),
    ]


def test_変更履歴は承諾した形で読む() -> None:
    deleted = '<w:del w:id="1"><w:r><w:delText>旧い</w:delText></w:r></w:del>'
    inserted = f'<w:ins w:id="2">{run("新しい")}</w:ins>'
    mark = '<w:pPr><w:rPr><w:del w:id="3"/></w:rPr></w:pPr>'
    document = read(
        f"<w:p>{deleted}{inserted}{run('公共です。')}</w:p><w:p>{mark}{run('前の段落は')}</w:p>"
        + paragraph("後の段落に続きます。")
    )
    assert texts(document) == ["新しい公共です。", "前の段落は後の段落に続きます。"]
    assert ["変更履歴" in warning.message for warning in document.warnings].count(True) == 1


def test_結合したセルはかかる行と列のすべてで読む() -> None:
    head = "".join(cell(text) for text in ("形態", "市の役割", "団体の役割"))
    first = cell("後援", '<w:vMerge w:val="restart"/>') + cell("名義") + cell("実施")
    second = cell("", "<w:vMerge/>") + cell("市と団体で分担", '<w:gridSpan w:val="2"/>')
    (passage,) = read(table(head, first, second)).passages
    assert passage.text == (
        "形態 後援\u3000市の役割 名義\u3000団体の役割 実施\n形態 後援\u3000市の役割 団体の役割 市と団体で分担"
    )


def test_一つのセルの表は囲み_レイアウトの表は本文() -> None:
    box = table(cell("【留意点】\nよく話し合います。"))
    layout = table(cell("１ 目的\n協働を進めます。\n２ 方法\n話し合います。") + table(cell("内側")))
    document = read(
        box + layout.replace("</w:tc><w:tbl>", "<w:tbl>").replace("</w:tbl></w:tr>", "</w:tbl></w:tc></w:tr>")
    )
    assert document.passages[1].kind == "box"
    assert [s.reference for s in document.sections] == ["1 目的", "2 方法"]


def test_テキストボックスは一度だけ読み囲みになる() -> None:
    inside = (
        f"<w:txbxContent>{paragraph('相談はお早めに。')}{paragraph('電話でも受けます。')}</w:txbxContent>"
    )
    drawing = (
        f"<mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{inside}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    document = read(f"<w:p>{run('本文です。')}<w:r>{drawing}</w:r></w:p>" + paragraph("続きです。"))
    assert [(p.kind.value, p.text) for p in document.passages] == [
        ("paragraph", "本文です。"),
        ("box", "相談はお早めに。\n電話でも受けます。"),
        ("paragraph", "続きです。"),
    ]


def test_ふりがなと注の番号は本文に混ざらない() -> None:
    ruby = (
        f"<w:r><w:ruby><w:rt>{run('きょうどう')}</w:rt><w:rubyBase>{run('協働')}</w:rubyBase></w:ruby></w:r>"
    )
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    document = read(
        f"<w:p>{run('この')}{ruby}{note}{run('を進めます。')}</w:p>" + paragraph("次の段落です。"),
        parts={"footnotes": f'<w:footnote w:id="2">{paragraph("ともに働くこと。")}</w:footnote>'},  # type: ignore[arg-type]
    )
    assert [(p.kind.value, p.text) for p in document.passages] == [
        ("paragraph", "この協働を進めます。"),
        ("note", "ともに働くこと。"),
        ("paragraph", "次の段落です。"),
    ]
    assert [(p.text, p.why) for p in document.set_aside] == [
        ("きょうどう", "ふりがな"),
        ("1", "注の番号"),
        ("1", "注の番号"),
    ]


def test_隠し文字とフィールドの式は読まず結果は読む() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF x </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("第２章")}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    document = read(f"<w:p>{field}{run('を見てください。')}{run('内緒', '<w:vanish/>')}</w:p>")
    assert texts(document) == ["第２章を見てください。"]


def test_ヘッダーとフッターは本文から除く() -> None:
    document = read(
        paragraph("協働を進めます。"),
        parts={"header1": paragraph("みどり市"), "footer1": paragraph("- 1 -")},  # type: ignore[arg-type]
    )
    assert texts(document) == ["協働を進めます。"]
    assert [(p.why, p.text) for p in document.set_aside] == [("ヘッダー", "みどり市"), ("フッター", "- 1 -")]
