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
        violations = Axe().run(opened).response["violations"]
        found += [
            (scene, one["id"], node["html"][:120], node["failureSummary"][:200])
            for one in violations
            if one["impact"] in ("serious", "critical")
            for node in one["nodes"]
        ]
        if opened.locator("body.reading").count():
            opened.click("[data-back]")
    assert found == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_scheme_of_the_system_is_followed(opened: Page, scheme: str) -> None:
    opened.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    opened.reload()
    ground = "rgb(26, 26, 26)" if scheme == "dark" else "rgb(242, 242, 242)"
    expect(opened.locator("body")).to_have_css("background-color", ground)
