"""The maintainer's whole job in a browser: put in, read, compare, build, be stopped, overrule, undo."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, FilePayload, Page, expect

from assistant.settings import Settings
from assistant.store.store import Store
from assistant.store.types import Golden
from assistant.types import Status
from assistant.ui import wording
from assistant.ui.desk import Desk
from tests.browser.pages import ask, open_page, served

PATIENCE_SECONDS = 120
LONG_MS = 60_000
GUIDELINE = Settings().documents / "kyodo-guideline-h23.txt"
REVISED = GUIDELINE.read_text(encoding="utf-8").replace("補助金を交付する形態", "助成金を交付する形態")
QUESTION = "補助とはどのような形態ですか"


@pytest.fixture(scope="module")
def indexed(settings: Settings) -> Settings:
    with closing(Desk(settings)) as desk:
        desk.open()
        assert desk.wait(PATIENCE_SECONDS)
    return settings


@pytest.fixture
def own(indexed: Settings, tmp_path: Path) -> Settings:
    """A data folder of the test's own, with a golden question that the revision loses."""
    data_dir = tmp_path / "var"
    data_dir.mkdir()
    shutil.copytree(indexed.data_dir / "generations", data_dir / "generations")
    shutil.copy(indexed.data_dir / "current", data_dir / "current")
    own = replace(indexed, data_dir=data_dir)
    with closing(Store.open(own)) as store:
        store.save_golden(Golden(QUESTION, Status.FOUND, words=("補助金を交付する形態",)), "田中")
    return own


@pytest.fixture
def address(own: Settings) -> Iterator[str]:
    with served(own) as address:
        yield address


@pytest.fixture
def opened(page: Page, address: str) -> Iterator[Page]:
    """The first page, opened by 見本; an error in the browser's console fails the test."""
    errors: list[str] = []

    def heed(message: ConsoleMessage) -> None:
        # A browser says so of every page that tells what is wrong with a form.
        if message.type == "error" and "status of 400" not in message.text:
            errors.append(message.text)

    page.on("console", heed)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{address}/upkeep")
    page.fill("#name", "見本")
    page.press("#name", "Enter")
    expect(page.locator("h1")).to_have_text(wording.UPKEEP_TITLE)
    yield page
    assert not errors, f"the browser's console: {errors}"


def put(page: Page) -> None:
    file: FilePayload = {"name": "改訂版.txt", "mimeType": "text/plain", "buffer": REVISED.encode()}
    expect(page.locator(".file-shown")).to_contain_text(wording.FILE_NONE)
    page.set_input_files("#file", file)
    expect(page.locator(".file-shown")).to_have_text(f"{wording.FILE_CHOOSE}改訂版.txt")
    page.fill("#edition", "令和8年度版")
    page.click(f"button:text-is('{wording.UPKEEP_PUT}')")
    expect(page.locator("h1")).to_have_text(wording.UPKEEP_REPORT)


def build(page: Page) -> None:
    page.click(f"button:text-is('{wording.UPKEEP_BUILD}')")
    page.wait_for_url("**/upkeep/generations/*", timeout=LONG_MS)


@pytest.mark.parametrize("width", [1280, 375])
def test_a_maintainer_does_the_whole_job(opened: Page, address: str, width: int) -> None:
    opened.set_viewport_size({"width": width, "height": 812})
    put(opened)
    expect(opened.locator(".notice.success")).to_contain_text("読み取りました")
    expect(opened.locator(".report")).to_contain_text("見出し 20")
    opened.click(f"a:text-is('{wording.UPKEEP_CHANGES_LINK}')")
    expect(opened.locator("ins").first).to_have_text("助成金")
    opened.click(f"main a:text-is('{wording.UPKEEP_STEP_BUILD}')")
    build(opened)
    expect(opened.locator(".notice.error")).to_contain_text(wording.UPKEEP_HELD)
    expect(opened.locator(".effect").first).to_contain_text(QUESTION)
    opened.fill("#reason", "助成金に改めたため")
    opened.click(f"button:text-is('{wording.UPKEEP_OVERRULE}')")
    expect(opened.locator(".notice.success")).to_have_text(f"✓ {wording.UPKEEP_SWITCHED}", timeout=LONG_MS)
    # The running service takes it up within seconds, without a restart.
    opened.wait_for_timeout(3000)
    open_page(opened, address)
    expect(ask(opened, QUESTION).locator(".quote").first).to_contain_text("助成金を交付する形態")
    opened.goto(f"{address}/upkeep")
    opened.click(f"summary:text-is('{wording.UPKEEP_BACK}')")
    opened.click(f"button:text-is('{wording.UPKEEP_BACK}')")
    expect(opened.locator(".notice.success")).to_contain_text("戻しました")
    opened.wait_for_timeout(3000)
    open_page(opened, address)
    expect(ask(opened, QUESTION).locator(".quote").first).to_contain_text("補助金を交付する形態")


def test_the_effect_of_words_is_seen_by_keyboard_before_they_are_kept(opened: Page) -> None:
    opened.click(f".tabs a:text-is('{wording.UPKEEP_TAB_WORDS}')")
    opened.focus("#words")
    opened.keyboard.press("Control+End")
    opened.keyboard.type("\n補助 → 委託")
    opened.keyboard.press("Tab")
    expect(opened.locator("button[name=try]")).to_be_focused()
    opened.keyboard.press("Enter")
    expect(opened.locator("#effect")).to_be_visible()
    expect(opened.locator("main [role=status]")).to_contain_text("尋ねた質問 1件")
    expect(opened.locator("#words")).to_have_value(with_rule())


def with_rule() -> str:
    shipped = (Settings().documents / "thesaurus.txt").read_text(encoding="utf-8")
    return f"{shipped}\n補助 → 委託"


def test_everything_is_reached_by_keyboard(opened: Page) -> None:
    reached = set()
    for _ in range(40):
        opened.keyboard.press("Tab")
        reached.add(opened.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))
    wanted = {"file", "replaces", "edition", "title", wording.UPKEEP_PUT, wording.UPKEEP_BUILD}
    assert wanted <= reached


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_nothing_serious_and_nothing_sticks_out(
    opened: Page, address: str, width: int, scheme: str
) -> None:
    opened.set_viewport_size({"width": width, "height": 812})
    opened.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    put(opened)
    opened.goto(f"{address}/upkeep")
    build(opened)
    held = opened.url
    found = []
    for path in (
        "/upkeep",
        "/upkeep/documents/0",
        "/upkeep/changes",
        "/upkeep/words",
        "/upkeep/health",
        held,
    ):
        opened.goto(path if path == held else f"{address}{path}")
        violations = Axe().run(opened).response["violations"]
        found += [
            (path, one["id"], node["html"][:120], node["failureSummary"][:200])
            for one in violations
            if one["impact"] in ("serious", "critical")
            for node in one["nodes"]
        ]
        wide = opened.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        found += [(path, "sticks out", "", "")] if wide else []
    assert found == []
