"""`evaluate`: questions whose answers are known → figures."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.shared import FINDINGS, WARNINGS_SHOWN, AsJson, DataDir, command, print_json
from assistant.settings import load_settings

_limit = partial(typer.Option, metavar="割合", min=0, max=1)


@command(help="正解の分かっている質問を尋ねて、答えの良さを測ります。")
def evaluate(
    questions: Annotated[
        Path,
        typer.Argument(help="質問と正解（JSON Lines か CSV）。", metavar="ファイル", show_default=False),
    ],
    data_dir: DataDir = None,
    as_json: AsJson = False,
    failures: Annotated[
        bool, typer.Option("--failures", help="良くない答えを理由とともに示します。")
    ] = False,
    compare: Annotated[
        Path | None,
        typer.Option(help="比べる索引・世代・モデル・設定。", metavar="相手"),
    ] = None,
    curve: Annotated[
        Path | None, typer.Option(help="リスク・カバレッジ曲線の SVG。", metavar="ファイル")
    ] = None,
    min_hit1: Annotated[float | None, _limit(help="1番目の引用が正しい割合の下限。")] = None,
    min_hit3: Annotated[float | None, _limit(help="3番目までに正しい割合の下限。")] = None,
    min_section: Annotated[float | None, _limit(help="1番目の節が正しい割合の下限。")] = None,
    min_complete: Annotated[float | None, _limit(help="必要な箇所がそろう割合の下限。")] = None,
    max_refused: Annotated[float | None, _limit(help="答えがあるのに答えない割合の上限。")] = None,
    max_related: Annotated[float | None, _limit(help="話題だけの質問に答える割合の上限。")] = None,
    max_off_topic: Annotated[float | None, _limit(help="関わりのない質問に答える割合の上限。")] = None,
) -> None:
    """Print figures on golden questions; exit with 1 if any misses a limit that was given."""
    from assistant.evaluation.curve import draw_curve
    from assistant.evaluation.report import evaluation_record, missed, print_evaluation
    from assistant.evaluation.run import evaluate as evaluated

    floors = {"hit1": min_hit1, "hit3": min_hit3, "section1": min_section, "complete": min_complete}
    ceilings = {"refused": max_refused, "false_related": max_related, "false_off_topic": max_off_topic}
    evaluation = evaluated(questions, load_settings(data_dir=data_dir), compare)
    _warn(evaluation.doubts)
    if as_json:
        print_json(evaluation_record(evaluation, with_failures=failures))
    else:
        print_evaluation(evaluation, with_failures=failures)
    if curve is not None:
        draw_curve(evaluation.judged, curve)
    if misses := missed(evaluation.overall, floors, ceilings):
        typer.echo("\n".join(misses), err=True)
        raise typer.Exit(FINDINGS)


def _warn(doubts: Sequence[str]) -> None:
    for line in doubts[:WARNINGS_SHOWN]:
        typer.echo(line, err=True)
    if (more := len(doubts) - WARNINGS_SHOWN) > 0:
        typer.echo(f"ほか{more}件。", err=True)
