"""A file of questions with their right answers (JSON lines or CSV) → golden questions.

Fields: question; status (found, related, not_found), what should be said; sections, the canonical
numbers in which the answer stands; words, a fragment of each passage that is needed, alternatives
separated by |; history, the questions asked before; style, a name to group figures by; id. All but the
question may be missing. In CSV, several sections, words or earlier questions are separated by ;.
"""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.types import Status
from corpus.cleaning import squash
from corpus.errors import GuideError
from corpus.readers.text import decode
from corpus.types import Document

_LISTS = ("sections", "words", "history")


class GoldenFault(GuideError):
    """A file of questions is wrong; the message names the file, the line and the field."""


@dataclass(frozen=True, slots=True)
class GoldenQuestion:
    """A question and what is right: every entry of `words` is a set of alternatives, white space removed."""

    id: str
    question: str
    history: tuple[str, ...]
    style: str
    status: Status
    sections: frozenset[str]
    words: tuple[frozenset[str], ...]


def read_golden(path: Path) -> tuple[GoldenQuestion, ...]:
    """Read a file of golden questions. Raises GoldenFault that names the line and what is wrong."""
    try:
        data = path.read_bytes()
    except OSError:
        raise GoldenFault(
            f"質問のファイル「{path}」を開けません。場所と、読み取りの許可を確かめてください。"
        ) from None
    text = decode(data, path.name) if data.strip() else ""
    rows = _csv(text, path) if path.suffix.lower() == ".csv" else _jsonl(text, path)
    questions = tuple(_golden(row, number, path) for number, row in rows)
    if not questions:
        raise GoldenFault(f"質問のファイル「{path}」に質問がありません。1行に1つ書いてください。")
    return questions


def unmatched(questions: Sequence[GoldenQuestion], documents: Sequence[Document]) -> list[str]:
    """Say in Japanese which questions nothing can answer: their section or words are in no document."""
    passages = [passage for document in documents for passage in document.passages]
    whole = "\n".join(squash(passage.text) for passage in passages)
    sections = {section.number for document in documents for section in document.sections}
    sections |= {passage.section.number for passage in passages if passage.section}
    lines = []
    for golden in questions:
        strange = [f"節 {number}" for number in sorted(golden.sections - sections)]
        strange += [
            f"「{'|'.join(sorted(words))}」" for words in golden.words if not any(w in whole for w in words)
        ]
        if strange:
            lines.append(f"質問 {golden.id}: {'、'.join(strange)}は、どの文書にもありません。")
    return lines


def _jsonl(text: str, path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                row = None
            if not isinstance(row, dict):
                raise GoldenFault(f"「{path}」の{number}行目が JSON のオブジェクトとして読めません。")
            yield number, row


def _csv(text: str, path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        for row in reader:
            lists = {key: [v for v in (row.get(key) or "").split(";") if v] for key in _LISTS}
            yield reader.line_num, {**row, **lists}
    except csv.Error:
        raise GoldenFault(
            f"「{path}」の{reader.line_num + 1}行目が CSV として読めません。"
            "引用符が閉じているか確かめてください。"
        ) from None


def _golden(row: dict[str, Any], number: int, path: Path) -> GoldenQuestion:
    question = row.get("question")
    if not isinstance(question, str) or not question.strip():
        raise GoldenFault(f"「{path}」の{number}行目に「question」がありません。")
    for key in _LISTS:
        values = row.get(key) or []
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise GoldenFault(f"「{path}」の{number}行目の「{key}」は文字列の並びで書いてください。")
    words = tuple(frozenset(map(squash, entry.split("|"))) for entry in row.get("words") or ())
    if any("" in alternatives for alternatives in words):
        # Nothing is a part of every quote, so the question would always count as answered.
        raise GoldenFault(f"「{path}」の{number}行目の「words」に空の語があります。")
    try:
        status = Status(row.get("status") or "found")
    except ValueError:
        choices = "・".join(Status)
        raise GoldenFault(
            f"「{path}」の{number}行目の「status」は {choices} のどれかにしてください。"
        ) from None
    return GoldenQuestion(
        id=str(row.get("id") or number),
        question=question,
        history=tuple(row.get("history") or ()),
        style=str(row.get("style") or ""),
        status=status,
        sections=frozenset(row.get("sections") or ()),
        words=words,
    )
