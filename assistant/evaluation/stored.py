"""The golden questions that trainers keep → asked, judged, and figures to keep, by section and by style."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assistant.evaluation.failures import why
from assistant.evaluation.figures import Ask, Figures, Judged, figures, judge
from assistant.evaluation.golden import GoldenQuestion
from assistant.store.types import FiguresRecord, Golden
from corpus.cleaning import squash
from corpus.errors import GuideError

# Under this name figures over the trainers' questions are kept.
QUESTIONS = "golden"
_KEPT = tuple(
    "questions answerable hit1 hit3 complete section1 refused false_related false_off_topic".split()
)
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured at one time: figures over all, by section and by style, and what failed and why."""

    overall: Mapping[str, Any]
    sections: Mapping[str, Mapping[str, Any]]
    styles: Mapping[str, Mapping[str, Any]]
    failures: Mapping[str, str]


def as_question(golden: Golden) -> GoldenQuestion:
    """Return a kept golden question as the evaluation knows it."""
    return GoldenQuestion(
        id=golden.id,
        question=golden.question,
        history=golden.history,
        style=golden.style,
        status=golden.status,
        sections=frozenset(golden.sections),
        words=tuple(frozenset(filter(None, map(squash, entry.split("|")))) for entry in golden.words),
    )


def measure(ask: Ask, golden: Sequence[Golden]) -> Measured:
    """Ask every golden question. Raises GuideError if there are none, or one that cannot be asked."""
    if not golden:
        raise GuideError("確認済みの質問がありません。まず「質問と回答」で判定してください。")
    judged = judge(ask, [as_question(entry) for entry in golden])
    sections = sorted({number for j in judged for number in j.golden.sections})
    return Measured(
        overall=_values(judged),
        sections={number: _values([j for j in judged if number in j.golden.sections]) for number in sections},
        styles={
            style: _values([j for j in judged if j.golden.style == style])
            for style in sorted({j.golden.style for j in judged})
        },
        failures={j.golden.id: reason for j in judged if (reason := why(j))},
    )


def dump(measured: Measured) -> dict[str, Any]:
    """Return what was measured as plain records, for the store."""
    return asdict(measured)


def read(record: FiguresRecord) -> Measured:
    """Return what was measured, as it was kept."""
    return Measured(**record.values)


def _values(judged: Sequence[Judged]) -> dict[str, Any]:
    if not judged:
        return dict.fromkeys(_KEPT)
    summary: Figures = figures(judged)
    values = {name: getattr(summary, name) for name in _KEPT}
    return {k: round(v, _DIGITS) if isinstance(v, float) else v for k, v in values.items()}
