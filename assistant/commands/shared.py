"""What the commands share: how one is declared, options that several have, and how JSON is written."""

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.settings import RECORDS, Settings
from assistant.typer_ja import JapaneseCommand, JapaneseGroup

if TYPE_CHECKING:
    from assistant.approvals import Approvals

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


def approvals_of(settings: Settings) -> "Approvals | None":
    """Return what trainers approved, as the pages have it; None where nobody ever recorded anything.

    A store that cannot be used is told, and costs no answer.
    """
    # Looked at before anything is imported: most who ask at a terminal have no records.
    if not settings.database and not (settings.data_dir / RECORDS).exists():
        return None
    from contextlib import closing

    from assistant.approvals import Approvals
    from assistant.errors import StoreFault
    from assistant.store.store import Store

    try:
        with closing(Store.open(settings)) as store:
            return Approvals(store.approved())
    except StoreFault as fault:
        typer.echo(fault.message, err=True)
        return None
