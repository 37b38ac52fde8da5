"""What is said of figures and of bad answers."""

import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from assistant.evaluation.curve import curve_svg, draw_curve
from assistant.evaluation.failures import failure_lines, failure_records, why
from assistant.evaluation.figures import Judged, by_style, figures
from assistant.evaluation.report import evaluation_record, missed, print_evaluation
from assistant.evaluation.run import Evaluation
from assistant.types import Status
from corpus.errors import GuideError
from tests.assistant.evaluation.samples import answer, golden, judged


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (judged(golden("あ"), answer("あ")), ""),
        (judged(golden(), answer("い")), ""),
        (judged(golden("あ"), answer("い", "あ")), "正しい引用は2番目でした。"),
        (judged(golden("あ"), answer("い")), "正しい引用がありません。"),
        (judged(golden("あ", "う", "え"), answer("あ")), "必要な3箇所のうち2箇所が引用にありません。"),
        (
            judged(golden("あ"), answer("あ", status=Status.RELATED)),
            "文書に答えがあるのに、「関係する記載だけがある」としました。",
        ),
        (judged(golden(sections=["2"]), answer("い")), "1番目の引用の節が違います。"),
        (judged(golden("あ", sections=["2"]), answer("あ")), ""),
        (
            judged(golden(status=Status.NOT_FOUND), answer("い")),
            "文書に答えがないのに、「記載がある」としました。",
        ),
        (judged(golden(status=Status.NOT_FOUND), answer("い", status=Status.RELATED)), ""),
        (judged(golden(status=Status.RELATED), answer("い", status=Status.NOT_FOUND)), ""),
    ],
    ids=[
        "よい",
        "正解を問わない",
        "2番目",
        "ない",
        "足りない",
        "誤って拒む",
        "節が違う",
        "節が違っても語があればよい",
        "答えてはいけない",
        "関係とするのはよい",
        "ないとするのはよい",
    ],
)
def test_why_an_answer_is_not_good(asked: Judged, says: str) -> None:
    assert why(asked) == says


def test_a_failure_shows_what_was_expected_and_what_came_first() -> None:
    bad = judged(golden("あ|か", sections=["Ⅰ-1"], question="なぜ"), answer("い" * 99, number="Ⅰ-2"))
    lines = list(failure_lines([judged(golden("あ"), answer("あ")), bad]))
    assert lines == [
        "",
        "✗ q［plain］なぜ",
        "    正しい引用がありません。",
        "    求める答え: Ⅰ-1 「あ|か」",
        f"    1番目の引用: Ⅰ-2 題 「{'い' * 60}…」（確信度 0.50）",
        "    文書にない語: ない語",
    ]
    unnamed = judged(golden(style=""), answer(status=Status.NOT_FOUND))
    assert list(failure_lines([unnamed]))[1::2] == ["✗ q 問い", "    求める答え: （問わない）"]
    [record] = failure_records([bad])
    assert record["expected"] == {"status": "found", "sections": ["Ⅰ-1"], "words": ["あ|か"]}
    assert (record["ranks"], record["first"]) == ([0], "い" * 99)


def test_limits_are_met_or_named() -> None:
    got = figures([judged(golden("あ"), answer("あ")), judged(golden("あ"), answer("い"))])
    assert missed(got, {"hit1": 0.5, "hit3": None}, {"refused": 0.0}) == []
    assert missed(got, {"hit1": 0.51}, {}) == [
        "正しい引用が1番目にある（hit@1）: 50.0% で、求められた 51.0% を下回りました。"
    ]
    [line] = missed(figures([judged(golden(), answer(status=Status.RELATED))]), {}, {"refused": 0.9})
    assert "100.0% で、求められた 90.0% を上回りました。" in line
    assert "測れません" in missed(got, {}, {"false_related": 1.0})[0]
    assert len(missed(got, {"hit1": float("nan")}, {"refused": float("nan")})) == 2


def evaluation(*asked: Judged) -> Evaluation:
    return Evaluation("g", asked, figures(asked), by_style(asked), (), ())


def test_tables_show_names_from_the_file_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    asked = judged(golden("あ", style="[red]赤[/]"), answer("い"))
    print_evaluation(evaluation(asked), with_failures=True)
    out = capsys.readouterr().out
    assert out.count("[red]赤[/]") == 2
    assert re.search(r"hit@1）\s+0\.0%", out)
    assert "答えがない質問 0問" not in out


def test_a_record_has_what_was_asked_for() -> None:
    made = evaluation(judged(golden("あ"), answer("い")))
    assert list(evaluation_record(made, with_failures=False)) == ["generation", "overall", "styles"]
    record = evaluation_record(made, with_failures=True)
    assert record["overall"]["hit1"] == record["styles"]["plain"]["hit1"] == 0.0
    assert record["overall"]["false_related"] is None
    assert [failure["id"] for failure in record["failures"]] == ["q"]


@pytest.mark.parametrize("risk", [[0.0], [0.04, 0.2], [1.0, 1.0, 0.9]], ids=["なし", "少し", "誤りばかり"])
def test_the_curve_is_a_picture_with_every_point_inside(risk: list[float]) -> None:
    coverage = np.arange(1, len(risk) + 1) / len(risk)
    root = ElementTree.fromstring(curve_svg(coverage, np.array(risk)))
    width, height = map(float, root.attrib["viewBox"].split()[2:])
    line = root.find("{http://www.w3.org/2000/svg}polyline")
    assert line is not None
    points = [tuple(map(float, point.split(","))) for point in line.attrib["points"].split()]
    assert len(points) == len(risk)
    assert all(0 < x < width and 0 < y < height for x, y in points)


def test_a_curve_needs_an_answer_that_is_known_to_be_right_or_wrong(tmp_path: Path) -> None:
    with pytest.raises(GuideError, match="曲線を描けません"):
        draw_curve([judged(golden(), answer("い"))], tmp_path / "x.svg")
