"""The users' guide at `/guide-for`, one page for each role; buttons are named as wording.py names them."""

from starlette.requests import Request
from starlette.responses import Response

from assistant.ui import wording
from assistant.ui.site import Pages, problem, render_page, site_of

pages = Pages()


@pages.get("/guide-for")
def employees(request: Request) -> Response:
    """Show the guide of those who ask, which is everybody."""
    return _page(request, "employee")


@pages.get("/guide-for/{reader}")
def readers(request: Request) -> Response:
    """Show the guide of a role."""
    reader = request.path_params["reader"]
    if reader not in wording.GUIDES:
        return problem(request, wording.NO_SUCH_PAGE, 404)
    return _page(request, reader)


def _page(request: Request, reader: str) -> Response:
    title = wording.GUIDE_FOR.format(reader=wording.GUIDES[reader])
    contact = site_of(request).settings.contact
    return render_page(request, f"guides/{reader}", title=title, reader=reader, contact=contact)
