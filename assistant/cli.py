"""The command line: `python -m assistant COMMAND`, or `kyodo-guide COMMAND`.

Exit codes: 0 all well; 1 something was found that a person should see to; 2 it could not be done as
asked. What takes seconds to import is imported by the commands that need it.
"""

import json
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.exceptions import TyperException

from assistant.batch import Line, read_batch
from assistant.errors import AskError
from assistant.plain import answer_lines, described, reading_lines, warning_lines
from assistant.records import answer_record, reading_record
from assistant.settings import Settings, load_settings
from assistant.typer_ja import JapaneseCommand, JapaneseGroup, explain
from corpus.errors import GuideError

if TYPE_CHECKING:
    from assistant.answer import Assistant
    from index.storage import Generation

FINDINGS = 1
CANNOT = 2
# A collection can have thousands; they must not hide what was read.
_WARNINGS_SHOWN = 20

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
_limit = partial(typer.Option, metavar="割合", min=0, max=1)


def main() -> None:
    """Run the command line and exit; no error that a person can mend shows a traceback."""
    for stream in (sys.stdout, sys.stderr):
        # Redirected output has the system's encoding, which on Windows cannot hold all of Japanese.
        # What no encoding holds (half a surrogate pair) comes out as \ud800, which JSON understands.
        # Typed as any text stream; at run time both are TextIOWrapper, which has it.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        code = app(standalone_mode=False)
    except TyperException as error:
        typer.echo(explain(error), err=True)
        code = CANNOT
    except GuideError as error:
        typer.echo(error.message, err=True)
        code = CANNOT
    sys.exit(code)


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
) -> None:
    """Answer one question, or a batch of them line by line."""
    if (question is None) == (batch is None):
        raise GuideError("質問か --batch のどちらか一方を指定してください。")
    from assistant.answer import Assistant

    settings = load_settings(documents=documents, data_dir=data_dir)
    if documents is not None:
        _build(settings, only_if_stale=True)
    assistant = Assistant.open(settings)
    if batch is not None:
        raise typer.Exit(_ask_each(assistant, batch))
    answer = assistant.ask(question or "")
    if as_json:
        _print_json(answer_record(answer))
    else:
        typer.echo("\n".join(answer_lines(answer, settings.contact)))


@command(help="文書を読み、索引を作り直します。できあがるまでは、今までの索引が答えます。")
def rebuild(
    documents: Documents = None,
    data_dir: DataDir = None,
    if_stale: Annotated[
        bool, typer.Option("--if-stale", help="索引がないか、文書などが変わったときだけ作り直します。")
    ] = False,
) -> None:
    """Build an index from a folder of documents and switch to it; print what was read."""
    settings = load_settings(documents=documents, data_dir=data_dir)
    generation = _build(settings, only_if_stale=if_stale)
    if generation is None:
        typer.echo("索引は最新です。")
        return
    for document in generation.documents:
        typer.echo(described(document))
        for line in warning_lines(document.warnings[:_WARNINGS_SHOWN]):
            typer.echo(line)
        if (more := len(document.warnings) - _WARNINGS_SHOWN) > 0:
            typer.echo(f"  ほか{more}件。`kyodo-guide check {document.info.file}` で見られます。")
    typer.echo(f"索引 {generation.manifest.generation} に切り替えました。")


@command(help="文書がどう読み取られるかを示します（見出し、本文、除いたもの、確かめていただきたい所）。")
def check(
    document: Annotated[Path, typer.Argument(help="文書のファイル。", metavar="文書", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Print how a document is read; exit with 1 if any of its text is unaccounted for."""
    from corpus.reading import read_document, unaccounted
    from corpus.types import Suspicion

    read = read_document(document)
    lost = unaccounted(read)
    gaps = [
        Suspicion(None, number, f"読み取りから漏れた文字があります: {characters}")
        for number, characters in _by_line(read.source, lost).items()
    ]
    warnings = sorted([*read.warnings, *gaps], key=lambda warning: warning.line)
    if as_json:
        _print_json(reading_record(read, warnings))
    else:
        typer.echo("\n".join(reading_lines(read, warnings)))
    if lost:
        typer.echo(f"読み取りから漏れた文字が{len(lost)}字あります。", err=True)
        raise typer.Exit(FINDINGS)


@command(help="新旧二つの版を比べ、節と文の変わったところを示します。")
def diff(
    old: Annotated[Path, typer.Argument(help="旧版の文書かフォルダー。", metavar="旧版", show_default=False)],
    new: Annotated[Path, typer.Argument(help="新版の文書かフォルダー。", metavar="新版", show_default=False)],
    as_json: AsJson = False,
    html: Annotated[Path | None, typer.Option(help="新旧対照表を書き出す HTML。", metavar="ファイル")] = None,
    xlsx: Annotated[
        Path | None, typer.Option(help="新旧対照表を書き出す Excel。", metavar="ファイル")
    ] = None,
) -> None:
    """Print what changed between two editions; write it as a side-by-side table too."""
    from assistant.revision import compare_paths, comparison_lines, comparison_records

    comparisons = compare_paths(old, new)
    if html:
        from assistant.revision_table import write_html

        write_html(comparisons, html)
    if xlsx:
        from assistant.revision_sheet import write_xlsx

        write_xlsx(comparisons, xlsx)
    if as_json:
        for record in comparison_records(comparisons):
            _print_json(record)
    else:
        typer.echo("\n\n".join("\n".join(comparison_lines(each)) for each in comparisons))


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
        _print_json(evaluation_record(evaluation, with_failures=failures))
    else:
        print_evaluation(evaluation, with_failures=failures)
    if curve is not None:
        draw_curve(evaluation.judged, curve)
    if misses := missed(evaluation.overall, floors, ceilings):
        typer.echo("\n".join(misses), err=True)
        raise typer.Exit(FINDINGS)


def _build(settings: Settings, *, only_if_stale: bool) -> "Generation | None":
    """Rebuild with progress, and return the new generation; None if the one there is up to date."""
    from assistant.answer import model_of
    from assistant.progress import shown_progress
    from index.build import rebuild, stale
    from index.encoder import load_encoder
    from index.storage import MEND

    model = model_of(settings)
    if only_if_stale:
        reasons = stale(settings.documents, settings.data_dir, model)
        if not reasons:
            return None
        why = " ".join(reasons).replace(MEND, "").strip()
        typer.echo(f"索引を作ります（{why}）", err=True)
    encoder = load_encoder(settings.model, settings.query_prompt, settings.passage_prompt)
    with shown_progress() as progress:
        return rebuild(settings.documents, settings.data_dir, encoder, model, progress)


def _ask_each(assistant: "Assistant", batch: Path) -> int:
    """Answer a batch line by line, each written as soon as it is known; return the exit code."""
    code = 0
    for line in read_batch(batch, "question"):
        record = _answered(assistant, line)
        if "error" in record:
            code = FINDINGS
        _print_json(record)
        sys.stdout.flush()
    return code


def _answered(assistant: "Assistant", line: Line) -> dict[str, Any]:
    if line.fault:
        return {"id": line.id, "error": f"{line.number}行目: {line.fault}"}
    try:
        return {"id": line.id, **answer_record(assistant.ask(line.text, line.history))}
    except GuideError as error:
        return {"id": line.id, "error": f"{line.number}行目: {error.message}"}


def _warn(doubts: Sequence[str]) -> None:
    for line in doubts[:_WARNINGS_SHOWN]:
        typer.echo(line, err=True)
    if (more := len(doubts) - _WARNINGS_SHOWN) > 0:
        typer.echo(f"ほか{more}件。", err=True)


def _by_line(source: str, offsets: tuple[int, ...]) -> dict[int, str]:
    """Gather characters by the line they stand in, counted from 1."""
    lines: dict[int, str] = {}
    number, seen = 1, 0
    for offset in offsets:
        number += source.count("\n", seen, offset)
        seen = offset
        lines[number] = lines.get(number, "") + source[offset]
    return lines


def _print_json(record: dict[str, Any]) -> None:
    typer.echo(json.dumps(record, ensure_ascii=False))
