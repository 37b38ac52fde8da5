"""The assistant as the pages see it: opened in the background, and following what is to answer."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.answer import model_of
from assistant.encoders import Encoders
from assistant.question import Kind
from assistant.recording import Recorder
from assistant.settings import Settings
from assistant.types import Answer
from assistant.ui import wording
from assistant.ui.clock import built
from assistant.ui.ready import Ready
from corpus.errors import GuideError
from index.build import rebuild
from index.encoder import load_encoder
from index.errors import IndexFault
from index.pointer import has_index, pointed_to
from index.shelf import answered
from index.types import Progress

# A new generation answers within about this time; a look costs reading one line.
_LOOK_SECONDS = 1.0
# A generation that could not be opened may still be arriving, or be mended.
_RETRY_SECONDS = 60.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, the kind of its question, the id it is kept under, and the generation that gave it."""

    answer: Answer
    kind: Kind
    exchange_id: str
    ready: Ready


class Desk:
    """Opens an assistant on a thread of its own, so that the page is there at once and says how far it is.

    From then on it looks whether another generation is to answer, opens it in the background, and lets
    it take over between two requests. One that cannot be opened leaves everything as it is; `notice`
    then says so. `recorder` keeps what is answered, and knows what trainers approved.
    """

    def __init__(
        self,
        settings: Settings,
        reread: Callable[[], Settings] | None = None,
        look_seconds: float = _LOOK_SECONDS,
    ) -> None:
        """Take settings, and how to read them anew: they may name another model by the time it is needed."""
        self._settings = settings
        self._reread = reread
        self._look_seconds = look_seconds
        self._encoders = Encoders(settings)
        self.recorder = Recorder(settings)
        self._done = threading.Event()
        self._closed = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._ready: Ready | None = None
        self._message = ""
        self._seen = ""
        self.notice = ""
        self.stage = ""

    def open(self) -> None:
        """Begin to open the assistant; after a failure, try again. Returns at once."""
        with self._lock:
            if self._ready or (self._thread and self._thread.is_alive()):
                return
            self.recorder.open()
            self._done.clear()
            self._thread = threading.Thread(target=self._open, name="open-assistant", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Follow and record no further; what is open goes on answering."""
        self._closed.set()
        self.recorder.close()

    def wait(self, seconds: float) -> bool:
        """Wait until the assistant is open or has failed to; return whether it is so."""
        return self._done.wait(seconds)

    @property
    def is_ready(self) -> bool:
        """Whether a question can be answered now."""
        return self._ready is not None

    @property
    def ready(self) -> Ready:
        """The open assistant. Raises GuideError, with what went wrong, if there is none."""
        if self._ready is None:
            raise GuideError(self._message or wording.PREPARING)
        return self._ready

    def ask(self, question: str, history: Sequence[str]) -> Answer:
        """Answer a question from what answers just now; whatever goes wrong is a GuideError."""
        return self.ready.ask(question, history)

    def answer(self, question: str, history: Sequence[str], visitor: str) -> Answered:
        """Answer a visitor's question as `ask` does, and keep the answer."""
        ready = self.ready
        trace = ready.trace(question, history)
        passages = ready.assistant.generation.passages
        exchange_id = self.recorder.record(trace, passages, visitor, history)
        return Answered(trace.answer, trace.asked.kind, exchange_id, ready)

    def _open(self) -> None:
        try:
            self._ready = self._first()
            self._message = ""
        except GuideError as error:
            _log.error("%s", error.message)
            self._message = wording.FAILED.format(message=error.message)
        except Exception:
            _log.exception("the assistant could not be opened")
            self._message = wording.NOT_STARTED
        finally:
            self._done.set()
        if self._ready:
            self._follow()

    def _first(self) -> Ready:
        """Open what answers; build it if nothing ever did; if it is damaged, the last one that answered."""
        data_dir = self._settings.data_dir
        if not has_index(data_dir):
            _build(self._settings, self._report)
        self._seen = pointed_to(data_dir)
        try:
            return self._opened(self._seen)
        except IndexFault as fault:
            for name in answered(data_dir):
                if name != self._seen and (ready := self._prepared(name)):
                    self._tell(wording.FELL_BACK.format(message=fault.message, built=built(name)))
                    return ready
            raise

    def _follow(self) -> None:
        """Look again and again whether another generation is to answer."""
        waited = 0.0
        while not self._closed.wait(self._look_seconds):
            waited += self._look_seconds
            pointed = pointed_to(self._settings.data_dir)
            if pointed != self._seen or (self.notice and waited >= _RETRY_SECONDS):
                waited = 0.0
                self._seen = pointed
                self._take_over()

    def _take_over(self) -> None:
        try:
            if self._reread:
                self._encoders.follow(self._reread())
            # By its name: the pointer may have moved on since the look, and back before the next one.
            ready = self._opened(self._seen)
        except GuideError as error:
            self._tell(wording.NOT_TAKEN_OVER.format(message=error.message, name=self.ready.generation))
        except Exception:
            _log.exception("generation %s could not be opened", self._seen)
            self._tell(wording.NOT_TAKEN_OVER.format(message="", name=self.ready.generation))
        else:
            self._ready = ready
            self.notice = ""
            _log.info("%s", wording.TAKEN_OVER.format(name=ready.generation))

    def _opened(self, name: str) -> Ready:
        return Ready.open(self._settings.data_dir, self._encoders, name, self.recorder.approvals)

    def _prepared(self, name: str) -> Ready | None:
        try:
            return self._opened(name)
        except IndexFault as fault:
            _log.warning("%s", fault.message)
            return None

    def _tell(self, notice: str) -> None:
        if notice != self.notice:
            _log.error("%s", notice)
        self.notice = notice

    def _report(self, stage: str, done: int, total: int) -> None:
        if stage != self.stage:
            _log.info("%s", stage)
        self.stage = stage


def _build(settings: Settings, progress: Progress) -> None:
    encoder = load_encoder(settings.model, settings.query_prompt, settings.passage_prompt)
    rebuild(settings.documents, settings.data_dir, encoder, model_of(settings), progress)
