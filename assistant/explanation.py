"""What an answer was made of → the account of it that is kept: candidates, near misses, words that fired."""

from collections.abc import Mapping, Sequence

from assistant.answer import Trace
from assistant.ranking import Evidence
from assistant.store.types import Explanation, Fired, PassageRef, Weighed
from corpus.types import Passage

# The quotes, and as many near misses as a person compares.
_KEPT = 12
# Enough to know a passage by; the whole of it stands in the generation.
_BEGINNING = 60
_DIGITS = 4


def explain(trace: Trace, passages: Sequence[Passage]) -> Explanation:
    """Return why an answer is as it is; `passages` are those of the generation that answered."""
    shown = {quote.passage_id for quote in trace.answer.quotes}
    best = trace.ranked.evidence[:_KEPT]
    return Explanation(
        kind=trace.asked.kind.value,
        inherited=trace.asked.inherited,
        candidates=tuple(
            _weighed(evidence, rank, passages[evidence.passage_id], evidence.passage_id in shown)
            for rank, evidence in enumerate(best, 1)
        ),
        expansions=tuple(Fired(fired.word, fired.targets) for fired in trace.ranked.ranking.expansions),
        features=_rounded(trace.features),
    )


def _weighed(evidence: Evidence, rank: int, passage: Passage, shown: bool) -> Weighed:
    candidate, ref = evidence.candidate, PassageRef.of(passage)
    return Weighed(
        document_id=ref.document_id,
        section=ref.section,
        text=ref.text[:_BEGINNING],
        sha256=ref.sha256,
        rank=rank,
        first_rank=candidate.rank,
        lexical_rank=candidate.lexical_rank,
        dense_rank=candidate.dense_rank,
        bm25=round(float(candidate.bm25), _DIGITS),
        cosine=round(float(candidate.cosine), _DIGITS),
        score=round(float(evidence.score), _DIGITS),
        features=_rounded(evidence.features),
        shown=shown,
    )


def _rounded(features: Mapping[str, float]) -> dict[str, float]:
    """Plain numbers, whatever arrays they came from: these are kept as JSON."""
    return {name: round(float(value), _DIGITS) for name, value in features.items()}
