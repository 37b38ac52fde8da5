"""Settings → a database engine, and whatever the database says → a StoreFault in Japanese."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from assistant.errors import StoreFault
from assistant.settings import RECORDS, Settings

# How long a writer waits for another's turn; each takes milliseconds.
_BUSY_SECONDS = 10
_CONNECT_SECONDS = 5
_READING = "reading"

# What databases say, by a part of it that does not change with their language → what to tell people.
_CAUSES = (
    (("disk is full", "53100", "database is full"), "空き容量がありません。不要なファイルを消してください。"),
    (("readonly database", "25006"), "読み取り専用です。書き込みの許可を確かめてください。"),
    (
        ("not a database", "malformed", "disk i/o error"),
        "ファイルが壊れているか、記録のファイルではありません。別の場所に移すと、空の記録から始められます。",
    ),
    (("database is locked", "55p03"), "ほかのプログラムが使い続けています。少し待ってください。"),
    (("unable to open",), "ファイルを開けません。フォルダーの場所と、書き込みの許可を確かめてください。"),
    (("28p01", "28000", "password", "authentication"), "名前かパスワードが受け付けられませんでした。"),
)
_OTHER = "接続先が動いているか、設定 database が正しいかを確かめてください。"


def address_of(settings: Settings) -> URL:
    """The database's address: SQLite in the data folder unless the settings name another.

    Raises StoreFault if that is no address, or a system whose driver is not there.
    """
    if not settings.database:
        return URL.create("sqlite", database=str(settings.data_dir / RECORDS))
    try:
        url = make_url(settings.database)
    except ArgumentError:
        raise StoreFault(
            "設定 database は「postgresql://名前:パスワード@サーバー/データベース」のように書いてください。"
        ) from None
    backend = url.get_backend_name()
    if backend not in ("sqlite", "postgresql"):
        raise StoreFault(f"設定 database の「{backend}」は使えません。sqlite か postgresql にしてください。")
    return url.set(drivername="postgresql+psycopg") if backend == "postgresql" else url


def make_engine(url: URL) -> Engine:
    """Return an engine whose every transaction is whole; nothing is connected yet."""
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False})
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    try:
        return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": _CONNECT_SECONDS})
    except ModuleNotFoundError:
        raise StoreFault(
            "PostgreSQL に記録するための部品がありません。"
            "`.venv/bin/pip install '.[postgresql]'` で入れてください。"
        ) from None


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection to look things up with. Raises StoreFault if the database fails."""
    with _explained(engine), engine.connect().execution_options(**{_READING: True}) as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction, kept whole or not at all. Raises StoreFault if the database fails."""
    with _explained(engine), engine.begin() as connection:
        yield connection


@contextmanager
def _explained(engine: Engine) -> Iterator[None]:
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise StoreFault(f"記録（{place_of(engine.url)}）を使えません。{_cause(error)}") from error


def place_of(url: URL) -> str:
    """The address for people to read, without its password."""
    is_file = url.get_backend_name() == "sqlite" and url.database
    return str(url.database) if is_file else url.render_as_string(hide_password=True)


def _cause(error: Exception) -> str:
    original = error.orig if isinstance(error, DBAPIError) else error
    said = f"{getattr(original, 'sqlstate', '') or ''} {original}".lower()
    return next((cause for signs, cause in _CAUSES if any(sign in said for sign in signs)), _OTHER)


def _set_up_sqlite(connection: Any, _: ConnectionPoolEntry) -> None:  # noqa: ANN401 - SQLAlchemy's own type
    # Transactions are begun by _begin_sqlite: the driver's own way leaves table changes outside of them.
    connection.isolation_level = None
    cursor = connection.cursor()
    # Readers and the writer do not wait for each other; what was committed survives a killed process.
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    # Questions may name people: what is deleted is to be gone from the file, too.
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes its turn at once: one that first reads could not be given a turn later.
    is_reading = connection.get_execution_options().get(_READING, False)
    connection.exec_driver_sql("BEGIN" if is_reading else "BEGIN IMMEDIATE")
