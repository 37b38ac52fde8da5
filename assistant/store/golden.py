"""Golden questions in their table; each function works in its caller's transaction."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import Connection, func, insert, select, update

from assistant.errors import StoreFault
from assistant.store.codec import golden_row, read_golden, read_pair
from assistant.store.limits import checked
from assistant.store.tables import golden
from assistant.store.types import ApprovedPair, Golden
from assistant.types import Status


def every(connection: Connection) -> Iterator[Golden]:
    """Yield those in force, oldest first."""
    query = select(golden).where(golden.c.removed.is_(False)).order_by(golden.c.created_at, golden.c.id)
    for row in connection.execute(query).mappings():
        yield read_golden(dict(row))


def save(connection: Connection, entry: Golden, by: str) -> Golden:
    """Put a golden question in place of the one with its id, or add it; return it with who and when.

    Raises GuideError for a text that is too long, StoreFault if one with its id is not there any more.
    """
    for text in (entry.question, entry.note, entry.style, by, *entry.words):
        checked(text)
    now = datetime.now(UTC)
    if not entry.id and entry.exchange_id:
        entry = replace(entry, id=_of_exchange(connection, entry.exchange_id))
    saved = replace(entry, changed_by=by, changed_at=now)
    row = {**golden_row(saved), "changed_by": by, "changed_at": now, "removed": False}
    if entry.id:
        kept = update(golden).where(golden.c.id == entry.id, golden.c.removed.is_(False))
        if not connection.execute(kept.values(row)).rowcount:
            raise StoreFault("この確認済みの質問は、ほかの人が取り除いたため、変更できませんでした。")
        made = connection.execute(select(golden).where(golden.c.id == entry.id)).mappings().one()
        return read_golden(dict(made))
    saved = replace(saved, id=uuid4().hex, created_by=by, created_at=now)
    connection.execute(insert(golden).values(row | {"id": saved.id, "created_by": by, "created_at": now}))
    return saved


def _of_exchange(connection: Connection, exchange_id: str) -> str:
    """The one that a verdict on the same answer made, perhaps a moment ago; "" if none did."""
    same = select(golden.c.id).where(golden.c.exchange_id == exchange_id, golden.c.removed.is_(False))
    return connection.execute(same.order_by(golden.c.created_at)).scalars().first() or ""


def remove(connection: Connection, golden_id: str, by: str) -> None:
    """Take one out of force; who did it and when is kept."""
    changed = {"removed": True, "approved": False, "changed_by": checked(by), "changed_at": datetime.now(UTC)}
    connection.execute(
        update(golden).where(golden.c.id == golden_id, golden.c.removed.is_(False)).values(changed)
    )


def approved(connection: Connection) -> Iterator[ApprovedPair]:
    """Yield those that are approved pairs, newest first."""
    in_force = (
        golden.c.approved.is_(True),
        golden.c.removed.is_(False),
        golden.c.status == Status.FOUND.value,
    )
    query = select(golden).where(*in_force).order_by(golden.c.changed_at.desc(), golden.c.id)
    for row in connection.execute(query).mappings():
        yield read_pair(dict(row))


def state(connection: Connection) -> str:
    """Return a mark that is another one after every change, cheap enough to be asked for every second."""
    row = connection.execute(select(func.count(), func.max(golden.c.changed_at)).select_from(golden)).one()
    return f"{row[0]} {row[1]}"
