"""A PDF's bytes → its content, read in a process of its own.

Drawing programs can be made to hang, to flood the memory or to crash by files that were built for it, and
nothing else may be harmed by that: the child has limits of time and memory, and dies alone. What it reads,
and what the file's own characters are, `pdf_print` says.
"""

import os
import pickle
import subprocess
import sys
from pathlib import Path

from corpus.errors import DocumentError
from corpus.readers.content import Content

# A thousand pages take under a minute.
_SECONDS = 600
_ROOT = Path(__file__).parent.parent.parent
_STUCK = (
    "「{name}」を読み取れませんでした（時間か記憶の上限を超えたか、壊れています）。"
    "PDF を作り直すか、文書を分けてください。"
)


def read_pdf(data: bytes, name: str) -> Content:
    """Read the bytes of a PDF; `name` stands in messages. Raises DocumentError."""
    path = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH", "")]))
    try:
        child = subprocess.run(
            [sys.executable, "-m", "corpus.readers.pdf_child", name],
            input=data,
            capture_output=True,
            timeout=_SECONDS,
            env={**os.environ, "PYTHONPATH": path},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise DocumentError(_STUCK.format(name=name)) from None
    if child.returncode != 0:
        raise DocumentError(_STUCK.format(name=name))
    # Our own code wrote it, from the same installation.
    found: Content | str = pickle.loads(child.stdout)
    if isinstance(found, str):
        raise DocumentError(found)
    return found
