import pytest

from assistant.plain import answer_lines
from assistant.types import Answer, Quote, Status
from corpus.types import DocumentInfo, PassageKind, Section, Span

INFO = DocumentInfo("kaisoku", "自転車会会則", "令和8年版", "", "", "kaisoku.txt", "")
SECTION = Section("2-(1)", "会費", 2, Section("2", "会計", 1, None, Span(0, 40), ()), Span(10, 40), ())


def quote(decisive: Span | None, section: Section | None = SECTION) -> Quote:
    text = "会費は年に千円です。\n途中で入った人も同じです。"
    return Quote(3, text, section, PassageKind.PARAGRAPH, (Span(10, 34),), INFO, True, decisive, 0.9)


def shown(status: Status, *quotes: Quote, missing: tuple[str, ...] = ()) -> list[str]:
    answer = Answer("会費は", "会費は", status, quotes, 0.5, missing, 1.0, "g")
    return list(answer_lines(answer, "会計係"))


@pytest.mark.parametrize(
    ("status", "head"),
    [
        (Status.FOUND, "● ガイドラインに次の記載があります。"),
        (Status.RELATED, "◐ この点を直接述べた記載は見つかりませんでした。関係する記載を示します。"),
        (Status.NOT_FOUND, "○ ガイドラインには、この質問に関する記載が見つかりませんでした。"),
    ],
    ids=["ある", "関係するものだけ", "ない"],
)
def test_the_first_line_says_whether_the_guideline_answers(status: Status, head: str) -> None:
    assert shown(status, quote(None))[0] == head


def test_a_quote_stands_under_its_place_with_the_decisive_sentence_marked() -> None:
    assert shown(Status.FOUND, quote(Span(0, 10)))[1:] == [
        "",
        "■ 2-(1) 会費 ─ 自転車会会則 令和8年版",
        "    ▶会費は年に千円です。◀",
        "    途中で入った人も同じです。",
    ]


def test_a_quote_from_before_the_first_heading_says_so() -> None:
    assert shown(Status.FOUND, quote(None, None))[2] == "■ （見出しの前） ─ 自転車会会則 令和8年版"


def test_when_nothing_is_found_the_contact_is_named() -> None:
    lines = shown(Status.NOT_FOUND)
    assert lines[0] == "○ ガイドラインには、この質問に関する記載が見つかりませんでした。"
    assert "会計係にお問い合わせください。" in lines[1]


def test_words_that_occur_nowhere_are_named() -> None:
    lines = shown(Status.RELATED, quote(None), missing=("上限", "様式"))
    assert lines[1] == "  『上限』『様式』という語はガイドラインにありません。"
