"""Rankings → a TREC run file, for `ir-measures`, `trec_eval` and their like."""

import math
import re
from collections.abc import Iterator

from assistant.answer import Assistant
from assistant.batch import Line
from assistant.errors import AskError
from assistant.question import interpret
from index.generation import Generation

TAG = "kyodo-guide"


def run_lines(assistant: Assistant, query: Line, top: int) -> Iterator[str]:
    """Yield `qid Q0 docid rank score tag` for at most `top` documents, best first, each once.

    An FAQ entry goes by its own id and stands where its best passage does. Raises AskError for a
    faulty line, and for an id that the format cannot hold.
    """
    if query.fault:
        raise AskError(query.fault)
    query_id = _word("" if query.id is None else str(query.id))
    previous = math.inf
    for rank, (document_id, score) in enumerate(_documents(assistant, query.text, top), 1):
        # Evaluators sort by score again, some in single precision, and break ties their own way.
        previous = min(score, _below(previous))
        yield f"{query_id} Q0 {_word(document_id)} {rank} {previous:.9g} {TAG}\n"


def _documents(assistant: Assistant, query: str, top: int) -> list[tuple[str, float]]:
    """Return external ids with scores; searches deeper as long as several passages share an id."""
    depth = top
    while True:
        ranked = assistant.rank(interpret(query), depth).evidence
        best: dict[str, float] = {}
        for evidence in ranked:
            best.setdefault(_external_id(assistant.generation, evidence.passage_id), evidence.score)
        if len(best) >= top or len(ranked) < depth:
            return list(best.items())[:top]
        depth *= 2


def _external_id(generation: Generation, passage_id: int) -> str:
    passage = generation.passages[passage_id]
    return passage.external_id or f"{passage.document_id}#{passage.id}"


def _below(score: float) -> float:
    """Return a score less than this one by more than single precision can overlook."""
    return score - max(abs(score), 1e-30) * 2e-7 if math.isfinite(score) else score


def _word(name: str) -> str:
    if not name or re.search(r"\s", name):
        raise AskError(
            f"ID「{name}」は TREC 形式では使えません。空白を含まない、1文字以上の ID にしてください。"
        )
    return name
