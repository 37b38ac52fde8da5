"""One generation as the pages answer from it: its assistant and all that is computed once for it."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.answer import Assistant, Trace
from assistant.approvals import Approvals
from assistant.encoders import Encoders
from assistant.types import Answer
from assistant.ui import wording
from assistant.ui.anchors import Anchors, name_places
from assistant.ui.earlier import Earlier
from assistant.ui.examples import first_questions
from assistant.ui.follow_ups import FollowUps
from assistant.ui.moved import Moved
from assistant.ui.source import Sources
from corpus.errors import GuideError

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ready:
    """One generation with all that is computed once for it: assistant, places, source panes, examples.

    Whoever answers a request takes one, and uses it throughout: the desk may get another meanwhile.
    """

    assistant: Assistant
    anchors: Anchors
    sources: Sources
    examples: tuple[str, ...]
    follow_ups: FollowUps
    moved: Moved
    earlier: Earlier

    @classmethod
    def open(
        cls,
        data_dir: Path,
        encoders: Encoders,
        name: str | None = None,
        approvals: Approvals | None = None,
    ) -> "Ready":
        """Open the current or the named generation. Raises IndexFault or ModelFault."""
        return cls.over(Assistant.load(data_dir, encoders, name, approvals), data_dir)

    @classmethod
    def over(cls, assistant: Assistant, data_dir: Path) -> "Ready":
        """Compute what pages need of an assistant, whose generation stands in a data folder."""
        anchors = name_places(assistant.documents)
        generation = assistant.generation.manifest.generation
        sources = Sources(assistant.documents, anchors, generation)
        examples = tuple(first_questions(assistant.documents))
        moved = Moved(data_dir, assistant.generation, anchors)
        return cls(assistant, anchors, sources, examples, FollowUps(assistant), moved, Earlier(data_dir))

    @property
    def generation(self) -> str:
        """The name of the generation that answers."""
        return self.assistant.generation.manifest.generation

    def ask(self, question: str, history: Sequence[str]) -> Answer:
        """Answer a question; whatever goes wrong is a GuideError for the person who asked."""
        return self.trace(question, history).answer

    def trace(self, question: str, history: Sequence[str]) -> Trace:
        """Answer a question as `ask` does, and return what the answer was made of, too."""
        try:
            return self.assistant.trace(question, history)
        except GuideError:
            raise
        except Exception:
            # The question is not logged: it may name people.
            _log.exception("a question could not be answered")
            raise GuideError(wording.UNEXPECTED) from None
