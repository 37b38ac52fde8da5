"""A watched folder: rebuilt once it has changed and come to rest, and never worse for what goes wrong."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import watching
from assistant.cli import main
from assistant.commands import building
from assistant.watching import QUIET_LOOKS, changes, signature
from index.pointer import current
from index.shelf import names


class Script:
    """What happens to a folder between two looks; ends when there is nothing more to happen."""

    def __init__(self, *steps: Callable[[], object] | None) -> None:
        self._steps = [*steps]

    def __call__(self, seconds: float) -> bool:
        if not self._steps:
            return False
        if step := self._steps.pop(0):
            step()
        return True


RULES = "# 会則\n\n## 1. 会費\n\n会費は年に千円とします。\n"
REST = [None] * (QUIET_LOOKS + 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "会則.md").write_text(
        "# 会則\n\n## 1. 会費\n\n会費は年に千円とします。\n", "utf-8"
    )
    return tmp_path / "documents"


def told(folder: Path, *steps: Callable[[], object] | None) -> int:
    return len([*changes(folder, Script(*steps), signature(folder))])


class TestChanges:
    def test_nothing_is_said_while_nothing_changes(self, folder: Path) -> None:
        assert told(folder, *REST, *REST) == 0

    def test_a_change_is_said_once_it_has_come_to_rest(self, folder: Path) -> None:
        def change() -> None:
            (folder / "新.md").write_text("# 新\n")

        assert told(folder, change) == 0
        assert told(folder, change, *REST, *REST) == 1

    def test_a_file_that_is_still_being_copied_is_waited_for(self, folder: Path) -> None:
        def more() -> None:
            with (folder / "大.md").open("a") as file:
                file.write("本文です。\n" * 100)

        assert told(folder, *[more] * 20) == 0
        assert told(folder, *[more] * 20, *REST) == 1

    @pytest.mark.parametrize("name", [".~lock.a.docx#", "~$a.docx", "a.pdf.part", "a.TMP", ".DS_Store"])
    def test_what_is_only_passing_is_no_change(self, folder: Path, name: str) -> None:
        assert told(folder, lambda: (folder / name).write_text("x"), *REST) == 0

    def test_a_share_that_is_away_for_a_while_is_no_change(self, folder: Path) -> None:
        away = folder.with_name("away")
        assert told(folder, lambda: folder.rename(away), *REST, lambda: away.rename(folder), *REST) == 0

    def test_a_file_that_went_is_a_change(self, folder: Path) -> None:
        assert told(folder, lambda: (folder / "会則.md").unlink(), *REST) == 1


class TestTheCommand:
    @pytest.fixture
    def watch(
        self,
        folder: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> Callable[..., tuple[str, str]]:
        monkeypatch.setattr(watching, "LOOK_SECONDS", 0.0)

        def run(*steps: Callable[[], object] | None) -> tuple[str, str]:
            def interrupt() -> None:
                raise KeyboardInterrupt

            monkeypatch.setattr(building, "pause", Script(*steps, interrupt))
            given = ["--documents", str(folder), "--data-dir", str(tmp_path / "var")]
            monkeypatch.setattr(sys, "argv", ["kyodo-guide", "rebuild", "--watch", *given])
            with pytest.raises(SystemExit) as exit_:
                main()
            assert not exit_.value.code
            return capsys.readouterr()

        return run

    def test_it_builds_at_once_and_after_each_change(
        self, folder: Path, tmp_path: Path, watch: Callable[..., tuple[str, str]]
    ) -> None:
        def change() -> None:
            (folder / "新.md").write_text("# 規約\n\n## 1. 名称\n\nこの会は自転車会と称します。\n", "utf-8")

        out, err = watch(*REST, change, *REST)
        assert out.count("に切り替えました") == 2
        assert "規約: 見出し" in out
        assert "見張りを終わります" in err
        assert len(names(tmp_path / "var")) == 2

    def test_a_broken_document_is_said_and_the_old_index_stays(
        self, folder: Path, tmp_path: Path, watch: Callable[..., tuple[str, str]]
    ) -> None:
        def damage() -> None:
            (folder / "会則.md").write_bytes(b"")

        def mend() -> None:
            (folder / "会則.md").write_text("# 会則\n\n## 1. 会費\n\n会費は年に二千円とします。\n", "utf-8")

        out, err = watch(*REST, damage, *REST)
        assert "会則.md" in err
        assert "今までの索引はそのままです" in err
        kept = current(tmp_path / "var")
        out, _ = watch(*REST, mend, *REST)
        assert out.count("に切り替えました") == 1
        assert current(tmp_path / "var") != kept
