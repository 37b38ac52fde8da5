"""Spreadsheets in the store → their rows answered, one after another, on a thread of its own.

Each answer is kept at once, so that after a restart only what has none is asked.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from typing import Any

from assistant.errors import StoreFault
from assistant.records import answer_record
from assistant.store.store import Store
from assistant.store.types import Sheet, SheetRow
from assistant.types import Answer
from corpus.errors import GuideError

Ask = Callable[[str, Sequence[str]], Answer]

# Kept in one transaction: a restart costs no more than these.
_TOGETHER = 20
_LOOK_SECONDS = 0.5
_RETRY_SECONDS = 5.0
_log = logging.getLogger(__name__)


def row_answer(ask: Ask, question: str) -> dict[str, Any]:
    """Return the answer to a row's question as a plain record, or {"error": …} in Japanese."""
    if not question:
        return {"error": "質問が空です。"}
    try:
        return answer_record(ask(question, ()))
    except GuideError as error:
        return {"error": error.message}


class SheetWorker:
    """Answers whatever sheets of the store are unfinished, oldest first."""

    def __init__(self, store: Callable[[], Store], ask: Ask, is_ready: Callable[[], bool]) -> None:
        """Take how to get at the store (StoreFault if it cannot), how to ask, and whether one can yet."""
        self._store = store
        self._ask = ask
        self._is_ready = is_ready
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._again = False
        self._closed = threading.Event()

    def open(self) -> None:
        """Begin, unless it is at work already. Returns at once."""
        with self._lock:
            self._again = True
            if self._thread is None and not self._closed.is_set():
                self._thread = threading.Thread(target=self._run, name="sheets", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Stop after the rows at hand; what is left is done next time."""
        self._closed.set()
        if (thread := self._thread) and thread is not threading.current_thread():
            thread.join(_RETRY_SECONDS)

    def _run(self) -> None:
        while not self._closed.is_set():
            with self._lock:
                if not self._again:
                    self._thread = None
                    return
                self._again = False
            if not self._is_ready():
                self._again = True
                self._closed.wait(_LOOK_SECONDS)
                continue
            try:
                self._answer_all()
                continue
            except StoreFault as fault:
                _log.warning("%s", fault.message)
            except Exception:
                _log.exception("a sheet could not be answered")
            self._again = True
            self._closed.wait(_RETRY_SECONDS)

    def _answer_all(self) -> None:
        store = self._store()
        for sheet in reversed(store.sheets()):
            while sheet.done < sheet.total and not self._closed.is_set():
                rows = store.sheet_rows(sheet.id, unanswered=True, limit=_TOGETHER)
                if not rows:
                    break
                store.answer_rows(sheet.id, {row.number: self._answer(sheet, row) for row in rows})

    def _answer(self, sheet: Sheet, row: SheetRow) -> dict[str, Any]:
        return row_answer(self._ask, row.cells[sheet.question_column])
