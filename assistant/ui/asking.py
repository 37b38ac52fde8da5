"""What the chat asks for besides answers: suggestions, thumbs, and one's own earlier questions."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from assistant.ui import wording
from assistant.ui.clock import when
from assistant.ui.site import Pages, redirect, render_page, site_of
from assistant.ui.suggestions import Suggestions
from assistant.ui.typed import shown
from assistant.ui.visitors import COOKIE, visitor_of
from corpus.errors import GuideError

pages = Pages()
_suggestions = Suggestions()
_MAX_COMMENT = 1000
_THUMBS = {"yes": True, "no": False, "": None}


@pages.get("/suggest")
def suggest(request: Request) -> Response:
    """Return questions that go with what was typed so far; none while the service starts."""
    desk = site_of(request).desk
    if not desk.wait(0):
        return JSONResponse([])
    found = _suggestions.matching(request.query_params.get("q", ""), desk.ready, desk.recorder)
    return JSONResponse(found)


@pages.post("/rate", max_body=32_000)
def rate(request: Request, form: FormData) -> Response:
    """Keep what a visitor thinks of an answer, in place of what they thought before."""
    recorder = site_of(request).desk.recorder
    helpful = _THUMBS.get(_text(form, "helpful"))
    reasons = [reason for reason in wording.RATING_REASONS if reason in form.getlist("reason")]
    comment = _text(form, "comment").strip()[:_MAX_COMMENT]
    # The answer itself may still be on its way into the store.
    recorder.flush()
    try:
        recorder.store.rate(_text(form, "exchange"), visitor_of(request), helpful, reasons, comment)
    except GuideError:
        return JSONResponse({"message": wording.RATING_FAILED}, 503)
    if helpful is None:
        return JSONResponse({"message": wording.RATING_WITHDRAWN})
    added = reasons or comment
    return JSONResponse({"message": wording.RATING_ADDED if added else wording.RATING_THANKS})


@pages.get("/mine")
def mine(request: Request) -> Response:
    """Show what was asked from this browser, if the settings let people see that."""
    site, visitor = site_of(request), visitor_of(request)
    if not site.settings.history:
        return render_page(request, "mine", title=wording.MINE, note=wording.MINE_OFF, rows=[])
    site.desk.recorder.flush()
    asked = site.desk.recorder.store.history(visitor) if visitor else ()
    rows = [
        (
            when(exchange.asked_at),
            exchange.question,
            shown(exchange.question),
            f"{wording.SIGNS[exchange.status]} {wording.WORDS[exchange.status]}",
            exchange.quotes[0].reference if exchange.quotes else "",
        )
        for exchange in asked
    ]
    note = wording.MINE_WHY if rows else wording.MINE_NONE
    return render_page(request, "mine", title=wording.MINE, note=note, rows=rows)


@pages.post("/mine/forget")
def forget(request: Request, form: FormData) -> Response:
    """Give up the pseudonym, so that nobody at this browser sees the questions any more."""
    response = redirect(request, "/mine", wording.MINE_FORGOTTEN)
    response.delete_cookie(COOKIE)
    return response


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""
