"""The generations that a data folder keeps: listed, found by name, cleared away when there are too many."""

import shutil
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from index.disk import UNFINISHED, check_file
from index.errors import IndexFault
from index.manifests import read_manifest
from index.pointer import before, current, generation_folder, generations_folder, has_index, switches
from index.types import Manifest

# How many generations stay on disk: the one that answers, and those one may want to go back to.
KEPT = 5


@dataclass(frozen=True, slots=True)
class Kept:
    """A generation on disk; without a readable manifest, `fault` says in Japanese what is wrong with it."""

    name: str
    manifest: Manifest | None
    fault: str
    answers: bool


def shelf(data_dir: Path) -> tuple[Kept, ...]:
    """Return the generations of a data folder, newest first; their manifests are read, nothing more."""
    answering = _answering(data_dir)
    return tuple(_kept(data_dir, name, answering) for name in names(data_dir))


def names(data_dir: Path) -> tuple[str, ...]:
    """Return the names of the finished generations, newest first: names begin with the time."""
    try:
        folders = [path for path in generations_folder(data_dir).iterdir() if path.is_dir()]
    except OSError:
        return ()
    return tuple(sorted((path.name for path in folders if not path.name.startswith(".")), reverse=True))


def find(data_dir: Path, start: str) -> str:
    """Return the one generation whose name is or begins with `start`. Raises IndexFault if no one is."""
    kept = names(data_dir)
    found = [name for name in kept if name == start] or [name for name in kept if name.startswith(start)]
    if len(found) == 1 and start:
        return found[0]
    problem = "が複数あります。もう少し長く書いてください。" if len(found) > 1 else "がありません。"
    raise IndexFault(f"「{start}」で始まる索引{problem}`kyodo-guide editions` で一覧を見られます。")


def predecessor(data_dir: Path) -> str:
    """Return the generation to go back to: the one that answered before, else the newest older one.

    Raises IndexFault if nothing answers, or there is nothing to go back to.
    """
    answering = current(data_dir)
    kept = names(data_dir)
    earlier = before(answering, switches(data_dir))
    if earlier in kept:
        return str(earlier)
    older = [name for name in kept if name < answering]
    if not older:
        raise IndexFault("戻せる索引がありません。`kyodo-guide editions` で一覧を見られます。")
    return older[0]


def answered(data_dir: Path) -> tuple[str, ...]:
    """Return the generations that are kept and have answered, the last one to come to it first.

    Without a log, all that are kept, newest first.
    """
    kept = names(data_dir)
    made = [change.new for change in reversed(switches(data_dir))]
    return tuple(name for name in dict.fromkeys(made) if name in kept) if made else kept


def waiting(data_dir: Path) -> tuple[str, ...]:
    """Return the generations that were built after the one that answers and never answered, newest first."""
    made, answering = {change.new for change in switches(data_dir)}, _answering(data_dir)
    return tuple(name for name in names(data_dir) if name > answering and name not in made)


def fault(data_dir: Path, name: str) -> str:
    """Say in Japanese what is damaged or missing of a generation, every byte looked at; "" if nothing is."""
    try:
        manifest = read_manifest(data_dir, name)
        for path, sha256 in manifest.files.items():
            check_file(generation_folder(data_dir, name), path, sha256)
    except IndexFault as found:
        return found.message
    return ""


def prune(data_dir: Path, keep: int = KEPT, spare: Collection[str] = ()) -> tuple[str, ...]:
    """Delete the oldest generations, but for `keep` of them; return the names of those that went.

    The one that answers counts, and never goes; nor do those to be spared. Call it inside
    `storage.writing`. Raises OSError if one cannot be deleted.
    """
    answering = _answering(data_dir)
    others = [name for name in names(data_dir) if name != answering]
    surplus = others[max(0, keep - bool(answering)) :]
    gone = tuple(name for name in surplus if name not in spare)
    for name in gone:
        folder = generation_folder(data_dir, name)
        # Under this name, half of it is never taken for the whole.
        folder = folder.replace(folder.with_name(UNFINISHED + name))
        shutil.rmtree(folder)
    return gone


def tidy(data_dir: Path) -> None:
    """Delete what is older than anybody goes back to; what cannot be deleted stays for the next time."""
    with suppress(OSError, IndexFault):
        spared = before(current(data_dir), switches(data_dir))
        prune(data_dir, KEPT, [spared] if spared else [])


def _answering(data_dir: Path) -> str:
    if not has_index(data_dir):
        return ""
    with suppress(IndexFault):
        return current(data_dir)
    return ""


def _kept(data_dir: Path, name: str, answering: str) -> Kept:
    try:
        manifest = read_manifest(data_dir, name)
    except IndexFault as found:
        return Kept(name, None, found.message, name == answering)
    return Kept(name, manifest, "", name == answering)
