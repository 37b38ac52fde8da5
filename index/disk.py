"""Files that survive a power cut, and files that are checked before they are believed."""

import hashlib
import os
from pathlib import Path

from index.errors import IndexFault

# What begins so was being written, or deleted, when its process was killed.
UNFINISHED = ".unfinished-"
MEND = "`python -m assistant rebuild` を実行すると作り直せます。"


def write(path: Path, content: bytes) -> None:
    """Write a file, and the folders above it, and see them on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def append_line(path: Path, line: bytes) -> None:
    """Add a line to a file, on a line of its own even if what wrote before was killed within one."""
    with path.open("ab+") as file:
        if file.tell():
            file.seek(-1, os.SEEK_END)
            line = line if file.read(1) == b"\n" else b"\n" + line
        file.write(line + b"\n")
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make renames and new names in a folder survive a power cut, where the system can."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def check_file(folder: Path, path: str, sha256: str) -> None:
    """Raise IndexFault, naming the file, if it is missing from a generation's folder or not as it was."""
    try:
        with (folder / path).open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        raise IndexFault(f"索引「{folder.name}」のファイル {path} がありません。{MEND}") from None
    if found != sha256:
        raise IndexFault(f"索引「{folder.name}」のファイル {path} が壊れています。{MEND}")
