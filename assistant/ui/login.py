"""A name and a password → a cookie that opens the pages of a role; and logging out."""

import re

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from assistant.ui import wording
from assistant.ui.roles import COOKIE, LASTS_SECONDS, MAX_NAME, Role
from assistant.ui.site import Pages, person_of, problem, redirect, render_page, site_of

pages = Pages()
# The name outlasts the login, so that it need not be typed each morning.
_COOKIE_SECONDS = 60 * LASTS_SECONDS
# A page of this site and no other: a second slash would begin another host's name.
_OWN_PATH = re.compile(r"/(?![/\\])[^\x00-\x1f\\]*")


@pages.get("/login")
def show_login(request: Request) -> Response:
    """Show the form; somebody at this very machine is asked for no more than a name."""
    if person_of(request).role is None and not site_of(request).roles.can_log_in(Role.TRAINER):
        return problem(request, wording.THIS_MACHINE_ONLY, 403)
    return _form(request, request.query_params.get("next", ""))


@pages.post("/login")
def log_in(request: Request, form: FormData) -> Response:
    """Take a name and, where it needs one, a password."""
    site, address = site_of(request), request.client.host if request.client else ""
    name = " ".join(_field(form, "name").split())[:MAX_NAME]
    password, onward = _field(form, "password"), _field(form, "next")
    if not name:
        return _form(request, onward, wording.LOGIN_NAME_MISSING)
    role: Role | None = None
    if password or person_of(request).role is None:
        if not site.throttle.is_open(address):
            return _form(request, onward, wording.LOGIN_WAIT, status=429)
        role = site.roles.by_password(password)
        if role is None:
            site.throttle.failed(address)
            return _form(request, onward, wording.LOGIN_WRONG, status=403)
        site.throttle.succeeded(address)
    response = redirect(
        request, _own(onward, role or person_of(request).role), wording.LOGGED_IN.format(name=name)
    )
    response.set_cookie(
        COOKIE,
        site.roles.cookie(name, role),
        max_age=_COOKIE_SECONDS,
        httponly=True,
        samesite="strict",
        secure="https" in (request.url.scheme, request.headers.get("x-forwarded-proto")),
    )
    return response


@pages.post("/logout")
def log_out(request: Request, form: FormData) -> Response:
    """Forget who somebody is."""
    response = redirect(request, "/source", wording.LOGGED_OUT)
    response.delete_cookie(COOKIE)
    return response


def _form(request: Request, onward: str, wrong: str = "", status: int = 200) -> Response:
    site, mine = site_of(request), person_of(request).role
    opens_more = any(site.roles.can_log_in(role) for role in Role if mine is None or role > mine)
    return render_page(
        request,
        "login",
        title=wording.LOGIN if opens_more else wording.LOGIN_NAME,
        status=status if wrong else 200,
        next=onward,
        wrong=wrong,
        name=site.roles.name_given(request),
        opens_more=opens_more,
        needs_password=mine is None,
        max_name=MAX_NAME,
    )


def _field(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _own(path: str, role: Role | None) -> str:
    """Where somebody wanted to go, if that is a page of ours; else the page made for their role."""
    return path if _OWN_PATH.fullmatch(path) else "/upkeep" if role is Role.MAINTAINER else "/check"
