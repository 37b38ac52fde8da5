"""What the commands share: how one is declared, options that several have, and how JSON is written."""

import json
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.typer_ja import JapaneseCommand, JapaneseGroup

FINDINGS = 1
CANNOT = 2
# A collection can have thousands; they must not hide what was read.
WARNINGS_SHOWN = 20

app = typer.Typer(
    cls=JapaneseGroup,
    help="協働ガイドラインの原文で質問に答えます。インターネットは使いません。",
    options_metavar="[指定]",
    subcommand_metavar="コマンド …",
    add_completion=False,
    pretty_exceptions_enable=False,
)

command = partial(app.command, cls=JapaneseCommand, options_metavar="[指定]")

DataDir = Annotated[Path | None, typer.Option(help="索引などを置くフォルダー。", metavar="フォルダー")]
Documents = Annotated[Path | None, typer.Option(help="文書のフォルダー。", metavar="フォルダー")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON で書き出します。")]


def print_json(record: dict[str, Any]) -> None:
    """Write one record as a line of JSON."""
    typer.echo(json.dumps(record, ensure_ascii=False))
