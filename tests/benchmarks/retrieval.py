"""How well passages are found on public data: `python -m tests.benchmarks.retrieval DATA_DIR`.

Each collection is read, built and searched by the code that answers staff. DATA_DIR holds JaQuAD's dev
and JSQuAD's valid questions (`title, context, questions[]` a line), captions of articles of law (`law,
path, caption, text`), and Sudachi's synonyms, with which questions are also asked in other words. The
repository's own everyday questions to a city's FAQ stand beside them.
`hybrid` is the first stage, words and vectors fused; `search` also reads its best candidates closely, as
the commands ask and search do. Ratios are to plain BM25 (bm25s as it comes, over the same words) in the
same run.
"""

import gzip
import json
import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import typer
from bm25s import BM25

from assistant.answer import Assistant, model_of
from assistant.question import interpret
from assistant.settings import load_settings
from index.analysis import search_text
from index.build import build
from index.embedding.corpora import EVERYDAY
from index.encoder import load_encoder
from index.generation import Generation
from index.lexical import best
from index.search import search
from index.tokens import terms, tokenize
from index.types import Encoder, Hit

TOP = 100
QUESTIONS = 1500  # of each collection, drawn by a fixed seed: enough for ± 1 point
ARTICLES = 20_000  # of law: as many as several cities' FAQs
RRF_K = 60  # Cormack, Clarke & Büttcher, SIGIR 2009

Rank = Callable[[str], Sequence[int]]  # a question → passage ids, best first


@dataclass(frozen=True, slots=True)
class Collection:
    """Entries (heading, text), and questions with the row of the one entry that answers."""

    name: str
    entries: list[tuple[str, str]]
    questions: list[tuple[str, int]]


def main(data_dir: Path) -> None:
    """Measure every method on every collection and print a table."""
    settings = load_settings({})
    encoder = load_encoder(settings.model, settings.query_prompt, settings.passage_prompt)
    typer.echo(f"{'collection':24}{'method':12}{'nDCG@10':>9}{'ratio':>8}{'R@1':>8}{'R@10':>8}{'R@100':>8}")
    for collection in collections(data_dir):
        with tempfile.TemporaryDirectory() as folder:
            write(collection, Path(folder))
            generation, _ = build(Path(folder), encoder, model_of(settings), lambda *_: None)
        plain = None
        for method, rank in methods(generation, encoder).items():
            ranks = np.array([place(rank(question), row) for question, row in collection.questions])
            ndcg = float(np.where(ranks <= 10, 1 / np.log2(ranks + 1), 0).mean())
            plain = plain or ndcg
            recalls = "".join(f"{float((ranks <= k).mean()):8.3f}" for k in (1, 10, TOP))
            typer.echo(f"{collection.name:24}{method:12}{ndcg:9.3f}{ndcg / plain:8.3f}{recalls}")


def methods(generation: Generation, encoder: Encoder) -> dict[str, Rank]:
    """Return the ways of ranking; the first is what the others are compared with."""
    encoder = encoder.suited(len(generation.passages))
    lexical = generation.lexical
    assistant = Assistant(generation, encoder)

    def dense(question: str) -> Sequence[Hit]:
        return generation.dense.search(encoder.encode_query(question), TOP)

    return {
        "plain BM25": plain_bm25(generation),
        "lexical": lambda question: [hit.passage_id for hit in lexical.search(question, TOP)],
        "dense": lambda question: [hit.passage_id for hit in dense(question)],
        "RRF": lambda question: reciprocal_ranks(lexical.search(question, TOP), dense(question)),
        "hybrid": lambda question: [
            candidate.passage_id for candidate in search(generation, encoder, question, TOP).candidates
        ],
        "search": lambda question: [
            evidence.passage_id for evidence in assistant.rank(interpret(question), TOP).evidence
        ],
    }


def plain_bm25(generation: Generation) -> Rank:
    """BM25 as bm25s computes it by default, over the words of headings and text."""
    words = [terms(search_text(passage)) for passage in generation.passages]
    vocabulary = {word: row for row, word in enumerate(sorted({word for ws in words for word in ws}))}
    index = BM25()
    index.scores = index.build_index_from_ids(
        list(range(len(vocabulary))), [[vocabulary[word] for word in ws] for ws in words], show_progress=False
    )

    def rank(question: str) -> Sequence[int]:
        known = [vocabulary[word] for word in terms(question) if word in vocabulary]
        return [hit.passage_id for hit in best(index.get_scores_from_ids(known), TOP)] if known else []

    return rank


def reciprocal_ranks(*rankings: Sequence[Hit]) -> Sequence[int]:
    """Reciprocal rank fusion: Σ 1/(60 + rank)."""
    fused: defaultdict[int, float] = defaultdict(float)
    for ranking in rankings:
        for hit in ranking:
            fused[hit.passage_id] += 1 / (RRF_K + hit.rank)
    return sorted(fused, key=lambda row: (-fused[row], row))


def place(ranking: Sequence[int], row: int) -> int:
    """Return the rank of a row, from 1; far below everything if it is not there."""
    return ranking.index(row) + 1 if row in ranking else 10**6


def collections(data_dir: Path) -> Iterator[Collection]:
    """Read the collections; the public ones are also asked in other words."""
    yield everyday(EVERYDAY)
    synonyms = read_synonyms(data_dir / "sudachi_synonyms.txt")
    for name, file in (("JaQuAD dev", "jaquad_dev"), ("JSQuAD valid", "jsquad_valid")):
        collection = paragraphs(name, read_lines(data_dir / f"{file}.jsonl.gz"))
        yield collection
        yield in_other_words(collection, synonyms)
    collection = articles(read_lines(data_dir / "law_captions.jsonl.gz")[:ARTICLES])
    yield collection
    yield in_other_words(collection, synonyms)


def everyday(path: Path) -> Collection:
    """Everyday questions, two to an entry of a FAQ."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    rows = [line.split("|") for line in lines]
    questions = [(question, i) for i, row in enumerate(rows) for question in row[2:]]
    return Collection("everyday", [(row[0], row[1]) for row in rows], questions)


def paragraphs(name: str, records: Sequence[dict[str, Any]]) -> Collection:
    """Questions on paragraphs; a paragraph's heading is the title of its page."""
    entries = [(record["title"], record["context"].split("[SEP]")[-1].strip()) for record in records]
    questions = [(question, row) for row, record in enumerate(records) for question in record["questions"]]
    return Collection(name, entries, drawn(questions))


def articles(records: Sequence[dict[str, Any]]) -> Collection:
    """Captions that only one article has, against the articles under the names of law and chapter."""
    entries = [(" ".join([record["law"], *record["path"]]), record["text"]) for record in records]
    captions = Counter(record["caption"] for record in records)
    questions = [
        (record["caption"], row) for row, record in enumerate(records) if captions[record["caption"]] == 1
    ]
    return Collection("law captions", entries, drawn(questions))


def in_other_words(collection: Collection, synonyms: dict[str, list[str]]) -> Collection:
    """The questions that have words with synonyms, those words replaced."""
    chance = random.Random(0)
    questions = []
    for question, row in collection.questions:
        asked = question
        for token in tokenize(question):
            word = question[token.span.start : token.span.end]
            if word in synonyms:
                asked = asked.replace(word, chance.choice(synonyms[word]), 1)
        if asked != question:
            questions.append((asked, row))
    return Collection(f"{collection.name}, reworded", collection.entries, questions)


def read_synonyms(path: Path) -> dict[str, list[str]]:
    """Return each Japanese word's synonyms; source: Sudachi's synonym dictionary."""
    groups = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split(",")
        if len(fields) > 8 and len(fields[8]) > 1 and not fields[8].isascii():
            groups[fields[0]].append(fields[8])
    synonyms: dict[str, list[str]] = defaultdict(list)
    for words in groups.values():
        for word in words:
            synonyms[word] += [other for other in words if word not in other]
    return {word: others for word, others in synonyms.items() if others}


def drawn(questions: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return the questions that are asked, the same in every run."""
    return random.Random(0).sample(questions, min(QUESTIONS, len(questions)))


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Read compressed JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def write(collection: Collection, folder: Path) -> None:
    """Write a collection as a FAQ file."""
    records = (
        {"id": str(row), "question": heading, "answer": text}
        for row, (heading, text) in enumerate(collection.entries)
    )
    lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in records)
    (folder / "collection.jsonl").write_text(lines, encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
