"""Spreadsheets of questions in their tables; each function works in its caller's transaction."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, delete, func, insert, select, update

from assistant.store.tables import sheet_rows, sheets
from assistant.store.types import Sheet, SheetRow


def add(
    connection: Connection,
    name: str,
    by: str,
    heads: Sequence[str],
    question_column: int,
    rows: Sequence[Sequence[str]],
) -> str:
    """Add a spreadsheet with its rows, numbered from 1; return its id."""
    sheet_id = uuid4().hex
    connection.execute(
        insert(sheets).values(
            id=sheet_id,
            name=name,
            added_by=by,
            added_at=datetime.now(UTC),
            heads=list(heads),
            question_column=question_column,
            total=len(rows),
        )
    )
    made = [
        {"sheet_id": sheet_id, "number": number, "cells": list(cells), "answer": None}
        for number, cells in enumerate(rows, 1)
    ]
    connection.execute(insert(sheet_rows), made)
    return sheet_id


def every(connection: Connection) -> Iterator[Sheet]:
    """Yield the spreadsheets, newest first."""
    done = (
        select(func.count())
        .where(sheet_rows.c.sheet_id == sheets.c.id, sheet_rows.c.answer.is_not(None))
        .scalar_subquery()
    )
    query = select(sheets, done.label("done")).order_by(sheets.c.added_at.desc(), sheets.c.id)
    for row in connection.execute(query):
        yield Sheet(
            row.id,
            row.name,
            row.added_by,
            row.added_at,
            tuple(row.heads),
            row.question_column,
            row.total,
            row.done,
        )


def rows(connection: Connection, sheet_id: str, unanswered: bool, limit: int | None) -> Iterator[SheetRow]:
    """Yield rows in their order."""
    query = select(sheet_rows).where(sheet_rows.c.sheet_id == sheet_id)
    if unanswered:
        query = query.where(sheet_rows.c.answer.is_(None))
    for row in connection.execute(query.order_by(sheet_rows.c.number).limit(limit)):
        yield SheetRow(row.number, tuple(row.cells), row.answer)


def answer(connection: Connection, sheet_id: str, answers: Mapping[int, Mapping[str, Any]]) -> None:
    """Put answers to rows that have none."""
    for number, record in answers.items():
        row = (sheet_rows.c.sheet_id == sheet_id, sheet_rows.c.number == number)
        connection.execute(
            update(sheet_rows).where(*row, sheet_rows.c.answer.is_(None)).values(answer=dict(record))
        )


def remove(connection: Connection, sheet_id: str) -> None:
    """Remove a spreadsheet with its rows."""
    connection.execute(delete(sheets).where(sheets.c.id == sheet_id))
