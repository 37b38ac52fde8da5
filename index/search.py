"""A question → passages ranked by words and meaning, with what each method said of them.

The whole retrieval, top to bottom; staff's questions and benchmark runs both come through here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from index.everyday import everyday
from index.fusion import fuse
from index.generation import Generation
from index.lexical import best_rows, query_terms
from index.synonyms import synonyms
from index.thesaurus import Expansion
from index.tokens import Token, tokenize
from index.types import Encoder, FloatArray

# How deep each method's list goes into the fusion; deeper changes nothing at the top.
DEPTH = 30
# The guideline's word for an everyday word counts less than a word the question has itself.
EXPANSION_WEIGHT = 0.5
# How far they draw the query's vector towards theirs, as a share of its length.
DRAWN = 0.3


class Candidate(NamedTuple):
    """A ranked passage and why it stands there.

    `score` is the fused one (unitless, 0…1, comparable within one ranking); `bm25` ≥ 0 and `cosine`
    −1…1 are the methods' raw scores; a method's rank is None where it is not among its best.
    """

    passage_id: int
    rank: int
    score: float
    bm25: float
    cosine: float
    lexical_rank: int | None
    dense_rank: int | None


@dataclass(frozen=True, slots=True)
class Ranking:
    """What was searched and found: `candidates` best first, empty if nothing bears on the query.

    `terms` are the weighted search terms; `expansions` the thesaurus rules that fired; `missing` the
    query's words that occur nowhere in the documents and that no rule explains; `vector` the encoded
    query, of norm 1 or 0.
    """

    query: str
    tokens: tuple[Token, ...]
    terms: dict[str, float]
    expansions: tuple[Expansion, ...]
    missing: tuple[Token, ...]
    candidates: tuple[Candidate, ...]
    vector: FloatArray = field(repr=False, compare=False)


def search(
    generation: Generation, encoder: Encoder, query: str, k: int, rows: range | None = None
) -> Ranking:
    """Return at most `k` passages for a query, best first, ties by lower passage id.

    `rows` limits them to some passages, those of one document; words still weigh as they do among all.
    """
    tokens = tokenize(query)
    expansions = _expansions(generation, query, tokens)
    terms = _weighted_terms(tokens, expansions)
    bm25 = generation.lexical.scores(terms)
    potential = sum(weight * generation.lexical.idf(term) for term, weight in terms.items())
    vector = _vector(encoder.suited(len(generation.passages)), query, expansions)
    return Ranking(
        query=query,
        tokens=tokens,
        terms=terms,
        expansions=expansions,
        missing=_missing(generation, tokens, expansions),
        candidates=_candidates(generation, bm25, vector, potential, k, rows),
        vector=vector,
    )


def _expansions(generation: Generation, query: str, tokens: tuple[Token, ...]) -> tuple[Expansion, ...]:
    """The thesaurus's rules that fire, then words written otherwise, everyday words, general synonyms."""
    frequency = generation.lexical.document_frequency
    found = list(generation.thesaurus.expand(query, tokens))
    known = [token.term for token in tokens if frequency(token.term)]
    for more in (
        generation.readings.expand(query, known),
        everyday(query, tokens, lambda term: frequency(term) > 0),
        synonyms(query, tokens, lambda term: frequency(term) > 0),
    ):
        found += [expansion for expansion in more if not _overlaps(expansion, found)]
    return tuple(sorted(found, key=lambda expansion: expansion.span))


def _overlaps(expansion: Expansion, others: Sequence[Expansion]) -> bool:
    span = expansion.span
    return any(span.start < other.span.end and other.span.start < span.end for other in others)


def _vector(encoder: Encoder, query: str, expansions: tuple[Expansion, ...]) -> FloatArray:
    """The encoded query, drawn a little towards the words that stand in for its own."""
    vector = encoder.encode_query(query, _respelt(query, expansions))
    if not expansions:
        return vector
    words = " ".join(dict.fromkeys(word for expansion in expansions for word in expansion.targets))
    drawn: FloatArray = vector + np.float32(DRAWN) * encoder.encode_parts((words,))[0]
    norm = float(np.linalg.norm(drawn))
    return drawn / np.float32(norm) if norm else drawn


def _respelt(query: str, expansions: tuple[Expansion, ...]) -> str:
    """The query as the documents would spell it: what reads texts knows no words that are typed wrongly."""
    for fired in reversed(expansions):
        if fired.respelt:
            query = query[: fired.span.start] + fired.targets[0] + query[fired.span.end :]
    return query


def _weighted_terms(tokens: tuple[Token, ...], expansions: tuple[Expansion, ...]) -> dict[str, float]:
    terms = query_terms(tokens)
    for expansion in expansions:
        for target in expansion.targets:
            for term, weight in query_terms(tokenize(target)).items():
                terms.setdefault(term, EXPANSION_WEIGHT * weight)
    return terms


def _missing(
    generation: Generation, tokens: tuple[Token, ...], expansions: tuple[Expansion, ...]
) -> tuple[Token, ...]:
    explained = [expansion.span for expansion in expansions]
    return tuple(
        token
        for token in tokens
        if not generation.lexical.document_frequency(token.term)
        and not any(span.start <= token.span.start < span.end for span in explained)
    )


def _candidates(
    generation: Generation,
    bm25: FloatArray,
    vector: FloatArray,
    potential: float,
    k: int,
    rows: range | None,
) -> tuple[Candidate, ...]:
    depth = max(k, DEPTH)
    if rows is None:
        lexical = best_rows(bm25, depth)
        dense, _ = generation.dense.nearest(vector, depth)
    else:
        lexical = best_rows(bm25[rows.start : rows.stop], depth) + rows.start
        within = np.arange(rows.start, rows.stop)
        dense = within[best_rows(generation.dense.scores(vector, within), depth)]
    ids = np.union1d(lexical, dense)
    words, meaning = bm25[ids], generation.dense.scores(vector, ids)
    fused = fuse(words, meaning, potential)
    order = best_rows(fused, k)
    lexical_rank = {row: rank for rank, row in enumerate(lexical.tolist(), start=1)}
    dense_rank = {row: rank for rank, row in enumerate(dense.tolist(), start=1)}
    columns = (ids[order].tolist(), fused[order].tolist(), words[order].tolist(), meaning[order].tolist())
    return tuple(
        Candidate(row, rank, score, of_words, of_meaning, lexical_rank.get(row), dense_rank.get(row))
        for rank, (row, score, of_words, of_meaning) in enumerate(zip(*columns, strict=True), start=1)
    )
