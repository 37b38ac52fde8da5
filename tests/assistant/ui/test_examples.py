from dataclasses import replace

import pytest

from assistant.answer import Assistant
from assistant.types import Status
from assistant.ui.examples import first_questions
from corpus.types import Document, DocumentInfo, Section, Span

INFO = DocumentInfo("d", "要綱", "", "", "", "d.txt", "")


def outline(*titles: str) -> Document:
    sections = tuple(
        Section(str(row), title, 1, None, Span(row, row), ()) for row, title in enumerate(titles, start=1)
    )
    return Document(INFO, "", sections, (), (), ())


def test_the_guideline_answers_the_questions_drawn_from_it(assistant: Assistant) -> None:
    questions = first_questions(assistant.documents)
    assert 3 <= len(questions) <= 4
    assert {assistant.ask(question).status for question in questions} == {Status.FOUND}


@pytest.mark.parametrize(
    ("titles", "questions"),
    [
        ([], []),
        (["あまりにも長くて質問にはならない見出しの文字列です"], []),
        (["申請"], ["申請とは何ですか"]),
        (["申請", "審査"], ["申請と審査の違いは何ですか", "審査とは何ですか", "申請とは何ですか"]),
        (["目指す姿 ～「市民自治」", "審査"], ["審査とは何ですか"]),
    ],
    ids=["見出しなし", "長い見出し", "一つ", "二つ", "文のような見出し"],
)
def test_questions_are_made_of_titles(titles: list[str], questions: list[str]) -> None:
    assert first_questions([outline(*titles)]) == questions


def test_a_section_with_parts_is_asked_for_them(assistant: Assistant) -> None:
    document = outline("手続", "申請", "審査")
    parent, *children = document.sections
    parts = tuple(replace(child, parent=parent, level=2) for child in children)
    questions = first_questions([replace(document, sections=(parent, *parts))])
    assert questions[0] == "手続にはどのようなものがありますか"
