"""Rebuilding with questions that must not be lost: the command line, from the first build to overruling."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.answer import Assistant
from assistant.cli import main
from assistant.explanation import explain
from assistant.settings import Settings
from assistant.store.store import Store
from assistant.store.types import Golden, PassageRef, Verdict
from assistant.types import Status
from index.pointer import current, switches
from index.shelf import names

Cli = Callable[..., tuple[int, str, str]]
RULES = (
    "# 自転車会会則\n\n## 1. 会費\n\n会費は年に千円とします。\n\n## 2. 合宿\n\n合宿は毎年八月に行います。\n"
)
WITHOUT_CAMP = "# 自転車会会則\n\n## 1. 会費\n\n会費は年に千円とします。\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "documents").mkdir()
    return Settings(documents=tmp_path / "documents", data_dir=tmp_path / "var")


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], settings: Settings) -> Cli:
    monkeypatch.setenv("GUIDE_DOCUMENTS", str(settings.documents))

    def run(*arguments: object) -> tuple[int, str, str]:
        given = [*map(str, arguments), "--data-dir", str(settings.data_dir)]
        monkeypatch.setattr(sys, "argv", ["kyodo-guide", *given])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
        with pytest.raises(SystemExit) as exit_:
            main()
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return int(str(exit_.value.code or 0)), out, err

    return run


@pytest.fixture
def write(settings: Settings) -> Callable[[str], None]:
    def write(text: str) -> None:
        (settings.documents / "会則.md").write_text(text, encoding="utf-8")

    return write


@pytest.fixture
def first(cli: Cli, write: Callable[[str], None], settings: Settings) -> str:
    """The generation of the first edition, which answers."""
    write(RULES)
    code, out, _ = cli("rebuild")
    assert (code, "答えの変化" in out) == (0, False)
    return current(settings.data_dir)


@pytest.fixture
def golden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file with a golden question on what the second edition leaves out."""
    question = {"id": "合宿", "question": "合宿はいつ行いますか", "words": ["毎年八月"]}
    (tmp_path / "golden.jsonl").write_text(json.dumps(question), encoding="utf-8")
    monkeypatch.setenv("GUIDE_GOLDEN", str(tmp_path / "golden.jsonl"))


def test_without_anything_worth_asking_it_just_switches(
    cli: Cli, first: str, write: Callable[[str], None], settings: Settings
) -> None:
    write(WITHOUT_CAMP)
    code, out, _ = cli("rebuild")
    assert code == 0
    assert "答えの変化" not in out
    assert current(settings.data_dir) != first


@pytest.mark.usefixtures("golden")
class TestTheGate:
    def test_a_lost_golden_question_stops_the_switch(
        self, cli: Cli, first: str, write: Callable[[str], None], settings: Settings
    ) -> None:
        write(WITHOUT_CAMP)
        code, out, err = cli("rebuild")
        assert (code, current(settings.data_dir)) == (1, first)
        assert "■ 答えられなくなる: 1件" in out
        assert "確認済みの質問「合宿はいつ行いますか」に、正しく答えられなくなります" in err
        waiting = names(settings.data_dir)[0]
        assert f"kyodo-guide switch {waiting} --overrule" in err
        assert f"○ {waiting}（未使用）" in cli("editions")[1]

    def test_documents_that_are_entirely_others_are_let_through_if_nothing_was_right_before(
        self, cli: Cli, write: Callable[[str], None], settings: Settings
    ) -> None:
        write("# 給食の規則\n\n## 1. 献立\n\n献立は毎月決めます。\n")
        assert cli("rebuild")[0] == 0
        write("# 図書室の規則\n\n## 1. 貸出\n\n本は二週間貸し出します。\n")
        assert cli("rebuild")[0] == 0

    def test_overruling_at_once_is_recorded(
        self, cli: Cli, first: str, write: Callable[[str], None], settings: Settings
    ) -> None:
        write(WITHOUT_CAMP)
        assert cli("rebuild", "--overrule", "山田", "--reason", "合宿は取りやめ")[0] == 0
        last = switches(settings.data_dir)[-1]
        assert (last.old, last.by, last.reason) == (first, "山田", "合宿は取りやめ")

    def test_what_waits_is_let_answer_only_by_overruling(
        self, cli: Cli, first: str, write: Callable[[str], None], settings: Settings
    ) -> None:
        write(WITHOUT_CAMP)
        cli("rebuild")
        waiting = names(settings.data_dir)[0]
        assert cli("switch", waiting)[0] == 1
        assert cli("switch", waiting, "--overrule", "山田")[0] == 2
        assert current(settings.data_dir) == first
        assert cli("switch", waiting, "--overrule", "山田", "--reason", "合宿は取りやめ")[0] == 0
        assert current(settings.data_dir) == waiting
        assert "理由: 合宿は取りやめ" in cli("editions")[1]

    def test_going_back_needs_nobodys_leave(
        self, cli: Cli, first: str, write: Callable[[str], None], settings: Settings
    ) -> None:
        write(WITHOUT_CAMP)
        cli("rebuild", "--overrule", "山田", "--reason", "合宿は取りやめ")
        assert cli("rollback")[0] == 0
        assert current(settings.data_dir) == first

    def test_if_stale_does_not_build_again_what_waits(
        self, cli: Cli, first: str, write: Callable[[str], None], settings: Settings
    ) -> None:
        write(WITHOUT_CAMP)
        cli("rebuild")
        kept = names(settings.data_dir)
        code, _, err = cli("rebuild", "--if-stale")
        assert (code, names(settings.data_dir)) == (1, kept)
        assert "切り替えていません" in err

    def test_with_the_gate_off_it_reports_and_switches(
        self, cli: Cli, first: str, write: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(WITHOUT_CAMP)
        monkeypatch.setenv("GUIDE_GATE", "off")
        code, out, _ = cli("rebuild")
        assert code == 0
        assert "答えられなくなる 1" in out

    def test_asking_with_other_documents_does_not_go_round_it(
        self, cli: Cli, first: str, write: Callable[[str], None], settings: Settings
    ) -> None:
        write(WITHOUT_CAMP)
        code, _, err = cli("ask", "会費はいくら", "--documents", settings.documents)
        assert (code, current(settings.data_dir)) == (2, first)
        assert "切り替えていません" in err

    def test_a_damaged_live_index_is_replaced_and_that_nothing_was_compared_is_said(
        self, cli: Cli, first: str, write: Callable[[str], None], settings: Settings
    ) -> None:
        (settings.data_dir / "generations" / first / "weights.npy").unlink()
        write(WITHOUT_CAMP)
        code, _, err = cli("rebuild")
        assert code == 0
        assert "答えの変化は確かめていません" in err
        assert current(settings.data_dir) != first

    def test_a_change_of_the_thesaurus_goes_through_it(
        self, cli: Cli, tmp_path: Path, write: Callable[[str], None], settings: Settings
    ) -> None:
        (settings.documents / "thesaurus.txt").write_text("キャンプ → 合宿\n", encoding="utf-8")
        question = {"question": "キャンプはいつですか", "words": ["毎年八月"]}
        (tmp_path / "golden.jsonl").write_text(json.dumps(question), encoding="utf-8")
        write(RULES)
        cli("rebuild")
        (settings.documents / "thesaurus.txt").write_text("", encoding="utf-8")
        code, _, err = cli("rebuild", "--if-stale")
        assert code == 1
        assert "キャンプはいつですか" in err


@pytest.mark.parametrize(
    ("text", "says"), [("", "golden.jsonl"), ("{", "1行目")], ids=["空のファイル", "壊れた行"]
)
def test_a_golden_file_that_is_wrong_stops_before_anything_is_built(
    cli: Cli,
    first: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
    text: str,
    says: str,
) -> None:
    (tmp_path / "golden.jsonl").write_text(text)
    monkeypatch.setenv("GUIDE_GOLDEN", str(tmp_path / "golden.jsonl"))
    code, _, err = cli("rebuild")
    assert (code, names(settings.data_dir)) == (2, (first,))
    assert says in err


class TestTheStore:
    @pytest.fixture
    def useful(self, first: str, settings: Settings) -> str:
        """An answer about the camp that two visitors found useful, and a trainer right; its id."""
        assistant = Assistant.open(settings)
        trace = assistant.trace("合宿はいつ行いますか")
        store = Store.open(settings)
        explanation = explain(trace, assistant.generation.passages)
        exchange = store.record(trace.answer, visitor="v1", explanation=explanation)
        for visitor in ("v1", "v2"):
            store.rate(exchange, visitor, helpful=True)
        store.judge(exchange, Verdict.RIGHT, "田中")
        store.close()
        return exchange

    def test_what_was_found_useful_is_asked_again_but_stops_nothing(
        self, cli: Cli, useful: str, write: Callable[[str], None]
    ) -> None:
        write(WITHOUT_CAMP)
        code, out, _ = cli("rebuild")
        assert code == 0
        assert "合宿はいつ行いますか［確認した回答］" in out

    def test_everyone_who_found_useful_what_has_changed_is_listed(
        self, cli: Cli, useful: str, write: Callable[[str], None]
    ) -> None:
        assert "変わったものはありません" in cli("impact", "--affected")[1]
        write(WITHOUT_CAMP)
        cli("rebuild")
        assert "v1、v2" in cli("impact", "--affected")[1]
        [record] = map(json.loads, cli("impact", "--affected", "--json")[1].splitlines())
        assert (record["visitors"], record["outcome"]) == (["v1", "v2"], "lost")
        assert record["exchange"] == useful

    def test_a_golden_question_of_the_store_is_guarded_and_the_switch_recorded(
        self, cli: Cli, first: str, write: Callable[[str], None], settings: Settings
    ) -> None:
        store = Store.open(settings)
        passage = Assistant.open(settings).generation.passages[-1]
        entry = Golden("合宿の時期は", Status.FOUND, passages=(PassageRef.of(passage),))
        store.save_golden(entry, "田中")
        write(WITHOUT_CAMP)
        assert cli("rebuild")[0] == 1
        assert cli("rebuild", "--overrule", "山田", "--reason", "取りやめ")[0] == 0
        [made] = store.switches()
        assert (made.old, made.by, made.reason, made.summary["lost"]) == (first, "山田", "取りやめ", 1)
        store.close()

    def test_a_store_that_cannot_be_read_stops_the_switch_and_says_so(
        self, cli: Cli, first: str, settings: Settings
    ) -> None:
        (settings.data_dir / "records.sqlite3").write_bytes(b"no database" * 999)
        code, _, err = cli("rebuild")
        assert (code, current(settings.data_dir)) == (1, first)
        assert "確認済みの質問を確かめられません" in err


class TestTheCommandImpact:
    @pytest.fixture
    def waiting(self, cli: Cli, golden: None, first: str, write: Callable[[str], None]) -> None:
        write(WITHOUT_CAMP)
        assert cli("rebuild")[0] == 1

    @pytest.mark.usefixtures("waiting")
    def test_it_compares_what_waits(self, cli: Cli, first: str, tmp_path: Path) -> None:
        code, out, _ = cli("impact", "--html", tmp_path / "変化.html")
        assert code == 0
        assert out.startswith(f"答えの変化: {first} → ")
        assert "毎年八月" in (tmp_path / "変化.html").read_text(encoding="utf-8")

    @pytest.mark.usefixtures("waiting")
    def test_json_has_both_answers(self, cli: Cli, first: str) -> None:
        record = json.loads(cli("impact", "--json")[1])
        assert (record["old"], record["counts"]["lost"], record["golden_lost"]) == (first, 1, ["合宿"])
        [question] = record["questions"]
        assert question["old"]["quotes"][0]["text"] == "合宿は毎年八月に行います。"
        assert (question["was_right"], question["is_right"]) == (True, False)

    @pytest.mark.usefixtures("waiting")
    def test_of_what_answers_it_tells_what_its_switch_did(self, cli: Cli, settings: Settings) -> None:
        waiting = names(settings.data_dir)[0]
        cli("switch", waiting, "--overrule", "山田", "--reason", "取りやめ")
        assert "■ 答えられなくなる: 1件" in cli("impact")[1]

    def test_the_first_index_has_nothing_to_be_compared_with(self, cli: Cli, first: str) -> None:
        code, _, err = cli("impact")
        assert code == 2
        assert "比べた前の索引がありません" in err
