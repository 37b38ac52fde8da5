"""`sheet`: a spreadsheet of questions in, one with answers out."""

import hashlib
import json
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.commands.shared import FINDINGS, DataDir, approvals_of, command
from assistant.settings import load_settings
from corpus.errors import GuideError


@command(help="質問の表（Excel か CSV）に、回答と参照、判定の列をつけて書き出します。")
def sheet(
    questions: Annotated[
        Path, typer.Argument(help="質問の表（.xlsx か .csv）。", metavar="質問の表", show_default=False)
    ],
    out: Annotated[
        Path, typer.Argument(help="書き出す表（.xlsx か .csv）。", metavar="回答の表", show_default=False)
    ],
    data_dir: DataDir = None,
) -> None:
    """Answer a spreadsheet of questions; one that was broken off goes on where it stopped."""
    from assistant.answer import Assistant
    from assistant.progress import shown_progress
    from assistant.sheets.answering import row_answer
    from assistant.sheets.reading import read_sheet
    from assistant.sheets.writing import to_csv, to_xlsx
    from assistant.store.types import SheetRow

    writers = {".xlsx": to_xlsx, ".csv": to_csv}
    if out.suffix.lower() not in writers:
        raise GuideError(f"「{out}」には書き出せません。名前の終わりを .xlsx か .csv にしてください。")
    data = _read(questions)
    table = read_sheet(data, questions.name)
    settings = load_settings(data_dir=data_dir)
    assistant = Assistant.open(settings, approvals_of(settings))
    part = out.with_name(f"{out.name}.part")
    mark = f"{hashlib.sha256(data).hexdigest()} {assistant.generation.manifest.generation}"
    rows = []
    try:
        answers = _begun(part, mark)
        with part.open("a", encoding="utf-8") as file, shown_progress() as progress:
            for number, cells in enumerate(table.rows, 1):
                if number not in answers:
                    answers[number] = row_answer(assistant.ask, cells[table.question_column])
                    file.write(json.dumps([number, answers[number]]) + "\n")
                    file.flush()
                rows.append(SheetRow(number, cells, answers[number]))
                progress("質問", number, len(table.rows))
        out.write_bytes(writers[out.suffix.lower()](table.heads, rows))
        part.unlink()
    except OSError:
        raise GuideError(
            f"「{out}」に書き込めません。ほかのプログラムで開いていないか、空き容量と許可を確かめてください。"
        ) from None
    refused = sum("error" in answer for answer in answers.values())
    typer.echo(f"{len(rows):,}行に答え、「{out}」に書き出しました。")
    if refused:
        typer.echo(f"尋ねられなかった行が{refused:,}行あります（「回答」の列に理由があります）。", err=True)
        raise typer.Exit(FINDINGS)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise GuideError(
            f"「{path}」を開けません。ファイルの場所と、読み取りの許可を確かめてください。"
        ) from None


def _begun(part: Path, mark: str) -> dict[int, dict[str, Any]]:
    """Return the answers that were written before, of the same questions and generation; else begin anew."""
    lines = part.read_text(encoding="utf-8").split("\n") if part.exists() else [""]
    answers = {}
    if lines[0] == mark:
        for line in lines[1:-1]:
            number, answer = json.loads(line)
            answers[int(number)] = answer
    # A last line that was cut off is written again.
    whole = [mark, *(json.dumps([number, answer]) for number, answer in answers.items())]
    part.write_text("\n".join(whole) + "\n", encoding="utf-8")
    return answers
