"""The tables as queries see them; `migrations` makes them. A test holds the two together."""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

_UNKEPT = {0: "␀", **dict.fromkeys(range(0xD800, 0xE000), "\ufffd")}
_COMPACT = (",", ":")


class Words(TypeDecorator[str]):
    """Text without what no database holds."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Put visible signs for NUL and half surrogates."""
        return value if value is None else value.translate(_UNKEPT)


class Json(TypeDecorator[Any]):
    """Plain lists and maps as JSON text; here even NUL and half surrogates come back as they were."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ANN401 - any JSON
        """Write JSON, readable where the text can be encoded."""
        if value is None:
            return None
        text = json.dumps(value, ensure_ascii=False, separators=_COMPACT)
        return text if text.translate(_UNKEPT) == text else json.dumps(value, separators=_COMPACT)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ANN401 - any JSON
        """Read it."""
        return None if value is None else json.loads(value)


class Moment(TypeDecorator[datetime]):
    """An aware time; SQLite has no zones, so it is given UTC without one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC."""
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From whatever zone the database speaks of."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


metadata = MetaData()

applied = Table("applied_migrations", metadata, Column("number", Integer, primary_key=True))

exchanges = Table(
    "exchanges",
    metadata,
    Column("id", String, primary_key=True),
    Column("asked_at", Moment),
    Column("visitor", Words),
    Column("question", Words),
    Column("searched", Words),
    Column("standalone", Words),
    Column("history", Json),
    Column("status", String),
    Column("confidence", Float),
    Column("document", Words),
    Column("section", Words),
    Column("quotes", Json),
    Column("missing_terms", Json),
    Column("generation", String),
    Column("elapsed_ms", Float),
    Column("explanation", Json),
    Column("verdict", String),
)

ratings = Table(
    "ratings",
    metadata,
    Column("exchange_id", ForeignKey(exchanges.c.id), primary_key=True),
    Column("visitor", Words, primary_key=True),
    Column("helpful", Boolean),
    Column("reasons", Json),
    Column("comment", Words),
    Column("rated_at", Moment),
)

reviews = Table(
    "reviews",
    metadata,
    Column("id", String, primary_key=True),
    Column("exchange_id", ForeignKey(exchanges.c.id)),
    Column("verdict", String),
    Column("judged_by", Words),
    Column("passages", Json),
    Column("note", Words),
    Column("judged_at", Moment),
)

golden = Table(
    "golden",
    metadata,
    Column("id", String, primary_key=True),
    Column("question", Words),
    Column("history", Json),
    Column("style", Words),
    Column("status", String),
    Column("sections", Json),
    Column("words", Json),
    Column("passages", Json),
    Column("approved", Boolean),
    Column("note", Words),
    Column("exchange_id", String),
    Column("created_by", Words),
    Column("created_at", Moment),
    Column("changed_by", Words),
    Column("changed_at", Moment),
    Column("removed", Boolean),
)

switches = Table(
    "switches",
    metadata,
    Column("id", String, primary_key=True),
    Column("switched_at", Moment),
    Column("old", String),
    Column("new", String),
    Column("switched_by", Words),
    Column("reason", Words),
    Column("summary", Json),
)

figures = Table(
    "figures",
    metadata,
    Column("id", String, primary_key=True),
    Column("measured_at", Moment),
    Column("generation", String),
    Column("questions", Words),
    Column("figure_values", Json),
)

sheets = Table(
    "sheets",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", Words),
    Column("added_by", Words),
    Column("added_at", Moment),
    Column("heads", Json),
    Column("question_column", Integer),
    Column("total", Integer),
)

sheet_rows = Table(
    "sheet_rows",
    metadata,
    Column("sheet_id", ForeignKey(sheets.c.id), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("cells", Json),
    Column("answer", Json),
)
