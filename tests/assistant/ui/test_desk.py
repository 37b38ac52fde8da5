from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest

from assistant.answer import Assistant
from assistant.settings import Settings
from assistant.store.types import Golden, PassageRef
from assistant.types import Status
from assistant.ui import wording
from assistant.ui.desk import Desk
from corpus.errors import GuideError

PATIENCE_SECONDS = 120


@contextmanager
def opened(settings: Settings) -> Iterator[Desk]:
    with closing(Desk(settings)) as desk:
        desk.open()
        assert desk.wait(PATIENCE_SECONDS)
        yield desk


def test_an_index_that_is_missing_is_built(tmp_path: Path) -> None:
    with opened(Settings(data_dir=tmp_path / "var")) as desk:
        assert desk.ask("後援とは何ですか", ()).status is Status.FOUND
        assert desk.stage


def test_what_cannot_be_opened_is_said_and_tried_again(settings: Settings, tmp_path: Path) -> None:
    with opened(replace(settings, model=tmp_path / "model")) as desk:
        with pytest.raises(GuideError, match="今はお答えできません"):
            desk.ask("後援とは何ですか", ())
        desk.open()
        assert desk.wait(PATIENCE_SECONDS)


def test_before_it_is_open_it_asks_for_patience(settings: Settings) -> None:
    with pytest.raises(GuideError, match="準備しています"):
        Desk(settings).ask("後援とは何ですか", ())


def test_a_failure_within_is_a_message_and_the_question_is_not_logged(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    with (
        opened(settings) as desk,
        patch.object(Assistant, "trace", side_effect=ZeroDivisionError),
        pytest.raises(GuideError) as caught,
    ):
        desk.ask("山田さんの件", ())
    assert caught.value.message == wording.UNEXPECTED
    assert "ZeroDivisionError" in caplog.text
    assert "山田" not in caplog.text


def test_an_answer_is_kept_and_an_approval_takes_force_while_it_runs(
    settings: Settings, tmp_path: Path
) -> None:
    with opened(replace(settings, database=f"sqlite:///{tmp_path / 'r.sqlite3'}")) as desk:
        answered = desk.answer("負担金は？", ["事業協力とは何ですか"], "v1")
        assert desk.recorder.flush()
        exchange = desk.recorder.store.exchange(answered.exchange_id)
        assert exchange
        assert (exchange.question, exchange.history) == ("負担金は？", ("事業協力とは何ですか",))
        assert exchange.generation == answered.ready.generation
        last = answered.ready.assistant.generation.passages[-1]
        approved = Golden("後援とは", Status.FOUND, passages=(PassageRef.of(last),), approved=True)
        desk.recorder.store.save_golden(approved, "係")
        desk.recorder.look()
        assert desk.ask("後援とは何ですか", ()).quotes[0].approved == "後援とは"
