"""The trainer's whole job in a browser: find, judge, approve, edit, ask a sheet, read the figures."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, expect

from assistant.settings import Settings
from assistant.store.store import Store
from assistant.ui import wording
from assistant.ui.desk import Desk
from tests.browser.pages import ask, open_page, served
from tests.browser.records import ASKED, record

PATIENCE_SECONDS = 120
HOSTILE_SHOWN = ASKED[-1].replace("\u202e", "⟨U+202E⟩")


@pytest.fixture(scope="module")
def own(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings over the shared index, with some weeks' records."""
    with closing(Desk(settings)) as desk:
        desk.open()
        assert desk.wait(PATIENCE_SECONDS)
    records = Path(tmp_path_factory.mktemp("records")) / "records.sqlite3"
    own = replace(settings, database=f"sqlite:///{records}")
    record(own)
    return own


@pytest.fixture(scope="module")
def address(own: Settings) -> Iterator[str]:
    with served(own) as address:
        yield address


@pytest.fixture
def opened(page: Page, address: str) -> Iterator[Page]:
    """The queue, opened by 見本; an error in the browser's console fails the test."""
    errors: list[str] = []

    def heed(message: ConsoleMessage) -> None:
        # A browser says so of every page that tells what is wrong with a form.
        if message.type == "error" and "status of 400" not in message.text:
            errors.append(message.text)

    page.on("console", heed)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{address}/check")
    page.fill("#name", "見本")
    page.press("#name", "Enter")
    expect(page.locator("h1")).to_have_text(wording.CHECK_QUEUE)
    yield page
    assert not errors, f"the browser's console: {errors}"


def go(page: Page, tab: str) -> None:
    page.click(f".tabs a:text-is('{tab}')")


def open_question(page: Page, address: str, question: str) -> None:
    page.goto(f"{address}/check?verdict=&text={question}")
    page.click(".entry .asked a >> nth=0")


def box(page: Page, words: str) -> Locator:
    """The box beside the passage that begins so."""
    return page.get_by_label(f"「{words}")


@pytest.mark.parametrize(
    ("width", "question", "likewise"),
    [
        (1280, "隣組にお金を出すときの形態は？", "町内会にお金を出すときの形態は？"),
        (375, "委託とはどのような形態ですか", "委託ってどんな形態ですか？"),
    ],
)
def test_a_trainer_picks_the_right_passage_and_it_answers_from_then_on(
    opened: Page, address: str, width: int, question: str, likewise: str
) -> None:
    opened.set_viewport_size({"width": width, "height": 812})
    open_question(opened, address, question)
    expect(opened.locator(".question")).to_contain_text(question)
    words = opened.locator(".pick-words", has_text="負担金等、金銭に関する契約行為を伴うもの")
    words.click()
    expect(words.locator("xpath=..").locator("input")).to_be_checked()
    expect(opened.locator("#judge .picked")).to_have_text(wording.CHECK_PICKED.format(count=1))
    opened.check("input[value=wrong]")
    opened.fill("#note", "負担金は事業協力")
    opened.click("#judge button.primary")
    expect(opened.locator(".notice.success")).to_contain_text(wording.CHECK_APPROVED_DONE)
    expect(opened.locator(".log")).to_contain_text("見本")
    open_page(opened, address)
    # Approvals take force within about a second.
    opened.wait_for_timeout(2500)
    turn = ask(opened, likewise)
    expect(turn.locator(".quote").first).to_contain_text("負担金等、金銭に関する契約行為を伴うもの")
    opened.goto(f"{address}/check/golden?text={question}")
    opened.click(".entry .asked a")
    expect(box(opened, "負担金等、金銭に関する契約行為を伴う")).to_be_checked()
    opened.click(f"summary:text-is('{wording.CHECK_REMOVE}')")
    opened.click("button.danger")
    expect(opened.locator(".notice.success")).to_contain_text(wording.CHECK_REMOVED)


def test_the_whole_judging_goes_by_keyboard(opened: Page, address: str) -> None:
    opened.focus("#text")
    opened.keyboard.type("指定管理者")
    opened.focus("#verdict")
    opened.keyboard.press("Home")
    opened.focus("#text")
    opened.keyboard.press("Enter")
    opened.wait_for_url("**/check?*text=*")
    tab_to(opened, lambda: focused(opened, "指定管理者の指定に議決は必要ですか"))
    opened.keyboard.press("Enter")
    expect(opened.locator("h1")).to_have_text(wording.CHECK_EXCHANGE)
    tab_to(opened, lambda: focused(opened, wording.CHECK_TO_SOURCE))
    opened.keyboard.press("Enter")
    tab_to(opened, lambda: opened.evaluate("document.activeElement.name") == "passage")
    opened.keyboard.press("Space")
    expect(opened.locator("input[name=passage]:checked")).to_have_count(1)
    opened.keyboard.press("Space")
    expect(opened.locator("input[name=passage]:checked")).to_have_count(0)
    opened.focus(".source-side > .actions a")
    opened.keyboard.press("Enter")
    tab_to(opened, lambda: opened.evaluate("document.activeElement.name") == "verdict")
    opened.keyboard.press("Space")
    tab_to(opened, lambda: focused(opened, wording.CHECK_SAVE_VERDICT))
    opened.keyboard.press("Enter")
    expect(opened.locator(".notice.success")).to_contain_text("判定を保存し")


def test_golden_questions_are_run_and_edited(opened: Page) -> None:
    go(opened, wording.CHECK_TAB_GOLDEN)
    expect(opened.locator(".entry").first).to_contain_text(wording.CHECK_IS_STALE)
    opened.click(f"button:text-is('{wording.CHECK_RUN}')")
    expect(opened.locator(".notice.success")).to_contain_text("を尋ねました")
    opened.goto(opened.url.split("?")[0] + "?state=stale")
    opened.click(".entry .asked a >> nth=0")
    expect(opened.locator(".notice.warning")).to_contain_text("改訂で変わった文です。")
    box(opened, "協働のパートナー").or_(opened.locator(".pick-box input")).first.check()
    opened.click("#edit button.primary")
    expect(opened.locator(".notice.success")).to_contain_text(wording.CHECK_SAVED)
    go(opened, wording.CHECK_TAB_QUEUE)
    expect(opened.locator(".notice.warning")).to_have_count(0)


def test_a_sheet_goes_in_and_comes_out_with_answers(opened: Page, tmp_path: Path) -> None:
    go(opened, wording.CHECK_TAB_SHEETS)
    rows = "\n".join(f"{number},後援とは何ですか {number}" for number in range(200))
    data = f"番号,質問\n{rows}\n".encode("cp932")
    opened.set_input_files("#file", {"name": "質問 <b>.csv", "mimeType": "text/csv", "buffer": data})
    opened.click("button.primary")
    entry = opened.locator(".entry", has_text="質問 <b>.csv")
    expect(entry).to_contain_text("200 / 200 行", timeout=30_000)
    with opened.expect_download() as download:
        entry.get_by_text(wording.CHECK_SHEET_XLSX).click()
    assert download.value.suggested_filename == "質問 <b>_回答.xlsx".replace("<", "_").replace(">", "_")
    saved = tmp_path / "a.xlsx"
    download.value.save_as(saved)
    assert saved.read_bytes().startswith(b"PK")


def test_a_wrong_sheet_is_said_kindly(opened: Page) -> None:
    go(opened, wording.CHECK_TAB_SHEETS)
    opened.set_input_files("#file", {"name": "壊れ.xlsx", "mimeType": "", "buffer": b"PK\x03\x04"})
    with opened.expect_response(lambda response: response.request.method == "POST"):
        opened.click("button.primary")
    expect(opened.locator("main")).to_contain_text("Excel のファイルとして読めません")


def test_the_figures_say_what_to_write_next(opened: Page) -> None:
    go(opened, wording.CHECK_TAB_FIGURES)
    expect(opened.locator(".chart polyline")).to_have_count(3)
    expect(opened.locator(".queue .entry").first).to_contain_text("補助金の上限")
    opened.click(".places a >> nth=0")
    expect(opened.locator(".heading:target")).to_be_visible()


def test_hostile_text_is_shown_as_typed(opened: Page, address: str) -> None:
    opened.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    opened.goto(f"{address}/check?verdict=&text=alert")
    expect(opened.locator(".entry .asked").first).to_have_text(HOSTILE_SHOWN)
    opened.click(".entry .asked a >> nth=0")
    expect(opened.locator(".question bdi")).to_have_text(HOSTILE_SHOWN)


def test_without_a_script_a_verdict_can_be_given(context: BrowserContext, address: str) -> None:
    browser = context.browser
    assert browser
    plain = browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(f"{address}/check")
    page.fill("#name", "見本")
    page.click("main button.primary")
    open_question(page, address, "協働の原則")
    page.locator(".pick-box input").first.check()
    page.check("input[value=incomplete]")
    page.click("#judge button.primary")
    expect(page.locator(".notice.success")).to_contain_text("判定を保存し")
    plain.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_nothing_serious_and_nothing_runs_over(
    opened: Page, address: str, own: Settings, width: int, scheme: str
) -> None:
    opened.set_viewport_size({"width": width, "height": 812})
    opened.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    with closing(Store.open(own)) as store:
        exchange = store.exchanges(limit=1, offset=10)[0]
        golden = store.golden()[0]
    paths = [
        "/check?verdict=",
        f"/check/exchange/{exchange.id}",
        "/check/golden",
        f"/check/golden/{golden.id}",
    ]
    found = []
    for path in [*paths, "/check/sheets", "/check/figures"]:
        opened.goto(f"{address}{path}")
        for summary in opened.locator("main summary").all()[:6]:
            summary.click()
        violations = Axe().run(opened).response["violations"]
        found += [
            (path, one["id"], node["html"][:120], node["failureSummary"][:200])
            for one in violations
            if one["impact"] in ("serious", "critical")
            for node in one["nodes"]
        ]
        assert opened.evaluate("document.documentElement.scrollWidth") <= width, path
    assert found == []


def tab_to(page: Page, is_there: Callable[[], bool], most: int = 150) -> None:
    """Press Tab until something has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if is_there():
            return
    pytest.fail("the focus never came there")


def focused(page: Page, words: str) -> bool:
    text = page.evaluate("document.activeElement.textContent")
    return words in text and len(text) < len(words) + 40
