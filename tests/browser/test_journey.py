"""An employee's whole job, by keyboard alone: ask, check, read on, pass on, say what it was worth."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from assistant.settings import Settings
from assistant.types import Status
from assistant.ui import wording
from tests.browser.pages import ask, free_port, open_page, served

_STEPS = 200


def tab_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """Press a key until the target has the focus, as somebody without a mouse does."""
    for _ in range(_STEPS):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
    pytest.fail(f"{target} cannot be reached by keyboard")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_an_employee_does_the_whole_job_by_keyboard(opened: Page, width: int, scheme: str) -> None:
    opened.set_viewport_size({"width": width, "height": 812})
    opened.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    opened.context.grant_permissions(["clipboard-read", "clipboard-write"])
    turns = opened.locator("#turns .turn:not(.waiting)")
    # Type, and take what is suggested.
    tab_to(opened, opened.locator("#ask-box textarea"))
    opened.keyboard.type("後援と")
    opened.locator("#suggestions li", has_text="後援とは何ですか").wait_for()
    opened.keyboard.press("ArrowDown")
    opened.keyboard.press("Enter")
    turn = turns.first
    expect(turn).to_contain_text(wording.WORDS[Status.FOUND])
    # Read on around the quote, then where it stands, and come back.
    tab_to(opened, turn.locator("[data-context]").first, "Shift+Tab")
    opened.keyboard.press("Enter")
    expect(turn.locator(".context").first).to_be_visible()
    chip = turn.locator(".card a.chip").first
    tab_to(opened, chip, "Shift+Tab")
    opened.keyboard.press("Enter")
    expect(opened.locator(".passage.target")).to_be_focused()
    if width == 375:
        opened.keyboard.press("Escape")
        expect(chip).to_be_focused()
    # Pass it on, and say what it was worth.
    tab_to(opened, turn.locator("[data-copies=card]").first, "Tab" if width == 375 else "Shift+Tab")
    opened.keyboard.press("Enter")
    expect(turn.locator(".tool.done")).to_be_visible()
    assert "Ⅰ-6-(7) 後援" in opened.evaluate("navigator.clipboard.readText()")
    tab_to(opened, turn.locator("[data-helpful=yes]"))
    opened.keyboard.press("Enter")
    expect(turn.locator(".rating-said")).to_have_text(wording.RATING_THANKS)
    # Go on with a question that is offered, and with one's own.
    tab_to(opened, turn.locator("[data-ask]").first)
    opened.keyboard.press("Enter")
    expect(turns).to_have_count(2)
    tab_to(opened, opened.locator("#ask-box textarea"))
    opened.keyboard.type("花火大会の開催日はいつですか")
    opened.keyboard.press("Enter")
    expect(turns).to_have_count(3)
    expect(turns.last).to_contain_text("『花火』")
    # Begin anew.
    tab_to(opened, opened.locator("#new"))
    opened.keyboard.press("Enter")
    expect(turns).to_have_count(0)
    expect(opened.locator("#ask-box textarea")).to_be_focused()


def typed(page: Page) -> None:
    page.fill("#ask-box textarea", "書きかけの質問")


def sent(page: Page) -> None:
    typed(page)
    page.press("#ask-box textarea", "Enter")


@pytest.mark.parametrize("leave", [typed, sent], ids=["書きかけ", "送った"])
def test_a_restart_of_the_server_loses_neither_conversation_nor_text(
    page: Page, settings: Settings, leave: Callable[[Page], None]
) -> None:
    port = free_port()
    with served(settings, port=port) as address:
        open_page(page, address)
        ask(page, "事業協力とは何ですか")
    leave(page)
    page.wait_for_timeout(500)
    with served(settings, port=port) as address:
        page.goto(address)
        page.locator(".readiness.ready").wait_for(state="attached")
        expect(page.locator(".turn.found .asked")).to_contain_text("事業協力とは何ですか")
        expect(page.locator("#ask-box textarea")).to_have_value("書きかけの質問")
        turn = ask(page, "負担金は？")
        expect(turn.locator(".note").first).to_contain_text("事業協力")
