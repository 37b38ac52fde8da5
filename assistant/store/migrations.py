"""An empty or older database → today's tables, step by numbered step, each applied once and whole.

A step that was released is never changed; what is to be different comes in a new one. The statements are
the SQL that SQLite and PostgreSQL share.
"""

from sqlalchemy import Connection, func, insert, inspect, select, text

from assistant.errors import StoreFault
from assistant.store.tables import applied

_FIRST = (
    """CREATE TABLE exchanges (
        id TEXT PRIMARY KEY,
        asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
        visitor TEXT NOT NULL,
        question TEXT NOT NULL,
        searched TEXT NOT NULL,
        standalone TEXT NOT NULL,
        history TEXT NOT NULL,
        status TEXT NOT NULL,
        confidence DOUBLE PRECISION NOT NULL,
        section TEXT NOT NULL,
        quotes TEXT NOT NULL,
        missing_terms TEXT NOT NULL,
        generation TEXT NOT NULL,
        elapsed_ms DOUBLE PRECISION NOT NULL,
        explanation TEXT NOT NULL,
        verdict TEXT
    )""",
    "CREATE INDEX exchanges_by_time ON exchanges (asked_at, id)",
    "CREATE INDEX exchanges_by_visitor ON exchanges (visitor, asked_at)",
    """CREATE TABLE ratings (
        exchange_id TEXT NOT NULL REFERENCES exchanges (id) ON DELETE CASCADE,
        visitor TEXT NOT NULL,
        helpful BOOLEAN NOT NULL,
        reasons TEXT NOT NULL,
        comment TEXT NOT NULL,
        rated_at TIMESTAMP WITH TIME ZONE NOT NULL,
        PRIMARY KEY (exchange_id, visitor)
    )""",
    """CREATE TABLE reviews (
        id TEXT PRIMARY KEY,
        exchange_id TEXT NOT NULL REFERENCES exchanges (id) ON DELETE CASCADE,
        verdict TEXT NOT NULL,
        judged_by TEXT NOT NULL,
        passages TEXT NOT NULL,
        note TEXT NOT NULL,
        judged_at TIMESTAMP WITH TIME ZONE NOT NULL
    )""",
    "CREATE INDEX reviews_by_exchange ON reviews (exchange_id)",
    """CREATE TABLE golden (
        id TEXT PRIMARY KEY,
        question TEXT NOT NULL,
        history TEXT NOT NULL,
        style TEXT NOT NULL,
        status TEXT NOT NULL,
        sections TEXT NOT NULL,
        words TEXT NOT NULL,
        passages TEXT NOT NULL,
        approved BOOLEAN NOT NULL,
        note TEXT NOT NULL,
        exchange_id TEXT NOT NULL,
        created_by TEXT NOT NULL,
        created_at TIMESTAMP WITH TIME ZONE NOT NULL,
        changed_by TEXT NOT NULL,
        changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
        removed BOOLEAN NOT NULL
    )""",
    "CREATE INDEX golden_by_exchange ON golden (exchange_id)",
    """CREATE TABLE switches (
        id TEXT PRIMARY KEY,
        switched_at TIMESTAMP WITH TIME ZONE NOT NULL,
        old TEXT NOT NULL,
        new TEXT NOT NULL,
        switched_by TEXT NOT NULL,
        reason TEXT NOT NULL,
        summary TEXT NOT NULL
    )""",
    """CREATE TABLE figures (
        id TEXT PRIMARY KEY,
        measured_at TIMESTAMP WITH TIME ZONE NOT NULL,
        generation TEXT NOT NULL,
        questions TEXT NOT NULL,
        figure_values TEXT NOT NULL
    )""",
)

_SECOND = (
    # Sections of different documents may have the same number.
    "ALTER TABLE exchanges ADD COLUMN document TEXT NOT NULL DEFAULT ''",
    """CREATE TABLE sheets (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        added_by TEXT NOT NULL,
        added_at TIMESTAMP WITH TIME ZONE NOT NULL,
        heads TEXT NOT NULL,
        question_column INTEGER NOT NULL,
        total INTEGER NOT NULL
    )""",
    """CREATE TABLE sheet_rows (
        sheet_id TEXT NOT NULL REFERENCES sheets (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        cells TEXT NOT NULL,
        answer TEXT,
        PRIMARY KEY (sheet_id, number)
    )""",
)

# Counting by these must not read every answer that was ever given.
_THIRD = (
    "CREATE INDEX exchanges_by_status ON exchanges (status, asked_at)",
    "CREATE INDEX exchanges_by_verdict ON exchanges (verdict, asked_at)",
    "CREATE INDEX exchanges_by_section ON exchanges (document, section, status)",
)

MIGRATIONS = (_FIRST, _SECOND, _THIRD)

# Any number that no other program on the same PostgreSQL server is likely to lock.
_LOCK = 0x6B796F646F


def migrate(connection: Connection) -> None:
    """Apply what is missing, inside the caller's transaction; others who open the database wait.

    Raises StoreFault for a database that a newer version of this program has changed.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    if not inspect(connection).has_table(applied.name):
        connection.execute(text(f"CREATE TABLE {applied.name} (number INTEGER PRIMARY KEY)"))
    done = connection.execute(select(func.max(applied.c.number))).scalar() or 0
    if done > len(MIGRATIONS):
        raise StoreFault(
            "記録の保存先は、このプログラムより新しい版で作られています。プログラムを新しい版にしてください。"
        )
    for number, statements in enumerate(MIGRATIONS[done:], done + 1):
        for statement in statements:
            connection.execute(text(statement))
        connection.execute(insert(applied).values(number=number))
