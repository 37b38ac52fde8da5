"""`ask` and `search`: questions, one or a batch of them → answers, or a run of rankings."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.batch import Line, read_batch
from assistant.commands.building import bring_up_to_date
from assistant.commands.shared import FINDINGS, AsJson, DataDir, approvals_of, command, print_json
from assistant.errors import AskError
from assistant.plain import answer_lines
from assistant.records import answer_record
from assistant.settings import load_settings
from corpus.errors import GuideError

if TYPE_CHECKING:
    from assistant.answer import Assistant


@command(help="質問に、ガイドラインの原文で答えます。")
def ask(
    question: Annotated[str | None, typer.Argument(help="質問。", metavar="質問", show_default=False)] = None,
    batch: Annotated[
        Path | None,
        typer.Option(help='1行に1件の {"id", "question"}（- は標準入力）。', metavar="ファイル"),
    ] = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
    documents: Annotated[
        Path | None,
        typer.Option(help="文書のフォルダー。索引と違えば、作り直してから答えます。", metavar="フォルダー"),
    ] = None,
    document: Annotated[
        str | None, typer.Option(help="この文書だけから答えます。documents.toml の id です。", metavar="文書")
    ] = None,
) -> None:
    """Answer one question, or a batch of them line by line."""
    if (question is None) == (batch is None):
        raise GuideError("質問か --batch のどちらか一方を指定してください。")
    from assistant.answer import Assistant

    settings = load_settings(documents=documents, data_dir=data_dir)
    if documents is not None:
        bring_up_to_date(settings)
    assistant = Assistant.open(settings, approvals_of(settings))
    if batch is not None:
        raise typer.Exit(_ask_each(assistant, batch, document))
    answer = assistant.ask(question or "", document=document)
    if as_json:
        print_json(answer_record(answer))
    else:
        typer.echo("\n".join(answer_lines(answer, settings.contact)))


@command(help="まとめて検索し、順位を TREC 形式で書き出します。")
def search(
    batch: Annotated[
        Path,
        typer.Option(help='1行に1件の {"id", "text"}（- は標準入力）。', metavar="ファイル"),
    ],
    run: Annotated[Path, typer.Option(help="書き出す TREC 形式のファイル。", metavar="ファイル")],
    top: Annotated[int, typer.Option(help="1件の検索に書き出す数。", min=1, metavar="数")] = 100,
    data_dir: DataDir = None,
) -> None:
    """Write a TREC run for a batch of queries, searched as staff's questions are."""
    from assistant.answer import Assistant
    from assistant.trec import run_lines

    assistant = Assistant.open(load_settings(data_dir=data_dir))
    faults = 0
    try:
        run.parent.mkdir(parents=True, exist_ok=True)
        with run.open("w", encoding="utf-8", newline="\n") as file:
            for line in read_batch(batch, "text"):
                try:
                    file.writelines(run_lines(assistant, line, top))
                except AskError as error:
                    faults += 1
                    typer.echo(f"{line.number}行目: {error.message}", err=True)
    except OSError:
        raise GuideError(
            f"「{run}」に書き込めません。空き容量と、書き込みの許可を確かめてください。"
        ) from None
    if faults:
        raise typer.Exit(FINDINGS)


def _ask_each(assistant: "Assistant", batch: Path, document: str | None) -> int:
    """Answer a batch line by line, each written as soon as it is known; return the exit code."""
    code = 0
    for line in read_batch(batch, "question"):
        record = _answered(assistant, line, document)
        if "error" in record:
            code = FINDINGS
        print_json(record)
        sys.stdout.flush()
    return code


def _answered(assistant: "Assistant", line: Line, document: str | None) -> dict[str, Any]:
    if line.fault:
        return {"id": line.id, "error": f"{line.number}行目: {line.fault}"}
    try:
        answer = assistant.ask(line.text, line.history, line.document or document)
        return {"id": line.id, **answer_record(answer)}
    except GuideError as error:
        return {"id": line.id, "error": f"{line.number}行目: {error.message}"}
