"""A spreadsheet's bytes (CSV in any Japanese encoding, or XLSX) → its rows, and the column of questions."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePath

from corpus.errors import GuideError
from corpus.readers.text import decode

# Half an hour's answers at most; a longer list is better parted.
MAX_ROWS = 10_000
MAX_BYTES = 20_000_000
_MAX_COLUMNS = 50
# What a workbook may unpack to, and rows looked at in it: some hold a million empty ones.
_MAX_UNPACKED = 200_000_000
_LOOKED_AT = 200_000
_MAX_CELL = 32_767
# A list often has a title and a date above its heads.
_HEADS_WITHIN = 10
_QUESTION_HEADS = frozenset(
    {"質問", "質問文", "質問内容", "問い", "問", "お尋ね", "question", "questions", "query"}
)
# A program or a picture would be read as a list of one strange question.
_ENDINGS = frozenset({".xlsx", ".xlsm", ".csv", ".tsv", ".txt", ""})
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


class SheetFault(GuideError):
    """A spreadsheet cannot be read; the message names the file and says what to do."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text of equal length under their heads; `question_column` counts from 0."""

    heads: tuple[str, ...]
    question_column: int
    rows: tuple[tuple[str, ...], ...]


def read_sheet(data: bytes, name: str) -> Table:
    """Return a spreadsheet's rows, blank ones left out. Raises SheetFault for what cannot be used."""
    if len(data) > MAX_BYTES:
        raise SheetFault(
            f"「{name}」は大きすぎます（{MAX_BYTES // 1_000_000}MBまで）。分けてお試しください。"
        )
    if data.startswith(_OLD_EXCEL):
        raise SheetFault(
            f"「{name}」は古い形式の Excel か、パスワードのかかったファイルです。"
            "Excel で開き、パスワードなしの .xlsx で保存し直してください。"
        )
    if PurePath(name).suffix.lower() not in _ENDINGS:
        raise SheetFault(
            f"「{name}」は読めない種類のファイルです。Excel（.xlsx）か CSV のファイルにしてください。"
        )
    raw = _workbook(data, name) if data.startswith(b"PK") else _csv(data, name)
    rows = list(islice((row for row in raw if any(row)), MAX_ROWS + _HEADS_WITHIN + 1))
    if not rows:
        raise SheetFault(f"「{name}」には何も書かれていません。「質問」の列に質問を書いてください。")
    return _table(rows, name)


def _table(rows: Sequence[Sequence[str]], name: str) -> Table:
    width = max(at for row in rows for at, cell in enumerate(row, 1) if cell)
    padded = [(*row, *[""] * (width - len(row)))[:width] for row in rows]
    for at, row in enumerate(padded[:_HEADS_WITHIN]):
        column = next((i for i, cell in enumerate(row) if cell.strip().lower() in _QUESTION_HEADS), None)
        if column is not None:
            return _checked(row, column, padded[at + 1 :], name)
    filled = [i for i in range(width) if any(row[i] for row in padded)]
    if len(filled) == 1:
        # A list of nothing but questions needs no head.
        return _checked(("質問",), 0, [(row[filled[0]],) for row in padded], name)
    found = "」「".join(cell for cell in padded[0] if cell)
    raise SheetFault(
        f"「{name}」に「質問」という見出しの列がありません（1行目は「{found[:100]}」です）。"
        "質問の列の見出しを「質問」にしてください。"
    )


def _checked(heads: Sequence[str], column: int, rows: Sequence[tuple[str, ...]], name: str) -> Table:
    if not any(row[column] for row in rows):
        raise SheetFault(f"「{name}」の「質問」の列に、質問が1つもありません。")
    if len(rows) > MAX_ROWS:
        raise SheetFault(
            f"「{name}」は行が多すぎます（{MAX_ROWS:,}行まで）。ファイルを分けて、もう一度お試しください。"
        )
    return Table(tuple(heads), column, tuple(rows))


def _csv(data: bytes, name: str) -> Iterator[list[str]]:
    text = decode(data, name) if data.strip() else ""
    first = text.partition("\n")[0]
    delimiter = "\t" if "\t" in first and "," not in first else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in islice(reader, _LOOKED_AT):
            yield [cell.strip() for cell in row[:_MAX_COLUMNS]]
    except csv.Error:
        raise SheetFault(
            f"「{name}」の{reader.line_num + 1}行目が CSV として読めません。"
            '引用符（"）が閉じているか確かめてください。'
        ) from None


def _workbook(data: bytes, name: str) -> Iterator[list[str]]:
    from openpyxl import load_workbook

    broken = SheetFault(
        f"「{name}」を Excel のファイルとして読めません。壊れていないか確かめ、.xlsx で保存し直してください。"
    )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
    except (zipfile.BadZipFile, OSError, ValueError):
        raise broken from None
    if unpacked > _MAX_UNPACKED:
        raise SheetFault(
            f"「{name}」は開くと大きくなりすぎます。質問の列だけを新しいファイルに写してください。"
        )
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            sheet = book.worksheets[0]
            rows = sheet.iter_rows(max_row=_LOOKED_AT, max_col=_MAX_COLUMNS, values_only=True)
            for row in rows:
                yield ["" if cell is None else str(cell).strip()[:_MAX_CELL] for cell in row]
        finally:
            book.close()
    # openpyxl raises almost anything over a file that is not quite a workbook.
    except Exception:
        raise broken from None
