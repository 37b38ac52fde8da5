"""An evaluation → Japanese tables for a terminal, and a JSON record."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from assistant.evaluation.comparison import Difference
from assistant.evaluation.failures import failure_lines, failure_records
from assistant.evaluation.figures import Figures
from assistant.evaluation.run import Evaluation

_NAMES = {
    "hit1": "正しい引用が1番目にある（hit@1）",
    "hit3": "正しい引用が3番目までにある（hit@3）",
    "hit5": "正しい引用が5番目までにある（hit@5）",
    "mrr": "正しい引用の逆順位の平均（MRR）",
    "ndcg": "必要な箇所の順位の良さ（nDCG）",
    "section1": "1番目の引用の節が正しい",
    "complete": "必要な箇所がすべて引用にある",
    "refused": "答えがあるのに「記載がある」としない",
    "false_related": "話題だけあり答えのない質問に答えた",
    "false_off_topic": "文書と関わりのない質問に答えた",
    "ece": "確信度のずれ（ECE、0が最良）",
    "auroc": "確信度が正誤を見分ける力（AUROC）",
    "aurc": "リスク・カバレッジ曲線の下の面積（AURC）",
    "p50_ms": "応答時間の中央値（p50、ミリ秒）",
    "p95_ms": "応答時間の95パーセント点（p95、ミリ秒）",
}
_SHARES = frozenset("hit1 hit3 hit5 section1 complete refused false_related false_off_topic".split())
_COLUMNS = {
    "hit1": "hit@1",
    "hit3": "hit@3",
    "hit5": "hit@5",
    "mrr": "MRR",
    "ndcg": "nDCG",
    "section1": "節",
    "complete": "全箇所",
    "refused": "誤拒否",
}
# What hypotheses are commonly tested at.
_SIGNIFICANT = 0.05


def print_evaluation(evaluation: Evaluation, *, with_failures: bool) -> None:
    """Print the tables of an evaluation to standard output, and the bad answers if asked to."""
    console = Console(highlight=False)
    console.print(_overall_table(evaluation.overall))
    console.print(_styles_table(evaluation.styles))
    if evaluation.differences:
        console.print(_differences_table(evaluation.differences))
        console.print("「差」は今の索引から相手を引いた値、「上/下」は今の索引が上・下の質問の数です。")
        console.print(f"p は対応のあるランダム化検定の値です（* は {_SIGNIFICANT} 未満）。")
    if with_failures:
        for line in failure_lines(evaluation.judged):
            console.out(line, highlight=False)


def evaluation_record(evaluation: Evaluation, *, with_failures: bool) -> dict[str, Any]:
    """Return an evaluation as one JSON object; a figure that no question bears on is null."""
    record: dict[str, Any] = {
        "generation": evaluation.generation,
        "overall": _record(evaluation.overall),
        "styles": {style: _record(figures) for style, figures in evaluation.styles.items()},
    }
    if evaluation.differences:
        record["differences"] = [_record(difference) for difference in evaluation.differences]
    if with_failures:
        record["failures"] = failure_records(evaluation.judged)
    return record


def missed(
    figures: Figures, floors: Mapping[str, float | None], ceilings: Mapping[str, float | None]
) -> list[str]:
    """Say in Japanese which figures are below their floor or above their ceiling, or cannot be known."""
    limits = [(name, limit, 1) for name, limit in floors.items()]
    limits += [(name, limit, -1) for name, limit in ceilings.items()]
    lines = []
    for name, limit, sign in limits:
        if limit is None:
            continue
        value = getattr(figures, name)
        if value is None:
            lines.append(f"{_NAMES[name]}: この指標に関わる質問がなく、測れません。")
        # Told this way round, a limit that is no number is missed.
        elif not sign * value >= sign * limit:
            beyond = "下回りました" if sign > 0 else "上回りました"
            lines.append(f"{_NAMES[name]}: {value:.1%} で、求められた {limit:.1%} を{beyond}。")
    return lines


def _overall_table(figures: Figures) -> Table:
    """All figures, one a line."""
    table = Table("全体", box=box.SIMPLE_HEAD)
    table.add_column(f"{figures.questions}問", justify="right")
    groups = {
        f"答えがある質問 {figures.answerable}問": ("hit1 hit3 hit5 mrr ndcg section1 complete refused"),
        f"答えがない質問 {figures.related + figures.off_topic}問": "false_related false_off_topic",
        "全質問": "ece auroc aurc p50_ms p95_ms",
    }
    for group, names in groups.items():
        shown = [name for name in names.split() if getattr(figures, name) is not None]
        if shown:
            table.add_row(f"[bold]{group}[/]")
        for name in shown:
            table.add_row(f"  {_NAMES[name]}", _cell(name, getattr(figures, name)))
    return table


def _styles_table(styles: Mapping[str, Figures]) -> Table:
    """One style a line, with its main figures; 誤答 are questions without an answer that got one."""
    table = Table("種類（%）", box=box.SIMPLE_HEAD, padding=(0, 0))
    for heading in ("問", *_COLUMNS.values(), "誤答"):
        table.add_column(heading, justify="right")
    for style, figures in styles.items():
        cells = [_short(name, getattr(figures, name)) for name in _COLUMNS]
        table.add_row(escape(style or "（なし）"), str(figures.questions), *cells, _wrongly_answered(figures))
    return table


def _differences_table(differences: Sequence[Difference]) -> Table:
    """Each measure of both systems, the difference, on how many questions either is higher, and p."""
    table = Table("比較", box=box.SIMPLE_HEAD, padding=(0, 0))
    for heading in ("今", "相手", "差", "上/下", "p"):
        table.add_column(heading, justify="right")
    for d in differences:
        mark = "*" if d.p < _SIGNIFICANT else " "
        table.add_row(
            _NAMES[d.measure],
            _cell(d.measure, d.first),
            _cell(d.measure, d.second),
            f"{(d.first - d.second) * 100:+.1f}" if d.measure in _SHARES else f"{d.first - d.second:+.3f}",
            f"{d.higher}/{d.lower}",
            f"{d.p:.3f}{mark}",
        )
    return table


def _cell(name: str, value: float | None) -> str:
    if value is None:
        return "–"
    if name.endswith("_ms"):
        return f"{value:.1f}"
    return f"{value * 100:.1f}%" if name in _SHARES else f"{value:.3f}"


def _short(name: str, value: float | None) -> str:
    """Return a cell for a narrow column, whose table says that it is in per cent."""
    return _cell(name, value).removesuffix("%")


def _wrongly_answered(figures: Figures) -> str:
    wrong = (figures.false_related or 0.0) * figures.related
    wrong += (figures.false_off_topic or 0.0) * figures.off_topic
    asked = figures.related + figures.off_topic
    return _short("false_related", wrong / asked if asked else None)


def _record(measured: Figures | Difference) -> dict[str, Any]:
    return {
        name: round(value, 4) if isinstance(value, float) else value
        for name, value in asdict(measured).items()
    }
