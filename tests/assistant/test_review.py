from dataclasses import replace
from datetime import UTC, datetime

import pytest

from assistant.answer import Assistant
from assistant.evaluation.figures import judge
from assistant.evaluation.stored import as_question, dump, measure, read
from assistant.explanation import explain
from assistant.gaps import grouped, unreached
from assistant.review import Decision, golden_of, settled
from assistant.store.codec import answer_row, read_exchange
from assistant.store.types import Exchange, FiguresRecord, Golden, PassageRef, Verdict
from assistant.types import Status
from corpus.errors import GuideError

AT = datetime(2026, 4, 1, tzinfo=UTC)


def exchange_of(assistant: Assistant, question: str, history: tuple[str, ...] = ()) -> Exchange:
    """An answer as the store would give it back."""
    trace = assistant.trace(question, history)
    row = answer_row(trace.answer, history, explain(trace, assistant.generation.passages))
    return read_exchange({"id": question, "asked_at": AT, "visitor": "v", **row}, [], [])


def ref(assistant: Assistant, row: int) -> PassageRef:
    return PassageRef.of(assistant.generation.passages[row])


def decided(exchange: Exchange, verdict: Verdict, *refs: PassageRef, approve: bool = True) -> Golden | None:
    return golden_of(settled(Decision(verdict, refs, approve), exchange), exchange, None)


def test_a_right_answer_makes_its_first_quote_golden(assistant: Assistant) -> None:
    exchange = exchange_of(assistant, "後援とは何ですか")
    golden = decided(exchange, Verdict.RIGHT)
    assert golden
    assert golden.question == "後援とは何ですか"
    assert golden.passages == (PassageRef.of(assistant.generation.passages[_row(assistant, exchange)]),)
    assert (golden.status, golden.sections, golden.approved) == (Status.FOUND, ("Ⅰ-6-(7)",), True)
    (judged,) = judge(assistant.ask, [as_question(golden)])
    assert judged.rank == 1


@pytest.mark.parametrize(
    "verdict", [Verdict.INCOMPLETE, Verdict.WRONG, Verdict.SHOULD_ANSWER], ids=lambda verdict: verdict.value
)
def test_passages_that_were_picked_make_a_question_to_be_found(
    assistant: Assistant, verdict: Verdict
) -> None:
    exchange = exchange_of(assistant, "負担金は？", ("事業協力とは何ですか",))
    golden = decided(exchange, verdict, ref(assistant, 40), ref(assistant, 41), approve=False)
    assert golden
    assert golden.history == ("事業協力とは何ですか",)
    assert golden.passages == (ref(assistant, 40), ref(assistant, 41))
    assert len(golden.words) == 2
    assert not golden.approved


@pytest.mark.parametrize("verdict", [Verdict.INCOMPLETE, Verdict.WRONG], ids=lambda verdict: verdict.value)
def test_a_verdict_without_passages_makes_no_golden_question(assistant: Assistant, verdict: Verdict) -> None:
    assert decided(exchange_of(assistant, "後援とは何ですか"), verdict) is None


def test_what_should_have_been_refused_is_golden_as_such(assistant: Assistant) -> None:
    exchange = exchange_of(assistant, "後援とは何ですか")
    decision = Decision(Verdict.SHOULD_REFUSE, (ref(assistant, 1),), True, Status.NOT_FOUND)
    golden = golden_of(settled(decision, exchange), exchange, None)
    assert golden
    assert (golden.status, golden.passages, golden.approved) == (Status.NOT_FOUND, (), False)


def test_a_refusal_that_is_right_is_golden_as_it_was(assistant: Assistant) -> None:
    exchange = exchange_of(assistant, "インフルエンザの予防接種はどこで受けられますか")
    golden = decided(exchange, Verdict.RIGHT)
    assert golden
    assert (golden.status, golden.passages) == (Status.NOT_FOUND, ())


def test_what_should_have_been_answered_needs_its_passage(assistant: Assistant) -> None:
    with pytest.raises(GuideError, match="原文から選んでください"):
        settled(Decision(Verdict.SHOULD_ANSWER), exchange_of(assistant, "補助金の上限は"))


def test_more_passages_than_an_answer_has_are_refused(assistant: Assistant) -> None:
    refs = tuple(ref(assistant, row) for row in range(6))
    with pytest.raises(GuideError, match="5か所まで"):
        settled(Decision(Verdict.WRONG, refs), exchange_of(assistant, "補助金の上限は"))


def test_a_later_verdict_changes_the_golden_question_of_the_first(assistant: Assistant) -> None:
    exchange = exchange_of(assistant, "後援とは何ですか")
    first = decided(exchange, Verdict.RIGHT)
    assert first
    kept = replace(first, id="g", question="後援とは？", style="意味")
    second = golden_of(Decision(Verdict.WRONG, (ref(assistant, 9),)), exchange, kept)
    assert second
    assert (second.id, second.question, second.style) == ("g", "後援とは？", "意味")
    assert second.passages == (ref(assistant, 9),)


def test_golden_questions_are_measured_by_section_and_style_and_failures_named(assistant: Assistant) -> None:
    first = assistant.ask("後援とは何ですか").quotes[0].text[:10]
    golden = [
        Golden("後援とは何ですか", Status.FOUND, ("Ⅰ-6-(7)",), (first,), style="意味", id="良い"),
        Golden("後援とは何ですか", Status.FOUND, ("Ⅰ-1",), ("ないことば",), style="意味", id="悪い"),
        Golden("明日の天気は？", Status.NOT_FOUND, style="", id="関係なし"),
    ]
    measured = measure(assistant.ask, golden)
    assert measured.overall["questions"] == 3
    assert measured.overall["hit1"] == 0.5
    assert set(measured.sections) == {"Ⅰ-1", "Ⅰ-6-(7)"}
    assert measured.sections["Ⅰ-6-(7)"]["hit1"] == 1
    assert set(measured.styles) == {"意味", ""}
    assert set(measured.failures) == {"悪い"}
    assert read(FiguresRecord(AT, "g", "golden", dump(measured))) == measured


def test_no_golden_question_is_said(assistant: Assistant) -> None:
    with pytest.raises(GuideError, match="確認済みの質問がありません"):
        measure(assistant.ask, [])


def test_questions_in_vain_are_grouped_by_likeness_the_most_asked_first(assistant: Assistant) -> None:
    asked = [
        "補助金の上限はいくらですか",
        "補助金の上限額はいくら？",
        "補助金の上限はいくらですか？",
        "明日の天気",
        "ｸﾞﾇｯﾎﾟ",
    ]
    exchanges = [exchange_of(assistant, question) for question in asked]
    groups = grouped(exchanges, assistant.encoder)
    assert [len(group.exchanges) for group in groups] == [3, 1, 1]
    assert {exchange.question for exchange in groups[0].exchanges} == set(asked[:3])
    assert groups[0].missing[0] == "上限"
    assert grouped([], assistant.encoder) == []


def test_sections_that_no_answer_began_in_are_named_in_file_order(assistant: Assistant) -> None:
    (document,) = assistant.documents
    everything = unreached([document], {})
    starts = [section.span.start for _, section in everything]
    assert starts == sorted(starts)
    first = everything[0][1]
    reached = {(document.info.id, first.number): 1, ("ほかの文書", everything[1][1].number): 5}
    assert [section for _, section in unreached([document], reached)] == [s for _, s in everything[1:]]


def _row(assistant: Assistant, exchange: Exchange) -> int:
    texts = [passage.text for passage in assistant.generation.passages]
    return texts.index(exchange.quotes[0].text)
