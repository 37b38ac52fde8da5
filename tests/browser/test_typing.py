"""Keys, Japanese conversion, and the keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import ask


def test_enter_during_conversion_does_not_send(opened: Page) -> None:
    box = opened.locator("#ask-box textarea")
    box.click()
    chrome = opened.context.new_cdp_session(opened)
    chrome.send("Input.imeSetComposition", {"text": "こうえん", "selectionStart": 4, "selectionEnd": 4})
    # What browsers report of an Enter that commits a conversion: 229 on Windows and Linux, Enter elsewhere.
    chrome.send(
        "Input.dispatchKeyEvent",
        {"type": "rawKeyDown", "key": "Process", "code": "Enter", "windowsVirtualKeyCode": 229},
    )
    opened.keyboard.press("Enter")
    opened.wait_for_timeout(300)
    expect(opened.locator(".turn")).to_have_count(0)
    chrome.send("Input.insertText", {"text": "後援"})
    expect(opened.locator(".turn")).to_have_count(0)
    opened.keyboard.type("とは")
    opened.keyboard.press("Enter")
    expect(opened.locator(".turn:not(.waiting) .asked")).to_contain_text("とは")


def test_shift_and_enter_break_the_line(opened: Page) -> None:
    opened.click("#ask-box textarea")
    opened.keyboard.type("後援とは")
    opened.keyboard.press("Shift+Enter")
    opened.keyboard.type("何ですか")
    expect(opened.locator("#ask-box textarea")).to_have_value("後援とは\n何ですか")
    expect(opened.locator(".turn")).to_have_count(0)


def test_everything_can_be_reached_and_done_by_keyboard(opened: Page) -> None:
    opened.set_viewport_size({"width": 1280, "height": 900})
    opened.keyboard.type("委託とはどのような形態ですか")
    opened.keyboard.press("Enter")
    turn = opened.locator(".turn:not(.waiting)")
    turn.wait_for()
    chip = turn.locator(".chip").first
    for _ in range(60):
        opened.keyboard.press("Shift+Tab")
        if chip.evaluate("element => element === document.activeElement"):
            break
    expect(chip).to_be_focused()
    opened.keyboard.press("Enter")
    expect(opened.locator(".passage.target")).to_be_focused()


@pytest.mark.parametrize("control", ["#ask-box textarea", "#send", "#new", ".chip", ".tool", ".verified"])
def test_the_focus_is_seen_on_every_control(opened: Page, control: str) -> None:
    ask(opened, "委託とはどのような形態ですか")
    opened.keyboard.press("Tab")
    opened.locator(control).first.focus()
    style = opened.locator(control).first.evaluate(
        "element => { const s = getComputedStyle(element); return [s.outlineStyle, s.outlineWidth]; }"
    )
    assert style == ["solid", "4px"]


@pytest.mark.parametrize("width", [1280, 375])
def test_controls_are_large_enough_to_touch(opened: Page, width: int) -> None:
    opened.set_viewport_size({"width": width, "height": 812})
    ask(opened, "後援とは何ですか")
    small = opened.evaluate(
        """() => [...document.querySelectorAll("a, button, summary, textarea")]
            .filter((e) => e.checkVisibility() && !e.matches(".skip"))
            .map((e) => [e.outerHTML.slice(0, 80), e.getBoundingClientRect().height])
            .filter(([, height]) => height < 44)"""
    )
    assert small == []


def suggested(page: Page, typed: str) -> list[str]:
    page.click("#ask-box textarea")
    page.keyboard.type(typed)
    page.locator("#suggestions li").first.wait_for()
    return page.locator("#suggestions li").all_inner_texts()


def test_questions_are_suggested_and_taken_by_keyboard(opened: Page) -> None:
    questions = suggested(opened, "後援と")
    box = opened.locator("#ask-box textarea")
    expect(box).to_have_attribute("aria-expanded", "true")
    opened.keyboard.press("ArrowDown")
    expect(opened.locator("#suggestions li").first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "suggestion-0")
    opened.keyboard.press("Enter")
    expect(opened.locator(".turn:not(.waiting) .asked")).to_contain_text(questions[0])
    expect(opened.locator("#suggestions")).to_be_hidden()
    expect(opened.locator(".turn")).to_have_count(1)


def test_without_a_choice_enter_sends_what_was_typed(opened: Page) -> None:
    suggested(opened, "後援と")
    opened.keyboard.press("ArrowDown")
    opened.keyboard.press("ArrowUp")
    opened.keyboard.press("Enter")
    expect(opened.locator(".turn:not(.waiting) .asked bdi")).to_have_text("後援と")


def test_escape_closes_the_suggestions_and_keeps_the_text(opened: Page) -> None:
    suggested(opened, "後援と")
    opened.keyboard.press("Escape")
    expect(opened.locator("#suggestions")).to_be_hidden()
    expect(opened.locator("#ask-box textarea")).to_have_value("後援と")
    expect(opened.locator("#ask-box textarea")).to_have_attribute("aria-expanded", "false")


def test_a_suggestion_is_taken_by_a_click(opened: Page) -> None:
    questions = suggested(opened, "後援と")
    opened.locator("#suggestions li").last.click()
    expect(opened.locator(".turn:not(.waiting) .asked")).to_contain_text(questions[-1])


def test_nothing_is_suggested_or_chosen_during_a_conversion(opened: Page) -> None:
    opened.click("#ask-box textarea")
    chrome = opened.context.new_cdp_session(opened)
    chrome.send("Input.imeSetComposition", {"text": "後援", "selectionStart": 2, "selectionEnd": 2})
    opened.wait_for_timeout(400)
    expect(opened.locator("#suggestions")).to_be_hidden()
    chrome.send("Input.insertText", {"text": "後援"})
    opened.locator("#suggestions li").first.wait_for()
