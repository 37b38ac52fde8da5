"""A page served from this process, over an assistant that answers from the shipped guideline."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import gradio as gr
from playwright.sync_api import Locator, Page

from assistant.settings import Settings
from assistant.ui.desk import Desk
from assistant.ui.page import build_page
from assistant.ui.serving import launch
from assistant.ui.site import Site


@contextmanager
def served(settings: Settings, desk: Desk | None = None, port: int = 0) -> Iterator[str]:
    """Serve the page at a port, a free one unless named, and give its address without the last slash."""
    settings = replace(settings, port=port or free_port())
    site = Site.of(settings, desk)
    page: gr.Blocks = build_page(site)
    try:
        yield launch(page, site, block=False).rstrip("/")
    finally:
        page.close(verbose=False)
        site.close()


def open_page(page: Page, address: str) -> None:
    """Open an address and wait until questions can be asked."""
    page.goto(address)
    page.locator(".readiness.ready").wait_for(state="attached")
    page.locator("#send").wait_for()


def ask(page: Page, question: str) -> Locator:
    """Type a question, press Enter, and return its turn once it was answered or refused."""
    before = page.locator(".turn").count()
    page.fill("#ask-box textarea", question)
    page.press("#ask-box textarea", "Enter")
    turn = page.locator("#turns .turn:not(.waiting)").nth(before)
    turn.wait_for()
    return turn


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
