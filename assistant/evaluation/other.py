"""What is named to compare with → an Assistant: a data folder, a generation, settings or a model."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.answer import Assistant, model_of
from assistant.encoders import Encoders
from assistant.progress import shown_progress
from assistant.settings import Settings, load_settings
from corpus.errors import GuideError
from index.build import rebuild
from index.encoder import load_encoder


@contextmanager
def opened(path: Path, settings: Settings) -> Iterator[Assistant]:
    """Open what `path` is.

    A settings file counts alone, without the environment; a folder with a manifest.json is a
    generation; one with a modules.json a model, for which the documents of `settings` are indexed in a
    folder that goes away again; any other a data folder. Raises GuideError, naming the path.
    """
    with ExitStack() as stack:
        try:
            assistant = _open(path, settings, stack)
        except GuideError as error:
            raise GuideError(f"比べる相手「{path}」: {error.message}") from None
        yield assistant


def _open(path: Path, settings: Settings, stack: ExitStack) -> Assistant:
    if path.is_file():
        return Assistant.open(load_settings({"GUIDE_SETTINGS": str(path)}))
    if (path / "manifest.json").exists():
        return _generation(path.resolve())
    if (path / "modules.json").exists():
        # The vectors may still be mapped when the folder goes, which Windows does not allow.
        folder = stack.enter_context(TemporaryDirectory(ignore_cleanup_errors=True))
        return _indexed(replace(settings, model=path, data_dir=Path(folder)))
    if path.is_dir():
        return Assistant.open(load_settings(data_dir=path))
    raise GuideError(
        "見つかりません。索引、世代、モデルのどれかのフォルダーか、設定ファイルを指定してください。"
    )


def _generation(folder: Path) -> Assistant:
    data_dir = folder.parent.parent
    return Assistant.load(data_dir, Encoders(load_settings(data_dir=data_dir)), folder.name)


def _indexed(settings: Settings) -> Assistant:
    encoder = load_encoder(settings.model, settings.query_prompt, settings.passage_prompt)
    with shown_progress() as progress:
        rebuild(settings.documents, settings.data_dir, encoder, model_of(settings), progress)
    return Assistant.open(settings)
