from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.build import rebuild
from index.errors import IndexFault
from index.pointer import How, Switch, before, current, switch, switches
from index.shelf import fault, find, names, predecessor, prune, shelf
from index.types import Model
from tests.index.samples import BigramEncoder, silent


@pytest.fixture
def data_dir(documents: Path, tmp_path: Path, model: Model) -> Path:
    """A data folder in which three generations were built, one after the other."""
    for _ in range(3):
        rebuild(documents, tmp_path / "var", BigramEncoder(), model, silent)
    return tmp_path / "var"


def newest(data_dir: Path) -> list[str]:
    return sorted(names(data_dir), reverse=True)


def test_generations_are_listed_newest_first(data_dir: Path) -> None:
    kept = shelf(data_dir)
    assert [each.name for each in kept] == newest(data_dir)
    assert [each.answers for each in kept] == [True, False, False]
    assert kept[0].manifest
    assert kept[0].manifest.titles == {"faq": "faq"}


def test_what_has_no_manifest_is_listed_with_its_fault(data_dir: Path) -> None:
    (data_dir / "generations" / names(data_dir)[1] / "manifest.json").unlink()
    assert "manifest.json" in shelf(data_dir)[1].fault
    assert "manifest.json" in fault(data_dir, names(data_dir)[1])


def test_a_data_folder_that_is_not_there_has_no_generations(tmp_path: Path) -> None:
    assert shelf(tmp_path / "none") == ()
    assert switches(tmp_path / "none") == ()


class TestTheLog:
    def test_it_tells_who_switched_from_where_and_why(self, data_dir: Path) -> None:
        third, _, first = newest(data_dir)
        switch(data_dir, first, How.ROLLBACK, "山田", "誤字があったため")
        last = switches(data_dir)[-1]
        assert (last.old, last.new, last.how) == (third, first, How.ROLLBACK)
        assert (last.by, last.reason) == ("山田", "誤字があったため")

    def test_a_switch_that_was_cut_off_before_its_rename_did_not_take_effect(self, data_dir: Path) -> None:
        third, _, first = newest(data_dir)
        effective = switches(data_dir)
        switch(data_dir, first)
        (data_dir / "current").write_text(f"{third}\n")
        assert switches(data_dir) == effective

    @pytest.mark.parametrize(
        "torn",
        [b'{"new": "2026', b"\xff\xfe\n", b"[]\n", b'{"new": 1}\n'],
        ids=["途中", "文字化け", "配列", "項目不足"],
    )
    def test_a_torn_line_takes_nothing_with_it(self, data_dir: Path, torn: bytes) -> None:
        effective = switches(data_dir)
        with (data_dir / "switches.jsonl").open("ab") as file:
            file.write(torn)
        switch(data_dir, newest(data_dir)[2])
        assert switches(data_dir)[:-1] == effective
        assert switches(data_dir)[-1].new == current(data_dir)

    def test_half_a_surrogate_in_a_name_is_logged(self, data_dir: Path) -> None:
        switch(data_dir, newest(data_dir)[1], by="\ud800")
        assert len(switches(data_dir)) == 4


class TestGoingBack:
    def test_it_goes_back_step_by_step_and_then_says_that_there_is_nothing_left(self, data_dir: Path) -> None:
        _, second, first = newest(data_dir)
        for earlier in (second, first):
            assert predecessor(data_dir) == earlier
            switch(data_dir, earlier, How.ROLLBACK)
        with pytest.raises(IndexFault, match="戻せる索引がありません"):
            predecessor(data_dir)

    def test_without_a_log_the_newest_older_one_is_meant(self, data_dir: Path) -> None:
        (data_dir / "switches.jsonl").unlink()
        assert predecessor(data_dir) == newest(data_dir)[1]

    def test_what_went_meanwhile_is_passed_over(self, data_dir: Path) -> None:
        _, second, first = newest(data_dir)
        (data_dir / "generations" / second).rename(data_dir / "generations" / ".gone")
        assert predecessor(data_dir) == first

    @given(st.lists(st.sampled_from("abcd"), min_size=2, max_size=12))
    def test_going_back_never_stays_where_it_is(self, path: list[str]) -> None:
        made = [Switch(new, old, "", How.CHOSEN) for old, new in zip(["", *path], path, strict=False)]
        assert before(path[-1], made) != path[-1]


class TestPruning:
    @pytest.mark.parametrize("keep", [1, 2, 3, 9])
    def test_the_one_that_answers_never_goes(self, data_dir: Path, keep: int) -> None:
        oldest = newest(data_dir)[2]
        switch(data_dir, oldest)
        prune(data_dir, keep)
        assert oldest in names(data_dir)
        assert len(names(data_dir)) == min(keep, 3)

    def test_the_oldest_go_first(self, data_dir: Path) -> None:
        third, second, first = newest(data_dir)
        assert prune(data_dir, 2) == (first,)
        assert newest(data_dir) == [third, second]

    def test_what_is_spared_stays(self, data_dir: Path) -> None:
        third, second, first = newest(data_dir)
        assert prune(data_dir, 1, [first]) == (second,)
        assert newest(data_dir) == [third, first]


class TestFinding:
    def test_the_beginning_of_a_name_is_enough(self, data_dir: Path) -> None:
        name = newest(data_dir)[0]
        assert find(data_dir, name[:20]) == find(data_dir, name) == name

    @pytest.mark.parametrize(
        ("start", "says"),
        [("x", "ありません"), ("", "ありません|複数"), ("2", "複数")],
        ids=["ない", "空", "複数"],
    )
    def test_anything_else_is_refused(self, data_dir: Path, start: str, says: str) -> None:
        with pytest.raises(IndexFault, match=says):
            find(data_dir, start)
