"""`/upkeep/health`: versions, folders, space, soundness of what answers, the store; and exports."""

import json
import platform
import shutil
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.requests import Request
from starlette.responses import Response

from assistant.evaluation.impact_report import kept_impact
from assistant.evaluation.impact_table import write_impact
from assistant.generations import inspect
from assistant.store.types import Golden
from assistant.ui import wording
from assistant.ui.roles import Role
from assistant.ui.site import Pages, site_of
from assistant.ui.upkeep.common import settings_of, show, staging_of
from corpus.errors import GuideError
from index.manifests import read_manifest
from index.pointer import current
from index.shelf import fault
from index.tokens import tokenizer_version

pages = Pages(Role.MAINTAINER)
_GIGA = 1e9


@pages.get("/upkeep/health")
def health(request: Request) -> Response:
    """Show how everything is; every byte of what answers is looked at."""
    data_dir = settings_of(request).data_dir
    kept = inspect(data_dir) if "all" in request.query_params else ()
    return show(
        request,
        "health",
        title=wording.UPKEEP_HEALTH,
        tab="/upkeep/health",
        parts=[*_parts(request)],
        kept=kept,
    )


@pages.get("/upkeep/export/golden.jsonl")
def golden(request: Request) -> Response:
    """Send the golden questions, as `evaluate` and the setting `golden` read them."""
    store = site_of(request).desk.recorder.store
    lines = (json.dumps(_golden(entry), ensure_ascii=False) for entry in store.golden())
    return _file("".join(f"{line}\n" for line in lines), "golden.jsonl", "application/x-ndjson")


@pages.get("/upkeep/export/thesaurus.txt")
def thesaurus(request: Request) -> Response:
    """Send the list of words."""
    return _file(staging_of(request).thesaurus(), "thesaurus.txt", "text/plain; charset=utf-8")


@pages.get("/upkeep/export/impact.html")
def impact(request: Request) -> Response:
    """Send what became of answers when what answers came to it."""
    data_dir = settings_of(request).data_dir
    found = kept_impact(data_dir, current(data_dir))
    if found is None:
        raise GuideError(wording.UPKEEP_NOTHING_COMPARED)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "impact.html"
        write_impact(found, path)
        return _file(path.read_text(encoding="utf-8"), "impact.html", "application/octet-stream")


def _parts(request: Request) -> Iterator[tuple[str, str, bool]]:
    """Yield what there is to know, how it is, and whether that is well."""
    settings = settings_of(request)
    yield wording.UPKEEP_LIVE, *_live(settings.data_dir)
    yield wording.UPKEEP_STORE, *_store(request)
    disk = shutil.disk_usage(settings.data_dir)
    space = wording.UPKEEP_SPACE_LEFT.format(free=disk.free / _GIGA, total=disk.total / _GIGA)
    yield wording.UPKEEP_SPACE, space, disk.free > _GIGA
    yield wording.UPKEEP_MODEL, str(settings.model), settings.model.is_dir()
    yield wording.UPKEEP_DATA_DIR, str(settings.data_dir.resolve()), True
    yield wording.UPKEEP_DOCUMENTS_DIR, str(settings.documents.resolve()), settings.documents.is_dir()
    yield wording.UPKEEP_GATE, settings.gate.value, True
    yield wording.UPKEEP_PROGRAM, f"kyodo-guide {_version()}", True
    yield wording.UPKEEP_PYTHON, platform.python_version(), True
    yield wording.UPKEEP_ANALYSER, tokenizer_version(), True


def _live(data_dir: Path) -> tuple[str, bool]:
    try:
        name = read_manifest(data_dir, current(data_dir)).generation
    except GuideError as error:
        return error.message, False
    problem = fault(data_dir, name)
    return problem or f"{name}（{wording.UPKEEP_SOUND}）", not problem


def _store(request: Request) -> tuple[str, bool]:
    try:
        return wording.UPKEEP_RECORDS.format(count=site_of(request).desk.recorder.store.count()), True
    except GuideError as error:
        return error.message, False


def _golden(entry: Golden) -> dict[str, object]:
    return {
        "id": entry.id,
        "question": entry.question,
        "history": list(entry.history),
        "style": entry.style,
        "status": entry.status.value,
        "sections": list(entry.sections),
        "words": list(entry.words) or [passage.text for passage in entry.passages],
    }


def _version() -> str:
    try:
        return version("kyodo-guide")
    except ModuleNotFoundError:
        return ""


def _file(content: str, name: str, media_type: str) -> Response:
    return Response(
        content.encode("utf-8", "replace"),
        media_type=media_type,
        headers={"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"},
    )
