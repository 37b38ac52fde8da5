"""`rebuild` and `switch`: documents → the index that answers, if it answers as well as the one before."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.commands.shared import FINDINGS, WARNINGS_SHOWN, DataDir, Documents, command
from assistant.plain import described, warning_lines
from assistant.settings import Settings, load_settings
from corpus.errors import GuideError

if TYPE_CHECKING:
    from assistant.renewal import Overrule, Renewal
    from index.generation import Generation

HELD = "索引 {name} は作ってありますが、切り替えていません。今までの索引が答えています。"
FORCE = "それでも切り替えるには: kyodo-guide switch {name} --overrule 名前 --reason 理由"

Overruled = Annotated[
    str | None,
    typer.Option("--overrule", help="答えが失われても切り替える人の名前（記録に残ります）。", metavar="名前"),
]
Reason = Annotated[
    str | None, typer.Option(help="それでも切り替える理由（記録に残ります）。", metavar="理由")
]
ImpactHtml = Annotated[
    Path | None, typer.Option("--html", help="答えの変化を書き出す HTML。", metavar="ファイル")
]


@command(help="文書を読み、索引を作り直します。できあがるまでは、今までの索引が答えます。")
def rebuild(
    documents: Documents = None,
    data_dir: DataDir = None,
    if_stale: Annotated[
        bool, typer.Option("--if-stale", help="索引がないか、文書などが変わったときだけ作り直します。")
    ] = False,
    overrule: Overruled = None,
    reason: Reason = None,
    html: ImpactHtml = None,
    watch: Annotated[
        bool,
        typer.Option("--watch", help="フォルダーを見張り、変わるたびに作り直します（止めるときは Ctrl+C）。"),
    ] = False,
) -> None:
    """Build an index from a folder of documents, say what becomes of answers, and switch to it.

    Exit with 1 if an answer that must not be lost would be: then the index waits.
    """
    settings = load_settings(documents=documents, data_dir=data_dir)
    overruled = overruling(overrule, reason)
    if watch:
        if overruled:
            raise GuideError("--watch では、切り替えの可否を先に決めておくこと（--overrule）はできません。")
        keep_up(settings, html)
        return
    if if_stale and not announce_stale(settings):
        typer.echo("索引は最新です。")
        return
    if if_stale and (name := waiting_already(settings)):
        typer.echo(f"{HELD.format(name=name)}\n{FORCE.format(name=name)}", err=True)
        raise typer.Exit(FINDINGS)
    build(settings, overruled, html)


@command(help="作ってある索引に切り替えます。失われる答えがあるときは切り替えません。")
def switch(
    name: Annotated[
        str, typer.Argument(help="索引の名前（初めの数文字でも）。", metavar="索引", show_default=False)
    ],
    data_dir: DataDir = None,
    overrule: Overruled = None,
    reason: Reason = None,
    html: ImpactHtml = None,
) -> None:
    """Let a generation that was built answer; exit with 1 if an answer would be lost."""
    overruled = overruling(overrule, reason)
    from assistant.progress import shown_progress
    from assistant.renewal import choose
    from index.shelf import find

    settings = load_settings(data_dir=data_dir)
    target = find(settings.data_dir, name)
    with shown_progress() as progress:
        renewal = choose(settings, target, progress, overrule=overruled)
    conclude(renewal, html)


def build(settings: Settings, overruled: "Overrule | None", html: Path | None) -> None:
    """Build an index with progress, print what was read and what becomes of answers, and switch."""
    from assistant.progress import shown_progress
    from assistant.renewal import renew

    with shown_progress() as progress:
        renewal = renew(settings, progress, overrule=overruled)
    print_read(renewal.generation)
    conclude(renewal, html)


def keep_up(settings: Settings, html: Path | None) -> None:
    """Build whenever the documents have changed, until interrupted; what goes wrong is said, and waits."""
    from assistant.watching import changes, signature

    typer.echo(f"{settings.documents} を見張っています（止めるときは Ctrl+C）。", err=True)
    seen = signature(settings.documents)
    try:
        _build_if_due(settings, html)
        for _ in changes(settings.documents, pause, seen):
            _build_if_due(settings, html)
    except KeyboardInterrupt:
        typer.echo("見張りを終わります。", err=True)


def pause(seconds: float) -> bool:
    """Wait, and go on."""
    time.sleep(seconds)
    return True


def _build_if_due(settings: Settings, html: Path | None) -> None:
    try:
        if not announce_stale(settings):
            return
        if name := waiting_already(settings):
            typer.echo(f"{HELD.format(name=name)}\n{FORCE.format(name=name)}", err=True)
            return
        build(settings, None, html)
    except GuideError as error:
        typer.echo(f"{error.message}\n今までの索引はそのままです。直されるのを待ちます。", err=True)
    except typer.Exit:
        # The index waits to be let answer, which has been said.
        pass


def bring_up_to_date(settings: Settings) -> None:
    """Rebuild if anything changed, with progress. Raises GuideError if the new index would lose answers."""
    if not announce_stale(settings):
        return
    from assistant.progress import shown_progress
    from assistant.renewal import renew

    with shown_progress() as progress:
        renewal = renew(settings, progress)
    if not renewal.switched:
        raise GuideError(
            HELD.format(name=renewal.generation.manifest.generation) + "".join(renewal.objections)
        )


def announce_stale(settings: Settings) -> bool:
    """Say why the index should be rebuilt, if it should; return whether it should."""
    from assistant.answer import model_of
    from index.disk import MEND
    from index.inputs import stale

    reasons = stale(settings.documents, settings.data_dir, model_of(settings))
    if reasons:
        why = " ".join(reasons).replace(MEND, "").strip()
        typer.echo(f"索引を作ります（{why}）", err=True)
    return bool(reasons)


def waiting_already(settings: Settings) -> str:
    """Return the generation that was built of all there is now and is not let answer; "" if there is none."""
    from assistant.answer import model_of
    from index.inputs import stale
    from index.shelf import waiting

    for name in waiting(settings.data_dir)[:1]:
        if not stale(settings.documents, settings.data_dir, model_of(settings), name):
            return name
    return ""


def overruling(name: str | None, reason: str | None) -> "Overrule | None":
    """Return who overrules the gate, and why. Raises GuideError if one of the two is missing."""
    if name is None and reason is None:
        return None
    if not (name or "").strip() or not (reason or "").strip():
        raise GuideError("--overrule（名前）と --reason（理由）は、両方を書いてください。")
    from assistant.renewal import Overrule

    return Overrule((name or "").strip(), (reason or "").strip())


def print_read(generation: "Generation") -> None:
    """Print what was read of each document, and what looks wrong."""
    for document in generation.documents:
        typer.echo(described(document))
        for line in warning_lines(document.warnings[:WARNINGS_SHOWN]):
            typer.echo(line)
        if (more := len(document.warnings) - WARNINGS_SHOWN) > 0:
            typer.echo(f"  ほか{more}件。`kyodo-guide check {document.info.file}` で見られます。")
    if (recall := generation.manifest.recall) < 1:
        typer.echo(f"まとまりが多いため、意味での検索は近似です（近い10件の{recall:.1%}が見つかります）。")


def conclude(renewal: "Renewal", html: Path | None) -> None:
    """Print what becomes of answers, and whether the index answers now; exit with 1 if it waits."""
    from assistant.evaluation.impact_report import impact_lines
    from assistant.evaluation.impact_table import write_impact

    impact, name = renewal.impact, renewal.generation.manifest.generation
    if html and impact:
        write_impact(impact, html)
    if impact and impact.effects:
        typer.echo("\n".join(impact_lines(impact)))
    if renewal.remark:
        typer.echo(renewal.remark, err=True)
    if renewal.switched:
        typer.echo(f"索引 {name} に切り替えました。")
        return
    for objection in renewal.objections:
        typer.echo(f"✗ {objection}", err=True)
    typer.echo(f"{HELD.format(name=name)}\n{FORCE.format(name=name)}", err=True)
    raise typer.Exit(FINDINGS)
