import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest

from assistant.answer import Assistant
from assistant.errors import StoreFault
from assistant.settings import Settings
from assistant.sheets.answering import SheetWorker
from assistant.store.store import Store
from assistant.types import Answer

PATIENCE_SECONDS = 30
QUESTIONS = [f"第{number}の質問は後援ですか" for number in range(45)]


@pytest.fixture
def store(settings: Settings, tmp_path: Path) -> Iterator[Store]:
    with closing(Store.open(replace(settings, database=f"sqlite:///{tmp_path / 'r.sqlite3'}"))) as store:
        yield store


def add(store: Store, questions: Sequence[str]) -> str:
    return store.add_sheet("質問.csv", "係", ["質問"], 0, [[question] for question in questions])


def wait_until_done(store: Store) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not all(sheet.is_done for sheet in store.sheets()):
        assert time.monotonic() < end
        time.sleep(0.02)


def test_every_row_is_answered_in_its_place(store: Store, assistant: Assistant) -> None:
    questions = ["後援とは何ですか", "", "補助金の上限はいくらですか", "長" * 3000]
    sheet_id = add(store, questions)
    with closing(SheetWorker(lambda: store, assistant.ask, lambda: True)) as worker:
        worker.open()
        wait_until_done(store)
    answers = [row.answer for row in store.sheet_rows(sheet_id)]
    said = [assistant.ask(questions[0]).status, None, assistant.ask(questions[2]).status, None]
    assert [answer and answer.get("status") for answer in answers] == said
    assert answers[1] == {"error": "質問が空です。"}
    assert answers[3]
    assert "長すぎます" in answers[3]["error"]


def test_after_a_restart_only_what_has_no_answer_is_asked(store: Store, assistant: Assistant) -> None:
    add(store, QUESTIONS)
    asked: list[str] = []

    def ask(question: str, history: Sequence[str]) -> Answer:
        asked.append(question)
        if len(asked) == 25:
            first.close()
        return assistant.ask(question)

    first = SheetWorker(lambda: store, ask, lambda: True)
    with patch("assistant.sheets.answering._RETRY_SECONDS", 0.01):
        first.open()
        end = time.monotonic() + PATIENCE_SECONDS
        while store.sheets()[0].done < 40:
            assert time.monotonic() < end
            time.sleep(0.02)
    assert store.sheets()[0].done == 40
    with closing(SheetWorker(lambda: store, ask, lambda: True)) as second:
        second.open()
        wait_until_done(store)
    assert asked == QUESTIONS


def test_it_waits_for_a_store_and_an_assistant_that_are_not_there_yet(
    store: Store, assistant: Assistant
) -> None:
    add(store, ["後援とは"])
    faults = iter([StoreFault("まだです。")])

    def opened() -> Store:
        for fault in faults:
            raise fault
        return store

    ready = iter([False, True, True])
    with (
        patch("assistant.sheets.answering._RETRY_SECONDS", 0.01),
        closing(SheetWorker(opened, assistant.ask, lambda: next(ready))) as worker,
    ):
        worker.open()
        wait_until_done(store)
