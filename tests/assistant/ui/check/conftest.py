"""The trainer's pages over records of the tests' own, opened by a trainer at this machine."""

from collections.abc import Iterator
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
def site(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> Iterator[Site]:
    """A site that answers, without any records yet; with the parameter "broken", none can be kept."""
    if getattr(request, "param", "") == "broken":
        (tmp_path / "records.sqlite3").write_bytes("これは表ではありません。".encode() * 500)
    own = replace(settings, database=f"sqlite:///{tmp_path / 'records.sqlite3'}")
    with closing(Site.of(own)) as site:
        site.open()
        assert site.desk.wait(PATIENCE_SECONDS)
        yield site


@pytest.fixture
def client(site: Site) -> Iterator[TestClient]:
    """A trainer's browser, logged in as 見本."""
    with visiting(site, "/check") as client:
        yield client
