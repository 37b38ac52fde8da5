from dataclasses import replace
from html.parser import HTMLParser

import pytest

from assistant.answer import Assistant
from assistant.question import Kind
from assistant.settings import Settings
from assistant.types import Answer, Status
from assistant.ui import wording
from assistant.ui.chat import answer_turn, error_turn
from assistant.ui.desk import Answered
from assistant.ui.ready import Ready
from corpus.types import Span

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[x](javascript:alert(1))",
    "{{ 7*7 }} ${7*7} {% raw %}",
    "</section></div><style>*{display:none}</style>",
    "\u202e<b>",
]


class Tags(HTMLParser):
    """Collects tags, attributes and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.hrefs: list[str] = []
        self.ids: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        values = dict(attributes)
        if href := values.get("href"):
            self.hrefs.append(href)
        if name := values.get("id"):
            self.ids.append(name)
        assert not any(key.startswith("on") for key in values)

    def handle_data(self, data: str) -> None:
        self.text += data


def turn_of(answer: Answer, ready: Ready, contact: str = "担当課", kind: Kind = Kind.OTHER) -> str:
    """The turn of an answer that is kept as `x1`."""
    return answer_turn("t1", Answered(answer, kind, "x1", ready), contact)


@pytest.fixture(scope="module")
def ready(assistant: Assistant, settings: Settings) -> Ready:
    return Ready.over(assistant, settings.data_dir)


@pytest.fixture(scope="module")
def answer(assistant: Assistant) -> Answer:
    return assistant.ask("委託とはどのような形態ですか")


def test_an_answer_shows_every_quote_with_its_place_and_edition(answer: Answer, ready: Ready) -> None:
    tags = Tags(turn_of(answer, ready))
    for quote in answer.quotes:
        assert quote.section
        assert quote.section.reference in tags.text
        assert f"#{ready.anchors.passages[quote.passage_id]}" in tags.hrefs
        assert all(line in tags.text for line in quote.text.split("\n"))
    assert "平成23年度版" in tags.text
    assert wording.VERIFIED in tags.text


def test_every_reference_leads_to_a_passage_of_the_source(assistant: Assistant, ready: Ready) -> None:
    names = set(Tags(ready.sources.pane()).ids)
    for question in ("委託とは何ですか", "補助金の上限はいくらですか", "協働の形態には何がありますか"):
        turn = Tags(turn_of(assistant.ask(question), ready))
        assert turn.hrefs
        assert {href.removeprefix("#") for href in turn.hrefs} <= names


def test_the_source_shows_every_word_of_the_document(assistant: Assistant, ready: Ready) -> None:
    text = "".join(Tags(ready.sources.pane()).text.split())
    for passage in assistant.generation.passages:
        for part in passage.text.replace("\u3000", " ").split():
            assert part in text
    assert all("".join(s.reference.split()) in text for d in assistant.documents for s in d.sections)


@pytest.mark.parametrize("status", Status, ids=[status.value for status in Status])
def test_each_status_has_its_own_sign_word_and_sentence(answer: Answer, ready: Ready, status: Status) -> None:
    text = Tags(turn_of(replace(answer, status=status), ready, "企画課")).text
    for other in Status:
        assert (wording.HEADS[other] in text) == (other is status)
        assert (wording.WORDS[other] in text.split(wording.HEADS[status])[0]) == (other is status)
    assert (wording.CONTACT.format(contact="企画課") in text) == (status is not Status.FOUND)


def test_where_nothing_was_found_no_quote_is_shown_as_an_answer(answer: Answer, ready: Ready) -> None:
    html = turn_of(replace(answer, status=Status.NOT_FOUND), ready)
    assert "blockquote" not in Tags(html).names
    assert wording.NEAREST in html


def test_only_what_answers_is_marked(answer: Answer, ready: Ready) -> None:
    decisive = replace(answer.quotes[0], decisive=Span(0, 10))
    for status in Status:
        given = replace(answer, status=status, quotes=(decisive,))
        html = turn_of(given, ready)
        assert (f"<mark>{decisive.text[:10]}</mark>" in html) == (status is Status.FOUND)


def test_missing_words_are_named(answer: Answer, ready: Ready) -> None:
    html = turn_of(replace(answer, missing_terms=("上限", "<b>")), ready)
    assert "『上限』『&lt;b&gt;』という語はガイドラインにありません。" in html


def test_a_follow_up_says_how_it_was_understood(answer: Answer, ready: Ready) -> None:
    text = Tags(turn_of(replace(answer, standalone="委託 責任は？"), ready)).text
    assert "「委託 責任は？」" in text


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_was_typed_adds_no_tag(answer: Answer, ready: Ready, typed: str) -> None:
    plain = Tags(turn_of(answer, ready))
    given = replace(answer, question=typed, standalone=typed)
    tags = Tags(turn_of(given, ready))
    assert tags.names == plain.names
    assert typed.replace("\u202e", "⟨U+202E⟩") in tags.text


@pytest.mark.parametrize("typed", HOSTILE)
def test_an_error_shows_the_question_as_typed(typed: str) -> None:
    tags = Tags(error_turn("t1", typed, "質問が空です。"))
    assert set(tags.names) <= {"section", "h3", "span", "bdi", "p", "strong"}
    assert typed.replace("\u202e", "⟨U+202E⟩") in tags.text


def test_both_sides_of_a_comparison_stand_beside_each_other(assistant: Assistant, ready: Ready) -> None:
    answer = assistant.ask("事業協力と指定管理者の違いは何ですか")
    html = turn_of(answer, ready, kind=Kind.COMPARISON)
    sides = html.partition('<div class="sides">')[2].partition("</div>")[0]
    assert "Ⅰ-6-(3) 事業協力" in sides
    assert "Ⅰ-6-(4) 指定管理者" in html
    assert 'class="sides"' not in turn_of(answer, ready)


def test_what_a_trainer_approved_is_said_so(answer: Answer, ready: Ready) -> None:
    approved = replace(answer, quotes=(replace(answer.quotes[0], approved="委託とは<b>"), *answer.quotes[1:]))
    html = turn_of(approved, ready)
    assert wording.APPROVED in html
    assert "「委託とは&lt;b&gt;」" in html
    assert wording.APPROVED not in turn_of(answer, ready)


def test_what_is_not_kept_cannot_be_rated(answer: Answer, ready: Ready) -> None:
    answered = Answered(answer, Kind.OTHER, "x1", ready)
    assert 'data-exchange="x1"' in answer_turn("t1", answered, "担当課")
    assert "data-exchange" not in answer_turn("t1", answered, "担当課", is_kept=False)


@pytest.mark.parametrize(
    "question", ["委託とは何ですか", "補助金の上限はいくらですか", "協働の形態にはどのようなものがありますか"]
)
def test_follow_ups_are_answered_from_the_section_they_ask_about(
    assistant: Assistant, ready: Ready, question: str
) -> None:
    answer = assistant.ask(question)
    follow_ups = ready.follow_ups.after(answer)
    assert 1 <= len(follow_ups) <= 3
    for asked in follow_ups:
        found = assistant.ask(asked)
        assert found.status is Status.FOUND
        section = found.quotes[0].section
        assert section
        assert section.title in asked


def test_what_was_asked_is_not_suggested_again(assistant: Assistant, ready: Ready) -> None:
    answer = assistant.ask("後援とは何ですか？")
    first = ready.follow_ups.after(answer)
    assert "後援とは何ですか" not in first
    assert not set(first) & set(ready.follow_ups.after(answer, first))
