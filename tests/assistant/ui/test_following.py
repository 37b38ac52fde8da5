"""The desk while generations come and go: nobody's answer fails, and none is of two editions."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.answer import model_of
from assistant.encoders import Encoders
from assistant.settings import Settings
from assistant.types import Answer
from assistant.ui import desk as desk_module
from assistant.ui.clock import built
from assistant.ui.desk import Desk
from assistant.ui.ready import Ready
from corpus.errors import GuideError
from index.build import rebuild
from index.encoder import load_encoder
from index.errors import IndexFault
from index.pointer import current, pointed_to, switch

PATIENCE_SECONDS = 60
SWITCHES = 100
FEES = ["千円", "二千円"]


@pytest.fixture
def house(settings: Settings, tmp_path: Path) -> Settings:
    """A data folder with two editions of a rule about fees, the second of which answers."""
    own = Settings(documents=tmp_path / "documents", data_dir=tmp_path / "var")
    own.documents.mkdir()
    encoder, model = load_encoder(own.model), model_of(own)
    for fee in FEES:
        text = f"# 自転車会会則\n\n## 1. 会費\n\n会費は年に{fee}とします。\n"
        (own.documents / "会則.md").write_text(
            f"{text}\n## 2. 役員\n\n役員は五名とします。\n", encoding="utf-8"
        )
        rebuild(own.documents, own.data_dir, encoder, model, lambda stage, done, total: None)
    return own


@pytest.fixture
def editions(house: Settings) -> dict[str, str]:
    """The generations' names, oldest first, each with the fee it tells."""
    names = sorted(path.name for path in (house.data_dir / "generations").iterdir())
    return dict(zip(names, FEES, strict=True))


@pytest.fixture
def desk(house: Settings) -> Iterator[Desk]:
    desk = Desk(house, look_seconds=0.01)
    desk.open()
    assert desk.wait(PATIENCE_SECONDS)
    yield desk
    desk.close()


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_a_hundred_switches_under_load_fail_no_answer_and_mix_none(
    house: Settings, desk: Desk, editions: dict[str, str]
) -> None:
    answers: list[tuple[Ready, Answer]] = []
    faults: list[BaseException] = []
    stop = threading.Event()

    def keep_asking() -> None:
        while not stop.is_set():
            try:
                ready = desk.ready
                answers.append((ready, ready.ask("会費はいくらですか", ())))
            except BaseException as error:
                faults.append(error)

    threads = [threading.Thread(target=keep_asking) for _ in range(4)]
    for thread in threads:
        thread.start()
    first, second = editions
    for number in range(SWITCHES):
        target = (first, second)[number % 2]
        switch(house.data_dir, target)
        # mypy infers no type for a lambda with a default, which binds this round's target.
        wait_until(lambda target=target: desk.ready.generation == target)  # type: ignore[misc]
    stop.set()
    for thread in threads:
        thread.join()
    assert not faults
    assert {answer.generation for _, answer in answers} == {first, second}
    for ready, answer in answers:
        assert ready.generation == answer.generation
        assert answer.quotes[0].text == f"会費は年に{editions[answer.generation]}とします。"
        assert answer.quotes[0].passage_id in range(len(ready.anchors.passages))
        assert all(quote.verified for quote in answer.quotes)


def test_switches_faster_than_they_can_be_followed_end_at_the_last(
    house: Settings, desk: Desk, editions: dict[str, str]
) -> None:
    first, second = editions
    for name in [first, second] * 30 + [first]:
        switch(house.data_dir, name)
    wait_until(lambda: desk.ready.generation == first)
    assert not desk.notice


def test_a_switch_there_and_back_between_the_look_and_the_opening_is_not_taken_for_another(
    house: Settings, editions: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = editions
    desk = Desk(house, look_seconds=0.01)
    desk.open()
    assert desk.wait(PATIENCE_SECONDS)

    def look(data_dir: Path) -> str:
        pointed = pointed_to(data_dir)
        if pointed == first:
            switch(data_dir, second)
        return pointed

    monkeypatch.setattr(desk_module, "pointed_to", look)
    switch(house.data_dir, first)
    wait_until(lambda: desk.ready.generation == first)
    wait_until(lambda: desk.ready.generation == second)
    desk.close()


def test_the_model_is_loaded_once_for_all_generations_of_it(
    house: Settings, desk: Desk, editions: dict[str, str]
) -> None:
    encoder = desk.ready.assistant.encoder
    switch(house.data_dir, next(iter(editions)))
    wait_until(lambda: desk.ready.generation == next(iter(editions)))
    assert desk.ready.assistant.encoder is encoder


def test_a_damaged_new_generation_leaves_the_old_one_answering_and_is_reported(
    house: Settings, desk: Desk, editions: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    first, second = editions
    (house.data_dir / "generations" / first / "vectors.npy").write_bytes(b"")
    switch(house.data_dir, first)
    wait_until(lambda: bool(desk.notice))
    assert desk.ready.generation == second
    assert "vectors.npy が壊れています" in desk.notice
    assert "切り替えられませんでした" in caplog.text
    switch(house.data_dir, second)
    wait_until(lambda: not desk.notice)


def test_a_generation_that_was_still_arriving_is_taken_over_in_the_end(
    house: Settings, desk: Desk, editions: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_module, "_RETRY_SECONDS", 0.01)
    first, second = editions
    whole = house.data_dir / "generations" / first
    whole.rename(house.data_dir / "elsewhere")
    switch(house.data_dir, first)
    wait_until(lambda: "見つかりません" in desk.notice)
    assert desk.ready.generation == second
    (house.data_dir / "elsewhere").rename(whole)
    wait_until(lambda: desk.ready.generation == first)
    assert not desk.notice


def test_if_the_live_one_is_damaged_at_the_start_the_one_before_it_answers(
    house: Settings, editions: dict[str, str]
) -> None:
    first, second = editions
    (house.data_dir / "generations" / second / "documents.json").write_bytes(b"[]")
    desk = Desk(house)
    desk.open()
    assert desk.wait(PATIENCE_SECONDS)
    assert desk.ready.generation == first
    assert "documents.json が壊れています" in desk.notice
    assert f"{built(first)}に作った前の索引" in desk.notice
    assert current(house.data_dir) == second
    desk.close()


def test_if_none_is_sound_it_says_what_to_do(house: Settings, editions: dict[str, str]) -> None:
    for name in editions:
        (house.data_dir / "generations" / name / "weights.npy").unlink()
    desk = Desk(house)
    desk.open()
    assert desk.wait(PATIENCE_SECONDS)
    with pytest.raises(GuideError, match=r"weights\.npy がありません.*rebuild"):
        desk.ask("会費はいくらですか", ())


class TestAnotherModel:
    @pytest.fixture
    def moved(self, house: Settings, tmp_path: Path) -> Settings:
        """Settings that name another model than the one that answers was built with."""
        other = Path(shutil.copytree(house.model, tmp_path / "other"))
        (other / "note.txt").write_text("別のモデル", encoding="utf-8")
        return Settings(documents=house.documents, data_dir=house.data_dir, model=other)

    def test_what_was_built_with_the_old_one_goes_on_answering(self, moved: Settings) -> None:
        desk = Desk(moved)
        desk.open()
        assert desk.wait(PATIENCE_SECONDS)
        assert desk.ask("会費はいくらですか", ()).quotes[0].text == "会費は年に二千円とします。"
        desk.close()

    def test_the_new_one_is_followed_without_a_restart(self, house: Settings, moved: Settings) -> None:
        desk = Desk(house, reread=lambda: moved, look_seconds=0.01)
        desk.open()
        assert desk.wait(PATIENCE_SECONDS)
        encoder = desk.ready.assistant.encoder
        rebuild(
            moved.documents, moved.data_dir, load_encoder(moved.model), model_of(moved), lambda *step: None
        )
        wait_until(lambda: desk.ready.assistant.encoder is not encoder)
        assert not desk.notice
        desk.close()

    def test_one_that_is_nowhere_is_said(self, house: Settings, moved: Settings) -> None:
        rebuild(
            moved.documents, moved.data_dir, load_encoder(moved.model), model_of(moved), lambda *step: None
        )
        generation = Ready.open(moved.data_dir, Encoders(moved)).assistant.generation
        shutil.rmtree(moved.model)
        with pytest.raises(IndexFault, match="埋め込みモデル「other」"):
            Encoders(house).of(generation.manifest)
