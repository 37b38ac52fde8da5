"""An FAQ file (.jsonl or a table with id, question, answer) → a document with one section an entry.

The question is the section's title, so it is searched and not quoted; the answer is the passage. An
entry without an answer is quoted by its question; one with neither is set aside.
"""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.cleaning import clean_text
from corpus.errors import DocumentError
from corpus.types import Document, DocumentInfo, Passage, PassageKind, Section, Span, Suspicion

_FIELDS = ("id", "question", "answer")
# What the columns of a table may be called, compared without width, case, white space and full stops.
_NAMES = {
    **dict.fromkeys("id no № 番号 管理番号 整理番号 項番 連番 通番 faqid faq番号".split(), "id"),
    **dict.fromkeys(
        "question q 質問 問 問い 質問内容 質問文 設問 よくある質問 お問い合わせ内容".split(), "question"
    ),
    **dict.fromkeys("answer a 回答 答 答え 回答内容 回答文 回答案".split(), "answer"),
}
_HALF_PAIR = re.compile(r"\\u[dD][89a-fA-F]")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry and the line, or the row, of the file that it begins on, from 1."""

    line: int
    id: str
    question: str
    answer: str


def read_faq(text: str, name: str, info: DocumentInfo) -> Document:
    """Read the decoded text of an FAQ file; raises DocumentError that names file, line and field."""
    suffix = Path(name).suffix.lower()
    entries = (
        _jsonl(text, name) if suffix == ".jsonl" else _csv(text, name, "\t" if suffix == ".tsv" else ",")
    )
    return faq_document(list(entries), name, info)


def faq_document(
    entries: Sequence[Entry], name: str, info: DocumentInfo, doubts: Iterable[Suspicion] = ()
) -> Document:
    """Make a document of entries; `doubts` is what their reader wants a person to look at.

    The document's source is the entries' text one after the other (question, answer, blank line):
    the file's own characters without its quoting. Raises DocumentError.
    """
    if not entries:
        raise DocumentError(
            f"「{name}」に項目がありません。id・question・answer を持つ行を1行以上書いてください。"
        )
    _refuse_same_ids(entries, name)
    sections: list[Section] = []
    passages: list[Passage] = []
    warnings = list(doubts)
    pieces: list[str] = []
    at = 0
    for entry in entries:
        question, answer = entry.question.strip(), entry.answer.strip()
        if not question and not answer:
            warnings.append(Suspicion(None, entry.line, f"質問も回答も空の項目です（id {entry.id}）。"))
            continue
        title = _lines_of(question, at)
        body = _lines_of(answer, at + len(question) + 1)
        source = f"{question}\n{answer}\n\n"
        pieces.append(source)
        span = Span(at, at + len(source))
        section = Section(entry.id, " ".join(question.split()), 1, None, span, tuple(title) if body else ())
        sections.append(section)
        passages.append(_passage(len(passages), info.id, section, entry, source, at, body or title))
        at += len(source)
    source = "".join(pieces)
    return Document(
        info if info.title else _titled(info), source, tuple(sections), tuple(passages), (), tuple(warnings)
    )


def _passage(
    id_: int, document_id: str, section: Section, entry: Entry, source: str, at: int, spans: list[Span]
) -> Passage:
    lines = [clean_text(source, Span(span.start - at, span.end - at)) for span in spans]
    return Passage(id_, document_id, section, PassageKind.PARAGRAPH, "\n".join(lines), tuple(spans), entry.id)


def _titled(info: DocumentInfo) -> DocumentInfo:
    return DocumentInfo(info.id, info.id, info.edition, info.date, info.issuer, info.file, info.sha256)


def _lines_of(text: str, at: int) -> list[Span]:
    spans = []
    start = 0
    for line in text.splitlines(keepends=True):
        words = line.strip()
        if words:
            begin = at + start + line.index(words)
            spans.append(Span(begin, begin + len(words)))
        start += len(line)
    return spans


def _jsonl(text: str, name: str) -> Iterator[Entry]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            raise DocumentError(
                f"「{name}」の{number}行目が JSON として読めません。途中で切れていないか確かめてください。"
            ) from None
        if not isinstance(record, dict):
            raise DocumentError(
                f'「{name}」の{number}行目が {{"id", "question", "answer"}} の形になっていません。'
            )
        if _HALF_PAIR.search(line) and not _encodable(record):
            raise DocumentError(
                f"「{name}」の{number}行目に読めない文字（\\ud800 など）があります。取り除いてください。"
            )
        yield _entry(record, number, name)


def _encodable(record: dict[str, object]) -> bool:
    """Whether no text has half of a surrogate pair, which JSON can write and no file can hold."""
    try:
        for value in record.values():
            str(value).encode()
    except UnicodeEncodeError:
        return False
    return True


def columns(names: Sequence[str]) -> dict[str, int]:
    """Return which column holds which field, by the names in a table's first line; the first of each."""
    found: dict[str, int] = {}
    for i, name in enumerate(names):
        plain = "".join(unicodedata.normalize("NFKC", name).lower().replace("№", "no").split()).rstrip(".．")
        field = _NAMES.get(plain)
        if field:
            found.setdefault(field, i)
    return found


def _csv(text: str, name: str, delimiter: str) -> Iterator[Entry]:
    # An answer may be longer than what csv takes a field to be.
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
    try:
        where = columns(next(reader, []))
        if missing := [field for field in _FIELDS[1:] if field not in where]:
            raise DocumentError(
                f"「{name}」の1行目に列名「{missing[0]}」がありません。"
                "id,question,answer（または 番号,質問,回答）の列を作ってください。"
            )
        line = reader.line_num + 1
        for number, row in enumerate(filter(None, reader), 1):
            values = {field: row[i] if i < len(row) else "" for field, i in where.items()}
            yield _entry({"id": str(number), **values}, line, name)
            line = reader.line_num + 1
    except csv.Error as error:
        raise DocumentError(
            f"「{name}」の{reader.line_num}行目付近が CSV として読めません（{error}）。"
            "引用符を確かめてください。"
        ) from None


def _entry(record: dict[str, object], line: int, name: str) -> Entry:
    values = {}
    for field in _FIELDS:
        value = record.get(field)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if value is None:
            value = ""
        if not isinstance(value, str):
            raise DocumentError(f"「{name}」の{line}行目の「{field}」が文字列ではありません。")
        values[field] = value
    if not values["id"].strip():
        raise DocumentError(f"「{name}」の{line}行目に「id」がありません。")
    return Entry(line, values["id"].strip(), values["question"], values["answer"])


def _refuse_same_ids(entries: Sequence[Entry], name: str) -> None:
    seen: dict[str, int] = {}
    for entry in entries:
        if entry.id in seen:
            raise DocumentError(
                f"「{name}」の{entry.line}行目の id「{entry.id}」は{seen[entry.id]}行目と同じです。"
                "別の id にしてください。"
            )
        seen[entry.id] = entry.line
