from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from unittest.mock import patch

import pytest

from assistant.answer import Assistant, Trace
from assistant.errors import StoreFault
from assistant.explanation import explain
from assistant.recording import Recorder
from assistant.settings import Settings
from assistant.store.store import Store
from assistant.store.types import Golden, PassageRef
from assistant.types import Status


@pytest.fixture
def own(settings: Settings, tmp_path: Path) -> Settings:
    """Settings with a database of the test's own."""
    return replace(settings, database=f"sqlite:///{tmp_path / '記録.sqlite3'}")


@pytest.fixture
def recorder(own: Settings) -> Iterator[Recorder]:
    with closing(Recorder(own)) as recorder:
        yield recorder


@pytest.fixture(scope="module")
def trace(assistant: Assistant) -> Trace:
    return assistant.trace("隣組とは何ですか")


def test_what_is_answered_is_kept_with_why(recorder: Recorder, trace: Trace, assistant: Assistant) -> None:
    passages = assistant.generation.passages
    exchange_id = recorder.record(trace, passages, "v1", ["協働とは"])
    assert recorder.flush()
    exchange = recorder.store.exchange(exchange_id)
    assert exchange
    assert (exchange.visitor, exchange.history) == ("v1", ("協働とは",))
    assert exchange.explanation == explain(trace, passages)


def test_what_waits_is_kept_before_it_stops(own: Settings, trace: Trace, assistant: Assistant) -> None:
    with closing(Recorder(own)) as recorder:
        for _ in range(50):
            recorder.record(trace, assistant.generation.passages, "v1")
    with closing(Store.open(own)) as store:
        assert store.count() == 50


def test_a_store_that_cannot_be_used_is_said_and_costs_no_answer(
    own: Settings, trace: Trace, assistant: Assistant, caplog: pytest.LogCaptureFixture
) -> None:
    nowhere = replace(own, database="postgresql://guide:himitsu@127.0.0.1:1/guide")
    with (
        closing(Recorder(nowhere, capacity=2)) as recorder,
        patch("assistant.recording._RETRY_SECONDS", 0.01),
    ):
        for _ in range(5):
            assert recorder.record(trace, assistant.generation.passages, "v1")
        with pytest.raises(StoreFault, match="接続先が動いているか"):
            _ = recorder.store
        assert "接続先が動いているか" in recorder.problem
    assert "記録が追いつかないため" in caplog.text
    assert "隣組" not in caplog.text
    assert "himitsu" not in caplog.text


def test_answers_wait_for_a_store_that_comes_back(own: Settings, trace: Trace, assistant: Assistant) -> None:
    failed, again = Event(), Event()

    def failing(settings: Settings) -> Store:
        # By the second time, what was the matter the first time has been said.
        (again if failed.is_set() else failed).set()
        raise StoreFault("まだ使えません。")

    with patch("assistant.recording._RETRY_SECONDS", 0.01), closing(Recorder(own)) as recorder:
        with patch.object(Store, "open", failing):
            recorder.record(trace, assistant.generation.passages, "v1")
            assert again.wait(30)
            assert recorder.problem == "まだ使えません。"
        assert recorder.flush(30)
        assert recorder.store.count() == 1
        assert recorder.problem == ""


def test_no_answer_waits_for_a_store_that_hangs(own: Settings, trace: Trace, assistant: Assistant) -> None:
    hanging, answered = Event(), Event()

    def hang(settings: Settings) -> Store:
        hanging.set()
        # Were the answer to wait for this, this would wait for ever for the answer.
        assert answered.wait(30)
        raise StoreFault("つながりません。")

    with (
        patch("assistant.recording._RETRY_SECONDS", 0.01),
        patch("assistant.recording._PATIENCE_SECONDS", 0.01),
        patch.object(Store, "open", hang),
        closing(Recorder(own)) as recorder,
    ):
        recorder.open()
        assert hanging.wait(30)
        assert recorder.record(trace, assistant.generation.passages, "v1")
        with pytest.raises(StoreFault, match="記録を開いています"):
            _ = recorder.store
        answered.set()


def approved(recorder: Recorder) -> list[str]:
    recorder.look()
    return [pair.question for pair in recorder.approvals.pairs]


def test_approvals_of_another_process_take_force(
    own: Settings, recorder: Recorder, assistant: Assistant
) -> None:
    ref = PassageRef.of(assistant.generation.passages[0])
    with closing(Store.open(own)) as other:
        assert approved(recorder) == []
        made = other.save_golden(Golden("後援とは", Status.FOUND, passages=(ref,), approved=True), "係")
        assert approved(recorder) == ["後援とは"]
        pairs = recorder.approvals.pairs
        recorder.look()
        assert recorder.approvals.pairs is pairs
        other.remove_golden(made.id, "係")
        assert approved(recorder) == []


@pytest.mark.parametrize(("keep_days", "left"), [(30, 1), (0, 2)], ids=["30日", "無期限"])
def test_old_questions_are_forgotten_as_the_settings_say(
    own: Settings, trace: Trace, assistant: Assistant, keep_days: int, left: int
) -> None:
    explanation = explain(trace, assistant.generation.passages)
    now = datetime.now(UTC)
    with closing(Store.open(own)) as store:
        for days in (31, 1):
            asked_at = now - timedelta(days=days)
            store.record(trace.answer, visitor="v1", explanation=explanation, asked_at=asked_at)
        with closing(Recorder(replace(own, keep_days=keep_days))) as recorder:
            recorder.look()
        assert store.count() == left
