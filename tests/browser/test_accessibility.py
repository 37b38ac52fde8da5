"""axe finds nothing serious, light or dark, large or small."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.pages import ask

SCENES = {
    "はじめ": None,
    "記載あり": "市民活動団体と同好会の違いは何ですか",
    "関係する記載": "補助金の上限はいくらですか",
    "記載なし": "インフルエンザの予防接種はどこで受けられますか",
    "お願い": " ",
}
# Every page around the chat, and what is to be clicked there first.
PAGES = {
    "/source": "[data-received]",
    "/mine": "",
    "/login": "",
    "/guide-for": "",
    "/guide-for/trainer": "",
    "/guide-for/maintainer": "",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_nothing_serious(opened: Page, width: int, scheme: str) -> None:
    opened.set_viewport_size({"width": width, "height": 812})
    opened.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    opened.reload()
    opened.locator(".readiness.ready").wait_for(state="attached")
    found = []
    for scene, question in SCENES.items():
        if question:
            turn = ask(opened, question)
            chip = turn.locator(".chip")
            if scene == "記載あり":
                chip.first.click()
        found += [(scene, *serious) for serious in _serious(opened)]
        if opened.locator("body.reading").count():
            opened.click("[data-back]")
    assert found == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_nothing_serious_on_the_other_pages(opened: Page, width: int, scheme: str) -> None:
    opened.set_viewport_size({"width": width, "height": 812})
    opened.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    ask(opened, "後援とは何ですか")
    address = opened.url.rstrip("/")
    found = []
    for path, prepare in PAGES.items():
        opened.goto(address + path)
        if prepare:
            opened.click(prepare)
        assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        found += [(path, *serious) for serious in _serious(opened)]
    assert found == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_nothing_serious_while_something_is_open(opened: Page, width: int, scheme: str) -> None:
    opened.set_viewport_size({"width": width, "height": 900})
    opened.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    turn = ask(opened, "委託とはどのような形態ですか")
    turn.locator("[data-context]").first.click()
    turn.locator("[data-helpful=no]").click()
    expect(turn.locator(".reasons")).to_be_visible()
    opened.click("#ask-box textarea")
    opened.keyboard.type("協働")
    opened.locator("#suggestions li").first.wait_for()
    opened.keyboard.press("ArrowDown")
    assert _serious(opened) == []


def _serious(page: Page) -> list[tuple[str, str, str]]:
    return [
        (one["id"], node["html"][:120], node["failureSummary"][:200])
        for one in Axe().run(page).response["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_scheme_of_the_system_is_followed(opened: Page, scheme: str) -> None:
    opened.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    opened.reload()
    ground = "rgb(26, 26, 26)" if scheme == "dark" else "rgb(242, 242, 242)"
    expect(opened.locator("body")).to_have_css("background-color", ground)
