"""The guideline as a page of its own at `/source`, and the parts of it that the chat asks for."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from assistant.ui import wording
from assistant.ui.ready import Ready
from assistant.ui.site import Pages, render_page, site_of
from assistant.ui.source import Sources
from corpus.errors import GuideError

pages = Pages()
# What somebody waits for a page at most, while the service starts.
_PATIENCE_SECONDS = 30


@pages.get("/source")
def read(request: Request) -> Response:
    """Show a document whole, with its outline: the one that is named, or else the first.

    `index` names a generation that answered before, whose documents are then shown.
    """
    pane = _sources(request).pane(request.query_params.get("document", ""))
    return render_page(request, "reading", title=wording.WAY_SOURCE, source=pane)


@pages.get("/source/pane")
def pane(request: Request) -> Response:
    """Return the pane alone, of the named document."""
    return HTMLResponse(_sources(request).pane(request.query_params.get("document", "")))


@pages.get("/source/where")
def where(request: Request) -> Response:
    """Say where a place stands that a link names: in which document, or where it went, or that it is gone."""
    ready, place = _ready(request), request.query_params.get("place", "")
    document = ready.sources.document_of(place)
    if document:
        return JSONResponse({"document": document})
    passage = ready.moved.now(place)
    if passage is None:
        return JSONResponse({"message": wording.PLACE_GONE})
    return JSONResponse(
        {
            "message": wording.PLACE_MOVED,
            "place": ready.anchors.passages[passage.id],
            "reference": passage.section.reference if passage.section else wording.NO_SECTION,
        }
    )


def _sources(request: Request) -> Sources:
    ready, index = _ready(request), request.query_params.get("index", "")
    sources = ready.sources if index in ("", ready.generation) else ready.earlier.sources(index)
    if sources is None:
        raise GuideError(wording.EARLIER_GONE)
    return sources


def _ready(request: Request) -> Ready:
    desk = site_of(request).desk
    desk.open()
    desk.wait(_PATIENCE_SECONDS)
    return desk.ready
