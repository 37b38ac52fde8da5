"""Two generations and the questions worth asking → what becomes of each answer when one follows the other."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType

from assistant.answer import Assistant
from assistant.editions import renaming
from assistant.errors import AskError
from assistant.evaluation.figures import Judged, judge
from assistant.evaluation.golden import GoldenQuestion
from assistant.evaluation.said import NOTHING, Said, said
from assistant.evaluation.worth import Asked
from assistant.types import Answer, Status
from corpus.similarity import plain
from index.types import Progress

STATUSES = {
    Status.FOUND: "記載があります",
    Status.RELATED: "関係する記載だけがあります",
    Status.NOT_FOUND: "記載が見つかりません",
}


class Outcome(StrEnum):
    """What becomes of an answer, told by its first quote; width, spaces and line breaks make no difference.

    reworded: the section of the same number, other words. moved: another section, or another number of it.
    """

    LOST = "lost"
    MOVED = "moved"
    REWORDED = "reworded"
    GAINED = "gained"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Effect:
    """What becomes of one answer. Of golden questions it is known whether it was, and is, right.

    `why` says in Japanese what is wrong with the new answer to a golden question, "" if nothing is.
    """

    asked: Asked
    outcome: Outcome
    old: Said
    new: Said
    was_right: bool | None = None
    is_right: bool | None = None
    why: str = ""

    @property
    def is_golden_lost(self) -> bool:
        """Whether a golden question that is answered rightly now no longer is."""
        return bool(self.was_right) and self.is_right is False


@dataclass(frozen=True, slots=True)
class Impact:
    """What becomes of answers when generation `new` follows `old`; `unasked` questions were too many."""

    old: str
    new: str
    measured_at: str
    effects: tuple[Effect, ...]
    unasked: int = 0

    @property
    def counts(self) -> dict[Outcome, int]:
        """How many answers there are of each outcome."""
        found = Counter(effect.outcome for effect in self.effects)
        return {outcome: found[outcome] for outcome in Outcome}

    @property
    def golden_lost(self) -> tuple[Effect, ...]:
        """The golden questions that are answered rightly now and would be no longer."""
        return tuple(effect for effect in self.effects if effect.is_golden_lost)

    def of(self, outcome: Outcome) -> tuple[Effect, ...]:
        """The effects of one outcome, in the order in which they were asked."""
        return tuple(effect for effect in self.effects if effect.outcome is outcome)


def measure(
    old: Assistant, new: Assistant, asked: Sequence[Asked], progress: Progress, unasked: int = 0
) -> Impact:
    """Ask both everything, and compare. Raises GoldenFault for a golden question that cannot be asked."""
    renamed = renaming(old.generation.manifest.documents, new.generation.manifest.documents)
    effects = []
    for number, each in enumerate(asked):
        progress("答えの変化を確かめています", number, len(asked))
        effects.append(_effect(old, new, each, renamed))
    if asked:
        progress("答えの変化を確かめています", len(asked), len(asked))
    return Impact(
        old=old.generation.manifest.generation,
        new=new.generation.manifest.generation,
        measured_at=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        effects=tuple(effects),
        unasked=unasked,
    )


def outcome(old: Said, new: Said, renamed: Mapping[str, str] = MappingProxyType({})) -> Outcome:
    """Tell what became of an answer; `renamed` maps ids of documents to what they are now."""
    before, after = old.first, new.first
    if before is None or after is None:
        return Outcome.LOST if before else Outcome.GAINED if after else Outcome.UNCHANGED
    if renamed.get(before.document, before.document) != after.document or before.place != after.place:
        return Outcome.MOVED
    return Outcome.UNCHANGED if plain(before.text) == plain(after.text) else Outcome.REWORDED


def is_right(judged: Judged) -> bool:
    """Whether a golden question is answered as it should be: refused, or by its first quote."""
    found = judged.answer.status is Status.FOUND
    if not judged.answerable:
        return not found
    # Where nothing is said of the right passage, any answer is.
    return found and judged.first_answers is not False


def _effect(old: Assistant, new: Assistant, asked: Asked, renamed: Mapping[str, str]) -> Effect:
    if asked.golden:
        before, after = _judged(old, asked.golden), _judged(new, asked.golden)
        was, now = said(before.answer), said(after.answer)
        right = is_right(after)
        return Effect(
            asked, outcome(was, now, renamed), was, now, is_right(before), right, "" if right else _why(after)
        )
    was, now = _said(old, asked), _said(new, asked)
    return Effect(asked, outcome(was, now, renamed), was, now)


def _why(judged: Judged) -> str:
    if not judged.answerable:
        return "答えのない質問に、記載があるとしてしまいます。"
    if judged.answer.status is not Status.FOUND:
        return f"答えが「{STATUSES[judged.answer.status]}」になります。"
    return "正しい箇所が1番目の引用ではなくなります。"


def _judged(assistant: Assistant, golden: GoldenQuestion) -> Judged:
    return judge(assistant.ask, [golden])[0]


def _said(assistant: Assistant, asked: Asked) -> Said:
    try:
        answer: Answer = assistant.ask(asked.question, asked.history)
    except AskError:
        return NOTHING
    return said(answer)
