import io
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.settings import Settings
from index.pointer import current
from index.shelf import names

Cli = Callable[..., tuple[int, str, str]]


@pytest.fixture
def data_dir(settings: Settings, tmp_path: Path) -> Path:
    """A data folder with the guideline in it that a test may damage."""
    return Path(shutil.copytree(settings.data_dir, tmp_path / "var"))


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], data_dir: Path) -> Cli:
    def run(*arguments: object) -> tuple[int, str, str]:
        given = [*map(str, arguments), "--data-dir", str(data_dir)]
        monkeypatch.setattr(sys, "argv", ["kyodo-guide", *given])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
        with pytest.raises(SystemExit) as exit_:
            main()
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return int(str(exit_.value.code or 0)), out, err

    return run


@pytest.fixture
def two(cli: Cli, data_dir: Path) -> tuple[str, str]:
    """The names of two generations, the newer of which answers."""
    cli("rebuild")
    newer, older = names(data_dir)
    return newer, older


def test_editions_tells_documents_model_and_which_one_answers(cli: Cli, two: tuple[str, str]) -> None:
    code, out, _ = cli("editions")
    assert code == 0
    assert out.startswith(f"● {two[0]}（回答に使用中）\n")
    assert f"\n○ {two[1]}（以前に使用）\n" in out
    assert "  文書: 協働を進めるためのガイドライン 平成23年度版" in out
    assert "モデル: model" in out


def test_editions_json_is_one_object_a_generation(cli: Cli, two: tuple[str, str]) -> None:
    records = [json.loads(line) for line in cli("editions", "--json")[1].splitlines()]
    assert [(record["generation"], record["answers"]) for record in records] == [
        (two[0], True),
        (two[1], False),
    ]
    assert records[0]["documents"][0]["edition"] == "平成23年度版"
    assert [change["how"] for change in records[0]["switches"]] == ["rebuild"]


def test_a_damaged_generation_is_named_and_the_exit_code_says_so(
    cli: Cli, data_dir: Path, two: tuple[str, str]
) -> None:
    (data_dir / "generations" / two[1] / "vectors.npy").write_bytes(b"")
    code, out, _ = cli("editions")
    assert code == 1
    assert "vectors.npy が壊れています" in out


def test_an_empty_data_folder_has_no_editions(cli: Cli, data_dir: Path) -> None:
    shutil.rmtree(data_dir)
    assert cli("editions")[:2] == (
        0,
        f"{data_dir} に索引はまだありません。`kyodo-guide rebuild` で作れます。\n",
    )


def test_rollback_goes_back_and_is_logged(cli: Cli, data_dir: Path, two: tuple[str, str]) -> None:
    code, out, _ = cli("rollback")
    assert (code, current(data_dir)) == (0, two[1])
    assert f"{two[0]} から {two[1]} に戻しました" in out
    assert "元に戻す操作" in cli("editions")[1]
    assert cli("rollback")[0] == 2


def test_rollback_to_a_damaged_generation_is_refused(cli: Cli, data_dir: Path, two: tuple[str, str]) -> None:
    (data_dir / "generations" / two[1] / "weights.npy").unlink()
    code, _, err = cli("rollback", two[1])
    assert (code, current(data_dir)) == (2, two[0])
    assert "weights.npy がありません" in err


def test_rollback_to_where_it_stands_does_nothing(cli: Cli, two: tuple[str, str]) -> None:
    assert "すでに使われています" in cli("rollback", two[0])[1]


def test_prune_says_what_went(cli: Cli, data_dir: Path, two: tuple[str, str]) -> None:
    code, out, _ = cli("prune", "--keep", 1)
    assert (code, names(data_dir)) == (0, (two[0],))
    assert f"索引 {two[1]} を消しました。" in out


@pytest.mark.parametrize("arguments", [["prune"], ["prune", "--keep", 0], ["rollback", "x"]], ids=str)
def test_what_cannot_be_done_changes_nothing(
    cli: Cli, data_dir: Path, two: tuple[str, str], arguments: list[object]
) -> None:
    assert cli(*arguments)[0] == 2
    assert names(data_dir) == two
