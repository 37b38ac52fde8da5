"""Words of a question that the documents don't have → the things they don't name, as they are written."""

from collections.abc import Iterable, Sequence

from corpus.types import Span
from index.search import Ranking
from index.tokens import Token

# Verbs and the like only talk about things.
_NAMING = frozenset({"名詞", "形状詞", "接頭辞", "接尾辞"})


def missing_things(ranking: Ranking) -> list[Span]:
    """Return the stretches of the query that name what the documents don't, in order, none overlapping."""
    missing = [token for token in ranking.missing if token.pos in _NAMING]
    return _joined(_as_written(token.span, ranking.tokens) for token in missing)


def _as_written(span: Span, tokens: Sequence[Token]) -> Span:
    """A word with those of one character that it is joined to: 票 of 住民票 says nothing by itself.

    Of one character itself, it goes with whatever it is joined to.
    """
    alone = span.end - span.start == 1
    before = next((token.span for token in tokens if token.span.end == span.start), None)
    after = next((token.span for token in tokens if token.span.start == span.end), None)
    if after and after.end - after.start == 1:
        span = Span(span.start, after.end)
    if alone and before:
        return Span(before.start, span.end)
    return Span(span.start, after.end) if alone and after else span


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Overlapping stretches as one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined
