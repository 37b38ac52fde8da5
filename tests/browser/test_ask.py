"""Asking, and what comes back."""

import re
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect
from pypdfium2 import PdfDocument

from assistant.settings import Settings
from assistant.store.store import Store
from assistant.store.types import Rating
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
    whole = opened.evaluate("navigator.clipboard.readText()")
    assert whole.startswith("質問: 委託とは")
    # Notes of the guideline are quotes, not remarks on the answer: they come once, in quotation marks.
    assert "\n※" not in whole


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_printed_conversation_is_whole_and_dark_on_light(opened: Page, scheme: str) -> None:
    for question in (
        "委託とはどのような形態ですか",
        "協働の形態にはどのようなものがありますか",
        "後援とは何ですか",
    ):
        turn = ask(opened, question)
    opened.emulate_media(color_scheme="dark" if scheme == "dark" else "light", media="print")
    with closing(PdfDocument(opened.pdf())) as printed:
        text = "".join(page.get_textpage().get_text_bounded() for page in printed)
    last = turn.locator(".quote .line").last.inner_text()
    assert "".join(last.split())[-12:] in "".join(text.split())
    assert opened.evaluate("getComputedStyle(document.querySelector('.quote')).color") == "rgb(51, 51, 51)"


def test_the_printed_guideline_is_whole(page: Page, address: str) -> None:
    page.goto(f"{address}/source")
    last = page.locator(".passage").last.inner_text()
    with closing(PdfDocument(page.pdf())) as printed:
        text = "".join(sheet.get_textpage().get_text_bounded() for sheet in printed)
    assert "".join(last.split())[-12:] in "".join(text.split())


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


def test_around_a_quote_the_section_unfolds(opened: Page) -> None:
    opened.set_viewport_size({"width": 1280, "height": 900})
    turn = ask(opened, "委託とはどのような形態ですか")
    button = turn.locator("[data-context]").first
    expect(button).to_have_text(wording.CONTEXT)
    button.focus()
    opened.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(button).to_have_text(wording.CONTEXT_WHOLE)
    expect(turn.locator(".context .passage")).to_have_count(1)
    opened.keyboard.press("Enter")
    expect(turn.locator(".context")).to_contain_text("仕様書に取り入れて")
    assert turn.locator(".context .passage").count() > 1
    opened.keyboard.press("Enter")
    expect(turn.locator(".context")).to_have_count(0)
    expect(button).to_have_text(wording.CONTEXT)


@SIZES
def test_both_sides_of_a_comparison_are_seen_at_once(opened: Page, size: dict[str, int]) -> None:
    opened.set_viewport_size({"width": size["width"], "height": size["height"]})
    turn = ask(opened, "事業協力と指定管理者の違いは何ですか")
    cards = turn.locator(".sides .card")
    expect(cards).to_have_count(2)
    first, second = cards.evaluate_all("cards => cards.map((card) => card.offsetTop)")
    assert (first == second) is (size is DESKTOP)


def test_a_rich_copy_carries_the_reference_as_a_link(opened: Page, address: str) -> None:
    opened.context.grant_permissions(["clipboard-read", "clipboard-write"])
    turn = ask(opened, "委託とはどのような形態ですか")
    turn.locator(".card [data-copies=card]").first.click()
    expect(turn.locator(".tool.done").first).to_be_visible()
    rich = opened.evaluate(
        "navigator.clipboard.read().then(([item]) => item.getType('text/html')).then((blob) => blob.text())"
    )
    assert "<blockquote>本来行政が責任を持って" in rich
    assert f'href="{address}/source#p' in rich


def test_links_to_the_question_and_the_passage_lead_a_colleague_there(opened: Page) -> None:
    opened.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened.set_viewport_size({"width": 1280, "height": 900})
    turn = ask(opened, "委託とはどのような形態ですか")
    turn.locator("[data-question-link]").click()
    expect(turn.locator(".tool.done")).to_contain_text(wording.LINK_COPIED)
    question = opened.evaluate("navigator.clipboard.readText()")
    turn.locator("[data-link]").first.click()
    expect(turn.locator(".tool.done")).to_have_count(2)
    passage = opened.evaluate("navigator.clipboard.readText()")
    other = opened.context.new_page()
    open_page(other, question)
    expect(other.locator(".turn.found .asked")).to_contain_text("委託とはどのような形態ですか")
    other.reload()
    expect(other.locator(".turn")).to_have_count(1)
    other.goto(passage)
    expect(other.locator(".passage.target")).to_be_focused()


def test_a_follow_up_is_offered_and_answered(opened: Page) -> None:
    turn = ask(opened, "委託とは何ですか")
    offered = turn.locator(".asks [data-ask]").first
    question = offered.inner_text()
    offered.click()
    second = opened.locator("#turns .turn:not(.waiting)").nth(1)
    expect(second.locator(".asked")).to_contain_text(question)
    expect(second).to_have_class(re.compile("found"))


def test_an_answer_can_be_rated_by_keyboard_and_the_opinion_changed(
    opened: Page, settings: Settings, address: str
) -> None:
    turn = ask(opened, "後援とは何ですか")
    exchange = str(turn.locator(".rating").get_attribute("data-exchange"))
    turn.locator("[data-helpful=no]").focus()
    opened.keyboard.press("Enter")
    expect(turn.locator(".rating-said")).to_have_text(wording.RATING_THANKS)
    expect(turn.locator("[data-helpful=no]")).to_have_attribute("aria-pressed", "true")
    opened.keyboard.press("Tab")
    opened.keyboard.press("Space")
    turn.locator(".reasons textarea").focus()
    opened.keyboard.type("<b>様式</b>も知りたい")
    opened.keyboard.press("Tab")
    opened.keyboard.press("Enter")
    expect(turn.locator(".rating-said")).to_have_text(wording.RATING_ADDED)
    rating = rating_of(settings, exchange)
    assert rating
    assert (rating.helpful, rating.reasons) == (False, wording.RATING_REASONS[:1])
    assert rating.comment == "<b>様式</b>も知りたい"
    turn.locator("[data-helpful=yes]").click()
    expect(turn.locator("[data-helpful=no]")).to_have_attribute("aria-pressed", "false")
    rating = rating_of(settings, exchange)
    assert rating
    assert rating.helpful
    turn.locator("[data-helpful=yes]").click()
    expect(turn.locator(".rating-said")).to_have_text(wording.RATING_WITHDRAWN)
    assert rating_of(settings, exchange) is None


def rating_of(settings: Settings, exchange: str) -> Rating | None:
    store = Store.open(settings)
    found = store.exchange(exchange)
    store.close()
    assert found
    return found.ratings[0] if found.ratings else None


def test_ones_own_questions_can_be_seen_and_given_up(opened: Page, address: str) -> None:
    opened.set_viewport_size({"width": 1280, "height": 900})
    ask(opened, "補助金の<b>上限</b>はいくらですか")
    opened.locator("#mine a").click()
    expect(opened.locator("table.records tbody tr")).to_have_count(1)
    expect(opened.locator("table.records")).to_contain_text("補助金の<b>上限</b>はいくらですか")
    stranger = opened.context.browser
    assert stranger
    other = stranger.new_page()
    open_page(other, address)
    other.goto(f"{address}/mine")
    expect(other.locator("main")).to_contain_text(wording.MINE_NONE)
    other.close()
    opened.locator("main button").click()
    expect(opened.locator("main")).to_contain_text(wording.MINE_FORGOTTEN)
    expect(opened.locator("main")).to_contain_text(wording.MINE_NONE)


def test_a_conversation_outlives_the_server(opened: Page) -> None:
    ask(opened, "事業協力とは何ですか")
    opened.reload()
    expect(opened.locator(".turn.found")).to_have_count(1)
    opened.locator(".readiness.ready").wait_for(state="attached")
    turn = ask(opened, "負担金は？")
    expect(turn.locator(".note").first).to_contain_text("事業協力")
