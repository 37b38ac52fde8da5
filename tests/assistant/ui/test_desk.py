from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest

from assistant.answer import Assistant
from assistant.settings import Settings
from assistant.types import Status
from assistant.ui import wording
from assistant.ui.desk import Desk
from corpus.errors import GuideError

PATIENCE_SECONDS = 120


def opened(settings: Settings) -> Desk:
    desk = Desk(settings)
    desk.open()
    assert desk.wait(PATIENCE_SECONDS)
    return desk


def test_an_index_that_is_missing_is_built(tmp_path: Path) -> None:
    desk = opened(Settings(data_dir=tmp_path / "var"))
    assert desk.ask("後援とは何ですか", ()).status is Status.FOUND
    assert desk.stage


def test_what_cannot_be_opened_is_said_and_tried_again(settings: Settings, tmp_path: Path) -> None:
    desk = opened(replace(settings, model=tmp_path / "model"))
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
    desk = opened(settings)
    with (
        patch.object(Assistant, "ask", side_effect=ZeroDivisionError),
        pytest.raises(GuideError) as caught,
    ):
        desk.ask("山田さんの件", ())
    assert caught.value.message == wording.UNEXPECTED
    assert "ZeroDivisionError" in caplog.text
    assert "山田" not in caplog.text
