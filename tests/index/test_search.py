import os
import subprocess
import sys
from pathlib import Path

import pytest

from index.build import build
from index.generation import Generation
from index.search import Ranking, search
from index.types import Model
from tests.index.samples import BigramEncoder, silent

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def generation(documents: Path, encoder: BigramEncoder, model: Model) -> Generation:
    return build(documents, encoder, model, silent)[0]


def external_ids(generation: Generation, ranking: Ranking) -> list[str]:
    return [generation.passages[candidate.passage_id].external_id for candidate in ranking.candidates]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("補助金はもらえますか", "q2"),
        ("協働事業の協定", "q1"),
        ("ギカイの議決", "q4"),
        ("名義貸しを頼まれた", "q3"),
    ],
)
def test_the_passage_that_answers_stands_first(
    generation: Generation, encoder: BigramEncoder, query: str, first: str
) -> None:
    assert external_ids(generation, search(generation, encoder, query, 3))[0] == first


def test_a_candidate_says_what_each_method_holds(generation: Generation, encoder: BigramEncoder) -> None:
    first, *others = search(generation, encoder, "補助金の交付", 4).candidates
    assert first.rank == first.lexical_rank == first.dense_rank == 1
    assert first.bm25 > 0
    assert first.cosine > max(other.cosine for other in others)
    assert [other.lexical_rank for other in others if other.bm25 == 0] == [None] * len(others)


@pytest.mark.parametrize("query", ["", "　", "。", "？！"])
def test_no_evidence_is_no_candidate(generation: Generation, encoder: BigramEncoder, query: str) -> None:
    assert search(generation, encoder, query, 5).candidates == ()


def test_a_rule_that_fired_is_reported_and_its_word_is_not_missing(
    generation: Generation, encoder: BigramEncoder
) -> None:
    ranking = search(generation, encoder, "名義貸しと宇宙船", 5)
    assert [expansion.targets for expansion in ranking.expansions] == [("後援",)]
    assert ranking.terms["後援"] < ranking.terms["名義"]
    assert [token.term for token in ranking.missing] == ["宇宙", "船"]


def test_equal_entries_stand_in_the_order_of_the_file(
    documents: Path, encoder: BigramEncoder, model: Model
) -> None:
    entry = '{"id": "%s", "question": "補助金", "answer": "市は、公益性の高い事業に補助金を交付します。"}'
    (documents / "faq.jsonl").write_text("\n".join(entry % row for row in range(9)), encoding="utf-8")
    generation, _ = build(documents, encoder, model, silent)
    ranking = search(generation, encoder, "事業の補助金", 7)
    assert external_ids(generation, ranking) == [str(row) for row in range(7)]


def test_at_most_k(generation: Generation, encoder: BigramEncoder) -> None:
    assert len(search(generation, encoder, "事業の目的と施設の補助金", 2).candidates) == 2


def test_the_ranking_is_the_same_in_any_process(documents: Path) -> None:
    script = (
        "import sys; from pathlib import Path\n"
        "from index.build import build; from index.search import search; from index.types import Model\n"
        "from tests.index.samples import BigramEncoder, silent\n"
        "encoder = BigramEncoder()\n"
        "generation, _ = build(Path(sys.argv[1]), encoder, Model('bigrams', '0'), silent)\n"
        "print(search(generation, encoder, '公益の高い事業の協定と補助金、議会', 9))\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script, str(documents)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "42")
    }
    assert len(outputs) == 1
