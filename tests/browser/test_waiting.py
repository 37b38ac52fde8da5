"""While something takes long: the assistant opens, or somebody's question is slow."""

from collections.abc import Sequence
from threading import Event
from unittest.mock import patch

from playwright.sync_api import Page, expect

from assistant.answer import Assistant, Trace
from assistant.settings import Settings
from assistant.ui.desk import Desk
from assistant.ui.ready import Ready
from tests.browser.pages import ask, open_page, served

PATIENCE_SECONDS = 60


def test_the_page_is_there_before_the_assistant_is(page: Page, settings: Settings, address: str) -> None:
    go_on = Event()

    def slowly(desk: Desk) -> Ready:
        desk.stage = "文書を読み込んでいます"
        assert go_on.wait(PATIENCE_SECONDS)
        return quickly(desk)

    quickly = Desk._first
    with patch.object(Desk, "_first", slowly), served(settings, Desk(settings)) as slow:
        page.goto(slow)
        expect(page.locator(".readiness.preparing")).to_contain_text("文書を読み込んでいます")
        page.fill("#ask-box textarea", "後援とは何ですか")
        page.press("#ask-box textarea", "Enter")
        expect(page.locator(".turn.waiting .message")).to_contain_text("準備しています")
        go_on.set()
        expect(page.locator(".turn")).to_have_count(1)
        page.locator(".turn.found blockquote").first.wait_for()
        expect(page.locator(".passage").first).to_be_visible()


def test_a_slow_answer_keeps_nobody_waiting(page: Page, address: str) -> None:
    go_on = Event()
    quick = Assistant.trace

    def answer(self: Assistant, question: str, history: Sequence[str] = ()) -> Trace:
        if "遅い" in question:
            assert go_on.wait(PATIENCE_SECONDS)
        return quick(self, question, history)

    open_page(page, address)
    other = page.context.new_page()
    open_page(other, address)
    with patch.object(Assistant, "trace", answer):
        page.fill("#ask-box textarea", "遅い後援とは何ですか")
        page.press("#ask-box textarea", "Enter")
        assert ask(other, "後援とは何ですか").locator("blockquote").count() > 0
        expect(page.locator(".turn:not(.waiting)")).to_have_count(0)
        go_on.set()
        page.locator(".turn blockquote").first.wait_for()
