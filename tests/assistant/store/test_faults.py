"""What databases and people do to a store: many at once, killed, full, read-only, broken, newer."""

import os
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from sqlalchemy import event, inspect, text
from sqlalchemy.engine import make_url

from assistant.answer import Trace
from assistant.errors import StoreFault
from assistant.settings import RECORDS, Settings
from assistant.store import migrations
from assistant.store.engine import address_of, make_engine, place_of
from assistant.store.store import Store
from assistant.store.tables import metadata
from assistant.store.types import Explanation, Golden
from assistant.types import Status

ROOT = Path(__file__).parents[3]
WRITER = """
import sys
from pathlib import Path
from assistant.settings import RECORDS, Settings
from assistant.store.store import Store
from assistant.store.types import Golden
from assistant.types import Status
store = Store.open(Settings(data_dir=Path(sys.argv[1]), database=sys.argv[2]))
for i in range(int(sys.argv[3])):
    store.save_golden(Golden(f"{sys.argv[4]} {i}", Status.FOUND), "係")
    print(i, flush=True)
"""


def writer(place: Settings, times: int, name: str) -> "subprocess.Popen[str]":
    """Another process that writes golden questions, and prints the number of each that is kept."""
    arguments = [str(place.data_dir), place.database, str(times), name]
    command = [sys.executable, "-c", WRITER, *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def file(tmp_path: Path) -> Settings:
    """Settings with an SQLite file of the test's own."""
    return Settings(data_dir=tmp_path)


def test_the_migrated_tables_are_those_of_the_queries(store: Store, place: Settings) -> None:
    engine = make_engine(address_of(place))
    found = inspect(engine)
    assert set(found.get_table_names()) == set(metadata.tables)
    for name, table in metadata.tables.items():
        assert {column["name"] for column in found.get_columns(name)} == set(table.columns.keys())
        assert found.get_pk_constraint(name)["constrained_columns"] == table.primary_key.columns.keys()
    engine.dispose()


def test_opening_again_changes_nothing(store: Store, place: Settings) -> None:
    store.save_golden(Golden("後援とは", Status.FOUND), "係")
    again = Store.open(place)
    assert again.golden() == store.golden()
    again.close()


def test_an_older_database_is_brought_up_to_date_with_all_that_is_in_it(
    place: Settings, trace: Trace, explanation: Explanation
) -> None:
    place.data_dir.mkdir(parents=True, exist_ok=True)
    with patch.object(migrations, "MIGRATIONS", migrations.MIGRATIONS[:1]):
        old = Store.open(place)
    golden = old.save_golden(Golden("後援とは", Status.FOUND), "係")
    old.close()
    with closing(Store.open(place)) as store:
        assert store.golden() == (golden,)
        store.record(trace.answer, visitor="v1", explanation=explanation)
        assert store.count() == 1


def test_a_database_of_a_newer_version_is_left_alone(store: Store, place: Settings) -> None:
    engine = make_engine(address_of(place))
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO applied_migrations VALUES (999)"))
    engine.dispose()
    with pytest.raises(StoreFault, match="新しい版で作られています"):
        Store.open(place)


def test_many_write_and_read_at_once(
    store: Store, place: Settings, trace: Trace, explanation: Explanation
) -> None:
    others = [writer(place, 20, name) for name in ("甲", "乙")]

    def work(number: int) -> None:
        exchange_id = store.record(trace.answer, visitor=f"v{number}", explanation=explanation)
        store.rate(exchange_id, "v", helpful=True)
        assert store.history(f"v{number}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(40)))
    for other in others:
        other.communicate()
        assert other.returncode == 0
    assert store.count() == len(store.useful()) == 40
    assert len(store.golden()) == 40


def test_first_openings_at_once_make_one_set_of_tables(place: Settings) -> None:
    others = [writer(place, 1, str(number)) for number in range(3)]
    for other in others:
        other.communicate()
        assert other.returncode == 0
    store = Store.open(place)
    assert len(store.golden()) == 3
    store.close()


def test_what_a_killed_writer_reported_is_kept(place: Settings) -> None:
    with writer(place, 100_000, "甲") as other:
        assert other.stdout
        reported = [int(other.stdout.readline()) for _ in range(5)]
        other.send_signal(signal.SIGKILL)
        reported += map(int, other.stdout.read().split())
    store = Store.open(place)
    kept = {golden.question for golden in store.golden()}
    assert {f"甲 {number}" for number in reported} <= kept
    store.save_golden(Golden("続き", Status.FOUND), "係")
    store.close()


def test_a_full_disk_is_said_and_what_was_kept_stays(
    file: Settings, trace: Trace, explanation: Explanation
) -> None:
    Store.open(file).close()
    engine = make_engine(address_of(file))
    # A limit on pages is how SQLite itself plays a full disk.
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA max_page_count = 40"))
    store = Store(engine)

    def fill() -> None:
        for _ in range(100):
            store.record(trace.answer, visitor="v1", explanation=explanation)

    with pytest.raises(StoreFault, match="空き容量がありません"):
        fill()
    assert store.count() > 0
    store.close()


def test_a_read_only_file_is_said(file: Settings) -> None:
    Store.open(file).close()
    connection = sqlite3.connect(file.data_dir / RECORDS)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()
    only_read = f"sqlite:///file:{file.data_dir / RECORDS}?mode=ro&uri=true"
    with pytest.raises(StoreFault, match="読み取り専用です"):
        Store.open(replace(file, database=only_read))


@pytest.mark.parametrize("damage", ["other", "cut", "flipped"], ids=["別の物", "途中まで", "一部破損"])
def test_a_broken_file_is_named(file: Settings, damage: str, trace: Trace, explanation: Explanation) -> None:
    store = Store.open(file)
    for _ in range(20):
        store.record(trace.answer, visitor="v1", explanation=explanation)
    store.close()
    path = file.data_dir / RECORDS
    data = path.read_bytes()
    middle = len(data) // 2
    path.write_bytes(
        {
            "other": "これは表ではありません。".encode() * 500,
            "cut": data[:middle],
            "flipped": data[:4096] + os.urandom(len(data) - 4096),
        }[damage]
    )

    def look() -> None:
        with closing(Store.open(file)) as opened:
            opened.exchanges()

    with pytest.raises(StoreFault, match="壊れているか") as raised:
        look()
    assert str(path) in raised.value.message


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("ファイル", encoding="utf-8")
    with pytest.raises(StoreFault, match="フォルダーを作れません"):
        Store.open(Settings(data_dir=tmp_path / "var"))


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("ただの文字", "のように書いてください"),
        ("mysql://a@b/c", "「mysql」は使えません"),
        ("postgresql://guide:himitsu@127.0.0.1:1/guide", "接続先が動いているか"),
    ],
    ids=["番地でない", "別の種類", "つながらない"],
)
def test_a_wrong_address_is_said_without_its_password(tmp_path: Path, address: str, says: str) -> None:
    with pytest.raises(StoreFault, match=says) as raised:
        Store.open(Settings(data_dir=tmp_path, database=address))
    assert "himitsu" not in raised.value.message


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_a_server_that_comes_back_is_used_again(server: str, store: Store) -> None:
    assert store.golden() == ()
    admin = make_engine(address_of(Settings(database=server)))
    with admin.begin() as connection:
        # As after a restart: every connection is gone.
        connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        )
    admin.dispose()
    assert store.golden() == ()


def test_places_are_shown_without_passwords() -> None:
    assert "himitsu" not in place_of(make_url("postgresql://guide:himitsu@host/guide"))
