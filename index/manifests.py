"""What a generation says of itself: written, named after its own digest, and read back with distrust."""

import hashlib
import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from index.disk import MEND
from index.errors import IndexFault
from index.pointer import current, existing_folder
from index.types import Manifest, Model

# Raised whenever a stored generation of the day before cannot be read any more.
SCHEMA = 5


def named(manifest: Manifest) -> Manifest:
    """Name a manifest after its time and its own digest, so that no bit of it can change unseen."""
    digest = hashlib.sha256(manifest_bytes(replace(manifest, generation=""))).hexdigest()
    stamp = "".join(character for character in manifest.built_at if character.isalnum())
    return replace(manifest, generation=f"{stamp}-{digest[:16]}")


def manifest_bytes(manifest: Manifest) -> bytes:
    """Return what stands in manifest.json."""
    return json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True).encode()


def read_manifest(data_dir: Path, name: str | None = None) -> Manifest:
    """Return the current or the named generation's manifest, checked against its name and this program.

    Raises IndexFault if it is missing, damaged, or of another schema.
    """
    name = name or current(data_dir)
    folder = existing_folder(data_dir, name)
    try:
        record: dict[str, Any] = json.loads((folder / "manifest.json").read_bytes())
        schema = record["schema"]
        manifest = Manifest(**record) if schema == SCHEMA else None
    except (OSError, ValueError, KeyError, TypeError):
        raise IndexFault(f"索引「{name}」の manifest.json がないか、壊れています。{MEND}") from None
    if manifest is None:
        raise IndexFault(
            f"索引「{name}」の形式（{schema}）が、このプログラムの形式（{SCHEMA}）と違います。{MEND}"
        )
    if manifest.generation != name or named(manifest).generation != name:
        raise IndexFault(f"索引「{name}」の manifest.json が書き換わっています。{MEND}")
    return manifest


def model_of(manifest: Manifest) -> Model:
    """Return the embedding model that a generation's vectors are of."""
    return Model(
        manifest.model,
        manifest.model_sha256,
        manifest.query_prompt,
        manifest.passage_prompt,
        folder=manifest.model_folder,
    )
