"""A generation's manifest → the encoder that made its vectors, loaded once for all of the same model."""

import threading
from pathlib import Path

from assistant.settings import Settings
from index.disk import MEND
from index.encoder import load_encoder, model_sha256
from index.errors import IndexFault
from index.manifests import model_of
from index.types import Encoder, Manifest, Model


class Encoders:
    """Finds the model where the settings say, or where it stood when the generation was built.

    So a generation goes on answering after the settings name another model, until one with that model
    has been built and let through. Safe to use from several threads.
    """

    def __init__(self, settings: Settings, loaded: tuple[Model, Encoder] | None = None) -> None:
        """Take settings, and a model that is loaded already."""
        self._settings = settings
        self._lock = threading.Lock()
        self._loaded = loaded

    def follow(self, settings: Settings) -> None:
        """Look for models where these settings say from now on."""
        self._settings = settings

    def of(self, manifest: Manifest) -> Encoder:
        """Return the encoder of a generation's model, with its prompts.

        Raises ModelFault if the settings' model is missing or damaged, IndexFault if the generation's is
        another one, and no longer where it was.
        """
        wanted = model_of(manifest)
        with self._lock:
            if self._loaded is None or self._loaded[0] != wanted:
                self._loaded = wanted, self._load(wanted)
            return self._loaded[1]

    def _load(self, wanted: Model) -> Encoder:
        here, there = self._settings.model, Path(wanted.folder or self._settings.model)
        if not here.is_dir():
            # Says what is wrong with the settings, which any other folder would only hide.
            load_encoder(here)
        for folder in (here, there):
            if folder.is_dir() and model_sha256(folder) == wanted.sha256:
                return load_encoder(folder, wanted.query_prompt, wanted.passage_prompt)
        raise IndexFault(
            f"索引を作った埋め込みモデル「{wanted.name}」（{there}）が、今のモデル「{here.name}」と違い、"
            f"元の場所にもありません。{MEND}"
        )
