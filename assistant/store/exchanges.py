"""Questions, answers, thumbs and verdicts in the tables; each function works in its caller's transaction."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from assistant.errors import StoreFault
from assistant.store.codec import Row, answer_row, read_exchange, searchable
from assistant.store.tables import exchanges, ratings, reviews
from assistant.store.types import Exchange, ExchangeFilter, Explanation, Rating, Review
from assistant.types import Answer, Status

# SQLite takes so many values in one IN without complaint.
_CHUNK = 500


def add(
    connection: Connection,
    exchange_id: str,
    asked_at: datetime,
    visitor: str,
    answer: Answer,
    history: Sequence[str],
    explanation: Explanation,
) -> None:
    """Add an answer; one that is there already stays as it is."""
    if _is_there(connection, exchange_id):
        return
    who = {"id": exchange_id, "asked_at": asked_at, "visitor": visitor, "verdict": None}
    connection.execute(insert(exchanges).values(who | answer_row(answer, history, explanation)))


def find(
    connection: Connection, wanted: ExchangeFilter, offset: int = 0, limit: int | None = None
) -> tuple[Exchange, ...]:
    """Return exchanges, newest first; all of them if there is no limit."""
    return _read(connection, select(exchanges).where(*_conditions(wanted)).offset(offset).limit(limit))


def count(connection: Connection, wanted: ExchangeFilter) -> int:
    """Return how many there are."""
    query = select(func.count()).select_from(exchanges).where(*_conditions(wanted))
    return connection.execute(query).scalar_one()


def get(connection: Connection, exchange_id: str) -> Exchange | None:
    """Return one exchange, or None."""
    found = _read(connection, select(exchanges).where(exchanges.c.id == exchange_id))
    return found[0] if found else None


def of_visitor(connection: Connection, visitor: str, limit: int) -> tuple[Exchange, ...]:
    """Return one visitor's own exchanges, newest first."""
    return _read(connection, select(exchanges).where(exchanges.c.visitor == visitor).limit(limit))


def rate(connection: Connection, exchange_id: str, visitor: str, rating: Rating | None) -> None:
    """Put a visitor's opinion in place of an earlier one; None only takes that back."""
    _require(connection, exchange_id)
    own = (ratings.c.exchange_id == exchange_id, ratings.c.visitor == visitor)
    connection.execute(delete(ratings).where(*own))
    if rating is not None:
        connection.execute(insert(ratings).values({"exchange_id": exchange_id} | asdict(rating)))


def judge(connection: Connection, exchange_id: str, review: Review) -> None:
    """Add a verdict, which is the one in force from now on."""
    _require(connection, exchange_id)
    row = asdict(review) | {"verdict": review.verdict.value, "id": uuid4().hex, "exchange_id": exchange_id}
    row["judged_by"] = row.pop("by")
    connection.execute(insert(reviews).values(row))
    now = {"verdict": review.verdict.value}
    connection.execute(update(exchanges).where(exchanges.c.id == exchange_id).values(now))


def like(connection: Connection, exchange_id: str) -> tuple[str, ...]:
    """Return the others without a verdict that were asked and answered alike, oldest first."""
    column, other = exchanges.c, exchanges.alias()
    alike = ("searched", "history", "status", "document", "section")
    same = [column[name] == other.c[name] for name in alike]
    others = (other.c.id == exchange_id, column.id != exchange_id, column.verdict.is_(None))
    query = select(column.id).where(*others, *same).order_by(column.asked_at, column.id)
    return tuple(connection.execute(query).scalars())


def reached(connection: Connection) -> dict[tuple[str, str], int]:
    """Return how often a first quote stood in a section, by document and the section's number."""
    column = exchanges.c
    query = select(column.document, column.section, func.count()).where(
        column.status != Status.NOT_FOUND.value
    )
    rows = connection.execute(query.group_by(column.document, column.section))
    return {(document, section): number for document, section, number in rows}


def forget(connection: Connection, before: datetime) -> int:
    """Delete what was asked before a time, with thumbs and verdicts; return how many that were."""
    return connection.execute(delete(exchanges).where(exchanges.c.asked_at < before)).rowcount


def _is_there(connection: Connection, exchange_id: str) -> bool:
    return connection.execute(select(exchanges.c.id).where(exchanges.c.id == exchange_id)).first() is not None


def _require(connection: Connection, exchange_id: str) -> None:
    if not _is_there(connection, exchange_id):
        raise StoreFault("この回答の記録は、保存期間を過ぎたなどの理由で、もうありません。")


def _conditions(wanted: ExchangeFilter) -> list[ColumnElement[bool]]:
    column = exchanges.c
    found: list[ColumnElement[bool]] = []
    if wanted.verdict:
        found.append(column.verdict == wanted.verdict.value)
    if wanted.judged is not None:
        found.append(column.verdict.is_not(None) if wanted.judged else column.verdict.is_(None))
    if wanted.status:
        found.append(column.status == wanted.status.value)
    if wanted.thumb is not None:
        found.append(
            exists().where(and_(ratings.c.exchange_id == column.id, ratings.c.helpful == wanted.thumb))
        )
    if wanted.section:
        below = column.section.startswith(f"{wanted.section}-", autoescape=True)
        found.append(or_(column.section == wanted.section, below))
    if wanted.since:
        found.append(column.asked_at >= wanted.since)
    if wanted.until:
        found.append(column.asked_at < wanted.until)
    if wanted.text.strip():
        found.append(column.searched.contains(searchable(wanted.text.strip()), autoescape=True))
    return found


def _read(connection: Connection, query: Select[Any]) -> tuple[Exchange, ...]:
    query = query.order_by(exchanges.c.asked_at.desc(), exchanges.c.id.desc())
    rows = [dict(row) for row in connection.execute(query).mappings()]
    ids = [row["id"] for row in rows]
    thumbs = _by_exchange(connection, ratings, ratings.c.rated_at, ids)
    verdicts = _by_exchange(connection, reviews, reviews.c.judged_at, ids)
    return tuple(read_exchange(row, thumbs[row["id"]], verdicts[row["id"]]) for row in rows)


def _by_exchange(
    connection: Connection, table: Table, time: ColumnElement[datetime], ids: Sequence[str]
) -> dict[str, list[Row]]:
    """The rows of a table that belong to exchanges, oldest first."""
    found: dict[str, list[Row]] = {exchange_id: [] for exchange_id in ids}
    for start in range(0, len(ids), _CHUNK):
        wanted = table.c.exchange_id.in_(ids[start : start + _CHUNK])
        for row in connection.execute(select(table).where(wanted).order_by(time)).mappings():
            found[row["exchange_id"]].append(dict(row))
    return found
