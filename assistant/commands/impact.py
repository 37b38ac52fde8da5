"""`impact`: what becomes of answers with another index, and whose useful answers have changed."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.shared import AsJson, DataDir, command, print_json
from assistant.settings import Settings, load_settings
from corpus.errors import GuideError


@command(help="索引を切り替えると答えがどう変わるかを示します。")
def impact(
    name: Annotated[
        str | None,
        typer.Argument(
            help="索引の名前（初めの数文字でも）。省くと、切り替えを待っている索引か、今の索引。",
            metavar="索引",
            show_default=False,
        ),
    ] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
    html: Annotated[Path | None, typer.Option(help="書き出す HTML。", metavar="ファイル")] = None,
    affected: Annotated[
        bool, typer.Option("--affected", help="役に立ったとした答えが変わった方（仮名）の一覧を示します。")
    ] = False,
) -> None:
    """Compare a generation with the one that answers; of that one, tell what its switch did."""
    from index.pointer import current

    settings = load_settings(data_dir=data_dir)
    answering = current(settings.data_dir)
    target = _target(settings, name, answering)
    if affected:
        _print_affected(settings, target, as_json)
        return
    from assistant.evaluation.impact_report import impact_lines, impact_record, kept_impact
    from assistant.evaluation.impact_table import write_impact

    if target == answering:
        found = kept_impact(settings.data_dir, target)
    else:
        from assistant.progress import shown_progress
        from assistant.renewal import preview

        with shown_progress() as progress:
            renewal = preview(settings, target, progress)
        found = renewal.impact
        if renewal.remark:
            typer.echo(renewal.remark, err=True)
    if found is None:
        raise GuideError(f"索引「{target}」には、比べた前の索引がありません。")
    if html:
        write_impact(found, html)
    if as_json:
        print_json(impact_record(found))
    else:
        typer.echo("\n".join(impact_lines(found)))


def _target(settings: Settings, name: str | None, answering: str) -> str:
    """The generation that is meant: the one named, the newest that waits, else the one that answers."""
    from index.shelf import find, waiting

    if name:
        return find(settings.data_dir, name)
    return next(iter(waiting(settings.data_dir)), answering)


def _print_affected(settings: Settings, target: str, as_json: bool) -> None:
    from assistant.affected import affected, affected_lines, affected_record
    from assistant.progress import shown_progress

    with shown_progress() as progress:
        found = affected(settings, target, progress)
    if as_json:
        for each in found:
            print_json(affected_record(each))
    else:
        typer.echo("\n".join(affected_lines(found)))
