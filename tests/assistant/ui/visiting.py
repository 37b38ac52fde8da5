"""A browser's requests to the pages around the chat, from this very machine, through what guards them."""

from collections.abc import Iterator
from contextlib import contextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from assistant.ui.families import PAGES
from assistant.ui.guard import Frame, Guard
from assistant.ui.site import Site


@contextmanager
def visiting(site: Site, first: str) -> Iterator[TestClient]:
    """Log in as 見本 on the way to a first page."""
    routes = [(page.route(site), page.max_body) for page in PAGES]
    app = Starlette(
        routes=[route for route, _ in routes],
        middleware=[Middleware(Guard, pages=routes), Middleware(Frame)],
    )
    with TestClient(app, "http://localhost", client=("127.0.0.1", 1)) as client:
        client.post("/login", data={"name": "見本", "next": first})
        yield client
