"""What becomes of answers → whether a generation may answer by itself, or a person has to decide."""

from assistant.evaluation.impact import Impact, Outcome
from assistant.evaluation.worth import Source
from assistant.settings import Gate


def objections(impact: Impact, gate: Gate) -> tuple[str, ...]:
    """Say in Japanese what speaks against the switch; empty if nothing does."""
    if gate is Gate.OFF:
        return ()
    found = [
        f"確認済みの質問「{effect.asked.question}」に、正しく答えられなくなります。{effect.why}"
        for effect in impact.golden_lost
    ]
    if gate is Gate.USEFUL:
        found += [
            f"役に立ったとされた質問「{effect.asked.question}」に、答えられなくなります。"
            for effect in impact.of(Outcome.LOST)
            if effect.asked.source is not Source.GOLDEN
        ]
    return tuple(found)
