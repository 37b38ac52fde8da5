"""The pages around the chat: how a family of pages joins, who may open them, and the frame they stand in.

A family is a module (or a folder, such as `assistant/ui/check/`) with one `Pages`, named in `families.py`:

    pages = Pages(Role.TRAINER)

    @pages.get("/check/{exchange}")
    def exchange(request: Request) -> Response:
        return render_page(request, "check/exchange", title="…", answer=…)

    @pages.post("/check/{exchange}/verdict", max_body=100_000)
    def judge(request: Request, form: FormData) -> Response:
        site_of(request).store.judge(…, by=person_of(request).name)
        return redirect(request, "/check", message="…")

Functions are plain ones and run on a thread, so they may wait for the disk. A GuideError that they raise
is shown to the person; anything else is logged and apologised for. Templates extend `base.html`. Requests
from other sites, and bodies larger than the page takes, never arrive (see `guard.py`).
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from assistant.settings import Settings
from assistant.sheets.answering import SheetWorker
from assistant.staging import Staging
from assistant.ui import wording
from assistant.ui.desk import Desk
from assistant.ui.roles import Person, Role, Roles
from assistant.ui.templates import render
from assistant.ui.throttle import Throttle
from assistant.ui.work import Work
from corpus.errors import GuideError

Shown = Callable[[Request], Response]
Taken = Callable[[Request, FormData], Response]

# What a page's form has, if nothing else is said: some fields of a few thousand characters.
_FORM_BYTES = 64_000
_FLASH = "guide-message"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Site:
    """What all pages share, for as long as the program runs."""

    settings: Settings
    desk: Desk
    roles: Roles
    sheets: SheetWorker
    staging: Staging
    work: Work = field(default_factory=Work)
    throttle: Throttle = field(default_factory=Throttle)

    @classmethod
    def of(cls, settings: Settings, desk: Desk | None = None) -> "Site":
        """Return a site over a desk of its own, which is not opened yet, unless one is given."""
        desk = desk or Desk(settings)
        sheets = SheetWorker(lambda: desk.recorder.store, desk.ask, lambda: desk.is_ready)
        return cls(settings, desk, Roles(settings), sheets, Staging(settings))

    def open(self) -> None:
        """Begin to open the assistant, and to answer the spreadsheets that were left. Returns at once."""
        self.desk.open()
        self.sheets.open()

    def close(self) -> None:
        """Keep what is still to be kept, and stop."""
        self.sheets.close()
        self.desk.close()


@dataclass(frozen=True, slots=True)
class Page:
    """A path, what answers there, who may open it, and how many bytes it takes (0: it only shows)."""

    path: str
    answer: Callable[..., Response]
    role: Role | None
    max_body: int

    def route(self, site: Site) -> Route:
        """Return the page as Starlette serves it; `site_of` finds the site from its requests."""
        methods = ["POST"] if self.max_body else ["GET"]
        return Route(self.path, partial(_answered, page=self, site=site), methods=methods)


class Pages:
    """The pages of a family, all for one role; None is everybody's."""

    def __init__(self, role: Role | None = None) -> None:
        self._role = role
        self.pages: list[Page] = []

    def get(self, path: str) -> Callable[[Shown], Shown]:
        """Show what the function returns at a path, such as `/check/{exchange}`."""

        def add(answer: Shown) -> Shown:
            self.pages.append(Page(path, answer, self._role, 0))
            return answer

        return add

    def post(self, path: str, *, max_body: int = _FORM_BYTES) -> Callable[[Taken], Taken]:
        """Give the function what was posted to a path, files included, of at most so many bytes."""

        def add(answer: Taken) -> Taken:
            self.pages.append(Page(path, answer, self._role, max_body))
            return answer

        return add


def site_of(request: HTTPConnection) -> Site:
    """Return the site that a request came to."""
    site: Site = request.state.site
    return site


def person_of(request: HTTPConnection) -> Person:
    """Return who sent a request; on pages for a role, their name is never empty."""
    return site_of(request).roles.who(request)


def render_page(
    request: Request, template: str, /, *, title: str, status: int = 200, **values: object
) -> Response:
    """Return a page from a template that extends base.html, with the message that a redirect left."""
    message = site_of(request).roles.unsign(request.cookies.get(_FLASH, ""))
    values = frame_values(request, site_of(request), _path(request)) | values
    response = HTMLResponse(
        render(template, title=title, message=message, **values),
        status,
        headers={"cache-control": "no-store"},
    )
    if _FLASH in request.cookies:
        response.delete_cookie(_FLASH)
    return response


def redirect(request: Request, path: str, message: str = "") -> Response:
    """Send the browser on to a page of this site after a POST, with a message that is shown there once."""
    response = RedirectResponse(request.scope.get("root_path", "") + path, 303)
    if message:
        signed = site_of(request).roles.sign(message)
        response.set_cookie(_FLASH, signed, max_age=60, httponly=True, samesite="strict")
    return response


def frame_values(request: HTTPConnection, site: Site, path: str) -> dict[str, object]:
    """Return what the frame of the page at a path shows: the ways to the others, and who is here."""
    person = site.roles.who(request)
    can_log_in = person.role is None and site.roles.can_log_in(Role.TRAINER)
    return frame_of(person, request.scope.get("root_path", ""), path) | {"can_log_in": can_log_in}


def frame_of(person: Person, root: str, path: str) -> dict[str, object]:
    """Return what the frame shows to a person, without a way to log in."""
    ways = [
        (to, word, path == to or (to != "/" and path.startswith(f"{to}/")))
        for to, word, role in _WAYS
        if person.may(role)
    ]
    return {"root": root, "ways": ways, "person": person, "can_log_in": False}


# The pages in the navigation, and whose they are.
_WAYS: tuple[tuple[str, str, Role | None], ...] = (
    ("/", wording.WAY_ASK, None),
    ("/source", wording.WAY_SOURCE, None),
    ("/check", wording.WAY_CHECK, Role.TRAINER),
    ("/upkeep", wording.WAY_UPKEEP, Role.MAINTAINER),
    ("/guide-for", wording.WAY_GUIDE, None),
)


async def _answered(request: Request, page: Page, site: Site) -> Response:
    request.state.site = site
    refusal = _refusal(request, page)
    if refusal:
        return refusal
    try:
        if not page.max_body:
            return await run_in_threadpool(page.answer, request)
        async with request.form(max_part_size=page.max_body) as form:
            return await run_in_threadpool(page.answer, request, form)
    except GuideError as error:
        return problem(request, error.message, 400)
    except Exception:
        _log.exception("%s could not be answered", page.path)
        return problem(request, wording.PAGE_FAILED, 500)


def _refusal(request: Request, page: Page) -> Response | None:
    """What somebody gets who may not open a page, or who has yet to say who they are."""
    person = person_of(request)
    if page.role is None or (person.may(page.role) and person.name):
        return None
    if not person.may(page.role) and not site_of(request).roles.can_log_in(page.role):
        return problem(request, wording.THIS_MACHINE_ONLY, 403)
    if page.max_body:
        # Sending them on would lose what they wrote.
        return problem(request, wording.LOGIN_ENDED, 403)
    return redirect(request, f"/login?{_next(request)}")


def _next(request: Request) -> str:
    query = f"?{request.url.query}" if request.url.query else ""
    return f"next={quote(_path(request) + query, safe='')}"


def _path(request: HTTPConnection) -> str:
    return str(request.scope["path"]).removeprefix(request.scope.get("root_path", ""))


def problem(request: Request, message: str, status: int) -> Response:
    """Return a page that says what is wrong and what to do."""
    title = wording.PROBLEM_SENT if request.method == "POST" else wording.PROBLEM
    back = _came_from(request)
    return render_page(request, "problem", title=title, status=status, problem=message, back=back)


def _came_from(request: Request) -> str:
    """The page of this site that sent the request, if it did; what was typed there mostly still stands."""
    came = urlsplit(request.headers.get("referer", ""))
    if came.netloc != request.url.netloc or not came.path.startswith("/") or came.path.startswith("//"):
        return ""
    return f"{came.path}?{came.query}" if came.query else came.path
