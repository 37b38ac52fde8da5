"""One assistant over the real guideline and the shipped model, built once."""

from pathlib import Path

import pytest

from assistant.answer import Assistant, model_of
from assistant.settings import Settings
from index.build import rebuild
from index.encoder import load_encoder


def _silent(stage: str, done: int, total: int) -> None:
    pass


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings whose index is built from the shipped documents."""
    settings = Settings(data_dir=Path(tmp_path_factory.mktemp("var")))
    rebuild(settings.documents, settings.data_dir, load_encoder(settings.model), model_of(settings), _silent)
    return settings


@pytest.fixture(scope="session")
def assistant(settings: Settings) -> Assistant:
    """The assistant as it answers staff."""
    return Assistant.open(settings)
