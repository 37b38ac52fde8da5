"""Two editions of a rule, and what becomes of the answers when one follows the other."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Assistant, model_of
from assistant.editions import renaming
from assistant.evaluation.gate import objections
from assistant.evaluation.golden import GoldenQuestion
from assistant.evaluation.impact import Effect, Impact, Outcome, measure, outcome
from assistant.evaluation.impact_report import (
    impact_lines,
    impact_record,
    keep_impact,
    kept_impact,
    read_impact,
)
from assistant.evaluation.impact_table import write_impact
from assistant.evaluation.said import Cited, Said
from assistant.evaluation.worth import Asked, Source
from assistant.settings import Gate, Settings
from assistant.types import Status
from corpus.errors import GuideError
from index.build import rebuild
from index.encoder import load_encoder
from index.storage import load
from tests.index.samples import silent

OLD = """# 自転車会会則

## 1. 会費

会費は年に千円とします。

## 2. 役員

役員の任期は二年とします。

## 3. 合宿

合宿は毎年八月に行います。

## 4. 名称

この会は自転車会と称します。
"""
NEW = """# 自転車会会則

## 1. 会費

会費は年に二千円とします。

## 2. 保険

会員は自転車の保険に加入しなければなりません。

## 3. 役員

役員の任期は二年とします。

## 4. 名称

この会は自転車会と称します。
"""
QUESTIONS = {
    "会費はいくらですか": Outcome.REWORDED,
    "役員の任期は何年ですか": Outcome.MOVED,
    "合宿はいつ行いますか": Outcome.LOST,
    "保険に加入しなければなりませんか": Outcome.GAINED,
    "会の名称は何ですか": Outcome.UNCHANGED,
}


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Assistant, Assistant]:
    """Assistants of the old and the new edition; the new file bears another name."""
    folder = tmp_path_factory.mktemp("editions")
    settings = Settings(documents=folder / "documents", data_dir=folder / "var")
    settings.documents.mkdir()
    encoder = load_encoder(settings.model)
    assistants = []
    for name, text in (("会則.md", OLD), ("会則（改正）.md", NEW)):
        for path in settings.documents.iterdir():
            path.unlink()
        (settings.documents / name).write_text(text, encoding="utf-8")
        rebuild(settings.documents, settings.data_dir, encoder, model_of(settings), silent)
        assistants.append(Assistant(load(settings.data_dir), encoder))
    old, new = assistants
    return old, new


def golden(question: str, words: str = "", status: Status = Status.FOUND) -> Asked:
    right = GoldenQuestion("g", question, (), "", status, frozenset(), (frozenset({words}),) if words else ())
    return Asked("g", Source.GOLDEN, question, golden=right)


def measured(editions: tuple[Assistant, Assistant], *asked: Asked) -> Impact:
    return measure(*editions, asked, silent)


@pytest.fixture(scope="module")
def impact(editions: tuple[Assistant, Assistant]) -> Impact:
    return measured(editions, *(Asked(q, Source.USEFUL, q, visitors=("v1",)) for q in QUESTIONS))


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_answer_is_told_by_what_becomes_of_it(impact: Impact, question: str) -> None:
    [effect] = [effect for effect in impact.effects if effect.asked.question == question]
    assert effect.outcome is QUESTIONS[question]


def test_both_sides_have_their_own_words(impact: Impact) -> None:
    [effect] = impact.of(Outcome.REWORDED)
    assert effect.old.first
    assert effect.new.first
    assert effect.old.first.text == "会費は年に千円とします。"
    assert effect.new.first.text == "会費は年に二千円とします。"


class TestGolden:
    def test_one_that_is_answered_rightly_no_longer_is_lost(
        self, editions: tuple[Assistant, Assistant]
    ) -> None:
        found = measured(editions, golden("会費はいくらですか", "千円とします")).golden_lost
        assert not found
        [effect] = measured(editions, golden("会費はいくらですか", "年に千円")).golden_lost
        assert effect.why == "正しい箇所が1番目の引用ではなくなります。"

    def test_one_that_nothing_answered_before_is_none(self, editions: tuple[Assistant, Assistant]) -> None:
        assert not measured(editions, golden("会費はいくらですか", "三千円")).golden_lost

    def test_one_that_is_no_longer_answered_at_all_is_lost(
        self, editions: tuple[Assistant, Assistant]
    ) -> None:
        [effect] = measured(editions, golden("合宿はいつ行いますか")).golden_lost
        assert "になります" in effect.why

    def test_one_that_was_refused_and_is_answered_now_is_lost(
        self, editions: tuple[Assistant, Assistant]
    ) -> None:
        asked = golden("保険に加入しなければなりませんか", status=Status.NOT_FOUND)
        [effect] = measured(editions, asked).golden_lost
        assert "答えのない質問" in effect.why


class TestTheGate:
    def test_by_default_only_golden_questions_are_guarded(self, impact: Impact) -> None:
        assert objections(impact, Gate.GOLDEN) == ()
        [objection] = objections(impact, Gate.USEFUL)
        assert "合宿はいつ行いますか" in objection

    def test_a_lost_golden_question_objects_unless_the_gate_is_off(
        self, editions: tuple[Assistant, Assistant]
    ) -> None:
        found = measured(editions, golden("合宿はいつ行いますか"))
        assert len(objections(found, Gate.GOLDEN)) == len(objections(found, Gate.USEFUL)) == 1
        assert objections(found, Gate.OFF) == ()


class TestReport:
    def test_text_shows_old_and_new_of_every_change(self, impact: Impact) -> None:
        text = "\n".join(impact_lines(impact))
        assert "尋ねた質問 5件: 答えられなくなる 1、答えの場所が変わる 1" in text
        assert "    旧　2 役員" in text
        assert "    新　3 役員" in text
        assert "会の名称" not in text

    def test_nothing_asked_is_said(self, impact: Impact) -> None:
        assert "まだありません" in "\n".join(impact_lines(replace(impact, effects=())))

    def test_the_page_escapes_what_people_typed(self, impact: Impact, tmp_path: Path) -> None:
        hostile = replace(
            impact.effects[0], asked=Asked("x", Source.USEFUL, "<script>alert(1)</script>\ud800")
        )
        write_impact(replace(impact, effects=(hostile, *impact.effects)), tmp_path / "報告" / "変化.html")
        page = (tmp_path / "報告" / "変化.html").read_text(encoding="utf-8")
        assert "&lt;script&gt;alert(1)" in page
        assert "<script" not in page
        assert "<ins>二</ins>" in page

    def test_a_page_that_cannot_be_written_is_named(self, impact: Impact, tmp_path: Path) -> None:
        with pytest.raises(GuideError, match="書き込めません"):
            write_impact(impact, tmp_path)

    def test_a_record_comes_back(self, impact: Impact) -> None:
        again = json.loads(json.dumps(impact_record(impact)))
        assert impact_record(read_impact(again)) == impact_record(impact)

    def test_it_is_kept_and_found_again(self, impact: Impact, tmp_path: Path) -> None:
        assert kept_impact(tmp_path, impact.new) is None
        keep_impact(tmp_path, impact)
        assert kept_impact(tmp_path, impact.new) == replace(impact, effects=kept(impact))

    @pytest.mark.parametrize(
        "content", ["", "[]", "{}", '{"old": 1}'], ids=["空", "配列", "空の記録", "不足"]
    )
    def test_a_damaged_one_is_said(self, impact: Impact, tmp_path: Path, content: str) -> None:
        keep_impact(tmp_path, impact)
        (tmp_path / "impacts" / f"{impact.new}.json").write_text(content)
        with pytest.raises(GuideError, match="読めません"):
            kept_impact(tmp_path, impact.new)

    def test_those_of_generations_that_are_no_more_go(self, impact: Impact, tmp_path: Path) -> None:
        keep_impact(tmp_path, replace(impact, new="gone"))
        keep_impact(tmp_path, impact)
        assert [path.stem for path in (tmp_path / "impacts").iterdir()] == [impact.new]


def kept(impact: Impact) -> tuple[Effect, ...]:
    return tuple(replace(effect, asked=replace(effect.asked, golden=None)) for effect in impact.effects)


STATUSES = st.sampled_from(Status)
CITED = st.builds(
    Cited, st.just("d"), st.just(""), st.just(""), st.sampled_from("12"), st.just(""), st.sampled_from("甲乙")
)
ANSWERS = st.builds(Said, STATUSES, st.lists(CITED, max_size=2).map(tuple))


@given(ANSWERS, ANSWERS)
def test_an_answer_that_is_there_on_one_side_only_is_lost_or_gained(old: Said, new: Said) -> None:
    assert (outcome(old, new) is Outcome.LOST) == (old.first is not None and new.first is None)
    assert (outcome(old, new) is Outcome.GAINED) == (old.first is None and new.first is not None)
    assert outcome(old, old) is Outcome.UNCHANGED


def test_width_and_line_breaks_make_no_difference() -> None:
    one, other = (
        Said(Status.FOUND, (Cited("d", "", "", number, "", text),))
        for number, text in (("（１）", "第１項の\n規定"), ("(1)", "第1項の規定"))
    )
    assert outcome(one, other) is Outcome.UNCHANGED


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [("ab", "ac", {"b": "c"}), ("ab", "ab", {}), ("ab", "cd", {}), ("a", "", {}), ("", "", {})],
)
def test_only_a_single_document_can_bear_another_name(old: str, new: str, pairs: dict[str, str]) -> None:
    assert renaming(old, new) == pairs
