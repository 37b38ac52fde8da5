"""What was answered → the store, off the answer's path; and what trainers approved → the answers.

One thread writes, in the order of asking, watches the store for approvals that anybody changed, and once a
day forgets what is older than the settings allow. Nothing here ever keeps a question from being answered:
while the store cannot be used, answers wait in a queue of bounded length, and `problem` says so.
"""

import logging
import queue
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from assistant.answer import Trace
from assistant.approvals import Approvals
from assistant.errors import StoreFault
from assistant.explanation import explain
from assistant.settings import Settings
from assistant.store.store import Store
from corpus.types import Passage

# A morning's questions of a large city; about 20 MB.
_CAPACITY = 2_000
_LOOK_SECONDS = 1.0
_RETRY_SECONDS = 5.0
# What somebody who opens a page waits for a store that is just being opened.
_PATIENCE_SECONDS = 2.0
_DAY_SECONDS = 24 * 60 * 60
_OPENING = "記録を開いています。少し待ってから、もう一度お試しください。"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An answer that is still to be kept."""

    exchange_id: str
    asked_at: datetime
    trace: Trace
    passages: Sequence[Passage]
    visitor: str
    history: tuple[str, ...]


class Recorder:
    """Keeps answers on a thread of its own, started by the first use. Safe to use from several threads.

    `approvals` are those of the store, about a second old at most; `problem` is what keeps the store from
    being used, "" if nothing does.
    """

    def __init__(self, settings: Settings, capacity: int = _CAPACITY) -> None:
        self.approvals = Approvals()
        self.problem = ""
        self._settings = settings
        # None, which comes last, tells the thread to stop.
        self._queue: queue.Queue[_Waiting | None] = queue.Queue(capacity)
        self._starting = threading.Lock()
        # Held while the store is being opened, which can take seconds; no answer ever waits for it.
        self._opening = threading.Lock()
        self._store: Store | None = None
        self._tried = -_RETRY_SECONDS
        self._state = ""
        self._forgotten = -float(_DAY_SECONDS)
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None

    def open(self) -> None:
        """Begin to watch and to write. Returns at once."""
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="record", daemon=True)
                self._thread.start()

    @property
    def store(self) -> Store:
        """The open store. Raises StoreFault, with what is the matter, while there is none."""
        if self._store is not None:
            return self._store
        if not self._opening.acquire(timeout=_PATIENCE_SECONDS):
            raise StoreFault(self.problem or _OPENING)
        try:
            return self._open_store()
        finally:
            self._opening.release()

    def record(
        self, trace: Trace, passages: Sequence[Passage], visitor: str, history: Sequence[str] = ()
    ) -> str:
        """Keep an answer soon; return its exchange's id. `passages` are those of its generation.

        If the queue is full the answer is not kept, and the log says how that came.
        """
        self.open()
        exchange_id = uuid4().hex
        try:
            self._queue.put_nowait(
                _Waiting(exchange_id, datetime.now(UTC), trace, passages, visitor, tuple(history))
            )
        except queue.Full:
            _log.error("記録が追いつかないため、回答1件を記録できませんでした。%s", self.problem)
        return exchange_id

    def flush(self, seconds: float = 5.0) -> bool:
        """Wait until all that was answered so far is kept; return whether it is so in time."""
        end = time.monotonic() + seconds
        with self._queue.all_tasks_done:
            while self._queue.unfinished_tasks:
                left = end - time.monotonic()
                if left <= 0 or not self._queue.all_tasks_done.wait(left):
                    return not self._queue.unfinished_tasks
        return True

    def close(self) -> None:
        """Keep what is waiting, if that is possible within seconds, and stop."""
        self._closed.set()
        if self._thread:
            self.flush()
            with suppress(queue.Full):
                self._queue.put_nowait(None)
            self._thread.join(_RETRY_SECONDS)
        if self._store:
            self._store.close()

    def look(self) -> None:
        """See at once whether approvals were changed, and whether the store is well."""
        try:
            state = self.store.golden_state()
            if state != self._state:
                self.approvals.replace(self.store.approved())
                self._state = state
            self._forget()
        except StoreFault as fault:
            self._say(fault.message)
        else:
            self._say("")

    def _open_store(self) -> Store:
        if self._store is None:
            if time.monotonic() - self._tried < _RETRY_SECONDS:
                raise StoreFault(self.problem or _OPENING)
            self._tried = time.monotonic()
            try:
                self._store = Store.open(self._settings)
            except StoreFault as fault:
                self._say(fault.message)
                raise
            self._say("")
        return self._store

    def _run(self) -> None:
        looked = -_LOOK_SECONDS
        while True:
            if time.monotonic() - looked >= _LOOK_SECONDS:
                self.look()
                looked = time.monotonic()
            try:
                waiting = self._queue.get(timeout=_LOOK_SECONDS)
            except queue.Empty:
                continue
            if waiting is None:
                return
            self._keep(waiting)
            self._queue.task_done()

    def _keep(self, waiting: _Waiting) -> None:
        """Write an answer; while the store cannot be used try again, but not for ever when stopping."""
        while True:
            try:
                self.store.record(
                    waiting.trace.answer,
                    visitor=waiting.visitor,
                    history=waiting.history,
                    explanation=explain(waiting.trace, waiting.passages),
                    exchange_id=waiting.exchange_id,
                    asked_at=waiting.asked_at,
                )
            except StoreFault as fault:
                self._say(fault.message)
                if self._closed.is_set():
                    _log.error("回答1件を記録できませんでした。%s", fault.message)
                    return
                self._closed.wait(_RETRY_SECONDS)
            except Exception:
                _log.exception("an answer could not be recorded")
                return
            else:
                self._say("")
                return

    def _forget(self) -> None:
        if not self._settings.keep_days or time.monotonic() - self._forgotten < _DAY_SECONDS:
            return
        self._forgotten = time.monotonic()
        count = self.store.forget(self._settings.keep_days)
        if count:
            _log.info("保存期間（%d日）を過ぎた記録%d件を消しました。", self._settings.keep_days, count)

    def _say(self, problem: str) -> None:
        if problem and problem != self.problem:
            _log.error("%s 記録はできませんが、質問にはお答えします。", problem)
        self.problem = problem
