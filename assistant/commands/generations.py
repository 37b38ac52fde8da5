"""`editions`, `rollback` and `prune`: the index generations that are kept, and which one answers."""

from typing import Annotated

import typer

from assistant.commands.shared import FINDINGS, AsJson, DataDir, command, print_json
from assistant.settings import load_settings

Name = Annotated[
    str | None, typer.Argument(help="索引の名前（初めの数文字でも）。", metavar="索引", show_default=False)
]


@command(help="残っている索引の一覧（文書と版、モデル、どれが答えているか、誰が切り替えたか）を示します。")
def editions(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """List the generations, newest first; exit with 1 if one is damaged."""
    from assistant.generations import inspect, lines, record

    folder = load_settings(data_dir=data_dir).data_dir
    entries = inspect(folder)
    if as_json:
        for entry in entries:
            print_json(record(entry))
    elif entries:
        typer.echo("\n\n".join("\n".join(lines(entry)) for entry in entries))
    else:
        typer.echo(f"{folder} に索引はまだありません。`kyodo-guide rebuild` で作れます。")
    if any(entry.fault for entry in entries):
        raise typer.Exit(FINDINGS)


@command(help="前に答えていた索引（または指定した索引）に戻します。")
def rollback(name: Name = None, data_dir: DataDir = None) -> None:
    """Let the generation answer that did before, or the named one, once it has proved sound."""
    from assistant.generations import switch_soundly
    from index.pointer import How, current
    from index.shelf import find, predecessor

    folder = load_settings(data_dir=data_dir).data_dir
    answering = current(folder)
    target = find(folder, name) if name else predecessor(folder)
    if target == answering:
        typer.echo(f"索引 {target} は、すでに使われています。")
        return
    switch_soundly(folder, target, How.ROLLBACK)
    typer.echo(f"索引 {answering} から {target} に戻しました。")


@command(help="古い索引を消します。使われている索引は消しません。")
def prune(
    keep: Annotated[int, typer.Option(help="残す数（使われている索引を含みます）。", min=1, metavar="数")],
    data_dir: DataDir = None,
) -> None:
    """Delete the oldest generations beyond those to be kept, never the one that answers."""
    from index.shelf import names
    from index.shelf import prune as pruned
    from index.storage import writing

    folder = load_settings(data_dir=data_dir).data_dir
    with writing(folder):
        gone = pruned(folder, keep)
    for name in gone:
        typer.echo(f"索引 {name} を消しました。")
    typer.echo(f"残っている索引: {len(names(folder))}件")
