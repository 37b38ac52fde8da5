"""Asking, and what comes back."""

import re

import pytest
from playwright.sync_api import Page, expect

from assistant.ui import wording
from tests.browser.pages import ask, open_page

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 812}
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "375"])


def in_view(page: Page, selector: str) -> bool:
    """Whether the middle of an element is seen: neither scrolled away nor covered."""
    return bool(
        page.locator(selector).evaluate(
            """element => {
                const box = element.getBoundingClientRect();
                const middle = Math.min(box.top + box.height / 2, box.top + 40);
                return element.contains(document.elementFromPoint(box.left + box.width / 2, middle));
            }"""
        )
    )


@SIZES
def test_a_question_becomes_quotes_with_their_places(opened: Page, size: dict[str, int]) -> None:
    opened.set_viewport_size({"width": size["width"], "height": size["height"]})
    turn = ask(opened, "委託とはどのような形態ですか")
    expect(turn.locator(".head")).to_contain_text(wording.HEADS[next(iter(wording.HEADS))])
    expect(turn.locator(".card .chip").first).to_have_text("Ⅰ-6-(5) 委託")
    expect(turn.locator(".card").first).to_contain_text("平成23年度版")
    expect(turn.locator(".card").first).to_contain_text(wording.VERIFIED)
    expect(turn.locator("blockquote").first).to_contain_text("業務を委託する形態です。")
    expect(opened.locator("#ask-box textarea")).to_have_value("")
    expect(opened.locator("#ask-box textarea")).to_be_focused()
    assert in_view(opened, ".turn .head")
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")


@SIZES
def test_a_reference_brings_its_passage_into_view(opened: Page, size: dict[str, int]) -> None:
    opened.set_viewport_size({"width": size["width"], "height": size["height"]})
    turn = ask(opened, "委託とはどのような形態ですか")
    for link in turn.locator("a.tool").all()[:2]:
        quote = link.locator("xpath=ancestor::p/preceding-sibling::blockquote[1]").inner_text()
        link.click()
        target = opened.locator(".target")
        expect(target).to_have_count(1)
        expect(target).to_be_focused()
        assert target.inner_text() == quote
        assert in_view(opened, ".target")
        if size is PHONE:
            opened.click("[data-back]")


def test_on_a_phone_the_way_back_leads_to_the_very_place(opened: Page) -> None:
    opened.set_viewport_size({"width": 375, "height": 812})
    ask(opened, "協働の効果は何ですか")
    turn = ask(opened, "委託とはどのような形態ですか")
    link = turn.locator("a.tool").last
    for leave in (
        lambda: opened.click("[data-back]"),
        opened.go_back,
        lambda: opened.keyboard.press("Escape"),
    ):
        link.scroll_into_view_if_needed()
        before = opened.locator("#conversation").evaluate("element => element.scrollTop")
        link.click()
        expect(opened.locator("#source")).to_be_visible()
        leave()
        expect(opened.locator("#source")).to_be_hidden()
        expect(link).to_be_focused()
        assert opened.locator("#conversation").evaluate("element => element.scrollTop") == before


def test_on_a_phone_the_guideline_can_be_read_without_a_question(opened: Page) -> None:
    opened.set_viewport_size({"width": 375, "height": 812})
    opened.click(".read-source")
    opened.locator(".outline summary").click()
    opened.locator(".outline a", has_text="委託").click()
    expect(opened.locator(".heading.target")).to_have_text("Ⅰ-6-(5) 委託")
    opened.click("[data-back]")
    expect(opened.locator(".read-source")).to_be_focused()


def test_the_outline_leads_to_a_section_and_shows_where_one_is(opened: Page) -> None:
    opened.set_viewport_size({"width": 1280, "height": 900})
    opened.locator(".outline a", has_text="Ⅰ-5").click()
    expect(opened.locator(".heading.target")).to_be_focused()
    expect(opened.locator(".outline a[aria-current]")).to_have_text("Ⅰ-5 協働の対象とする事業")


def test_what_is_missing_is_said_and_looks_different(opened: Page) -> None:
    turn = ask(opened, "インフルエンザの予防接種はどこで受けられますか")
    expect(turn).to_have_class(re.compile("not_found"))
    expect(turn).to_contain_text("『インフルエンザ』")
    expect(turn).to_contain_text("地域政策課")
    expect(turn.locator("blockquote")).to_have_count(0)
    turn.locator(".chips a").first.click()
    expect(opened.locator(".target")).to_be_focused()


def test_an_example_is_asked_by_a_click(opened: Page) -> None:
    example = opened.locator("[data-ask]").first
    question = example.inner_text()
    example.click()
    expect(opened.locator(".turn:not(.waiting) .asked")).to_contain_text(question)
    expect(opened.locator("#welcome")).to_be_hidden()


def test_a_follow_up_leans_on_the_question_before_it(opened: Page) -> None:
    ask(opened, "事業協力とは何ですか")
    turn = ask(opened, "負担金は？")
    expect(turn.locator(".note").first).to_contain_text("事業協力")


def test_a_new_conversation_forgets_the_old_one(opened: Page) -> None:
    ask(opened, "事業協力とは何ですか")
    opened.click("#new")
    expect(opened.locator(".turn")).to_have_count(0)
    expect(opened.locator("#welcome")).to_be_visible()
    expect(opened.locator("#ask-box textarea")).to_be_focused()
    turn = ask(opened, "負担金は？")
    expect(turn.locator(".note", has_text="事業協力")).to_have_count(0)


def test_older_answers_stay_as_they_were(opened: Page) -> None:
    first = ask(opened, "後援とは何ですか")
    first.evaluate("element => { element.kept = true; }")
    ask(opened, "補助とは何ですか")
    expect(opened.locator(".turn")).to_have_count(2)
    assert first.evaluate("element => element.kept")


def test_quotes_are_copied_with_their_references(opened: Page) -> None:
    opened.context.grant_permissions(["clipboard-read", "clipboard-write"])
    turn = ask(opened, "委託とはどのような形態ですか")
    turn.locator(".card [data-copies=card]").first.click()
    expect(turn.locator(".card .tool.done").first).to_contain_text(wording.COPIED)
    copied = opened.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("「本来行政が責任を持って")
    assert "（協働を進めるためのガイドライン 平成23年度版 Ⅰ-6-(5) 委託）" in copied
    turn.locator("[data-copies=answer]").click()
    expect(turn.locator(".answer-tools .done")).to_be_visible()
    assert opened.evaluate("navigator.clipboard.readText()").startswith("質問: 委託とは")


def test_a_link_asks_and_a_link_shows_a_passage(page: Page, address: str) -> None:
    open_page(page, f"{address}/?q=%E5%BE%8C%E6%8F%B4%E3%81%A8%E3%81%AF")
    expect(page.locator(".turn .asked")).to_contain_text("後援とは")
    link = page.locator(".turn .chip").first.get_attribute("href")
    page.goto("about:blank")
    open_page(page, f"{address}/{link}")
    expect(page.locator(".passage.target")).to_be_focused()
    assert in_view(page, ".passage.target")


def test_the_page_is_japanese_whatever_the_browser_speaks(page: Page, address: str) -> None:
    html = page.request.get(address).text()
    assert re.search(r'<html\s+lang="ja"', html)
    english = page.context.browser
    assert english
    other = english.new_page(locale="en-US")
    open_page(other, address)
    assert other.evaluate("document.documentElement.lang") == "ja"
    latin = set(re.findall(r"[A-Za-z]{2,}", other.locator("#chat").inner_text()))
    assert latin <= {"AI", "Enter", "Shift"}
    other.close()


def test_printing_shows_every_quote(opened: Page) -> None:
    turn = ask(opened, "協働のやり方を決めるとき、どのような点を踏まえて選べばよいですか。")
    assert turn.locator("details").count() > 0
    opened.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    opened.emulate_media(media="print")
    assert all(details.get_attribute("open") is not None for details in turn.locator("details").all())
    expect(opened.locator("#composer")).to_be_hidden()
    height = opened.locator("#conversation").evaluate(
        "element => element.scrollHeight - element.clientHeight"
    )
    assert height <= 1


def test_the_text_as_received_stands_under_each_passage(opened: Page) -> None:
    opened.set_viewport_size({"width": 1280, "height": 900})
    turn = ask(opened, "協働の形態にはどのようなものがありますか")
    turn.locator(".chip").first.click()
    button = opened.locator("[data-received]")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(opened.locator(".target + .received")).to_be_visible()
    assert in_view(opened, ".target")
    button.click()
    expect(opened.locator(".received").first).to_be_hidden()


def test_the_newest_answers_quotes_are_marked_in_the_source(opened: Page) -> None:
    opened.set_viewport_size({"width": 1280, "height": 900})
    for question in ("後援とは何ですか", "委託とはどのような形態ですか"):
        turn = ask(opened, question)
        quotes = {link.get_attribute("href") for link in turn.locator("a.tool").all()}
        assert {f"#{one.get_attribute('id')}" for one in opened.locator(".quoted").all()} == quotes
    opened.click("#new")
    expect(opened.locator(".quoted")).to_have_count(0)
