"""A store in each of the databases that are promised: SQLite, and a PostgreSQL server of the tests' own."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text

from assistant.answer import Assistant, Trace
from assistant.explanation import explain
from assistant.settings import Settings
from assistant.store.engine import address_of, make_engine
from assistant.store.store import Store
from assistant.store.types import Explanation

_MISSING = (
    "PostgreSQL がないため、PostgreSQL での試験ができません。"
    "`make postgresql` か `sudo apt-get install postgresql` で入れてください。"
    " / No PostgreSQL server: run `make postgresql`, or install the package postgresql."
)
_START_SECONDS = 60


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of an empty PostgreSQL server; without its programs, skipped, and in CI failed."""
    initdb, postgres = _program("initdb"), _program("postgres")
    if not initdb or not postgres:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(_MISSING)
    # PostgreSQL refuses to be run by root; whoever it runs as owns its folder.
    user = "nobody" if os.getuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
    if user:
        shutil.chown(folder, user)
    data = str(folder / "data")
    made = [initdb, "-D", data, "-U", "guide", "--auth=trust", "-E", "UTF8", "--locale=C", "-N"]
    subprocess.run(made, check=True, capture_output=True, user=user, cwd=folder)
    port = _free_port()
    started = [postgres, "-D", data, "-h", "127.0.0.1", "-p", str(port), "-k", "", "-F"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(started, stdout=log, stderr=log, user=user, cwd=folder)
    try:
        address = f"postgresql://guide@127.0.0.1:{port}/postgres"
        _wait_for(address)
        yield address
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path, settings: Settings) -> Settings:
    """Settings whose database is empty, in each engine in turn."""
    if request.param == "sqlite":
        return replace(settings, data_dir=tmp_path / "記録")
    address, schema = request.getfixturevalue("server"), f"s{uuid4().hex}"
    _run(address, f"CREATE SCHEMA {schema}")
    return replace(settings, database=f"{address}?options=-csearch_path%3D{schema}")


@pytest.fixture
def store(place: Settings) -> Iterator[Store]:
    """An open store without any records."""
    store = Store.open(place)
    yield store
    store.close()


@pytest.fixture(scope="session")
def trace(assistant: Assistant) -> Trace:
    """An answer from the guideline, with what it was made of."""
    return assistant.trace("隣組にお金を出すときの形態は？", ["協働とは何ですか"])


@pytest.fixture(scope="session")
def explanation(assistant: Assistant, trace: Trace) -> Explanation:
    """Its explanation."""
    return explain(trace, assistant.generation.passages)


def _program(name: str) -> str | None:
    """Debian keeps the server's programs away from the others."""
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(places[-1]) if places else shutil.which(name)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(address: str, statement: str) -> None:
    engine = make_engine(address_of(Settings(database=address)))
    try:
        with engine.begin() as connection:
            connection.execute(text(statement))
    finally:
        engine.dispose()


def _wait_for(address: str) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end:
        with suppress(Exception):
            _run(address, "SELECT 1")
            return
        time.sleep(0.1)
    pytest.fail("the PostgreSQL server did not start")
