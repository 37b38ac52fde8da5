"""Every family of pages → what the server routes and what the guard lets through."""

from assistant.ui import asking, login, reading
from assistant.ui.site import Page

PAGES: tuple[Page, ...] = (*asking.pages.pages, *login.pages.pages, *reading.pages.pages)
