"""A data folder → bags of terms: raw text, pairs that mean the same, and questions to measure on.

What the folder must hold, with sources and licences, stands in MODEL_CARD.md. Laws are held out by
name, so that no article of a law that is measured on was trained on.
"""

import gzip
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.embedding.bags import Bag
from index.embedding.features import features

EVERYDAY = Path(__file__).parent / "everyday_questions.txt"
EVERYDAY_PAIRS = Path(__file__).parent / "everyday_pairs"

# A caption such as 目的 or 定義 stands over hundreds of articles and tells nothing of any of them.
CAPTION_REPEATS = 50
# Out of 5: pairs that people called nearly the same.
SIMILAR = 3.4


@dataclass(frozen=True, slots=True)
class Pairs:
    """`left[i]` should find `right[i]`; pairs of one group are never each other's negatives.

    `hard`, if it is there, holds for each pair a text that `left[i]` should not find.
    """

    name: str
    left: Sequence[Bag]
    right: Sequence[Bag]
    group: npt.NDArray[np.int64]
    hard: Sequence[Bag] = ()


@dataclass(frozen=True, slots=True)
class Questions:
    """`answers[i]` is the row of the passage that answers question `i`."""

    name: str
    questions: Sequence[Bag]
    passages: Sequence[Bag]
    answers: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class QuestionTexts:
    """As `Questions`, before anything is cut into terms."""

    name: str
    questions: Sequence[str]
    passages: Sequence[str]
    answers: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SimilarPairs:
    """Sentence pairs with people's scores, 0…5."""

    left: Sequence[Bag]
    right: Sequence[Bag]
    scores: npt.NDArray[np.float64]


class Vocabulary(dict[str, int]):
    """Term → number, in the order of first sight; texts are read with every core."""

    def bags(self, texts: Sequence[str]) -> list[Bag]:
        """Return the term numbers of each text, in the text's order."""
        with Pool() as pool:
            read = pool.map(features, texts, chunksize=500)
        return [np.array([self.setdefault(term, len(self)) for term in words], np.int32) for words in read]

    def learn(self, words: Iterable[str]) -> None:
        """Number the words that are Japanese and that the analysis of a text can yield as they are."""
        japanese = [word for word in words if re.search("[ぁ-ん一-龥]", word)]
        with Pool() as pool:
            read = pool.map(features, japanese, chunksize=500)
        for word, found in zip(japanese, read, strict=True):
            if found == [word]:
                self.setdefault(word, len(self))


def raw_text(folder: Path, vocabulary: Vocabulary) -> dict[str, list[Bag]]:
    """Return the bags of each raw text, a line each; neighbouring lines stay neighbours."""
    return {
        name: vocabulary.bags(list(_lines(folder / f"{name}.txt.gz")))
        for name in ("text_gov", "text_wiki", "text_diet", "text_law")
    }


def jaquad(folder: Path, vocabulary: Vocabulary) -> tuple[Pairs, Pairs, list[Bag]]:
    """Return question → paragraph, title → paragraph, and the paragraphs."""
    rows = list(_rows(folder / "jaquad_train.jsonl.gz"))
    paragraphs = vocabulary.bags([row["context"] for row in rows])
    titles = vocabulary.bags([row["title"] for row in rows])
    questions = vocabulary.bags([question for row in rows for question in row["questions"]])
    answers = np.repeat(np.arange(len(rows)), [len(row["questions"]) for row in rows])
    by_question = Pairs("JaQuAD question", questions, [paragraphs[row] for row in answers.tolist()], answers)
    return by_question, Pairs("JaQuAD title", titles, paragraphs, np.arange(len(rows))), paragraphs


def laws(folder: Path, vocabulary: Vocabulary, seed: int) -> tuple[Pairs, list[Bag], Questions]:
    """Return caption → article, the articles, and the held-out captions and articles."""
    rows = list(_rows(folder / "law_captions.jsonl.gz"))
    captions = vocabulary.bags([row["caption"] for row in rows])
    articles = vocabulary.bags([row["text"] for row in rows])
    held_out = np.array([zlib.crc32(row["law"].encode()) % 20 == 0 for row in rows])
    seen: Counter[bytes] = Counter()
    groups: dict[bytes, int] = {}
    chosen = []
    for row in np.random.default_rng(seed).permutation(np.flatnonzero(~held_out)).tolist():
        caption = captions[row].tobytes()
        if caption and len(articles[row]) > 4 and seen[caption] < CAPTION_REPEATS:
            seen[caption] += 1
            chosen.append((row, groups.setdefault(caption, len(groups))))
    pairs = Pairs(
        "law caption",
        [captions[row] for row, _ in chosen],
        [articles[row] for row, _ in chosen],
        np.array([group for _, group in chosen]),
    )
    trained = [articles[row] for row in np.flatnonzero(~held_out).tolist()]
    return pairs, trained, _captions_found_once(captions, articles, np.flatnonzero(held_out))


def similar_sentences(folder: Path, vocabulary: Vocabulary) -> Pairs:
    """Return the JSTS pairs that people called nearly the same."""
    read = _jsts(folder / "jsts_train.jsonl.gz", vocabulary)
    rows = np.flatnonzero(read.scores >= SIMILAR)
    left, right = ([side[row] for row in rows.tolist()] for side in (read.left, read.right))
    return Pairs("JSTS", left, right, rows)


def synonyms(folder: Path, vocabulary: Vocabulary, seed: int) -> Pairs:
    """Return word → word of the same Sudachi group; of a large group a sample of its pairs."""
    groups: dict[int, list[str]] = {}
    for line in (folder / "sudachi_synonyms.txt").read_text(encoding="utf-8").splitlines():
        columns = line.split(",")
        if len(columns) > 8 and columns[2] != "2":  # 2: withdrawn
            groups.setdefault(int(columns[0]), []).append(columns[8])
    names = list(groups)
    words = vocabulary.bags([word for name in names for word in groups[name]])
    random = np.random.default_rng(seed)
    left, right, group = [], [], []
    position = 0
    for name in names:
        of_group = words[position : position + len(groups[name])]
        position += len(groups[name])
        distinct = list({bag.tobytes(): bag for bag in of_group if len(bag)}.values())
        for i, word in enumerate(distinct):
            for other in distinct[:i]:
                if len(distinct) <= 6 or random.random() < 0.3:
                    left.append(word)
                    right.append(other)
                    group.append(name)
    return Pairs("synonyms", left, right, np.array(group))


def everyday(vocabulary: Vocabulary) -> tuple[Pairs, Pairs]:
    """Return everyday question → official passage with its heading, and heading → passage."""
    entries = everyday_entries()
    headings, passages = (vocabulary.bags([entry[side] for entry in entries]) for side in (0, 1))
    whole = vocabulary.bags([f"{heading}\n{passage}" for heading, passage, *_ in entries])
    questions = vocabulary.bags([question for entry in entries for question in entry[2:]])
    group = np.repeat(np.arange(len(entries)), [len(entry) - 2 for entry in entries])
    by_question = Pairs("everyday question", questions, [whole[row] for row in group.tolist()], group)
    return by_question, Pairs("everyday heading", headings, passages, np.arange(len(entries)))


def everyday_entries() -> list[list[str]]:
    """Return the entries written for training: heading, official passage, everyday questions."""
    return [entry for file in sorted(EVERYDAY_PAIRS.glob("*.txt")) for entry in _entries(file)]


def everyday_texts() -> QuestionTexts:
    """Return the everyday questions with their official passages, headings above them."""
    entries = everyday_entries()
    answers = np.repeat(np.arange(len(entries)), [len(entry) - 2 for entry in entries])
    passages = [f"{heading}\n{passage}" for heading, passage, *_ in entries]
    return QuestionTexts(
        "everyday pairs", [asked for entry in entries for asked in entry[2:]], passages, answers
    )


def jaquad_texts(folder: Path, most: int, seed: int) -> QuestionTexts:
    """Return some paragraphs of JaQuAD train, each with its first three questions."""
    rows = list(_rows(folder / "jaquad_train.jsonl.gz"))
    rows = [rows[row] for row in np.random.default_rng(seed).permutation(len(rows))[:most].tolist()]
    asked = [row["questions"][:3] for row in rows]
    answers = np.repeat(np.arange(len(rows)), [len(questions) for questions in asked])
    questions = [question for questions in asked for question in questions]
    return QuestionTexts("JaQuAD train", questions, [row["context"] for row in rows], answers)


def joined(first: QuestionTexts, second: QuestionTexts) -> QuestionTexts:
    """Return both sets as one, the first one's rows before the other's."""
    return QuestionTexts(
        f"{first.name}, {second.name}",
        [*first.questions, *second.questions],
        [*first.passages, *second.passages],
        np.concatenate([first.answers, second.answers + len(first.passages)]),
    )


def raw_lines(folder: Path) -> Iterator[str]:
    """Return every line of the raw texts, and JaQuAD's paragraphs and questions."""
    for path in sorted(folder.glob("text_*.txt.gz")):
        yield from _lines(path)
    for row in _rows(folder / "jaquad_train.jsonl.gz"):
        yield row["context"]
        yield from row["questions"]


def neighbours(name: str, lines: Sequence[Bag]) -> Pairs:
    """Return line → the next line, where both say something."""
    rows = [row for row in range(len(lines) - 1) if min(len(lines[row]), len(lines[row + 1])) > 4]
    following = [lines[row + 1] for row in rows]
    return Pairs(f"next line of {name}", [lines[row] for row in rows], following, np.arange(len(rows)))


def excerpts(name: str, texts: Sequence[Bag], most: int, seed: int) -> Pairs:
    """Return a few words in a row → the text they were taken out of (inverse cloze task).

    One in ten keeps them, so that the same word still finds itself.
    Source: Lee, Chang & Toutanova, ACL 2019.
    """
    random = np.random.default_rng(seed)
    long = [text[:150] for text in texts if len(text) >= 16]
    left, right = [], []
    for row in random.permutation(len(long))[:most].tolist():
        text = long[row]
        length = int(random.integers(3, max(4, min(14, len(text) // 3))))
        start = int(random.integers(0, len(text) - length + 1))
        left.append(text[start : start + length])
        rest = np.concatenate([text[:start], text[start + length :]])
        right.append(text if random.random() < 0.1 else rest)
    return Pairs(f"excerpt of {name}", left, right, np.arange(len(left)))


def development(folder: Path, vocabulary: Vocabulary) -> tuple[list[Questions], SimilarPairs]:
    """Return the question sets that choose between models, and JSTS valid."""
    sets = [
        Questions(
            asked.name, vocabulary.bags(asked.questions), vocabulary.bags(asked.passages), asked.answers
        )
        for asked in development_texts(folder)
    ]
    return sets, _jsts(folder / "jsts_valid.jsonl.gz", vocabulary)


def development_texts(folder: Path) -> list[QuestionTexts]:
    """Return the question sets that choose between models, as they are written."""
    rows = _entries(EVERYDAY)
    passages = [f"{question}\n{answer}" for question, answer, *_ in rows]
    answers = np.repeat(np.arange(len(rows)), 2)
    sets = [QuestionTexts("everyday", [asked for row in rows for asked in row[2:]], passages, answers)]
    for name, file in (("JSQuAD valid", "jsquad_valid"), ("JaQuAD dev", "jaquad_dev")):
        read = list(_rows(folder / f"{file}.jsonl.gz"))
        questions = [question for row in read for question in row["questions"]]
        answers = np.repeat(np.arange(len(read)), [len(row["questions"]) for row in read])
        sets.append(QuestionTexts(name, questions, [row["context"] for row in read], answers))
    return sets


def _entries(file: Path) -> list[list[str]]:
    """Return the fields of each line that is no comment, and not empty: such a one parts documents."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return [line.split("|") for line in lines if line and not line.startswith("#")]


def _captions_found_once(captions: list[Bag], articles: list[Bag], rows: npt.NDArray[np.int64]) -> Questions:
    count = Counter(captions[row].tobytes() for row in rows)
    asked = [
        i for i, row in enumerate(rows) if len(captions[row]) > 1 and count[captions[row].tobytes()] == 1
    ]
    passages = [articles[row] for row in rows]
    return Questions("law captions", [captions[rows[i]] for i in asked], passages, np.array(asked))


def _jsts(path: Path, vocabulary: Vocabulary) -> SimilarPairs:
    rows = list(_rows(path))
    left = vocabulary.bags([row["sentence1"] for row in rows])
    right = vocabulary.bags([row["sentence2"] for row in rows])
    return SimilarPairs(left, right, np.array([row["score_0_5"] for row in rows]))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in _lines(path))


def _lines(path: Path) -> Iterable[str]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from (line.rstrip("\n") for line in file)
