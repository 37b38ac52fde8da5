from dataclasses import replace
from datetime import UTC, datetime

import pytest

from assistant.answer import Assistant
from assistant.approvals import Approvals, Places
from assistant.store.types import ApprovedPair, PassageRef, text_sha256
from assistant.types import Answer, Status
from corpus.types import Passage
from index.generation import Generation

AT = datetime(2026, 4, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def other(assistant: Assistant) -> Passage:
    """A passage that no question of these tests would find by itself."""
    return assistant.generation.passages[-1]


def pair(question: str, *passages: Passage, history: tuple[str, ...] = ()) -> ApprovedPair:
    return ApprovedPair(question, question, history, tuple(map(PassageRef.of, passages)), "係", AT)


def approving(assistant: Assistant, *pairs: ApprovedPair) -> Assistant:
    return Assistant(assistant.generation, assistant.encoder, Approvals(pairs))


def without_time(answer: Answer) -> Answer:
    return replace(answer, elapsed_ms=0.0)


NEAR = [
    ("後援とは何ですか", "後援とは何ですか"),
    ("後援とは何ですか", "後援　とは、何ですか？？"),
    ("後援とは何ですか", "後援って何？"),
    ("後援とは何ですか", "後援について教えてください"),
    ("隣組とは何ですか", "町内会とは何ですか"),
    ("指定管理者の指定に議決は必要ですか", "指定管理者の指定には議決が必要ですか？"),
    ("ＣＳＲとは", "csrとは何でしょうか"),
    ("補助金の上限はいくらですか", "補助金の上限額はいくらですか"),
    ("後援を断ることはできますか", "後援を断ることはできませんか"),
]
FAR = [
    ("後援とは何ですか", "共催とは何ですか"),
    ("市民にとっての効果は", "行政にとっての効果は"),
    ("協定書は誰が作りますか", "協定書はどこで作りますか"),
    ("協定書は誰が作りますか", "協定書はいつ作りますか"),
    ("補助の対象になるもの", "補助の対象にならないもの"),
    ("第10条には何が書いてありますか", "第7条には何が書いてありますか"),
    ("委託の責任は誰が負いますか", "補助の責任は誰が負いますか"),
    ("協働はなぜ必要ですか", "協働は必要ですか"),
    ("後援とは何ですか", "後援の申請の手続きはどうしますか"),
    ("後援とは何ですか", "天気"),
]


@pytest.mark.parametrize(("approved", "asked"), NEAR, ids=[asked for _, asked in NEAR])
def test_an_approved_passage_answers_its_question_and_near_paraphrases_first(
    assistant: Assistant, other: Passage, approved: str, asked: str
) -> None:
    answer = approving(assistant, pair(approved, other)).ask(asked)
    assert answer.quotes[0].text == other.text
    assert answer.quotes[0].approved == approved
    assert answer.quotes[0].verified
    assert answer.status is Status.FOUND
    assert answer.confidence >= 0.95
    usual = [quote.text for quote in assistant.ask(asked).quotes if quote.text != other.text]
    assert [quote.text for quote in answer.quotes[1:]] == usual[:4]
    assert not any(quote.approved for quote in answer.quotes[1:])


@pytest.mark.parametrize(("approved", "asked"), FAR, ids=[asked for _, asked in FAR])
def test_another_question_is_answered_as_ever(
    assistant: Assistant, other: Passage, approved: str, asked: str
) -> None:
    answer = approving(assistant, pair(approved, other)).ask(asked)
    assert without_time(answer) == without_time(assistant.ask(asked))


def test_a_follow_up_is_near_by_what_it_means(assistant: Assistant, other: Passage) -> None:
    approving_one = approving(assistant, pair("負担金は？", other, history=("事業協力とは何ですか",)))
    answer = approving_one.ask("負担金は？", ["事業協力って何？"])
    assert answer.quotes[0].text == other.text
    assert approving_one.ask("負担金は？", ["共催とは何ですか"]).quotes[0].text != other.text


def test_what_has_no_known_word_is_near_itself_alone(assistant: Assistant, other: Passage) -> None:
    approving_one = approving(assistant, pair("ｸﾞﾇｯﾎﾟ", other))
    assert approving_one.ask("グヌッポ？").quotes[0].text == other.text
    assert approving_one.ask("ベラッポ").quotes == assistant.ask("ベラッポ").quotes


def test_several_passages_are_shown_in_the_trainers_order(assistant: Assistant) -> None:
    chosen = assistant.generation.passages[9], assistant.generation.passages[4]
    quotes = approving(assistant, pair("後援とは", *chosen)).ask("後援とは").quotes
    assert [quote.passage_id for quote in quotes[:2]] == [9, 4]
    assert len({quote.passage_id for quote in quotes}) == len(quotes) <= 5


def test_the_newest_of_two_counts_and_the_nearest_of_two(assistant: Assistant, other: Passage) -> None:
    first = assistant.generation.passages[0]
    newest = approving(assistant, pair("後援とは", other), pair("後援とは？", first))
    assert newest.ask("後援とは").quotes[0].passage_id == other.id
    nearest = approving(assistant, pair("後援って何", other), pair("後援とは何ですか", first))
    assert nearest.ask("後援とは何ですか").quotes[0].passage_id == first.id


def test_a_passage_that_a_revision_changed_is_out_of_force(assistant: Assistant, other: Passage) -> None:
    old = replace(pair("後援とは", other), passages=(changed(PassageRef.of(other)),))
    both = replace(old, passages=(PassageRef.of(other), *old.passages))
    for gone in (old, both):
        answer = approving(assistant, gone).ask("後援とは")
        assert without_time(answer) == without_time(assistant.ask("後援とは"))


def test_approvals_can_change_while_it_answers(assistant: Assistant, other: Passage) -> None:
    approvals = Approvals()
    asked = Assistant(assistant.generation, assistant.encoder, approvals)
    before = asked.ask("後援とは")
    assert without_time(before) == without_time(assistant.ask("後援とは"))
    approvals.replace([pair("後援とは", other)])
    assert asked.ask("後援とは").quotes[0].text == other.text
    approvals.replace([])
    assert without_time(asked.ask("後援とは")) == without_time(before)


def test_what_is_not_verbatim_is_not_shown_even_if_approved(assistant: Assistant, other: Passage) -> None:
    forged = replace(other, text=f"{other.text}偽")
    generation: Generation = replace(
        assistant.generation, passages=(*assistant.generation.passages[:-1], forged)
    )
    answer = Assistant(generation, assistant.encoder, Approvals([pair("後援とは", forged)])).ask("後援とは")
    assert all(quote.text != forged.text for quote in answer.quotes)


def test_the_same_words_are_found_in_the_section_named(assistant: Assistant) -> None:
    passages = assistant.generation.passages
    first, last = passages[5], replace(passages[5], id=99, section=passages[-1].section)
    places = Places([first, last])
    assert places.find(PassageRef.of(last)) == last
    assert places.find(PassageRef.of(first)) == first
    assert places.find(replace(PassageRef.of(first), section="Ⅸ")) == first
    assert places.find(changed(PassageRef.of(first))) is None


def changed(ref: PassageRef) -> PassageRef:
    text = f"{ref.text}（改訂）"
    return replace(ref, text=text, sha256=text_sha256(text))
