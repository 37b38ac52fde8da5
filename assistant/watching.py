"""A folder of documents → told when it has changed and come to rest.

The folder is looked at again and again: a share on another machine tells nobody of its changes, and a
folder of documents is small. A file that is still being copied goes on changing, or bears the name of one
that is not finished; until nothing has changed for a while, nothing is said.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from index.inputs import is_passing

Signature = tuple[tuple[str, int, int], ...]

# How often the folder is looked at, and for how many looks nothing must have changed.
LOOK_SECONDS = 2.0
QUIET_LOOKS = 3


def changes(
    folder: Path, wait: Callable[[float], bool], seen: Signature | None = None
) -> Iterator[Signature]:
    """Yield what the folder holds whenever it has changed since `seen`, and then come to rest.

    `wait` waits for so many seconds and returns whether to go on. A folder that is not there for the
    moment (a share that is not reached) has not changed.
    """
    last, quiet = seen, 0
    while wait(LOOK_SECONDS):
        now = signature(folder)
        if now is None:
            quiet = 0
            continue
        quiet = quiet + 1 if now == last else 0
        last = now
        if now != seen and quiet >= QUIET_LOOKS:
            seen = now
            yield now


def signature(folder: Path) -> Signature | None:
    """Return name, size and time of every file that a build would see; None if the folder is not there."""
    try:
        if not folder.is_dir():
            return None
        found = []
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder)
            if not is_passing(name) and path.is_file():
                state = path.stat()
                found.append((name.as_posix(), state.st_size, state.st_mtime_ns))
        return tuple(found)
    except OSError:
        return None
