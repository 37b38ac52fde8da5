"""The guideline as a page of its own at `/source`."""

from starlette.requests import Request
from starlette.responses import Response

from assistant.ui import wording
from assistant.ui.site import Pages, render_page, site_of

pages = Pages()
# What somebody waits for a page at most, while the service starts.
_PATIENCE_SECONDS = 30


@pages.get("/source")
def read(request: Request) -> Response:
    """Show the whole guideline, with its outline."""
    desk = site_of(request).desk
    desk.open()
    desk.wait(_PATIENCE_SECONDS)
    return render_page(request, "reading", title=wording.WAY_SOURCE, source=desk.ready.source)
