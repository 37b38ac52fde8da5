"""Golden questions asked of one system, or of two → everything that is measured of them."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from assistant.answer import Assistant
from assistant.evaluation.comparison import Difference, compare
from assistant.evaluation.figures import Figures, Judged, by_style, figures, judge
from assistant.evaluation.golden import GoldenQuestion, read_golden, unmatched
from assistant.evaluation.other import opened
from assistant.progress import shown_progress
from assistant.settings import Settings
from assistant.types import Answer


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was measured of one index `generation`.

    `doubts` say in Japanese which questions name what is in no document; `differences` to the other
    system are empty where there is none.
    """

    generation: str
    judged: tuple[Judged, ...]
    overall: Figures
    styles: dict[str, Figures]
    doubts: tuple[str, ...]
    differences: tuple[Difference, ...]


def evaluate(questions: Path, settings: Settings, other: Path | None) -> Evaluation:
    """Ask the questions of a file, and again of the `other` system if one is named, with progress shown.

    Raises GuideError if the file is wrong, or a system cannot be opened.
    """
    golden = read_golden(questions)
    assistant = Assistant.open(settings)
    with ExitStack() as stack:
        opponent = stack.enter_context(opened(other, settings)) if other else None
        judged = _judged(assistant, golden)
        differences = compare(judged, _judged(opponent, golden)) if opponent else []
    return Evaluation(
        generation=assistant.generation.manifest.generation,
        judged=tuple(judged),
        overall=figures(judged),
        styles=by_style(judged),
        doubts=tuple(unmatched(golden, assistant.documents)),
        differences=tuple(differences),
    )


def _judged(assistant: Assistant, golden: Sequence[GoldenQuestion]) -> list[Judged]:
    answered = 0
    with shown_progress() as progress:

        def ask(question: str, history: Sequence[str]) -> Answer:
            nonlocal answered
            answer = assistant.ask(question, history)
            answered += 1
            progress("質問", answered, len(golden))
            return answer

        return judge(ask, golden)
