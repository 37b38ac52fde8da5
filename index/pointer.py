"""Which generation answers: one small file, replaced by one atomic rename, and the log of its changes.

data_dir/
current          the name of the generation that answers
switches.jsonl   who let which one answer, when and why; only ever added to
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from index.disk import MEND, append_line, sync_folder, write
from index.errors import IndexFault


class How(StrEnum):
    """What led to a switch: a build, a generation chosen by name, or going back."""

    REBUILD = "rebuild"
    CHOSEN = "chosen"
    ROLLBACK = "rollback"


@dataclass(frozen=True, slots=True)
class Switch:
    """One change of the generation that answers.

    `old` is "" where none answered before; `at` is in UTC; `by` is who did it; `reason` is why it was
    done although something spoke against it, else "".
    """

    new: str
    old: str
    at: str
    how: How
    by: str = ""
    reason: str = ""


def generations_folder(data_dir: Path) -> Path:
    """Return the folder that holds a folder for each generation."""
    return data_dir / "generations"


def generation_folder(data_dir: Path, name: str) -> Path:
    """Return the folder of a generation. Raises IndexFault for what is no name of one."""
    if name in ("", ".", "..") or "/" in name or "\\" in name or "\0" in name:
        raise IndexFault(f"{data_dir} の索引「{name}」が見つかりません。{MEND}")
    return generations_folder(data_dir) / name


def existing_folder(data_dir: Path, name: str) -> Path:
    """Return the folder of a generation. Raises IndexFault if there is none of that name."""
    folder = generation_folder(data_dir, name)
    if not folder.is_dir():
        raise IndexFault(f"{data_dir} の索引「{name}」が見つかりません。{MEND}")
    return folder


def has_index(data_dir: Path) -> bool:
    """Whether any generation was ever switched to, sound or not."""
    return (data_dir / "current").exists()


def pointed_to(data_dir: Path) -> str:
    """Return what is to answer, whether it is there or not; "" if nothing ever was. Costs one small read."""
    try:
        return (data_dir / "current").read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def current(data_dir: Path) -> str:
    """Return the name of the generation that answers. Raises IndexFault if there is none."""
    try:
        name = (data_dir / "current").read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise IndexFault(f"{data_dir} に索引がまだありません。{MEND}") from None
    existing_folder(data_dir, name)
    return name


def switch(data_dir: Path, name: str, how: How = How.CHOSEN, by: str = "", reason: str = "") -> Switch:
    """Let the named generation answer from the next load on, by one atomic rename.

    It is logged first, so that nothing answers without a trace. Call it inside `storage.writing`.
    """
    made = Switch(name, pointed_to(data_dir), _now(), how, by, reason)
    record = json.dumps(asdict(made), ensure_ascii=False)
    append_line(data_dir / "switches.jsonl", record.encode("utf-8", "backslashreplace"))
    new = data_dir / "current.new"
    write(new, f"{name}\n".encode())
    new.replace(data_dir / "current")
    sync_folder(data_dir)
    return made


def switches(data_dir: Path) -> tuple[Switch, ...]:
    """Return the switches that took effect, oldest first.

    A process that was killed between log and rename left a line that the next one contradicts; one
    killed within its line left half a line.
    """
    try:
        lines = (data_dir / "switches.jsonl").read_bytes().split(b"\n")
    except OSError:
        return ()
    logged = [made for line in lines if (made := _read(line))]
    after = [*(made.old for made in logged[1:]), pointed_to(data_dir)]
    return tuple(made for made, then in zip(logged, after, strict=True) if made.new == then)


def before(name: str, made: Sequence[Switch]) -> str | None:
    """Return which generation answered before this one came to, going back apart; None if not known."""
    for change in reversed(made):
        if change.new == name and change.how is not How.ROLLBACK and change.old != name:
            return change.old or None
    return None


def _read(line: bytes) -> Switch | None:
    try:
        record = json.loads(line)
        return Switch(**{**record, "how": How(record["how"])})
    except (ValueError, TypeError, KeyError):
        return None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
