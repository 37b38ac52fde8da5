"""The guideline as a page of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assistant.answer import model_of
from assistant.settings import Settings
from assistant.ui import wording
from index.build import rebuild
from index.encoder import load_encoder
from tests.browser.pages import ask, open_page, served

GONE = "p0123456789"


@pytest.fixture
def reading(page: Page, address: str) -> Iterator[Page]:
    """The page at `/source`; an error in the browser's console fails the test."""
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{address}/source")
    yield page
    assert not errors, f"the browser's console: {errors}"


def find(page: Page, typed: str) -> str:
    page.fill("#find", typed)
    return page.locator("#found").inner_text()


@pytest.mark.parametrize(
    ("typed", "like"),
    [
        ("第５次小田原市", "第5次小田原市"),
        ("ぱーとなー", "パートナー"),
        ("ＰＡＲＴＮＥＲ", "partner"),
        ("ﾊﾟｰﾄﾅｰ", "パートナー"),
        ("委 託", "委託"),
    ],
    ids=["全角数字", "ひらがな", "英字", "半角カナ", "空白"],
)
def test_search_finds_what_is_written_in_another_way(reading: Page, typed: str, like: str) -> None:
    assert find(reading, typed) == find(reading, like)


def test_search_goes_on_and_back_and_says_where_one_is(reading: Page) -> None:
    assert find(reading, "委託").endswith("1件目")
    count = int(reading.locator("#found").inner_text().partition("件")[0])
    assert count > 3
    reading.keyboard.press("Enter")
    expect(reading.locator("#found")).to_have_text(f"{count}件中 2件目")
    reading.keyboard.press("Shift+Enter")
    reading.keyboard.press("Shift+Enter")
    expect(reading.locator("#found")).to_have_text(f"{count}件中 {count}件目")
    assert "委託" in reading.locator(".target").inner_text()
    assert reading.evaluate("CSS.highlights.get('found').size") == count


def test_search_says_when_there_is_nothing(reading: Page) -> None:
    assert find(reading, "補正予算") == wording.FIND_NONE
    expect(reading.locator("[data-find] button").first).to_be_disabled()
    assert find(reading, "") == ""


def test_search_waits_for_the_end_of_a_conversion(reading: Page) -> None:
    reading.click("#find")
    chrome = reading.context.new_cdp_session(reading)
    chrome.send("Input.imeSetComposition", {"text": "いたく", "selectionStart": 3, "selectionEnd": 3})
    expect(reading.locator("#found")).to_be_empty()
    chrome.send("Input.insertText", {"text": "委託"})
    expect(reading.locator("#found")).to_contain_text("件中")


def test_a_reference_is_copied_with_a_link_that_leads_there(reading: Page, address: str) -> None:
    reading.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reading.locator(".heading-row", has_text="Ⅰ-6-(5) 委託").locator("[data-here]").click()
    expect(reading.locator(".here.done")).to_contain_text(wording.PLACE_COPIED)
    cited, link = reading.evaluate("navigator.clipboard.readText()").split("\n")
    assert cited == "協働を進めるためのガイドライン 平成23年度版 Ⅰ-6-(5) 委託"
    assert link.startswith(f"{address}/source#s")
    colleague = reading.context.new_page()
    colleague.goto(link)
    expect(colleague.locator(".heading.target")).to_have_text("Ⅰ-6-(5) 委託")
    expect(colleague.locator(".heading.target")).to_be_focused()


def test_a_link_to_what_is_gone_says_so(reading: Page, address: str) -> None:
    reading.goto(f"{address}/source#{GONE}")
    expect(reading.locator("#moved")).to_have_text(wording.PLACE_GONE)
    reading.locator(".outline a").first.click()
    expect(reading.locator("#moved")).to_be_hidden()


def test_the_text_as_received_stands_beside_the_clean_one(reading: Page) -> None:
    reading.click("[data-received]")
    clean = reading.locator(".passage").nth(3).bounding_box()
    received = reading.locator(".received").nth(3).bounding_box()
    assert clean
    assert received
    assert received["x"] >= clean["x"] + clean["width"]
    assert abs(received["y"] - clean["y"]) < 8


def test_the_newest_quotes_are_marked_here_too(opened: Page, address: str) -> None:
    opened.set_viewport_size({"width": 1280, "height": 900})
    ask(opened, "委託とはどのような形態ですか")
    opened.locator(".ways a", has_text=wording.WAY_SOURCE).click()
    opened.wait_for_url(f"{address}/source")
    assert opened.locator(".quoted").count() > 0


def test_without_scripts_the_guideline_can_be_read(page: Page, address: str) -> None:
    browser = page.context.browser
    assert browser
    plain = browser.new_page(java_script_enabled=False)
    plain.goto(f"{address}/source")
    expect(plain.locator(".passage").first).to_be_visible()
    link = plain.locator(".outline a", has_text="委託")
    link.click()
    assert plain.url.endswith(str(link.get_attribute("href")))
    plain.close()


@pytest.fixture(scope="module")
def two_documents(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = Path(tmp_path_factory.mktemp("documents"))
    shipped = Settings().documents / "kyodo-guideline-h23.txt"
    shutil.copy(shipped, folder / "a.txt")
    (folder / "b.txt").write_text(
        "公園管理の手引\n\n１ 遊具の点検\n\n遊具は毎月一度点検します。点検の結果は記録します。\n",
        encoding="utf-8",
    )
    with served(Settings(documents=folder, data_dir=folder / "var")) as address:
        yield address


def test_among_several_documents_one_is_shown_and_another_can_be_chosen(
    page: Page, two_documents: str
) -> None:
    page.goto(f"{two_documents}/source")
    page.select_option("[data-documents]", index=1)
    expect(page.locator("#source-text")).to_contain_text("遊具は毎月一度")


def test_an_answer_from_another_document_opens_that_one(page: Page, two_documents: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    open_page(page, two_documents)
    turn = ask(page, "遊具の点検はいつしますか")
    link = turn.locator("a.chip", has_text="遊具").first
    link.click()
    expect(page.locator("#source-text")).to_contain_text("遊具は毎月一度")
    expect(page.locator(".passage.target")).to_be_focused()


def test_a_link_to_what_was_revised_leads_to_what_it_is_now(page: Page, tmp_path: Path) -> None:
    settings = Settings(documents=tmp_path, data_dir=tmp_path / "var")
    (tmp_path / "a.txt").write_text(
        "手引\n\n１ 申請\n\n申請書は開催日の三十日前までに出します。\n", encoding="utf-8"
    )
    with served(settings) as address:
        page.goto(f"{address}/source")
        link = page.locator(".passage", has_text="三十日前").get_attribute("id")
        (tmp_path / "a.txt").write_text(
            "手引\n\n１ 申請\n\n申請書は開催日の六十日前までに出します。\n", encoding="utf-8"
        )
        encoder = load_encoder(settings.model)
        rebuild(tmp_path, settings.data_dir, encoder, model_of(settings), lambda *_: None)
        page.goto("about:blank")
        for _ in range(50):
            page.goto(f"{address}/source#{link}")
            page.reload()
            if "六十日前" in page.locator("#source-text").inner_text():
                break
        expect(page.locator("#moved")).to_contain_text(wording.PLACE_MOVED)
        page.locator("#moved a").click()
        expect(page.locator(".passage.target")).to_contain_text("六十日前")
