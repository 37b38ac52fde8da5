"""What happened to the service, in its tables: switches of generations, and figures over time."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, insert, select

from assistant.store.limits import checked
from assistant.store.tables import figures, switches
from assistant.store.types import FiguresRecord, Switch


def add_switch(
    connection: Connection, old: str, new: str, by: str, reason: str, summary: Mapping[str, Any]
) -> None:
    """Keep that another generation answers from now on."""
    connection.execute(
        insert(switches).values(
            id=uuid4().hex,
            switched_at=datetime.now(UTC),
            old=old,
            new=new,
            switched_by=checked(by),
            reason=checked(reason),
            summary=dict(summary),
        )
    )


def latest_switches(connection: Connection, limit: int) -> Iterator[Switch]:
    """Yield the switches, newest first."""
    query = select(switches).order_by(switches.c.switched_at.desc(), switches.c.id).limit(limit)
    for row in connection.execute(query):
        yield Switch(row.switched_at, row.old, row.new, row.switched_by, row.reason, row.summary)


def add_figures(connection: Connection, generation: str, questions: str, values: Mapping[str, Any]) -> None:
    """Keep what was measured."""
    connection.execute(
        insert(figures).values(
            id=uuid4().hex,
            measured_at=datetime.now(UTC),
            generation=generation,
            questions=questions,
            figure_values=dict(values),
        )
    )


def latest_figures(connection: Connection, limit: int) -> Iterator[FiguresRecord]:
    """Yield what was measured, newest first."""
    query = select(figures).order_by(figures.c.measured_at.desc(), figures.c.id).limit(limit)
    for row in connection.execute(query):
        yield FiguresRecord(row.measured_at, row.generation, row.questions, row.figure_values)
