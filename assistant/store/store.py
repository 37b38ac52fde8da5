"""The store: everything that people do with answers, each method one whole transaction.

Safe to use from several threads and processes at once. Whatever goes wrong in the database is a StoreFault.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine

from assistant.errors import StoreFault
from assistant.settings import Settings
from assistant.store import exchanges, golden, logs, sheets
from assistant.store.engine import address_of, make_engine, place_of, reading, writing
from assistant.store.limits import checked
from assistant.store.migrations import migrate
from assistant.store.types import (
    ApprovedPair,
    Exchange,
    ExchangeFilter,
    Explanation,
    FiguresRecord,
    Golden,
    PassageRef,
    Rating,
    Review,
    Sheet,
    SheetRow,
    Switch,
    Verdict,
)
from assistant.types import Answer

ALL = ExchangeFilter()
# As many of one's own questions as a person looks through.
_OWN = 200


class Store:
    """Questions with their answers, thumbs, verdicts, golden questions, switches and figures."""

    def __init__(self, engine: Engine) -> None:
        """Take the engine of a database whose tables are today's; `open` sees to that."""
        self._engine = engine

    @classmethod
    def open(cls, settings: Settings) -> "Store":
        """Open the database that the settings name, and bring its tables up to date.

        Raises StoreFault if it cannot be reached, read or written.
        """
        url = address_of(settings)
        if not settings.database:
            try:
                settings.data_dir.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StoreFault(
                    f"記録（{place_of(url)}）のフォルダーを作れません（{error.strerror}）。"
                    "場所と、書き込みの許可を確かめてください。"
                ) from None
        engine = make_engine(url)
        try:
            with writing(engine) as connection:
                migrate(connection)
        except StoreFault:
            engine.dispose()
            raise
        return cls(engine)

    def close(self) -> None:
        """Give the connections back; the store is not used any more."""
        self._engine.dispose()

    def record(
        self,
        answer: Answer,
        *,
        visitor: str,
        history: Sequence[str] = (),
        explanation: Explanation,
        exchange_id: str = "",
        asked_at: datetime | None = None,
    ) -> str:
        """Keep an answer as it was shown; return the exchange's id, a new one if none is given."""
        exchange_id = exchange_id or uuid4().hex
        asked_at = asked_at or datetime.now(UTC)
        with writing(self._engine) as connection:
            exchanges.add(connection, exchange_id, asked_at, visitor, answer, history, explanation)
        return exchange_id

    def exchange(self, exchange_id: str) -> Exchange | None:
        """Return an exchange, or None if there is none of that id (any more)."""
        with reading(self._engine) as connection:
            return exchanges.get(connection, exchange_id)

    def exchanges(
        self, wanted: ExchangeFilter = ALL, offset: int = 0, limit: int = 50
    ) -> tuple[Exchange, ...]:
        """Return at most `limit` exchanges, newest first, after the first `offset`."""
        with reading(self._engine) as connection:
            return exchanges.find(connection, wanted, offset, limit)

    def count(self, wanted: ExchangeFilter = ALL) -> int:
        """Return how many exchanges there are."""
        with reading(self._engine) as connection:
            return exchanges.count(connection, wanted)

    def history(self, visitor: str, limit: int = _OWN) -> tuple[Exchange, ...]:
        """Return what one visitor asked, newest first."""
        with reading(self._engine) as connection:
            return exchanges.of_visitor(connection, visitor, limit)

    def useful(self, since: datetime | None = None) -> tuple[Exchange, ...]:
        """Return the exchanges that a visitor marked as helpful, newest first."""
        with reading(self._engine) as connection:
            return exchanges.find(connection, ExchangeFilter(thumb=True, since=since))

    def rate(
        self,
        exchange_id: str,
        visitor: str,
        helpful: bool | None,
        reasons: Sequence[str] = (),
        comment: str = "",
    ) -> None:
        """Keep what a visitor thinks of an answer, in place of what they thought before; None takes it back.

        Raises GuideError for a comment that is too long, StoreFault if the exchange is not there.
        """
        rating = None
        if helpful is not None:
            said = tuple(map(checked, reasons))
            rating = Rating(visitor, helpful, said, checked(comment), datetime.now(UTC))
        with writing(self._engine) as connection:
            exchanges.rate(connection, exchange_id, visitor, rating)

    def judge(
        self,
        exchange_id: str,
        verdict: Verdict,
        by: str,
        passages: Sequence[PassageRef] = (),
        note: str = "",
        *,
        with_like: bool = False,
    ) -> None:
        """Add a trainer's verdict on an answer, and if wanted on those `like` it; the last one counts.

        Raises GuideError for a note that is too long, StoreFault if the exchange is not there.
        """
        review = Review(verdict, checked(by), tuple(passages), checked(note), datetime.now(UTC))
        with writing(self._engine) as connection:
            others = exchanges.like(connection, exchange_id) if with_like else ()
            for judged in (exchange_id, *others):
                exchanges.judge(connection, judged, review)

    def reached(self) -> dict[tuple[str, str], int]:
        """Return how often an answer began in a section, by document and the section's number."""
        with reading(self._engine) as connection:
            return exchanges.reached(connection)

    def like(self, exchange_id: str) -> tuple[str, ...]:
        """Return the ids of others without a verdict that were asked and answered just as this one."""
        with reading(self._engine) as connection:
            return exchanges.like(connection, exchange_id)

    def forget(self, keep_days: int) -> int:
        """Delete what was asked more than `keep_days` ago; return how many. Golden questions stay."""
        with writing(self._engine) as connection:
            return exchanges.forget(connection, datetime.now(UTC) - timedelta(days=keep_days))

    def golden(self) -> tuple[Golden, ...]:
        """Return the golden questions, oldest first."""
        with reading(self._engine) as connection:
            return tuple(golden.every(connection))

    def golden_state(self) -> str:
        """Return a mark that is another one after every change of the golden questions."""
        with reading(self._engine) as connection:
            return golden.state(connection)

    def save_golden(self, entry: Golden, by: str) -> Golden:
        """Keep a golden question, in place of the one with its id; return it with who and when.

        Raises GuideError for a text that is too long, StoreFault if one with its id is not there any more.
        """
        with writing(self._engine) as connection:
            return golden.save(connection, entry, checked(by))

    def remove_golden(self, golden_id: str, by: str) -> None:
        """Take a golden question out of force; nothing happens if there is none of that id."""
        with writing(self._engine) as connection:
            golden.remove(connection, golden_id, by)

    def approved(self) -> tuple[ApprovedPair, ...]:
        """Return the approved pairs, newest first; the caller sees whether their passages still stand."""
        with reading(self._engine) as connection:
            return tuple(golden.approved(connection))

    def record_switch(
        self, old: str, new: str, by: str, reason: str = "", summary: Mapping[str, Any] | None = None
    ) -> None:
        """Keep that generation `new` answers from now on instead of `old`."""
        with writing(self._engine) as connection:
            logs.add_switch(connection, old, new, by, reason, summary or {})

    def switches(self, limit: int = 100) -> tuple[Switch, ...]:
        """Return the switches, newest first."""
        with reading(self._engine) as connection:
            return tuple(logs.latest_switches(connection, limit))

    def record_figures(self, generation: str, questions: str, values: Mapping[str, Any]) -> None:
        """Keep figures of a generation on some questions, for the pictures of how they go."""
        with writing(self._engine) as connection:
            logs.add_figures(connection, generation, questions, values)

    def figures(self, limit: int = 200) -> tuple[FiguresRecord, ...]:
        """Return what was measured, newest first."""
        with reading(self._engine) as connection:
            return tuple(logs.latest_figures(connection, limit))

    def add_sheet(
        self, name: str, by: str, heads: Sequence[str], question_column: int, rows: Sequence[Sequence[str]]
    ) -> str:
        """Keep a spreadsheet of questions that is to be answered; return its id."""
        with writing(self._engine) as connection:
            return sheets.add(connection, checked(name), checked(by), heads, question_column, rows)

    def sheets(self) -> tuple[Sheet, ...]:
        """Return the spreadsheets, newest first."""
        with reading(self._engine) as connection:
            return tuple(sheets.every(connection))

    def sheet_rows(
        self, sheet_id: str, *, unanswered: bool = False, limit: int | None = None
    ) -> tuple[SheetRow, ...]:
        """Return the rows of a spreadsheet in their order, all of them or those without an answer."""
        with reading(self._engine) as connection:
            return tuple(sheets.rows(connection, sheet_id, unanswered, limit))

    def answer_rows(self, sheet_id: str, answers: Mapping[int, Mapping[str, Any]]) -> None:
        """Keep answers by the number of their row; a row that has one keeps it."""
        with writing(self._engine) as connection:
            sheets.answer(connection, sheet_id, answers)

    def remove_sheet(self, sheet_id: str) -> None:
        """Remove a spreadsheet and its answers; nothing happens if there is none of that id."""
        with writing(self._engine) as connection:
            sheets.remove(connection, sheet_id)
