"""How long a person waits for the pages: `python -m tests.benchmarks.pages`.

Serves the pages over the shipped guideline on this machine, opens each in a headless Chromium with an empty
cache, and asks questions there. Prints medians; bytes are those that crossed the network, compressed as they
are. A page is there when it can be read: the chat, when questions can be asked.
"""

import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

import typer
from playwright.sync_api import Browser, Page, sync_playwright

from assistant.settings import Settings
from tests.browser.conftest import launch_chromium
from tests.browser.pages import served

ROUNDS = 7
# The page, and what is there when it can be read.
PAGES = {"/": ".readiness.ready", "/source": ".passage", "/mine": "main h1"}
QUESTIONS = (
    "委託とはどのような形態ですか",
    "事業協力と指定管理者の違いは何ですか",
    "協働の形態にはどのようなものがありますか",
    "補助金の上限はいくらですか",
    "インフルエンザの予防接種はどこで受けられますか",
    "後援とは何ですか",
    "市民活動団体と同好会の違いは何ですか",
)
# From the key that sends a question until its answer has been laid out and painted.
_CLOCK = """() => {
    window.waited = [];
    let began = 0;
    addEventListener("keydown", (event) => { if (event.key === "Enter") began = performance.now(); }, true);
    new MutationObserver(() => {
        const turn = document.querySelector("#turns .turn:last-child");
        if (!began || !turn || turn.matches(".waiting, [data-timed]")) return;
        turn.dataset.timed = "yes";
        const from = began;
        began = 0;
        requestAnimationFrame(() => setTimeout(() => window.waited.push(performance.now() - from)));
    }).observe(document.querySelector("#turns"), { childList: true });
}"""
_SIZES = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .reduce((sum, entry) => sum + entry.transferSize, 0)"""


def main() -> None:
    """Print a table of the pages, and one line on answers."""
    with (
        tempfile.TemporaryDirectory() as data,
        served(Settings(data_dir=Path(data))) as address,
        sync_playwright() as playwright,
    ):
        browser = launch_chromium(playwright)
        # The first round of all also opens the assistant, which the service does once.
        list(_opened(browser, address, "/"))
        typer.echo("| page | first time, ms | requests | KB |\n|---|---|---|---|")
        for path in PAGES:
            rounds = [measured for _ in range(ROUNDS) for measured in _opened(browser, address, path)]
            times, requests, sizes = zip(*rounds, strict=True)
            middle = [statistics.median(values) for values in (times, requests, sizes)]
            typer.echo(f"| `{path}` | {middle[0]:.0f} | {middle[1]:.0f} | {middle[2] / 1000:.0f} |")
        waited = _asked(browser, address)
        cuts = statistics.quantiles(waited, n=20)
        typer.echo(
            f"Enter to answer on screen: p50 {statistics.median(waited):.0f} ms, p95 {cuts[-1]:.0f} ms"
        )
        browser.close()


def _opened(browser: Browser, address: str, path: str) -> Iterator[tuple[float, int, int]]:
    """Milliseconds until a page can be read, requests and bytes, for a browser that was never here."""
    page = browser.new_page(locale="ja-JP")
    page.goto(address + path, wait_until="commit")
    page.locator(PAGES[path]).first.wait_for(state="attached")
    now = float(page.evaluate("performance.now()"))
    page.wait_for_load_state("networkidle")
    requests = int(page.evaluate("performance.getEntriesByType('resource').length + 1"))
    yield now, requests, int(page.evaluate(_SIZES))
    page.close()


def _asked(browser: Browser, address: str) -> list[float]:
    """Milliseconds from Enter to the answer for each question of each round."""
    page = browser.new_page(locale="ja-JP")
    page.goto(address)
    page.locator(PAGES["/"]).wait_for()
    page.evaluate(_CLOCK)
    for number in range(ROUNDS * len(QUESTIONS)):
        _ask(page, QUESTIONS[number % len(QUESTIONS)], number + 1)
    return [float(time) for time in page.evaluate("window.waited")]


def _ask(page: Page, question: str, number: int) -> None:
    page.fill("#ask-box textarea", question)
    page.press("#ask-box textarea", "Enter")
    page.wait_for_function("(number) => window.waited.length >= number", arg=number)


if __name__ == "__main__":
    main()
