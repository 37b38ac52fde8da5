"""An impact → Japanese text for a terminal, a JSON record that is kept, and the impact back again."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from assistant.evaluation.impact import STATUSES, Effect, Impact, Outcome
from assistant.evaluation.said import Said, read_said, said_record
from assistant.evaluation.worth import Asked, Source
from corpus.errors import GuideError
from index.disk import sync_folder, write
from index.shelf import names

OUTCOMES = {
    Outcome.LOST: "答えられなくなる",
    Outcome.MOVED: "答えの場所が変わる",
    Outcome.REWORDED: "同じ場所で文言が変わる",
    Outcome.GAINED: "新しく答えられる",
    Outcome.UNCHANGED: "変わらない",
}
SOURCES = {Source.GOLDEN: "確認済み", Source.VERDICT: "確認した回答", Source.USEFUL: "役に立った"}
NOTHING_ASKED = "尋ねる質問（確認済みの質問、確認した回答、役に立った回答）がまだありません。"


def impact_lines(impact: Impact) -> Iterator[str]:
    """Yield an impact as a person reads it: counts, golden questions lost, then every answer that changes."""
    yield f"答えの変化: {impact.old} → {impact.new}"
    if not impact.effects:
        yield f"  {NOTHING_ASKED}"
        return
    yield f"  {counted(impact)}"
    if impact.unasked:
        yield f"  役に立った質問のうち古い{impact.unasked}件は尋ねていません。"
    for effect in impact.golden_lost:
        yield f"  ✗ 確認済みの質問に正しく答えられなくなります: {effect.asked.question}（{effect.why}）"
    for outcome in Outcome:
        effects = () if outcome is Outcome.UNCHANGED else impact.of(outcome)
        if effects:
            yield ""
            yield f"■ {OUTCOMES[outcome]}: {len(effects)}件"
        for effect in effects:
            yield from _effect_lines(effect)


def counted(impact: Impact) -> str:
    """Return how many answers there are of each outcome, in words."""
    found = "、".join(f"{OUTCOMES[outcome]} {count}" for outcome, count in impact.counts.items() if count)
    return f"尋ねた質問 {len(impact.effects)}件: {found}"


def impact_record(impact: Impact) -> dict[str, Any]:
    """Return an impact as one JSON object."""
    return {
        "old": impact.old,
        "new": impact.new,
        "measured_at": impact.measured_at,
        "unasked": impact.unasked,
        "counts": {outcome.value: count for outcome, count in impact.counts.items()},
        "golden_lost": [effect.asked.id for effect in impact.golden_lost],
        "questions": [_effect_record(effect) for effect in impact.effects],
    }


def read_impact(record: dict[str, Any]) -> Impact:
    """Return what `impact_record` was given, but for what is right. Raises KeyError or ValueError."""
    return Impact(
        record["old"],
        record["new"],
        record["measured_at"],
        tuple(map(_read_effect, record["questions"])),
        record["unasked"],
    )


def impact_path(data_dir: Path, name: str) -> Path:
    """Return where the impact of a generation is kept, beside the generations."""
    return data_dir / "impacts" / f"{name}.json"


def keep_impact(data_dir: Path, impact: Impact) -> None:
    """Keep an impact; those of generations that are no more go. Raises OSError."""
    path = impact_path(data_dir, impact.new)
    written = path.with_suffix(".new")
    write(written, json.dumps(impact_record(impact), ensure_ascii=False).encode("utf-8", "replace"))
    written.replace(path)
    sync_folder(path.parent)
    kept = {*names(data_dir), impact.new}
    for other in path.parent.glob("*.json"):
        if other.stem not in kept:
            with suppress(OSError):
                other.unlink()


def kept_impact(data_dir: Path, name: str) -> Impact | None:
    """Return the impact that was measured when a generation was built, None if there was nothing to compare.

    Raises GuideError if it is there and cannot be read.
    """
    path = impact_path(data_dir, name)
    try:
        return read_impact(json.loads(path.read_bytes()))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        raise GuideError(f"答えの変化の記録「{path}」が読めません。索引には影響ありません。") from None


def _effect_lines(effect: Effect) -> Iterator[str]:
    yield f"  {effect.asked.question}［{SOURCES[effect.asked.source]}］"
    for earlier in effect.asked.history:
        yield f"      前の質問: {earlier}"
    yield from _said_lines("旧", effect.old)
    yield from _said_lines("新", effect.new)


def _said_lines(name: str, answer: Said) -> Iterator[str]:
    if answer.first is None:
        yield f"    {name}　（{STATUSES[answer.status]}）"
        return
    yield f"    {name}　{answer.first.reference or '（見出しの前）'}"
    for line in answer.first.text.split("\n"):
        yield f"    　　{line}"


def _effect_record(effect: Effect) -> dict[str, Any]:
    asked = effect.asked
    return {
        "id": asked.id,
        "source": asked.source.value,
        "question": asked.question,
        "history": list(asked.history),
        "visitors": list(asked.visitors),
        "outcome": effect.outcome.value,
        "was_right": effect.was_right,
        "is_right": effect.is_right,
        "why": effect.why,
        "old": said_record(effect.old),
        "new": said_record(effect.new),
    }


def _read_effect(record: dict[str, Any]) -> Effect:
    asked = Asked(
        record["id"],
        Source(record["source"]),
        record["question"],
        tuple(record["history"]),
        tuple(record["visitors"]),
    )
    return Effect(
        asked,
        Outcome(record["outcome"]),
        read_said(record["old"]),
        read_said(record["new"]),
        record["was_right"],
        record["is_right"],
        record["why"],
    )
