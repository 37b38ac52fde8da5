"""What a question asks for: its kind, its facts, its sides, and what a follow-up leaves out."""

import pytest

from assistant.errors import AskError
from assistant.question import MAX_LENGTH, Fact, Kind, understand


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("事業協力と指定管理者の違いは？", Kind.COMPARISON),
        ("委託と補助、どっちを使えばいい？", Kind.COMPARISON),
        ("市民活動団体とは", Kind.DEFINITION),
        ("アダプトプログラムって何？", Kind.DEFINITION),
        ("協働の形態にはどんなものがありますか", Kind.LIST),
        ("効果を全部教えて", Kind.LIST),
        ("責任を市が負うことの根拠は", Kind.GROUNDS),
        ("なぜ協定を結ぶのですか", Kind.WHY),
        ("後援を頼まれたらどう対応すればいいですか", Kind.HOW),
        ("指定には議決が必要ですか", Kind.YES_NO),
        ("誰が責任を負いますか", Kind.OTHER),
    ],
)
def test_kind(question: str, kind: Kind) -> None:
    assert understand(question).kind is kind


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("補助金の上限はいくらですか", {Fact.MONEY}),
        ("申請の締切はいつまでですか", {Fact.PERIOD}),
        ("調査は何件ありましたか", {Fact.COUNT}),
        ("条例はいつ施行されましたか", {Fact.DATE}),
        ("担当課の内線番号は", {Fact.CONTACT}),
        ("申請書の様式はありますか", {Fact.FORM}),
        ("補助率は何割", {Fact.RATE}),
        ("協働の定義は", set()),
    ],
)
def test_facts(question: str, facts: set[Fact]) -> None:
    assert understand(question).facts == facts


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("事業協力と指定管理者の違いは？", ("事業協力", "指定管理者")),
        ("共催と後援はどう使い分ける？", ("共催", "後援")),
        ("違いを教えて", ()),
    ],
)
def test_both_sides_of_a_comparison(question: str, sides: tuple[str, ...]) -> None:
    assert understand(question).sides == sides


def test_a_follow_up_takes_over_what_it_leaves_out() -> None:
    asked = understand("負担金は？", ["事業協力とは何ですか"])
    assert asked.inherited == "事業協力"
    assert asked.query == "事業協力 負担金は？"


@pytest.mark.parametrize(
    "question",
    [
        "指定管理者の指定には議会の議決が必要ですか",
        "協働の形態にはどのようなものがありますか",
        "パスポートの更新はどこでできますか",
        "後援とは何ですか",
    ],
)
def test_a_question_that_stands_alone_takes_nothing_over(question: str) -> None:
    asked = understand(question, ["事業協力の負担金はいくらですか"])
    assert asked.query == asked.text


@pytest.mark.parametrize(
    "question", ["負担金はいくらですか", "責任は誰が負いますか", "どんな注意がいる？", "期間は？"]
)
def test_a_question_that_leaves_its_subject_out_takes_it_over(question: str) -> None:
    assert understand(question, ["事業協力とは何ですか"]).inherited == "事業協力"


@pytest.mark.parametrize("question", ["", "  \n\t", "\u200b\u200b", "\x00", "\ud800"], ids=repr)
def test_an_empty_question_is_refused(question: str) -> None:
    with pytest.raises(AskError, match="質問が空です"):
        understand(question)


def test_a_question_too_long_is_refused() -> None:
    with pytest.raises(AskError, match="2,000字まで"):
        understand("あ" * (MAX_LENGTH + 1))


@pytest.mark.parametrize(
    ("question", "defined"),
    [
        ("地域活動団体とは、どういう団体のことですか", "地域活動団体"),
        ("条例でいう「市民活動」とはどのような活動でしょうか", "市民活動"),
        ("アダプトプログラムって何？", "アダプトプログラム"),
        ("気をつけることは何ですか", ""),
    ],
)
def test_what_is_to_be_defined(question: str, defined: str) -> None:
    assert understand(question).defined == defined


def test_a_follow_up_may_put_one_thing_for_another() -> None:
    asked = understand("市役所側には？", ["協働すると自治会にはどんな効果がありますか"])
    assert "自治会" not in asked.inherited
    assert "効果" in asked.inherited


@pytest.mark.parametrize(
    ("question", "focus"),
    [
        ("条例に違反したときの罰則は？", ["罰則"]),
        ("パスポートの更新はどこでできますか", ["パスポート", "更新"]),
        ("委託 責任の所在", ["責任", "所在"]),
        ("理由を教えて", []),
    ],
)
def test_focus(question: str, focus: list[str]) -> None:
    assert [token.term for token in understand(question).focus] == focus
