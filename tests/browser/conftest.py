"""A headless Chromium for the tests of the pages, whose every request must stay on this machine."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route, sync_playwright

from assistant.settings import Settings
from tests.browser.pages import open_page, served

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_MISSING = (
    "Chromium がないため、ブラウザーの試験ができません。"
    "`make browser` か `sudo apt-get install chromium fonts-noto-cjk` で入れてください。"
    " / No Chromium: run `make browser`, or install the packages chromium and fonts-noto-cjk."
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands in this folder, so that `-m "not browser"` leaves it out."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, else Playwright's own; without either the test is skipped, in CI it fails."""
    with sync_playwright() as playwright:
        executable = _system_chromium()
        if not executable and not Path(playwright.chromium.executable_path).exists():
            (pytest.fail if os.environ.get("CI") else pytest.skip)(_MISSING)
        browser = launch_chromium(playwright)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile of a Japanese user; a request that leaves this machine fails the test."""
    context = browser.new_context(locale="ja-JP", timezone_id="Asia/Tokyo")
    outside: list[str] = []

    def stay(route: Route) -> None:
        address = urlsplit(route.request.url)
        if address.scheme in ("http", "https") and address.hostname not in _LOOPBACK:
            outside.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    context.route("**/*", stay)
    yield context
    context.close()
    assert not outside, f"requests that leave this machine: {outside}"


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty page in a fresh profile."""
    return context.new_page()


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings as shipped, in a data folder of the tests' own."""
    return Settings(data_dir=Path(tmp_path_factory.mktemp("var")), contact="地域政策課")


@pytest.fixture(scope="session")
def address(settings: Settings, browser: Browser) -> Iterator[str]:
    """The page over the shipped guideline, at an address without its last slash.

    Playwright comes first: without its event loop Gradio makes some of its own, and never closes them.
    """
    with served(settings) as address:
        yield address


@pytest.fixture
def opened(page: Page, address: str) -> Iterator[Page]:
    """The page, ready for questions; an error in the browser's console fails the test."""
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    open_page(page, address)
    yield page
    assert not errors, f"the browser's console: {errors}"


def launch_chromium(playwright: Playwright) -> Browser:
    """Start the system's Chromium, or else Playwright's own; it asks nobody anything by itself."""
    arguments = ["--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    return playwright.chromium.launch(executable_path=_system_chromium(), args=arguments)


def _system_chromium() -> str | None:
    for name in _NAMES:
        path = shutil.which(name)
        # On some systems the command only says where to get the browser.
        if path and subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0:
            return path
    return None
