"""What an index is made of: the files of a folder, the code that reads them, the model and the tokenizer."""

import hashlib
from functools import cache
from pathlib import Path

from corpus.errors import DocumentError
from index.errors import IndexFault
from index.manifests import model_of, read_manifest
from index.tokens import tokenizer_version
from index.types import Model

# What browsers and programs that copy call a file until it is whole.
_ARRIVING = (".part", ".partial", ".tmp", ".crdownload", ".filepart")


def stale(documents: Path, data_dir: Path, model: Model, name: str | None = None) -> tuple[str, ...]:
    """Return why the current (or the named) generation is out of date, in Japanese; empty if it is not."""
    try:
        manifest = read_manifest(data_dir, name)
    except IndexFault as fault:
        return (fault.message,)
    reasons = {
        "文書または用語の対応表が変わりました。": manifest.inputs != folder_hashes(documents),
        "埋め込みモデルが変わりました。": model_of(manifest) != model,
        "単語分割器が変わりました。": manifest.tokenizer != tokenizer_version(),
        "文書を読み取るプログラムが変わりました。": manifest.recipe != recipe_sha256(),
    }
    return tuple(reason for reason, holds in reasons.items() if holds)


def folder_hashes(documents: Path) -> dict[str, str]:
    """Return the sha256 of each file in the documents folder, passing ones apart, by its path there."""
    files = {path.relative_to(documents): path for path in sorted(documents.rglob("*")) if path.is_file()}
    return {name.as_posix(): _sha256(path) for name, path in files.items() if not is_passing(name)}


def is_passing(name: Path) -> bool:
    """Whether a file of the documents folder is hidden, the lock of an open Word file, or still arriving."""
    hidden = any(part.startswith((".", "~$")) for part in name.parts)
    return hidden or name.suffix.lower() in _ARRIVING


@cache
def recipe_sha256() -> str:
    """Return the sha256 of the code that reads and indexes: other code may cut passages otherwise."""
    root = Path(__file__).parent.parent
    features = root / "index" / "embedding" / "features.py"
    files = sorted((*root.glob("corpus/**/*.py"), *root.glob("index/*.py"), features))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _sha256(path: Path) -> str:
    """Hash a file without holding it in memory: whatever lies in the folder may be of any size."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise _unreadable(path, error) from None


def read(path: Path) -> bytes:
    """Return a file of the documents folder. Raises DocumentError if it cannot be opened."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: OSError) -> DocumentError:
    return DocumentError(f"「{path}」を開けません（{error.strerror}）。読み取りの許可を確かめてください。")
