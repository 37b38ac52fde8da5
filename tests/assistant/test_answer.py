"""The whole way from a question to verified quotes, on the real guideline."""

import string
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answer import MAX_QUOTES, Assistant
from assistant.errors import AskError
from assistant.question import Kind, understand
from assistant.types import Status
from corpus.cleaning import join_spans, squash


@pytest.mark.parametrize(
    ("question", "number", "words"),
    [
        ("指定管理者の指定には議会の議決が必要ですか", "Ⅰ-6-(4)", "議会の議決が必要"),
        ("委託した事業の責任は誰が負いますか", "Ⅰ-6-(5)", "原則として委託する行政側が負う"),
        ("市民活動団体と同好会の違いは何ですか", "Ⅰ-3-(2)-②", "同好会 自費"),
        ("協働の事例の調査では何件の実績がありましたか", "Ⅰ-3-(2)-④", "139件"),
        ("ほじょきんを交付する形態は", "Ⅰ-6-(6)", "補助金を交付する形態"),
        ("ＣＳＲとは何の略ですか", "Ⅰ-3-(2)-③", "Corporate Social Responsibility"),
    ],
)
def test_the_first_quote_answers(assistant: Assistant, question: str, number: str, words: str) -> None:
    answer = assistant.ask(question)
    assert answer.status is Status.FOUND
    first = answer.quotes[0]
    assert first.section is not None
    assert first.section.number == number
    assert words in first.text


def test_both_sides_of_a_comparison_are_quoted(assistant: Assistant) -> None:
    answer = assistant.ask("事業協力と指定管理者の違いは何ですか")
    assert {"Ⅰ-6-(3)", "Ⅰ-6-(4)"} <= {q.section.number for q in answer.quotes if q.section}


@pytest.mark.parametrize(
    "question", ["パスポートの更新はどこでできますか", "住民票の写しは", "xqzw", "こんにちは", "！？…"]
)
def test_what_the_guideline_does_not_treat_is_not_found(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).status is Status.NOT_FOUND


def test_a_fact_that_is_not_given_is_not_answered(assistant: Assistant) -> None:
    answer = assistant.ask("補助金の上限はいくらですか")
    assert answer.status is Status.RELATED
    assert "上限" in answer.missing_terms
    assert answer.quotes


def test_words_without_any_evidence_bring_no_quotes(assistant: Assistant) -> None:
    answer = assistant.ask("xqzw")
    assert answer.quotes == ()
    assert answer.confidence == 0
    assert answer.missing_terms == ("xqzw",)


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("住民票の写しはどこでもらえますか", "住民票"),
        ("ふるさと納税の返礼品を教えてください", "返礼品"),
        ("補助金の上限額はいくらですか", "上限額"),
        ("駐車場の料金はいくらですか", "駐車場"),
    ],
)
def test_a_missing_word_is_named_as_it_was_written(assistant: Assistant, question: str, missing: str) -> None:
    assert missing in assistant.ask(question).missing_terms


def test_a_follow_up_is_understood(assistant: Assistant) -> None:
    answer = assistant.ask("負担金は？", ["事業協力とは何ですか"])
    assert "負担金等、金銭に関する契約行為" in answer.quotes[0].text


@pytest.mark.parametrize("question", ["", "　", "あ" * 100_000], ids=["空", "空白", "十万字"])
def test_bad_questions_are_refused_in_japanese(assistant: Assistant, question: str) -> None:
    with pytest.raises(AskError, match="質問が"):
        assistant.ask(question)


@given(
    st.text(
        st.sampled_from(
            "協働委託補助後援とのは違い市民団体？ＮＰＯ" + string.ascii_letters + "\x00\ud800\u202e"
        ),
        max_size=40,
    )
)
@settings(max_examples=60, deadline=None)
def test_whatever_is_asked_every_quote_verifies(assistant: Assistant, question: str) -> None:
    try:
        answer = assistant.ask(question)
    except AskError:
        return
    assert len(answer.quotes) <= MAX_QUOTES
    assert 0 <= answer.confidence <= 1
    for quote in answer.quotes:
        document = assistant.generation.document(quote.document.id)
        assert join_spans(document.source, quote.spans) == squash(quote.text)
        assert quote.verified
        assert quote.decisive is None or 0 <= quote.decisive.start < quote.decisive.end <= len(quote.text)


def test_answers_are_the_same_from_many_threads(assistant: Assistant) -> None:
    questions = ["委託とは", "補助と委託の違い", "ゴミの日", "協働の効果を全部"] * 8
    alone = {q: assistant.ask(q).quotes for q in questions}
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(assistant.ask, questions))
    assert [a.quotes for a in together] == [alone[q] for q in questions]


@pytest.mark.parametrize("question", ["パスポートの更新はどこでできますか", "パスポートは？"])
def test_a_stray_question_is_not_answered_from_what_was_talked_about(
    assistant: Assistant, question: str
) -> None:
    assert assistant.ask(question, ["補助金の上限はいくらですか"]).status is not Status.FOUND


@pytest.mark.parametrize(
    "question", ["市民活動団体と同好会の違いは何ですか", "行政への効果を全部挙げてください"]
)
def test_a_table_or_list_that_is_asked_for_is_not_half_marked(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).quotes[0].decisive is None


def test_a_comparison_without_any_evidence_is_not_found(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    ranked = assistant._ranker.rank
    empty = replace(ranked(understand("委託")), evidence=())
    # The sides alone can be near to something where the question as a whole is near to nothing.
    monkeypatch.setattr(
        assistant._ranker, "rank", lambda q, k=1: empty if q.kind is Kind.COMPARISON else ranked(q, k)
    )
    answer = assistant.ask("猫と犬の違いは何ですか")
    assert answer.status is Status.NOT_FOUND
    assert answer.quotes == ()
