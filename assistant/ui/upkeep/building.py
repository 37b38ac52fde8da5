"""`/upkeep/build` and `/upkeep/generations`: an index is built, what it does to answers, and the switch."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from assistant.evaluation.gate import objections
from assistant.evaluation.impact_report import counted, kept_impact
from assistant.generations import HOW, entries
from assistant.renewal import Overrule, choose, renew
from assistant.ui import wording
from assistant.ui.check.common import field
from assistant.ui.clock import built
from assistant.ui.roles import Role
from assistant.ui.site import Pages, person_of, redirect, site_of
from assistant.ui.upkeep.common import settings_of, show
from corpus.errors import GuideError
from index.shelf import fault, find

pages = Pages(Role.MAINTAINER)


@pages.post("/upkeep/build")
def build(request: Request, form: FormData) -> Response:
    """Begin to build an index of what there is now."""
    settings, by = settings_of(request), person_of(request).name
    site_of(request).work.start(by, lambda progress: renew(settings, progress, by))
    return redirect(request, "/upkeep/build")


@pages.get("/upkeep/build")
def building(request: Request) -> Response:
    """Show how far it is; once it is done, what came of it."""
    work = site_of(request).work.state
    if not work.is_running and work.generation:
        message = wording.UPKEEP_SWITCHED if work.switched else ""
        return redirect(request, f"/upkeep/generations/{work.generation}", message)
    if not work.is_running and not work.message:
        return redirect(request, "/upkeep")
    title = wording.UPKEEP_DOING if work.is_running else wording.UPKEEP_STOPPED
    return show(request, "work", title=title, tab="/upkeep", work=work, refresh=work.is_running)


@pages.get("/upkeep/generations/{name}")
def generation(request: Request) -> Response:
    """Show an index: what it is made of, and what becomes of answers with it."""
    settings, name = settings_of(request), _name(request)
    [entry] = [entry for entry in entries(settings.data_dir) if entry.name == name]
    impact = kept_impact(settings.data_dir, name)
    held = () if entry.answers or entry.made or not impact else objections(impact, settings.gate)
    return show(
        request,
        "generation",
        title=wording.UPKEEP_GENERATION.format(built=built(name)),
        tab="/upkeep",
        entry=entry,
        fault=fault(settings.data_dir, name),
        impact=impact,
        counts=counted(impact) if impact and impact.effects else "",
        objections=held,
        how=HOW,
    )


@pages.post("/upkeep/generations/{name}/switch")
def switch(request: Request, form: FormData) -> Response:
    """Let an index answer, once it was asked again; with a reason, whatever speaks against it."""
    settings, name, by = settings_of(request), _name(request), person_of(request).name
    reason = field(form, "reason")
    if "overrule" in form and not reason:
        raise GuideError(wording.UPKEEP_NO_REASON)
    overrule = Overrule(by, reason) if "overrule" in form else None
    site_of(request).work.start(by, lambda progress: choose(settings, name, progress, by, overrule))
    return redirect(request, "/upkeep/build")


def _name(request: Request) -> str:
    return find(settings_of(request).data_dir, str(request.path_params["name"]))
