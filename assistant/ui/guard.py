"""Requests and answers → only what the page needs, framed so that a browser stays on this host."""

import re
import secrets
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.ui import wording
from assistant.ui.assets import version
from assistant.ui.roles import Person
from assistant.ui.site import frame_of
from assistant.ui.templates import render
from assistant.ui.visitors import new_cookie, visitor_of

# A question of 100,000 characters has to arrive to be refused kindly; files are never taken.
_MAX_BODY = 4_000_000
# What the chat uses of Gradio. Everything else (uploads, proxying, files, docs, deep links) is closed.
_OPEN = re.compile(
    r"/|/config/?|/theme\.css|/favicon\.ico|/manifest\.json|/robots\.txt|/(?:assets|static|guide|svelte)/.*"
    r"|/gradio_api/(?:startup-events|app_id/?|heartbeat/[^/]+|queue/(?:join|data)|cancel|theme\.css)"
)
_CHAT = frozenset({"", "/"})
# Gradio compiles the templates of its HTML component, hence unsafe-eval; no script but those of the page has
# the nonce, so nothing that got into the page's text could run.
_POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
# The pages around the chat need neither.
_STRICT_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'self'"
)
_STYLES = ("tokens.css", "site.css", "words.css", "page.css")
_SCRIPTS = ("words.js", "common.js", "source.js", "page.js", "turns.js", "suggest.js")
_SCRIPT = re.compile(rb"<script\b")
# Gradio's own advertisement, which names hosts that the page must not need.
_FOREIGN_META = re.compile(rb'<meta\s+(?:property|name)="(?:og|twitter):[^>]*>')


class Guard:
    """Lets through what the pages need, from the pages themselves, in a size that each of them takes."""

    def __init__(self, app: ASGIApp, pages: Sequence[tuple[Route, int]]) -> None:
        """Take each page's route with the bytes that may be posted to it."""
        self._app = app
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 403, 404 or 413, or pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        limit = self._limit(scope)
        if limit is None:
            await _not_there(scope, headers)(scope, receive, send)
        elif not _is_own(headers):
            await PlainTextResponse(wording.REFUSED, 403)(scope, receive, send)
        elif int(headers.get("content-length", "0")) > limit or "transfer-encoding" in headers:
            await PlainTextResponse(wording.TOO_MUCH, 413)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _limit(self, scope: Scope) -> int | None:
        """The bytes that a request may bring, or None for one that leads nowhere."""
        if _OPEN.fullmatch(_path(scope)):
            return _MAX_BODY
        return next((size for route, size in self._pages if route.matches(scope)[0] is Match.FULL), None)


class Frame:
    """Gives every answer the headers that keep a browser on this host; makes the chat Japanese at once."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and see to what comes back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_chat = _path(scope) in _CHAT
        nonce = secrets.token_urlsafe(16)
        start: Message = {}
        body = b""

        async def frame(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["content-security-policy"] = (
                    _POLICY.format(nonce=nonce) if is_chat else _STRICT_POLICY
                )
                # With no referrer at all, forms of our own would come from an origin called null.
                headers["referrer-policy"] = "same-origin"
                headers["x-content-type-options"] = "nosniff"
                is_html = headers.get("content-type", "").startswith("text/html")
                if is_chat and is_html and not visitor_of(HTTPConnection(scope)):
                    headers.append("set-cookie", new_cookie())
                start = message if is_chat and is_html else {}
                if not start:
                    await send(message)
            elif not start:
                await send(message)
            else:
                body += message.get("body", b"")
                if not message.get("more_body"):
                    await _send_page(start, _framed(body, nonce), send)

        await self._app(scope, receive, frame)


async def _send_page(start: Message, body: bytes, send: Send) -> None:
    headers = MutableHeaders(scope=start)
    headers["content-length"] = str(len(body))
    headers["cache-control"] = "no-store"
    await send(start)
    await send({"type": "http.response.body", "body": body})


def _framed(html: bytes, nonce: str) -> bytes:
    """Put in the language, the style sheet and the script, before anything of Gradio's runs."""
    mark = version()
    head = (
        # Gradio speaks the browser's language; its page is Japanese for everybody.
        '<script>for (const [name, value] of [["language", "ja"], ["languages", ["ja"]]])'
        "Object.defineProperty(navigator, name, { get: () => value });</script>"
        '<link rel="icon" href="guide/icon.svg" type="image/svg+xml">'
        + "".join(f'<link rel="stylesheet" href="guide/{name}?{mark}">' for name in _STYLES)
        + "".join(f'<script src="guide/{name}?{mark}" defer></script>' for name in _SCRIPTS)
    )
    html = _FOREIGN_META.sub(b"", html)
    html = html.replace(b'lang="en"', b'lang="ja"', 1)
    html = html.replace(b'<meta charset="utf-8" />', b'<meta charset="utf-8" />' + head.encode(), 1)
    return _SCRIPT.sub(f'<script nonce="{nonce}"'.encode(), html)


def _not_there(scope: Scope, headers: Headers) -> Response:
    """What is said of an address that leads nowhere; a person gets a page with the ways from there."""
    if scope["method"] != "GET" or "text/html" not in headers.get("accept", ""):
        return PlainTextResponse(wording.REFUSED, 404)
    frame = frame_of(Person(), scope.get("root_path", ""), _path(scope))
    values = {"title": wording.PROBLEM, "message": "", "problem": wording.NO_SUCH_PAGE}
    return HTMLResponse(render("problem", **frame, **values), 404)


def _path(scope: Scope) -> str:
    return str(scope["path"]).removeprefix(scope.get("root_path", ""))


def _is_own(headers: Headers) -> bool:
    """Whether a request that names its origin comes from a page of this very host."""
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")
