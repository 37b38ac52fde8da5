"""The guideline as a maintainer may get it next time: saved otherwise, re-set, and revised."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.cleaning import join_spans, squash
from corpus.reading import read_bytes, unaccounted
from corpus.types import Document, PassageKind

RECEIVED = (
    (Path(__file__).parents[2] / "corpus" / "documents" / "kyodo-guideline-h23.txt")
    .read_bytes()
    .decode()
    .replace("\r\n", "\n")
)
PIECES = ("協働", "に", "関", "する", "基本的", "な", "考", "え", "方")
BOLD = "Ⅰ" * 4 + "    " + "".join(piece * 4 for piece in PIECES)


assert BOLD in RECEIVED


def read(text: str) -> Document:
    document = read_bytes(text.encode(), "guideline.txt")
    assert unaccounted(document) == ()
    for passage in document.passages:
        assert join_spans(document.source, passage.spans) == squash(passage.text)
    return document


def outline(document: Document) -> list[str]:
    return [squash(section.reference) for section in document.sections]


def content(document: Document) -> list[tuple[str, str, str]]:
    """What is read, spaces aside: section, kind and words of each passage, and what was set aside."""
    passages = [
        (p.section.number if p.section else "", str(p.kind), squash(p.text)) for p in document.passages
    ]
    return passages + [("", piece.why, squash(piece.text)) for piece in document.set_aside]


def without_blank_at_ends(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.split("\n"))


def without_indentation(text: str) -> str:
    return "\n".join(line.lstrip(" ") for line in text.split("\n"))


def single_spaced(text: str) -> str:
    """Half the line breaks: no blank line within paragraphs, one or more between them."""
    text = re.sub(r"\n[ \t]+(?=\n)", "\n", text)
    return re.sub(r"\n{2,}", lambda breaks: "\n" * (len(breaks[0]) // 2), text)


def without_blank_lines(text: str) -> str:
    return re.sub(r"\n\s*\n", "\n", text)


def with_form_feeds(text: str) -> str:
    """A page begins where a line is glued to the one before it and indented."""
    return re.sub(r"(?<=[^\n])\n (?=\S)", "\n\f", text)


def bold_by(copies: int) -> Callable[[str], str]:
    heading = "Ⅰ" * copies + "    " + "".join(piece * copies for piece in PIECES)
    return lambda text: text.replace(BOLD, heading)


def half_width(text: str) -> str:
    return re.sub(r"[０-９]", lambda digit: chr(ord(digit[0]) - 0xFEE0), text)


@pytest.mark.parametrize(
    "save",
    [
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="改行がＣＲＬＦ"),
        pytest.param(lambda text: text.replace("\n", "\r"), id="改行がＣＲ"),
        pytest.param(lambda text: "\ufeff" + text, id="ＢＯＭつき"),
        pytest.param(str.rstrip, id="最後に改行がない"),
        pytest.param(without_indentation, id="行頭の空白がない"),
        pytest.param(single_spaced, id="行間がつまっている"),
        pytest.param(with_form_feeds, id="改ページ記号がある"),
        pytest.param(
            lambda text: single_spaced(with_form_feeds(text)), id="改ページ記号があり行間がつまっている"
        ),
        pytest.param(
            lambda text: re.sub(r"(?m)^ +", lambda m: "\u3000" * len(m[0]), text), id="全角の字下げ"
        ),
        *(pytest.param(bold_by(copies), id=f"太字が{copies}重") for copies in (1, 2, 3, 5)),
    ],
)
def test_保存のしかたが違っても同じに読む(save: Callable[[str], str]) -> None:
    assert content(read(save(RECEIVED))) == content(read(RECEIVED))


@pytest.mark.parametrize(
    "encoding", ["cp932", "euc_jis_2004", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"]
)
def test_文字コードが違っても同じに読む(encoding: str) -> None:
    document = read_bytes(RECEIVED.encode(encoding), "guideline.txt")
    assert outline(document) == outline(read(RECEIVED))
    assert [passage.kind for passage in document.passages] == [p.kind for p in read(RECEIVED).passages]


def test_半角の番号も同じ見出し() -> None:
    document = read(half_width(RECEIVED))
    assert [half_width(line) for line in outline(read(RECEIVED))] == outline(document)
    assert len(document.passages) == len(read(RECEIVED).passages)


@pytest.mark.parametrize(
    "save",
    [
        pytest.param(without_blank_at_ends, id="行末の空白がない"),
        pytest.param(without_blank_lines, id="空行がない"),
        pytest.param(
            lambda text: without_blank_lines(without_blank_at_ends(text)), id="空行も行末の空白もない"
        ),
    ],
)
def test_手がかりが減っても見出しと段落は読める(save: Callable[[str], str]) -> None:
    document, received = read(save(RECEIVED)), read(RECEIVED)
    assert outline(document) == outline(received)
    same = set(content(document)) & set(content(received))
    # Where a paragraph ends at the margin, or a table's rows begin, nothing tells any more.
    assert len(same) >= len(received.passages)


def typed(*lines: str) -> str:
    """Lines in the manner of the file received: a blank line after each, more after the last."""
    return "".join(f"{line} \n \n" for line in lines) + " \n \n"


# As wide as the page, so the paragraph goes on.
INFORMATION = ("地域活動団体や市民活動団体等と行政が、それぞれの持つ情報を提供し合い、共有する形態", "です。")
REVISED = (
    RECEIVED.replace("（平成 23 年度版）", "（令和 ５年度改訂版）")
    .replace(BOLD, "ⅠⅠ    協働協働にに関関するする基本的基本的なな考考ええ方方")
    .replace(
        "５ 協働の対象とする事業",
        "５ 協働の相手方 \n \n \n \n相手方は公募します。 \n \n \n \n６ 協働の対象とする事業",
    )
    .replace("６ 協働の形態", "７ 協働の形態")
    .replace("（７）後援", typed("（７）情報交換", *INFORMATION) + "（８）後援")
    + " \n \n \n"
    + typed("ⅡⅡ    協働協働のの進進めめ方方")
    + typed(
        "１ 協働の手順", "協働は、次の手順で進めます。", "①課題を見つける", "②相手を見つける", "③協定を結ぶ"
    )
    + typed("２ 協働の評価", "評価は、行政と団体の双方で行います。")
    + typed("第 3回会議", "令和 5年 10月 2日", "資 料 ２－１", "※検討中（案）")
    + typed(
        "（１）評価の方法",
        "次の表により評価します。",
        "○評価の観点",
        "評価の観点 行政 団体 市民",
        *("目的は達成できたか。", "事業報告", "自己評価", "アンケート"),
        *("費用は適切だったか。", "決算", "会計報告", "意見"),
        *("期間は十分だったか。", "工程表", "振り返り", "聞き取り"),
        *("次につながるか。", "計画", "提案", "参加"),
        "※評価票は、地域政策課で配布しています。",
    )
    + typed(
        "（２）評価の公開", "○評価の結果は、市のホームページで公開します。公開の時期は、毎年５月とします。"
    )
)


@pytest.mark.parametrize(
    "save",
    [
        pytest.param(str, id="受け取ったままの書式"),
        pytest.param(without_blank_at_ends, id="行末の空白がない"),
        pytest.param(single_spaced, id="行間がつまっている"),
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="改行がＣＲＬＦ"),
    ],
)
def test_改訂版も見出しと表を読み取る(save: Callable[[str], str]) -> None:
    document = read(save(REVISED))
    assert (document.info.title, document.info.edition) == (
        "協働を進めるためのガイドライン",
        "令和５年度改訂版",
    )
    assert outline(document)[10:] == [
        "Ⅰ-4協働の効果",
        "Ⅰ-5協働の相手方",
        "Ⅰ-6協働の対象とする事業",
        "Ⅰ-7協働の形態",
        "Ⅰ-7-(1)共催",
        "Ⅰ-7-(2)実行委員会・協議会",
        "Ⅰ-7-(3)事業協力",
        "Ⅰ-7-(4)指定管理者",
        "Ⅰ-7-(5)委託",
        "Ⅰ-7-(6)補助",
        "Ⅰ-7-(7)情報交換",
        "Ⅰ-7-(8)後援",
        "Ⅱ協働の進め方",
        "Ⅱ-1協働の手順",
        "Ⅱ-2協働の評価",
        "Ⅱ-2-(1)評価の方法",
        "Ⅱ-2-(2)評価の公開",
    ]
    read_as = {(number, kind): text for number, kind, text in content(document)}
    assert read_as["", PassageKind.OUTLINE] == "Ⅰ協働に関する基本的な考え方Ⅱ協働の進め方"
    assert read_as["Ⅰ-7-(7)", PassageKind.PARAGRAPH] == "".join(INFORMATION)
    assert read_as["Ⅱ-1", PassageKind.ITEM].endswith("①課題を見つける②相手を見つける③協定を結ぶ")
    table = read_as["Ⅱ-2-(1)", PassageKind.TABLE]
    assert table.startswith("○評価の観点評価の観点目的は達成できたか。行政事業報告団体自己評価市民アンケート")
    assert table.endswith("評価の観点次につながるか。行政計画団体提案市民参加")
    assert read_as["Ⅱ-2-(1)", PassageKind.NOTE] == "※評価票は、地域政策課で配布しています。"
    assert read_as["Ⅱ-2-(2)", PassageKind.BOX].endswith("公開の時期は、毎年５月とします。")
    headers = [squash(piece.text) for piece in document.set_aside if piece.why == "会議資料の見出し"]
    assert headers[4:] == ["第3回会議", "令和5年10月2日", "資料２－１", "※検討中（案）"]


@pytest.mark.parametrize(
    ("before", "after", "number", "message"),
    [
        pytest.param(
            "４ 協働の効果", "３ 協働の効果", "Ⅰ-3", "見出しの番号が前と続いていません", id="同じ番号が二つ"
        ),
        pytest.param("４ 協働の効果", "６ 協働の効果", "Ⅰ-6", "番号が飛んでいます", id="番号が飛ぶ"),
        pytest.param(
            "４ 協働の効果", "８ 協働の効果", "Ⅰ-8", "見出しの番号が前と続いていません", id="番号が大きく飛ぶ"
        ),
    ],
)
def test_番号の誤りは見出しを失わずに知らせる(before: str, after: str, number: str, message: str) -> None:
    document = read(RECEIVED.replace(before, after))
    assert f"{number}協働の効果" in outline(document)
    (warning, *_) = [w for w in document.warnings if message in w.message]
    assert (warning.page, warning.line) == (6, 414)


def test_本文のない見出しを知らせる() -> None:
    document = read(RECEIVED + typed("（８）情報提供"))
    assert document.warnings[-1].message == "見出し「Ⅰ-6-(8) 情報提供」に本文がありません。"
