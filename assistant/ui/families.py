"""Every family of pages → what the server routes and what the guard lets through."""

from assistant.ui import login, reading
from assistant.ui.site import Page

PAGES: tuple[Page, ...] = (*login.pages.pages, *reading.pages.pages)
