"""A generation beside the one that answers: compared with it, and let answer if nothing speaks against it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from assistant.answer import Assistant, model_of
from assistant.approvals import Approvals
from assistant.encoders import Encoders
from assistant.errors import StoreFault
from assistant.evaluation.gate import objections
from assistant.evaluation.impact import Impact, measure
from assistant.evaluation.impact_report import keep_impact
from assistant.evaluation.worth import Asked, worth_asking
from assistant.generations import who
from assistant.settings import RECORDS, Gate, Settings
from corpus.errors import GuideError
from index.build import build_beside
from index.encoder import load_encoder
from index.generation import Generation
from index.pointer import How, pointed_to, switch
from index.shelf import tidy
from index.storage import load, writing
from index.types import Progress

if TYPE_CHECKING:
    from assistant.store.store import Store

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Overrule:
    """Who lets a generation answer although something speaks against it, and why."""

    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Renewal:
    """A generation, what becomes of answers with it, and whether it was let answer.

    `impact` is None where there was nothing to compare with; `remark` says in Japanese why something
    could not be compared; `objections` are what speaks against the switch.
    """

    generation: Generation
    impact: Impact | None
    remark: str
    objections: tuple[str, ...]
    switched: bool


def renew(settings: Settings, progress: Progress, by: str = "", overrule: Overrule | None = None) -> Renewal:
    """Build a generation from the settings' documents; let it answer unless the gate objects.

    Waits for another rebuild of the same data folder. Raises GuideError; then the data folder answers as
    it did before.
    """
    model = model_of(settings)
    encoder = load_encoder(settings.model, settings.query_prompt, settings.passage_prompt)
    progress("ほかの再構築が終わるのを待っています", 0, 0)
    with writing(settings.data_dir), _Bench.set_up(settings, progress) as bench:
        generation = build_beside(settings.documents, settings.data_dir, encoder, model, progress)
        return bench.decide(generation, Encoders(settings, (model, encoder)), How.REBUILD, by, overrule)


def choose(
    settings: Settings, name: str, progress: Progress, by: str = "", overrule: Overrule | None = None
) -> Renewal:
    """Let a generation that is kept answer unless the gate objects. Raises GuideError, as `renew` does."""
    with writing(settings.data_dir), _Bench.set_up(settings, progress) as bench:
        generation = load(settings.data_dir, name=name)
        return bench.decide(generation, Encoders(settings), How.CHOSEN, by, overrule)


def preview(settings: Settings, name: str, progress: Progress) -> Renewal:
    """Compare a generation that is kept with the one that answers, and leave everything as it is."""
    with _Bench.set_up(settings, progress) as bench:
        generation = load(settings.data_dir, name=name)
        impact, remark = bench.compare(generation, Encoders(settings))
        return Renewal(generation, impact, remark, bench.objections(impact), switched=False)


@dataclass(frozen=True, slots=True)
class _Bench:
    """What is asked of both generations, and where what came of it is kept.

    `fault` says what is wrong with the store: without it, nobody knows what else should be asked.
    """

    settings: Settings
    progress: Progress
    store: "Store | None"
    fault: str
    approvals: Approvals
    asked: tuple[Asked, ...]
    unasked: int

    @classmethod
    @contextmanager
    def set_up(cls, settings: Settings, progress: Progress) -> "Iterator[_Bench]":
        """Open the store, if there is one, and find what is worth asking, before anything takes long."""
        store, fault = _opened(settings)
        try:
            asked: tuple[Asked, ...] = ()
            unasked = 0
            if pointed_to(settings.data_dir):
                asked, unasked = worth_asking(settings, store)
            approvals = Approvals(store.approved() if store else ())
            yield cls(settings, progress, store, fault, approvals, asked, unasked)
        finally:
            if store:
                store.close()

    def compare(self, generation: Generation, encoders: Encoders) -> tuple[Impact | None, str]:
        """Ask both; return no impact, and why, if there is nothing to compare with."""
        answering, name = pointed_to(self.settings.data_dir), generation.manifest.generation
        if not answering:
            return None, ""
        if not self.asked:
            # Nothing to ask is no reason to load what can be large.
            now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
            return Impact(answering, name, now, ()), self.fault
        try:
            old = Assistant.load(self.settings.data_dir, encoders, approvals=self.approvals)
        except GuideError as error:
            return None, f"今の索引を開けないため、答えの変化は確かめていません（{error.message}）"
        new = Assistant(generation, encoders.of(generation.manifest), self.approvals)
        return measure(old, new, self.asked, self.progress, self.unasked), self.fault

    def objections(self, impact: Impact | None) -> tuple[str, ...]:
        """Say what speaks against the switch."""
        if impact is None or self.settings.gate is Gate.OFF:
            return ()
        unknown = (f"確認済みの質問を確かめられません。{self.fault}",) if self.fault else ()
        return (*unknown, *objections(impact, self.settings.gate))

    def decide(
        self, generation: Generation, encoders: Encoders, how: How, by: str, overrule: Overrule | None
    ) -> Renewal:
        """Compare, keep what came of it, and switch unless something speaks against it."""
        impact, remark = self.compare(generation, encoders)
        found = self.objections(impact)
        if impact:
            keep_impact(self.settings.data_dir, impact)
        if found and not overrule:
            return Renewal(generation, impact, remark, found, switched=False)
        reason = overrule.reason if overrule and found else ""
        person = overrule.by if overrule else by or who()
        self._switch(generation.manifest.generation, how, person, reason, impact)
        return Renewal(generation, impact, remark, found, switched=True)

    def _switch(self, name: str, how: How, by: str, reason: str, impact: Impact | None) -> None:
        made = switch(self.settings.data_dir, name, how, by, reason)
        tidy(self.settings.data_dir)
        if self.store:
            counts = impact.counts if impact else {}
            try:
                self.store.record_switch(
                    made.old, name, by, reason, {key.value: n for key, n in counts.items()}
                )
            except StoreFault as fault:
                # The data folder's own log has it already.
                _log.warning("%s", fault.message)


def _opened(settings: Settings) -> "tuple[Store | None, str]":
    """The store, None if nothing was ever kept, and what is wrong with it."""
    if not settings.database and not (settings.data_dir / RECORDS).exists():
        return None, ""
    # The database's library takes a while to load, and most rebuilds have nothing to ask it.
    from assistant.store.store import Store

    try:
        return Store.open(settings), ""
    except StoreFault as fault:
        return None, fault.message
