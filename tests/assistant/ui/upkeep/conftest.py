"""The maintainer's pages over a data folder of the test's own, opened by a maintainer at this machine."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.settings import Settings
from assistant.ui.site import Site
from tests.assistant.ui.visiting import visiting

PATIENCE_SECONDS = 120


@pytest.fixture
def own(settings: Settings, tmp_path: Path) -> Settings:
    """Settings with a data folder, with the guideline indexed, that the test may change."""
    return replace(settings, data_dir=Path(shutil.copytree(settings.data_dir, tmp_path / "var")))


@pytest.fixture
def site(own: Settings) -> Iterator[Site]:
    """A site that answers."""
    with closing(Site.of(own)) as site:
        site.open()
        assert site.desk.wait(PATIENCE_SECONDS)
        yield site


@pytest.fixture
def client(site: Site) -> Iterator[TestClient]:
    """A maintainer's browser, logged in as 見本."""
    with visiting(site, "/upkeep") as client:
        yield client


@pytest.fixture
def built(client: TestClient, site: Site) -> Callable[[str, dict[str, str]], str]:
    """Begin a piece of work by a POST, wait until it is done, and return the page of what came of it."""

    def build(path: str = "/upkeep/build", data: dict[str, str] | None = None) -> str:
        assert client.post(path, data=data or {}).status_code == 200
        end = time.monotonic() + PATIENCE_SECONDS
        while site.work.state.is_running:
            assert time.monotonic() < end
            time.sleep(0.02)
        return client.get("/upkeep/build").text

    return build
