"""The assistant as the pages see it: opened in the background, and never an error but in Japanese."""

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Assistant, model_of
from assistant.settings import Settings
from assistant.types import Answer
from assistant.ui import wording
from assistant.ui.anchors import Anchors, name_places
from assistant.ui.examples import first_questions
from assistant.ui.source import source_pane
from corpus.errors import GuideError
from index.build import rebuild
from index.encoder import load_encoder
from index.pointer import has_index
from index.types import Progress

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ready:
    """All that is computed once: the assistant, the places in the source, and the pane that shows it."""

    assistant: Assistant
    anchors: Anchors
    source: str
    examples: tuple[str, ...]


class Desk:
    """Opens an assistant on a thread of its own, so that the page is there at once and says how far it is."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._done = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._ready: Ready | None = None
        self._message = ""
        self.stage = ""

    def open(self) -> None:
        """Begin to open the assistant; after a failure, try again. Returns at once."""
        with self._lock:
            if self._ready or (self._thread and self._thread.is_alive()):
                return
            self._done.clear()
            self._thread = threading.Thread(target=self._open, name="open-assistant", daemon=True)
            self._thread.start()

    def wait(self, seconds: float) -> bool:
        """Wait until the assistant is open or has failed to; return whether it is so."""
        return self._done.wait(seconds)

    @property
    def ready(self) -> Ready:
        """The open assistant. Raises GuideError, with what went wrong, if there is none."""
        if self._ready is None:
            raise GuideError(self._message or wording.PREPARING)
        return self._ready

    def ask(self, question: str, history: Sequence[str]) -> Answer:
        """Answer a question; whatever goes wrong is a GuideError for the person who asked."""
        ready = self.ready
        try:
            return ready.assistant.ask(question, history)
        except GuideError:
            raise
        except Exception:
            # The question is not logged: it may name people.
            _log.exception("a question could not be answered")
            raise GuideError(wording.UNEXPECTED) from None

    def _open(self) -> None:
        try:
            self._ready = _prepare(self._settings, self._report)
            self._message = ""
        except GuideError as error:
            _log.error("%s", error.message)
            self._message = wording.FAILED.format(message=error.message)
        except Exception:
            _log.exception("the assistant could not be opened")
            self._message = wording.NOT_STARTED
        finally:
            self._done.set()

    def _report(self, stage: str, done: int, total: int) -> None:
        if stage != self.stage:
            _log.info("%s", stage)
        self.stage = stage


def _prepare(settings: Settings, progress: Progress) -> Ready:
    """Open the assistant; if nothing was ever indexed, build the index first."""
    if not has_index(settings.data_dir):
        encoder = load_encoder(settings.model, settings.query_prompt, settings.passage_prompt)
        rebuild(settings.documents, settings.data_dir, encoder, model_of(settings), progress)
    assistant = Assistant.open(settings)
    anchors = name_places(assistant.documents)
    source = source_pane(assistant.documents, anchors)
    return Ready(assistant, anchors, source, tuple(first_questions(assistant.documents)))
