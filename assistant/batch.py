"""Lines of JSON → checked lines: what `ask --batch` and `search --batch` are given."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import AskError


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a batch: its number from 1, its id (any JSON value, None if it has none), and text.

    `fault` says in Japanese why the line cannot be used, and is empty if it can.
    """

    number: int
    id: Any
    text: str = ""
    history: tuple[str, ...] = ()
    document: str | None = None
    fault: str = ""


def read_batch(path: Path, field: str) -> Iterator[Line]:
    """Yield the lines of a JSON Lines file (`-` is standard input) as they come, blank ones left out.

    `field` names the key that holds the text. Raises AskError if the file cannot be read.
    """
    with ExitStack() as stack:
        if str(path) == "-":
            raw: Iterable[bytes] = sys.stdin.buffer
        else:
            try:
                raw = stack.enter_context(path.open("rb"))
            except OSError:
                raise AskError(
                    f"「{path}」を開けません。ファイルの場所と、読み取りの許可を確かめてください。"
                ) from None
        for number, line in enumerate(raw, 1):
            if line.strip():
                yield parse_line(line, number, field)


def parse_line(raw: bytes, number: int, field: str) -> Line:
    """Check one line; what is wrong with it stands in `fault`."""
    try:
        # A byte order mark stands before the first line of files saved on Windows.
        record = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Line(number, None, fault="UTF-8 で書かれていません。")
    except (ValueError, RecursionError):
        return Line(number, None, fault="JSON として読めません。1行に1件の JSON を書いてください。")
    if not isinstance(record, dict):
        return Line(number, None, fault=f'{{"id": …, "{field}": …}} の形で書いてください。')
    given, text, history = record.get("id"), record.get(field), record.get("history")
    if not isinstance(text, str):
        return Line(number, given, fault=f"「{field}」がないか、文字列ではありません。")
    if not text.strip():
        return Line(number, given, fault=f"「{field}」が空です。")
    if history is None:
        history = []
    if not isinstance(history, list) or not all(isinstance(turn, str) for turn in history):
        return Line(number, given, fault="「history」は文字列の配列で書いてください。")
    document = record.get("document")
    if not (document is None or isinstance(document, str)):
        return Line(number, given, fault="「document」は文書の id を文字列で書いてください。")
    return Line(number, given, text, tuple(history), document)
