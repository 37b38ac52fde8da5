"""An answer → what to ask next: questions about sections nearby which the guideline really answers."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from assistant.answer import Assistant
from assistant.types import Answer, Status
from assistant.ui import wording
from assistant.ui.examples import is_plain
from corpus.types import Section

_SHOWN = 3
# Both titles of a comparison have to fit into one short question.
_MAX_SIDE = 8
# As many cards as an answer shows without unfolding, whose neighbours are worth a question.
_LOOKED_AT = 2


@dataclass(slots=True)
class FollowUps:
    """Makes questions of titles and asks each once; one that is not answered from its section is never shown.

    Safe to use from several threads.
    """

    assistant: Assistant
    _known: dict[str, bool] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def after(self, answer: Answer, earlier: Sequence[str] = ()) -> list[str]:
        """Return a few questions that go on from an answer and were not asked yet."""
        asked = {_folded(question) for question in (*earlier, answer.question)}
        shown = {quote.section for quote in answer.quotes if answer.status is Status.FOUND}
        sections = list(dict.fromkeys(quote.section for quote in answer.quotes if quote.section))
        candidates = (
            pair for section in sections[:_LOOKED_AT] for pair in self._about(section, answer, shown)
        )
        new = (
            question
            for question, expected in candidates
            if _folded(question) not in asked and self.is_answered(question, expected)
        )
        return list(dict.fromkeys(islice(new, 4 * _SHOWN)))[:_SHOWN]

    def _about(
        self, section: Section, answer: Answer, shown: set[Section | None]
    ) -> Iterator[tuple[str, frozenset[Section]]]:
        """Questions about a section and those beside and below it, each with where its answer stands."""
        document = answer.quotes[0].document.id
        every = next(d.sections for d in self.assistant.documents if d.info.id == document)
        children = [other for other in every if other.parent == section and is_plain(other.title)]
        siblings = [
            other
            for other in every
            if other.parent == section.parent and other != section and is_plain(other.title)
        ]
        if not is_plain(section.title):
            siblings = siblings if section.parent else []
        elif section not in shown:
            yield wording.EXAMPLE_LEAF.format(title=section.title), frozenset({section, *children})
        for child in children:
            if child not in shown:
                yield wording.EXAMPLE_LEAF.format(title=child.title), frozenset({child})
        # Those that stand next come first.
        siblings.sort(key=lambda other: abs(other.span.start - section.span.start))
        for other in siblings:
            if is_plain(section.title) and max(len(section.title), len(other.title)) <= _MAX_SIDE:
                first, second = sorted((section, other), key=lambda s: s.span.start)
                question = wording.EXAMPLE_SIDES.format(first=first.title, second=second.title)
                yield question, frozenset({first, second})
                break
        for other in siblings:
            if other not in shown:
                yield wording.EXAMPLE_LEAF.format(title=other.title), frozenset({other})

    def is_answered(self, question: str, expected: frozenset[Section]) -> bool:
        """Whether a question is answered, and from one of the sections it is about."""
        with self._lock:
            known = self._known.get(question)
        if known is None:
            answer = self.assistant.ask(question)
            first = answer.quotes[0].section if answer.quotes else None
            known = answer.status is Status.FOUND and first in expected
            with self._lock:
                self._known[question] = known
        return known


def _folded(question: str) -> str:
    return "".join(question.split()).rstrip("?？。")
