"""Rebuilds that die or fail at a given step, each in a process of its own, forked from one that is ready.

Run as a program: `python -m tests.index.killing DOCUMENTS DATA_DIR`. It prints one JSON line a rebuild.
A step is whatever changes the data folder: opening a file to write, a rename, a removal, a folder made,
or a wait for the disk (fsync).
"""

import contextlib
import errno
import json
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from corpus.errors import GuideError
from index.build import rebuild
from index.errors import IndexFault
from index.storage import load
from index.types import Model
from tests.index.samples import BigramEncoder, silent

MODEL = Model("bigrams", "0" * 64)
RANDOM_KILLS = 40
NOBODY = 65534
_WRITING = os.O_WRONLY | os.O_RDWR
_CHANGES = ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree")


def main() -> None:
    """Kill and fail rebuilds of a data folder at every step, and tell what answers after each."""
    documents, data_dir = Path(sys.argv[1]), Path(sys.argv[2])

    def build() -> str:
        return rebuild(documents, data_dir, BigramEncoder(), MODEL, silent).manifest.generation

    for kind, act in (("killed", die), ("full", full)):
        step = 1
        while True:
            code, message = forked(build, step, act)
            report(data_dir, kind, step, code, message)
            if code == 0:
                break
            step += 1
    chance = random.Random(5)
    for number in range(RANDOM_KILLS):
        child = os.fork()
        if child == 0:
            build()
            os._exit(0)
        time.sleep(chance.uniform(0, 0.05))
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        report(data_dir, "at random", number, os.waitstatus_to_exitcode(status), "")
    for kind, prepare in (("limited", limit_files), ("read-only", forbid)):

        def hindered(prepare: Callable[[Path], None] = prepare) -> None:
            prepare(data_dir)
            build()

        report(data_dir, kind, 0, *forked(hindered, 0, die))
    tell({"kind": "afterwards", "generation": build()})


def forked(build: Callable[[], object], step: int, act: Callable[[], None]) -> tuple[int, str]:
    """Build in a forked process that acts at a step; return its exit code and what it said.

    0: it was done before that step; 2: there was a fault; 3: it was done nevertheless.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _child(build, step, act, writer)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as said:
        message = said.read()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), message


def _child(build: Callable[[], object], step: int, act: Callable[[], None], writer: int) -> NoReturn:
    left = step

    def count() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            act()

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        is_written = (
            event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        )
        if is_written or event in _CHANGES:
            count()

    def fsync(descriptor: Any, real: Callable[[Any], None] = os.fsync) -> None:  # noqa: ANN401 - as os.fsync
        count()
        real(descriptor)

    os.fsync = fsync  # type: ignore[assignment]
    sys.addaudithook(watch)
    try:
        build()
    except GuideError as error:
        os.write(writer, error.message.encode())
        os._exit(2)
    os._exit(3 if step and left <= 0 else 0)


def die() -> None:
    """End at once, as by kill -9."""
    os.kill(os.getpid(), signal.SIGKILL)


def full() -> None:
    """Fail as on a full disk."""
    raise OSError(errno.ENOSPC, "No space left on device")


def limit_files(data_dir: Path) -> None:
    """Let no file grow beyond a few bytes, so that writing fails within one."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))


def forbid(data_dir: Path) -> None:
    """Let nothing in the data folder be changed: as another user, if need be."""
    if os.getuid() == 0:
        os.setegid(NOBODY)
        os.seteuid(NOBODY)
    else:
        data_dir.chmod(0o500)
        (data_dir / "generations").chmod(0o500)


def report(data_dir: Path, kind: str, step: int, code: int, message: str) -> None:
    """Print what answers now, every byte of it checked."""
    try:
        generation = load(data_dir).manifest.generation
    except IndexFault as fault:
        generation = f"✗ {fault.message}"
    record = {"kind": kind, "step": step, "code": code, "message": message, "generation": generation}
    tell(record)


def tell(record: dict[str, object]) -> None:
    """Print a record as a line of JSON."""
    sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
