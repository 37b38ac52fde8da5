from dataclasses import replace
from html.parser import HTMLParser

import pytest

from assistant.answer import Assistant
from assistant.types import Answer, Status
from assistant.ui import wording
from assistant.ui.anchors import Anchors, name_places
from assistant.ui.chat import answer_turn, error_turn
from assistant.ui.source import Sources
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


@pytest.fixture(scope="module")
def anchors(assistant: Assistant) -> Anchors:
    return name_places(assistant.documents)


@pytest.fixture(scope="module")
def answer(assistant: Assistant) -> Answer:
    return assistant.ask("委託とはどのような形態ですか")


def test_an_answer_shows_every_quote_with_its_place_and_edition(answer: Answer, anchors: Anchors) -> None:
    tags = Tags(answer_turn("t1", answer, anchors, "担当課"))
    for quote in answer.quotes:
        assert quote.section
        assert quote.section.reference in tags.text
        assert f"#{anchors.passages[quote.passage_id]}" in tags.hrefs
        assert all(line in tags.text for line in quote.text.split("\n"))
    assert "平成23年度版" in tags.text
    assert wording.VERIFIED in tags.text


def test_every_reference_leads_to_a_passage_of_the_source(assistant: Assistant, anchors: Anchors) -> None:
    names = set(Tags(Sources(assistant.documents, anchors).pane()).ids)
    for question in ("委託とは何ですか", "補助金の上限はいくらですか", "協働の形態には何がありますか"):
        turn = Tags(answer_turn("t1", assistant.ask(question), anchors, "担当課"))
        assert turn.hrefs
        assert {href.removeprefix("#") for href in turn.hrefs} <= names


def test_the_source_shows_every_word_of_the_document(assistant: Assistant, anchors: Anchors) -> None:
    text = "".join(Tags(Sources(assistant.documents, anchors).pane()).text.split())
    for passage in assistant.generation.passages:
        for part in passage.text.replace("\u3000", " ").split():
            assert part in text
    assert all("".join(s.reference.split()) in text for d in assistant.documents for s in d.sections)


@pytest.mark.parametrize("status", Status, ids=[status.value for status in Status])
def test_each_status_has_its_own_sign_word_and_sentence(
    answer: Answer, anchors: Anchors, status: Status
) -> None:
    text = Tags(answer_turn("t1", replace(answer, status=status), anchors, "企画課")).text
    for other in Status:
        assert (wording.HEADS[other] in text) == (other is status)
        assert (wording.WORDS[other] in text.split(wording.HEADS[status])[0]) == (other is status)
    assert (wording.CONTACT.format(contact="企画課") in text) == (status is not Status.FOUND)


def test_where_nothing_was_found_no_quote_is_shown_as_an_answer(answer: Answer, anchors: Anchors) -> None:
    html = answer_turn("t1", replace(answer, status=Status.NOT_FOUND), anchors, "担当課")
    assert "blockquote" not in Tags(html).names
    assert wording.NEAREST in html


def test_only_what_answers_is_marked(answer: Answer, anchors: Anchors) -> None:
    decisive = replace(answer.quotes[0], decisive=Span(0, 10))
    for status in Status:
        given = replace(answer, status=status, quotes=(decisive,))
        html = answer_turn("t1", given, anchors, "担当課")
        assert (f"<mark>{decisive.text[:10]}</mark>" in html) == (status is Status.FOUND)


def test_missing_words_are_named(answer: Answer, anchors: Anchors) -> None:
    html = answer_turn("t1", replace(answer, missing_terms=("上限", "<b>")), anchors, "担当課")
    assert "『上限』『&lt;b&gt;』という語はガイドラインにありません。" in html


def test_a_follow_up_says_how_it_was_understood(answer: Answer, anchors: Anchors) -> None:
    text = Tags(answer_turn("t1", replace(answer, standalone="委託 責任は？"), anchors, "担当課")).text
    assert "「委託 責任は？」" in text


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_was_typed_adds_no_tag(answer: Answer, anchors: Anchors, typed: str) -> None:
    plain = Tags(answer_turn("t1", answer, anchors, "担当課"))
    given = replace(answer, question=typed, standalone=typed)
    tags = Tags(answer_turn("t1", given, anchors, "担当課"))
    assert tags.names == plain.names
    assert typed.replace("\u202e", "⟨U+202E⟩") in tags.text


@pytest.mark.parametrize("typed", HOSTILE)
def test_an_error_shows_the_question_as_typed(typed: str) -> None:
    tags = Tags(error_turn("t1", typed, "質問が空です。"))
    assert set(tags.names) <= {"section", "h3", "span", "bdi", "p", "strong"}
    assert typed.replace("\u202e", "⟨U+202E⟩") in tags.text
