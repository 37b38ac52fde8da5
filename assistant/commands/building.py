"""`rebuild`: a folder of documents → the index that answers."""

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.commands.shared import WARNINGS_SHOWN, DataDir, Documents, command
from assistant.plain import described, warning_lines
from assistant.settings import Settings, load_settings

if TYPE_CHECKING:
    from index.generation import Generation


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
    generation = build_index(settings, only_if_stale=if_stale)
    if generation is None:
        typer.echo("索引は最新です。")
        return
    for document in generation.documents:
        typer.echo(described(document))
        for line in warning_lines(document.warnings[:WARNINGS_SHOWN]):
            typer.echo(line)
        if (more := len(document.warnings) - WARNINGS_SHOWN) > 0:
            typer.echo(f"  ほか{more}件。`kyodo-guide check {document.info.file}` で見られます。")
    typer.echo(f"索引 {generation.manifest.generation} に切り替えました。")


def build_index(settings: Settings, *, only_if_stale: bool) -> "Generation | None":
    """Rebuild with progress, and return the new generation; None if the one there is up to date."""
    from assistant.answer import model_of
    from assistant.progress import shown_progress
    from index.build import rebuild, stale
    from index.disk import MEND
    from index.encoder import load_encoder

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
