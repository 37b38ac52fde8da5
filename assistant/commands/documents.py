"""`check` and `diff`: how a document is read, and what changed between two editions."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.shared import FINDINGS, AsJson, command, print_json
from assistant.plain import reading_lines
from assistant.records import reading_record


@command(help="文書がどう読み取られるかを示します（見出し、本文、除いたもの、確かめていただきたい所）。")
def check(
    document: Annotated[Path, typer.Argument(help="文書のファイル。", metavar="文書", show_default=False)],
    as_json: AsJson = False,
    html: Annotated[
        Path | None, typer.Option(help="印刷できる報告を書き出す HTML。", metavar="ファイル")
    ] = None,
) -> None:
    """Print how a document is read, write it as a report too; exit with 1 if any text is unaccounted for."""
    from corpus.reading import read_document, unaccounted
    from corpus.types import Suspicion

    read = read_document(document)
    lost = unaccounted(read)
    gaps = [
        Suspicion(None, number, f"読み取りから漏れた文字があります: {characters}")
        for number, characters in _by_line(read.source, lost).items()
    ]
    warnings = sorted([*read.warnings, *gaps], key=lambda warning: warning.line)
    if html:
        from assistant.reading_report import write_report

        write_report(read, warnings, html)
    if as_json:
        print_json(reading_record(read, warnings))
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
            print_json(record)
    else:
        typer.echo("\n\n".join("\n".join(comparison_lines(each)) for each in comparisons))


def _by_line(source: str, offsets: tuple[int, ...]) -> dict[int, str]:
    """Gather characters by the line they stand in, counted from 1."""
    lines: dict[int, str] = {}
    number, seen = 1, 0
    for offset in offsets:
        number += source.count("\n", seen, offset)
        seen = offset
        lines[number] = lines.get(number, "") + source[offset]
    return lines
