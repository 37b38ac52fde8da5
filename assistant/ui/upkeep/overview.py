"""`/upkeep`: what answers, the documents of the next index, and the way from one to the other."""

from pathlib import Path

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from assistant.answer import model_of
from assistant.generations import entries, switch_soundly
from assistant.staging import MAX_BYTES, Staging
from assistant.ui import wording
from assistant.ui.clock import built
from assistant.ui.roles import Role
from assistant.ui.site import Pages, person_of, redirect, site_of
from assistant.ui.upkeep.common import answering, settings_of, show, staging_of
from corpus.errors import GuideError
from corpus.readers.formats import KINDS
from corpus.types import DocumentInfo
from index.disk import MEND
from index.errors import IndexFault
from index.inputs import stale
from index.pointer import How
from index.shelf import predecessor, waiting

pages = Pages(Role.MAINTAINER)


@pages.get("/upkeep")
def overview(request: Request) -> Response:
    """Show what answers, what the next index is made of, and every index that is kept."""
    settings, staging = settings_of(request), staging_of(request)
    kept = entries(settings.data_dir)
    infos, trouble = _infos(staging)
    reasons = stale(settings.documents, settings.data_dir, model_of(settings))
    return show(
        request,
        "overview",
        title=wording.UPKEEP_TITLE,
        tab="/upkeep",
        now=answering(kept),
        back=_back(settings.data_dir),
        waiting=next(iter(waiting(settings.data_dir)), ""),
        entries=kept,
        staging=staging,
        infos=infos,
        trouble=trouble,
        reasons=[reason.replace(MEND, "") for reason in reasons],
        work=site_of(request).work.state,
        hint=wording.UPKEEP_PUT_HINT.format(kinds="、".join(KINDS), megabytes=MAX_BYTES // 1_000_000),
        accept=",".join(KINDS),
    )


@pages.post("/upkeep/back")
def back(request: Request, form: FormData) -> Response:
    """Let the index answer that did before."""
    data_dir = settings_of(request).data_dir
    name = predecessor(data_dir)
    switch_soundly(data_dir, name, How.ROLLBACK, person_of(request).name)
    return redirect(request, "/upkeep", wording.UPKEEP_WENT_BACK.format(built=built(name)))


def _infos(staging: Staging) -> tuple[tuple[DocumentInfo, ...], str]:
    try:
        return staging.infos(), ""
    except GuideError as error:
        return (), error.message


def _back(data_dir: Path) -> str:
    try:
        return predecessor(data_dir)
    except IndexFault:
        return ""
