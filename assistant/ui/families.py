"""Every family of pages → what the server routes and what the guard lets through."""

from assistant.ui import asking, login, reading
from assistant.ui.check import exchange, figures, golden, queue, sheets
from assistant.ui.site import Page, Pages

_FAMILIES: tuple[Pages, ...] = (
    asking.pages,
    login.pages,
    reading.pages,
    queue.pages,
    exchange.pages,
    golden.pages,
    sheets.pages,
    figures.pages,
)

PAGES: tuple[Page, ...] = tuple(page for family in _FAMILIES for page in family.pages)
