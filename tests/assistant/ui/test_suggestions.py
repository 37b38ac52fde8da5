from pathlib import Path

import pytest

from assistant.answer import Assistant
from assistant.explanation import explain
from assistant.recording import Recorder
from assistant.settings import Settings
from assistant.store.types import Golden
from assistant.types import Status
from assistant.ui.ready import Ready
from assistant.ui.suggestions import Suggestions


@pytest.fixture
def recorder(tmp_path: Path) -> Recorder:
    return Recorder(Settings(data_dir=tmp_path))


@pytest.fixture(scope="module")
def ready(assistant: Assistant, settings: Settings) -> Ready:
    return Ready.over(assistant, settings.data_dir)


def ask(assistant: Assistant, recorder: Recorder, question: str, helpful: bool | None) -> None:
    trace = assistant.trace(question)
    found = explain(trace, assistant.generation.passages)
    exchange = recorder.store.record(trace.answer, visitor="v", explanation=found)
    recorder.store.rate(exchange, "v", helpful)


@pytest.mark.parametrize("typed", ["後援", "後援とは", "ｺｳｴﾝとは後援", "  後援\u3000何", "こうえんとは"])
def test_questions_of_the_outline_are_offered(ready: Ready, recorder: Recorder, typed: str) -> None:
    found = Suggestions().matching(typed, ready, recorder)
    assert ("後援とは何ですか" in found) == ("後援" in typed and "ｺｳ" not in typed)


@pytest.mark.parametrize("typed", ["", " ", "\u3000", "該当なし", "後" * 1000, "%", "\x00"])
def test_nothing_is_offered_where_nothing_fits(ready: Ready, recorder: Recorder, typed: str) -> None:
    assert Suggestions().matching(typed, ready, recorder) == []


def test_golden_questions_come_first(ready: Ready, recorder: Recorder) -> None:
    recorder.store.save_golden(Golden("後援の名義はいつ使えますか", Status.FOUND), "小田原")
    recorder.store.save_golden(Golden("後援の予算はいくらですか", Status.RELATED), "小田原")
    found = Suggestions().matching("後援", ready, recorder)
    assert found[0] == "後援の名義はいつ使えますか"
    assert "後援の予算はいくらですか" not in found


@pytest.mark.parametrize(
    ("question", "helpful", "is_offered"),
    [
        ("後援とはどういう形ですか", True, True),
        ("後援とはどういう形ですか", False, False),
        ("後援とはどういう形ですか", None, False),
        ("田中花子さんの後援とは何ですか", True, False),
    ],
    ids=["役に立った", "違う", "評価なし", "人の名"],
)
def test_of_past_questions_only_useful_ones_without_foreign_words_are_offered(
    ready: Ready, recorder: Recorder, question: str, helpful: bool | None, is_offered: bool
) -> None:
    ask(ready.assistant, recorder, question, helpful)
    assert (question in Suggestions().matching("後援", ready, recorder)) is is_offered


def test_the_same_question_is_offered_once(ready: Ready, recorder: Recorder) -> None:
    recorder.store.save_golden(Golden("後援とは何ですか？", Status.FOUND), "小田原")
    found = Suggestions().matching("後援とは", ready, recorder)
    assert found.count("後援とは何ですか？") == 1
    assert "後援とは何ですか" not in found


def test_without_a_store_the_outline_is_still_offered(ready: Ready, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    broken = Recorder(Settings(data_dir=tmp_path / "file"))
    assert "後援とは何ですか" in Suggestions().matching("後援", ready, broken)
