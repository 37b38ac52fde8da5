"""Whatever is typed is shown as typed, and what was typed survives every refusal."""

from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from playwright.sync_api import Page, expect

from assistant.answer import Assistant
from assistant.settings import Settings
from assistant.ui import wording
from tests.browser.pages import ask, open_page, served

HOSTILE = {
    "script": "<script>window.broken = 1</script>",
    "onerror": '<img src=x onerror="window.broken = 1">',
    "属性を抜け出す": '"><svg onload="window.broken = 1">',
    "リンク": "[押して](javascript:window.broken=1) <a href='javascript:window.broken=1'>x</a>",
    "テンプレート": "${window.broken = 1} {{#each value}}x{{/each}} {{{value}}} <%= 1 %>",
    "Markdown": "# 見出し **太字** `code` $x^2$ ![x](http://example.com/x.png)",
    "覆い": "<div style='position:fixed;inset:0;background:red'>上</div>",
    "フォーム": "<form action=http://example.com><input name=q><button>送信</button></form>",
    "英語": "What is the definition of collaboration?",
}
TOO_LONG = "質問が長すぎます（2,000字まで）。要点を短くして、もう一度お試しください。"


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_was_typed_is_shown_as_typed(opened: Page, typed: str) -> None:
    turn = ask(opened, typed)
    assert turn.locator(".asked bdi").inner_text() == typed
    assert turn.locator("img, svg, script, iframe").count() == 0
    # Only what one thinks of an answer has fields.
    assert turn.locator(":is(form, input):not(.rating *)").count() == 0
    opened.wait_for_timeout(100)
    assert opened.evaluate("window.broken") is None


def test_characters_that_cannot_be_seen_are_named(opened: Page) -> None:
    turn = ask(opened, "\u202e後援\u200bとは\x07")
    expect(turn.locator(".asked")).to_contain_text("⟨U+202E⟩後援⟨U+200B⟩とは⟨U+0007⟩")


@pytest.mark.parametrize(
    ("typed", "message"),
    [(" \u3000 ", "質問が空です。"), ("\u200b", "質問が空です。"), ("協働" * 50_000, TOO_LONG)],
    ids=["空白だけ", "見えない文字だけ", "10万字"],
)
def test_a_refusal_says_why_and_keeps_what_was_typed(opened: Page, typed: str, message: str) -> None:
    turn = ask(opened, typed)
    expect(turn.locator(".message")).to_contain_text(message)
    assert opened.locator("#ask-box textarea").input_value() == typed
    assert ask(opened, "後援とは何ですか").locator("blockquote").count() > 0


def test_a_failure_within_is_a_japanese_message_and_the_page_goes_on(opened: Page) -> None:
    with patch.object(Assistant, "trace", side_effect=RuntimeError("boom")):
        turn = ask(opened, "後援とは何ですか")
        expect(turn.locator(".message")).to_contain_text(wording.UNEXPECTED)
        expect(opened.locator("#ask-box textarea")).to_have_value("後援とは何ですか")
    assert ask(opened, "後援とは何ですか").locator("blockquote").count() > 0


def test_an_index_that_cannot_be_read_is_said_on_the_page(
    page: Page, settings: Settings, address: str, tmp_path: Path
) -> None:
    (tmp_path / "current").write_text("nowhere", encoding="utf-8")
    with served(Settings(data_dir=tmp_path)) as broken:
        page.goto(broken)
        expect(page.locator(".readiness.failed")).to_contain_text("rebuild")
        turn = ask(page, "後援とは何ですか")
        expect(turn.locator(".message")).to_contain_text("rebuild")
        expect(page.locator("#ask-box textarea")).to_have_value("後援とは何ですか")


def test_what_was_typed_survives_a_page_that_loads_anew(opened: Page) -> None:
    opened.fill("#ask-box textarea", "書きかけの質問")
    opened.reload()
    expect(opened.locator("#ask-box textarea")).to_have_value("書きかけの質問")


def test_a_conversation_is_kept_for_its_tab_alone(opened: Page) -> None:
    ask(opened, "後援とは何ですか")
    kept: Any = opened.evaluate("JSON.stringify([{...localStorage}, document.cookie])")
    assert "後援" not in kept
    other = opened.context.new_page()
    open_page(other, opened.url)
    expect(other.locator(".turn")).to_have_count(0)
    opened.reload()
    expect(opened.locator(".turn.found")).to_have_count(1)
    opened.click("#new")
    expect(opened.locator(".turn")).to_have_count(0)
    assert "後援" not in str(opened.evaluate("JSON.stringify({...sessionStorage})"))
