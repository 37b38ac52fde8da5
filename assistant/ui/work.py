"""One long piece of a maintainer's work at a time, on a thread of its own: how far it is, what came of it."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.renewal import Renewal
from assistant.ui import wording
from corpus.errors import GuideError
from index.types import Progress

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class State:
    """How far the work is: its stage and steps done of a total (0: unknown); then what came of it.

    That is the name of a generation and whether it was let answer, with a remark, or a message of what
    went wrong.
    """

    by: str = ""
    stage: str = ""
    done: int = 0
    total: int = 0
    seconds_left: int | None = None
    is_running: bool = False
    generation: str = ""
    switched: bool = False
    remark: str = ""
    message: str = ""


class Work:
    """Does one thing at a time; whoever comes second is told who was first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._began = 0.0
        self.state = State()

    def start(self, by: str, do: Callable[[Progress], Renewal]) -> None:
        """Begin, and return at once. Raises GuideError if something is being done already."""
        with self._lock:
            if self.state.is_running:
                raise GuideError(wording.UPKEEP_BUSY.format(by=self.state.by))
            self.state = State(by=by, is_running=True)
        threading.Thread(target=self._run, args=(do,), name="upkeep", daemon=True).start()

    def _run(self, do: Callable[[Progress], Renewal]) -> None:
        try:
            renewal = do(self._report)
            # Only what is shown: a generation is large.
            self.state = replace(
                self.state,
                is_running=False,
                generation=renewal.generation.manifest.generation,
                switched=renewal.switched,
                remark=renewal.remark,
            )
        except GuideError as error:
            self.state = replace(self.state, is_running=False, message=error.message)
        except Exception:
            _log.exception("the index could not be renewed")
            self.state = replace(self.state, is_running=False, message=wording.UPKEEP_FAILED)

    def _report(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if stage != self.state.stage:
            self._began = now
        left = round((now - self._began) * (total - done) / done) if done and total else None
        self.state = replace(self.state, stage=stage, done=done, total=total, seconds_left=left)
