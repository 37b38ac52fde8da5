"""The index generations of a data folder, for whoever looks after them: what is kept, and who switched."""

import getpass
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from index.pointer import How, Switch, switch, switches
from index.shelf import fault, shelf
from index.storage import load, writing
from index.types import Manifest

HOW = {How.REBUILD: "再構築", How.CHOSEN: "切り替え", How.ROLLBACK: "元に戻す操作"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A generation that is kept; `fault` says in Japanese what is damaged, `made` when it came to answer.

    Without a readable manifest there is a fault; `made` is newest last, empty for one that never answered.
    """

    name: str
    manifest: Manifest | None
    fault: str
    answers: bool
    made: tuple[Switch, ...]

    @property
    def state(self) -> str:
        """Whether it answers, did, or waits."""
        if self.answers:
            return "回答に使用中"
        return "以前に使用" if self.made else "未使用"


def entries(data_dir: Path) -> tuple[Entry, ...]:
    """Return the generations that are kept, newest first; only their manifests are read."""
    made = switches(data_dir)
    return tuple(
        Entry(
            kept.name,
            kept.manifest,
            kept.fault,
            kept.answers,
            tuple(change for change in made if change.new == kept.name),
        )
        for kept in shelf(data_dir)
    )


def inspect(data_dir: Path) -> tuple[Entry, ...]:
    """Return the generations that are kept, newest first, every byte of each looked at."""
    return tuple(
        replace(entry, fault=entry.fault or fault(data_dir, entry.name)) for entry in entries(data_dir)
    )


def lines(entry: Entry) -> Iterator[str]:
    """Yield a generation as a person reads it."""
    yield f"{'●' if entry.answers else '○'} {entry.name}（{entry.state}）"
    if entry.fault:
        yield f"  ✗ {entry.fault}"
    if entry.manifest:
        yield f"  作成: {local(entry.manifest.built_at)}"
        for title in named_documents(entry.manifest):
            yield f"  文書: {title}"
        model = f"{entry.manifest.model}{approximate(entry.manifest)}"
        yield f"  まとまり: {entry.manifest.passages:,}　モデル: {model}"
    for change in entry.made:
        by = f"　{change.by}" if change.by else ""
        reason = f"　理由: {change.reason}" if change.reason else ""
        yield f"  使用開始: {local(change.at)}（{HOW[change.how]}）{by}{reason}"


def record(entry: Entry) -> dict[str, Any]:
    """Return a generation as one JSON object."""
    manifest = entry.manifest
    return {
        "generation": entry.name,
        "answers": entry.answers,
        "built_at": manifest.built_at if manifest else None,
        "documents": [
            {"id": id_, "title": manifest.titles[id_], "edition": manifest.editions[id_], "sha256": sha256}
            for id_, sha256 in manifest.documents.items()
        ]
        if manifest
        else [],
        "passages": manifest.passages if manifest else None,
        "model": manifest.model if manifest else None,
        "recall": manifest.recall if manifest else None,
        "fault": entry.fault,
        "switches": [asdict(change) for change in entry.made],
    }


def approximate(manifest: Manifest) -> str:
    """Return, with a space before it, how much a search by meaning finds of what is nearest; "" if all."""
    return f"　意味での検索: 近い10件の{manifest.recall:.1%}" if manifest.recall < 1 else ""


def named_documents(manifest: Manifest) -> tuple[str, ...]:
    """Return what a generation's documents and their editions are called."""
    return tuple(
        " ".join(part for part in (manifest.titles[id_] or id_, manifest.editions[id_]) if part)
        for id_ in manifest.documents
    )


def local(utc: str) -> str:
    """Return a time in UTC as this machine's clock shows it, to the minute."""
    return datetime.fromisoformat(utc).astimezone().strftime("%Y-%m-%d %H:%M")


def switch_soundly(data_dir: Path, name: str, how: How, by: str = "", reason: str = "") -> Switch:
    """Switch to a generation that can be read whole; `by` is whoever is logged in if nobody is named.

    Raises IndexFault if it cannot be read; then the one that answers goes on.
    """
    with writing(data_dir):
        load(data_dir, name=name)
        return switch(data_dir, name, how, by or who(), reason)


def who() -> str:
    """Return the name of the user of this machine; "" where the system has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
