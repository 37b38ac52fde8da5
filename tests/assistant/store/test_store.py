from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from assistant.answer import Assistant, Trace
from assistant.errors import StoreFault
from assistant.store.store import Store
from assistant.store.types import (
    ExchangeFilter,
    Explanation,
    Golden,
    PassageRef,
    Verdict,
    text_sha256,
)
from assistant.types import Status
from corpus.errors import GuideError

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
HOSTILE = [
    "<script>alert(1)</script>'; DROP TABLE exchanges; --",
    "\u202eこれは右から左\u202c",
    "a\0b",
    "半分\ud800",
    "%_\\",
    "🙂" * 500,
]


def kept(
    store: Store,
    trace: Trace,
    explanation: Explanation,
    question: str = "後援とは",
    status: Status = Status.FOUND,
    visitor: str = "v1",
    asked_at: datetime | None = None,
) -> str:
    """Record the sample as the answer to another question."""
    answer = replace(trace.answer, question=question, status=status)
    return store.record(answer, visitor=visitor, explanation=explanation, asked_at=asked_at)


def test_an_exchange_comes_back_as_it_was_shown(
    store: Store, trace: Trace, explanation: Explanation, assistant: Assistant
) -> None:
    asked_at = datetime(2026, 4, 1, 8, 30, 1, 234567, tzinfo=UTC)
    exchange_id = store.record(
        trace.answer,
        visitor="v1",
        history=["協働とは何ですか"],
        explanation=explanation,
        asked_at=asked_at,
    )
    exchange = store.exchange(exchange_id)
    assert exchange
    assert exchange.asked_at == asked_at
    assert (exchange.question, exchange.history) == (trace.answer.question, ("協働とは何ですか",))
    assert (exchange.status, exchange.generation) == (trace.answer.status, trace.answer.generation)
    assert exchange.explanation == explanation
    assert [quote.text for quote in exchange.quotes] == [quote.text for quote in trace.answer.quotes]
    first, original = exchange.quotes[0], trace.answer.quotes[0]
    assert original.section
    assert (first.reference, first.section) == (original.section.reference, original.section.number)
    assert (first.spans, first.decisive) == (original.spans, original.decisive)
    assert (first.document, first.edition) == (original.document.title, "平成23年度版")
    passages = {PassageRef.of(passage).sha256 for passage in assistant.generation.passages}
    assert {candidate.sha256 for candidate in explanation.candidates} <= passages
    assert store.exchange("ない") is None


def test_the_explanation_tells_what_fired_and_what_was_near(explanation: Explanation, trace: Trace) -> None:
    assert ("隣組", ("地域活動団体",)) in [(f.word, f.targets) for f in explanation.expansions]
    assert sum(candidate.shown for candidate in explanation.candidates) == len(trace.answer.quotes)
    assert any(not candidate.shown for candidate in explanation.candidates)
    assert [candidate.rank for candidate in explanation.candidates] == list(
        range(1, len(explanation.candidates) + 1)
    )


def test_the_same_exchange_is_kept_once(store: Store, trace: Trace, explanation: Explanation) -> None:
    for _ in range(2):
        store.record(trace.answer, visitor="v1", explanation=explanation, exchange_id="同じ")
    assert store.count() == 1


@pytest.mark.parametrize("text", HOSTILE, ids=["標識", "向き", "NUL", "半分", "記号", "絵文字"])
def test_hostile_text_is_kept_as_typed(
    store: Store, trace: Trace, explanation: Explanation, text: str
) -> None:
    seen = text.replace("\0", "␀").replace("\ud800", "\ufffd")
    exchange_id = kept(store, trace, explanation, question=text, visitor=text)
    kept(store, trace, explanation, question="ほかの質問")
    store.rate(exchange_id, text, helpful=False, reasons=[text], comment=text)
    store.judge(exchange_id, Verdict.WRONG, text, note=text)
    (exchange,) = store.exchanges(ExchangeFilter(text=text))
    assert (exchange.question, exchange.visitor) == (seen, seen)
    (rating,) = exchange.ratings
    assert (rating.comment, rating.reasons) == (seen, (text,))
    assert exchange.review
    assert (exchange.review.by, exchange.review.note) == (seen, seen)
    assert store.history(text) == (exchange,)


def test_a_megabyte_of_remarks_is_refused(store: Store, trace: Trace, explanation: Explanation) -> None:
    exchange_id = kept(store, trace, explanation)
    huge = "長" * 1_000_000
    with pytest.raises(GuideError, match="長すぎます（2,000字まで）"):
        store.rate(exchange_id, "v1", helpful=True, comment=huge)
    with pytest.raises(GuideError, match="長すぎます"):
        store.judge(exchange_id, Verdict.RIGHT, "係", note=huge)
    with pytest.raises(GuideError, match="長すぎます"):
        store.save_golden(Golden(huge, Status.FOUND), "係")
    assert store.count(ExchangeFilter(judged=False, thumb=True)) == 0
    assert store.golden() == ()


@pytest.mark.parametrize(
    ("wanted", "questions"),
    [
        (ExchangeFilter(), ["四", "三", "二", "一"]),
        (ExchangeFilter(status=Status.NOT_FOUND), ["二"]),
        (ExchangeFilter(since=NOON + timedelta(days=1), until=NOON + timedelta(days=3)), ["三", "二"]),
        (ExchangeFilter(verdict=Verdict.WRONG), ["三"]),
        (ExchangeFilter(judged=True), ["三", "一"]),
        (ExchangeFilter(judged=False), ["四", "二"]),
        (ExchangeFilter(thumb=True), ["四", "一"]),
        (ExchangeFilter(thumb=False), ["四"]),
        (ExchangeFilter(thumb=True, judged=False), ["四"]),
        (ExchangeFilter(text="ＡＢＣ"), ["四"]),
        (ExchangeFilter(text="ない"), []),
    ],
    ids=["全部", "状態", "日付", "判定", "判定済み", "未判定", "良い", "違う", "二つ", "幅と大小", "なし"],
)
def test_exchanges_are_filtered_newest_first(
    store: Store,
    trace: Trace,
    explanation: Explanation,
    wanted: ExchangeFilter,
    questions: Sequence[str],
) -> None:
    ids = {}
    for day, question in enumerate("一二三四"):
        status = Status.NOT_FOUND if question == "二" else Status.FOUND
        typed = f"{question} abc" if question == "四" else question
        at = NOON + timedelta(days=day)
        ids[question] = kept(store, trace, explanation, question=typed, status=status, asked_at=at)
    store.judge(ids["一"], Verdict.WRONG, "係")
    store.judge(ids["一"], Verdict.RIGHT, "係長")
    store.judge(ids["三"], Verdict.WRONG, "係")
    store.rate(ids["一"], "a", helpful=True)
    store.rate(ids["四"], "a", helpful=True)
    store.rate(ids["四"], "b", helpful=False)
    found = store.exchanges(wanted)
    assert [exchange.question[0] for exchange in found] == questions
    assert store.count(wanted) == len(questions)
    assert store.exchanges(wanted, offset=1, limit=2) == found[1:3]


def test_a_section_holds_those_below_it(store: Store, trace: Trace, explanation: Explanation) -> None:
    kept(store, trace, explanation)
    first = trace.answer.quotes[0].section
    assert first
    for number in (first.number, first.number.rpartition("-")[0]):
        assert store.count(ExchangeFilter(section=number)) == 1
    for number in (first.number[:-1], f"{first.number}-①", "%"):
        assert store.count(ExchangeFilter(section=number)) == 0


def test_a_thumb_can_be_changed_and_taken_back(store: Store, trace: Trace, explanation: Explanation) -> None:
    exchange_id = kept(store, trace, explanation)
    store.rate(exchange_id, "a", helpful=True)
    store.rate(exchange_id, "b", helpful=True)
    store.rate(exchange_id, "a", helpful=False, reasons=["違う節"], comment=" 後援のことです ")
    exchange = store.exchange(exchange_id)
    assert exchange
    assert [(r.visitor, r.helpful, r.comment) for r in exchange.ratings] == [
        ("b", True, ""),
        ("a", False, "後援のことです"),
    ]
    store.rate(exchange_id, "b", helpful=None)
    assert store.useful() == ()


def test_useful_are_those_somebody_marked_since(store: Store, trace: Trace, explanation: Explanation) -> None:
    old = kept(store, trace, explanation, question="前", asked_at=NOON)
    new = kept(store, trace, explanation, question="後", asked_at=NOON + timedelta(days=1))
    for exchange_id in (old, new):
        store.rate(exchange_id, "a", helpful=True)
        store.rate(exchange_id, "b", helpful=True)
    assert [exchange.question for exchange in store.useful()] == ["後", "前"]
    assert [exchange.question for exchange in store.useful(NOON + timedelta(hours=1))] == ["後"]


def test_all_verdicts_are_kept_and_the_last_counts(
    store: Store, trace: Trace, explanation: Explanation, assistant: Assistant
) -> None:
    exchange_id = kept(store, trace, explanation)
    ref = PassageRef.of(assistant.generation.passages[7])
    store.judge(exchange_id, Verdict.WRONG, "係")
    store.judge(exchange_id, Verdict.INCOMPLETE, " 係長 ", [ref], "表も要る")
    exchange = store.exchange(exchange_id)
    assert exchange
    assert exchange.review
    assert [review.verdict for review in exchange.reviews] == [Verdict.WRONG, Verdict.INCOMPLETE]
    assert (exchange.review.by, exchange.review.passages) == ("係長", (ref,))
    assert ref.sha256 == text_sha256(ref.text)


def test_a_verdict_can_be_that_of_all_that_was_asked_and_answered_alike(
    store: Store, trace: Trace, explanation: Explanation
) -> None:
    first, second, third = (kept(store, trace, explanation, question="Ａ") for _ in range(3))
    other = kept(store, trace, explanation, question="Ａ", status=Status.RELATED)
    kept(store, trace, explanation, question="Ｂ")
    assert store.like(first) == (second, third)
    store.judge(second, Verdict.WRONG, "係")
    assert store.like(first) == (third,)
    store.judge(first, Verdict.RIGHT, "係", with_like=True)
    assert [exchange.id for exchange in store.exchanges(ExchangeFilter(verdict=Verdict.RIGHT))] == [
        third,
        first,
    ]
    assert store.like(other) == ()


def test_nothing_is_said_of_an_answer_that_is_gone(store: Store) -> None:
    with pytest.raises(StoreFault, match="もうありません"):
        store.rate("ない", "v1", helpful=True)
    with pytest.raises(StoreFault, match="もうありません"):
        store.judge("ない", Verdict.RIGHT, "係")


def test_what_is_old_is_forgotten_with_all_that_was_said_of_it(
    store: Store, trace: Trace, explanation: Explanation
) -> None:
    now = datetime.now(UTC)
    old = kept(store, trace, explanation, asked_at=now - timedelta(days=31))
    kept(store, trace, explanation, question="新しい", asked_at=now - timedelta(days=29))
    store.rate(old, "v1", helpful=True)
    store.judge(old, Verdict.RIGHT, "係")
    store.save_golden(Golden("後援とは", Status.FOUND, exchange_id=old), "係")
    assert store.forget(30) == 1
    assert [exchange.question for exchange in store.exchanges()] == ["新しい"]
    assert store.useful() == ()
    assert len(store.golden()) == 1


def test_golden_questions_say_who_wrote_and_who_changed_them(store: Store, assistant: Assistant) -> None:
    ref = PassageRef.of(assistant.generation.passages[3])
    made = store.save_golden(
        Golden(
            "後援の名義は？",
            Status.FOUND,
            sections=("Ⅰ-6-(2)",),
            words=("後援|名義",),
            history=("後援とは",),
            style="colloquial",
            passages=(ref,),
            approved=True,
            note="よく聞かれる",
        ),
        "係",
    )
    assert store.golden() == (made,)
    assert (made.created_by, made.changed_by) == ("係", "係")
    (pair,) = store.approved()
    assert (pair.question, pair.passages, pair.by) == ("後援の名義は？", (ref,), "係")
    state = store.golden_state()
    changed = store.save_golden(replace(made, question="後援の名義とは？", approved=False), "係長")
    assert store.golden() == (changed,)
    assert (changed.created_by, changed.created_at) == ("係", made.created_at)
    assert changed.changed_by == "係長"
    assert store.approved() == ()
    assert store.golden_state() != state


def test_a_verdict_makes_one_golden_question_of_an_answer_however_often_it_is_sent(store: Store) -> None:
    entry = Golden("後援とは", Status.FOUND, exchange_id="x")
    first = store.save_golden(entry, "係")
    second = store.save_golden(replace(entry, note="二度押し"), "係長")
    assert store.golden() == (second,)
    assert (second.id, second.created_by, second.changed_by) == (first.id, "係", "係長")
    store.remove_golden(first.id, "係")
    assert store.save_golden(entry, "係").id != first.id


def test_a_golden_question_that_was_removed_cannot_be_changed(store: Store) -> None:
    made = store.save_golden(Golden("電話番号は？", Status.RELATED), "係")
    state = store.golden_state()
    store.remove_golden(made.id, "係長")
    assert store.golden() == ()
    assert store.golden_state() != state
    with pytest.raises(StoreFault, match="ほかの人が取り除いた"):
        store.save_golden(made, "係")


def test_only_what_is_to_be_found_is_an_approved_pair(store: Store) -> None:
    store.save_golden(Golden("電話番号は？", Status.RELATED, approved=True), "係")
    assert store.approved() == ()


def test_switches_and_figures_are_kept_newest_first(store: Store) -> None:
    store.record_switch("a", "b", "担当", summary={"changed": 3})
    store.record_switch("b", "c", "課長", "急ぎのため")
    assert [(s.old, s.new, s.by, s.reason) for s in store.switches()] == [
        ("b", "c", "課長", "急ぎのため"),
        ("a", "b", "担当", ""),
    ]
    assert store.switches()[1].summary == {"changed": 3}
    store.record_figures("a", "golden", {"": {"hit1": 0.7, "hit3": None}})
    store.record_figures("b", "golden", {"": {"hit1": 0.8}})
    assert [record.generation for record in store.figures()] == ["b", "a"]
    assert store.figures()[1].values == {"": {"hit1": 0.7, "hit3": None}}
    assert [record.generation for record in store.figures(limit=1)] == ["b"]


def test_how_often_a_section_was_reached_is_counted_by_document(
    store: Store, trace: Trace, explanation: Explanation
) -> None:
    for status in (Status.FOUND, Status.RELATED, Status.NOT_FOUND):
        kept(store, trace, explanation, status=status)
    first = trace.answer.quotes[0]
    assert first.section
    assert store.reached() == {(first.document.id, first.section.number): 2}


def test_sheets_are_listed_answered_once_and_removed(store: Store) -> None:
    rows = [[f"後援とは {number}\0"] for number in range(45)]
    sheet_id = store.add_sheet("質問\ud800.csv", "係", ["質問"], 0, rows)
    (sheet,) = store.sheets()
    assert (sheet.name, sheet.by, sheet.heads, sheet.total, sheet.done) == (
        "質問\ufffd.csv",
        "係",
        ("質問",),
        45,
        0,
    )
    assert [row.number for row in store.sheet_rows(sheet_id, unanswered=True, limit=7)] == list(range(1, 8))
    store.answer_rows(sheet_id, {1: {"error": "a"}})
    store.answer_rows(sheet_id, {1: {"error": "b"}, 2: {"error": "c"}})
    answered = store.sheet_rows(sheet_id)
    assert [row.answer for row in answered[:3]] == [{"error": "a"}, {"error": "c"}, None]
    assert answered[0].cells == ("後援とは 0\0",)
    assert store.sheets()[0].done == 2
    store.remove_sheet(sheet_id)
    assert store.sheets() == ()
    assert store.sheet_rows(sheet_id) == ()
