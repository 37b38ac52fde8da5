"""`/upkeep/words`: the words people use, and what another list of them would do to answers."""

from dataclasses import replace

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from assistant.answer import Assistant
from assistant.approvals import Approvals
from assistant.evaluation.impact import Impact, measure
from assistant.evaluation.impact_report import NOTHING_ASKED, counted
from assistant.evaluation.worth import worth_asking
from assistant.ui import wording
from assistant.ui.check.common import ready_of
from assistant.ui.roles import Role
from assistant.ui.site import Pages, redirect, site_of
from assistant.ui.upkeep.common import settings_of, show, staging_of
from corpus.errors import GuideError
from index.thesaurus import parse_thesaurus

pages = Pages(Role.MAINTAINER)
_MOST = 1_000_000


@pages.get("/upkeep/words")
def words(request: Request) -> Response:
    """Show the list as it would go into the next index."""
    return _show(request, staging_of(request).thesaurus())


@pages.post("/upkeep/words", max_body=_MOST)
def change(request: Request, form: FormData) -> Response:
    """Show what a list would do to answers, or keep it."""
    # Browsers send lines as mails have them.
    text = str(form.get("words", "")).replace("\r\n", "\n")
    if "save" in form:
        try:
            staging_of(request).put_thesaurus(text)
        except GuideError as error:
            return _show(request, text, trouble=error.message)
        return redirect(request, "/upkeep", wording.UPKEEP_WORDS_SAVED)
    try:
        impact = effect(request, text)
    except GuideError as error:
        return _show(request, text, trouble=error.message)
    return _show(request, text, impact=impact)


def effect(request: Request, text: str) -> Impact:
    """Ask what answers, with its own list and with another one. Raises GuideError for a wrong list."""
    site = site_of(request)
    thesaurus = parse_thesaurus(text.encode("utf-8", "replace"))
    now = ready_of(request).assistant
    store = site.desk.recorder.store
    approvals = Approvals(store.approved())
    asked, unasked = worth_asking(settings_of(request), store)
    old = Assistant(now.generation, now.encoder, approvals)
    new = Assistant(replace(now.generation, thesaurus=thesaurus), now.encoder, approvals)
    return measure(old, new, asked, lambda stage, done, total: None, unasked)


def _show(request: Request, text: str, impact: Impact | None = None, trouble: str = "") -> Response:
    counts = ""
    if impact:
        counts = counted(impact) if impact.effects else NOTHING_ASKED
    return show(
        request,
        "words",
        title=wording.UPKEEP_WORDS,
        tab="/upkeep/words",
        words=text,
        impact=impact,
        counts=counts,
        trouble=trouble,
    )
