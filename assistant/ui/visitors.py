"""A request → the pseudonym of the browser it came from, kept until the browser is closed."""

import re
import secrets

from starlette.requests import HTTPConnection
from starlette.responses import Response

COOKIE = "guide-visitor"
_PSEUDONYM = re.compile(r"[A-Za-z0-9_-]{22}")


def visitor_of(request: HTTPConnection | None) -> str:
    """Return the pseudonym, or "" if the request brings none that we could have given."""
    given = request.cookies.get(COOKIE, "") if request else ""
    return given if _PSEUDONYM.fullmatch(given) else ""


def new_cookie() -> str:
    """Return the header that gives a browser a pseudonym; PCs are shared, so it ends with the session."""
    response = Response()
    # Lax: a link in a mail leads to the chat, and must not make somebody else of who follows it.
    response.set_cookie(COOKIE, secrets.token_urlsafe(16), httponly=True, samesite="lax")
    return response.headers["set-cookie"]
