"""What was typed so far → questions that are known to be answered, for the list under the box."""

import threading
import time
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import islice

from assistant.recording import Recorder
from assistant.types import Status
from assistant.ui import wording
from assistant.ui.examples import is_plain
from assistant.ui.ready import Ready
from corpus.errors import GuideError

_SHOWN = 6
# Past questions are looked up anew after this; until then a list in memory answers.
_FRESH_SECONDS = 30.0
_MAX_LENGTH = 60
# Each is asked once, to be sure of its answer.
_SECTIONS = 200
_KATAKANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}


class Suggestions:
    """Keeps one list of questions: golden ones first, then past useful ones, then those of the outline.

    Of what people asked, only questions are offered all of whose words occur in the guideline: a name that
    somebody typed is never shown to somebody else. Safe to use from several threads.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: list[tuple[str, str]] = []
        self._state = ""
        self._made_at = -_FRESH_SECONDS

    def matching(self, typed: str, ready: Ready, recorder: Recorder) -> list[str]:
        """Return a few questions that hold every part of what was typed, those that begin with it first."""
        parts = [_folded(part) for part in typed.split()]
        if not parts or len(typed) > _MAX_LENGTH:
            return []
        found = [
            (not folded.startswith(parts[0]), question)
            for folded, question in self._questions(ready, recorder)
            if all(part in folded for part in parts) and folded != "".join(parts)
        ]
        found.sort(key=lambda pair: pair[0])
        return [question for _, question in found[:_SHOWN]]

    def _questions(self, ready: Ready, recorder: Recorder) -> Sequence[tuple[str, str]]:
        with self._lock:
            now = time.monotonic()
            if self._state != ready.generation or now - self._made_at >= _FRESH_SECONDS:
                self._state, self._made_at = ready.generation, now
                unique = {_folded(question): question for question in [*_every(ready, recorder)][::-1]}
                self._known = [*unique.items()][::-1]
            return self._known


def _every(ready: Ready, recorder: Recorder) -> Iterable[str]:
    try:
        store = recorder.store
        for golden in store.golden():
            if golden.status is Status.FOUND and not golden.history and len(golden.question) <= _MAX_LENGTH:
                yield golden.question
        for exchange in store.useful():
            if (
                exchange.status is Status.FOUND
                and not exchange.missing_terms
                and not exchange.history
                and len(exchange.question) <= _MAX_LENGTH
            ):
                yield exchange.question
    except GuideError:
        # Without the store there are still the questions of the outline.
        pass
    yield from ready.examples
    sections = (section for document in ready.assistant.documents for section in document.sections)
    for section in islice(sections, _SECTIONS):
        question = wording.EXAMPLE_LEAF.format(title=section.title)
        if is_plain(section.title) and ready.follow_ups.is_answered(question, frozenset({section})):
            yield question


def _folded(text: str) -> str:
    """A question as it is compared: width, case, kana, white space and the mark at its end aside."""
    normal = unicodedata.normalize("NFKC", text).lower().translate(_KATAKANA)
    return "".join(normal.split()).rstrip("?。")
