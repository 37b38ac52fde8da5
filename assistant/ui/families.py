"""Every family of pages → what the server routes and what the guard lets through."""

from assistant.ui import asking, login, reading
from assistant.ui.check import exchange, figures, golden, queue, sheets
from assistant.ui.guides import pages as guides
from assistant.ui.site import Page, Pages
from assistant.ui.upkeep import building, documents, health, overview, words

_FAMILIES: tuple[Pages, ...] = (
    asking.pages,
    login.pages,
    reading.pages,
    guides.pages,
    queue.pages,
    exchange.pages,
    golden.pages,
    sheets.pages,
    figures.pages,
    overview.pages,
    documents.pages,
    building.pages,
    words.pages,
    health.pages,
)

PAGES: tuple[Page, ...] = tuple(page for family in _FAMILIES for page in family.pages)
