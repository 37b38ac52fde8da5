"""Pictures of every page, large and small, light and dark: `python -m tests.browser.screenshots FOLDER`.

Without a folder, those that the README and the users' guide show are drawn anew where they stand.
"""

import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from pathlib import Path
from urllib.parse import urljoin

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from assistant.settings import Settings
from assistant.ui.desk import Desk
from tests.browser.conftest import launch_chromium
from tests.browser.pages import ask, open_page, served
from tests.browser.records import record

DESKTOP = {"width": 1280, "height": 900}
_PATIENCE_SECONDS = 120
PHONE = {"width": 375, "height": 812}


def _found(page: Page) -> None:
    ask(page, "委託とはどのような形態ですか")
    page.click(".turn .chip >> nth=0")


def _table(page: Page) -> None:
    ask(page, "市民活動団体と同好会の違いは何ですか")
    page.click(".turn .chip >> nth=0")


def _related(page: Page) -> None:
    ask(page, "補助金の上限はいくらですか")


def _not_found(page: Page) -> None:
    ask(page, "インフルエンザの予防接種はどこで受けられますか")


def _welcome(page: Page) -> None:
    pass


def _compared(page: Page) -> None:
    ask(page, "事業協力と指定管理者の違いは何ですか")


def _typed(page: Page) -> None:
    page.click("#ask-box textarea")
    page.keyboard.type("協働")
    page.locator("#suggestions li").first.wait_for()
    page.keyboard.press("ArrowDown")


def _rated(page: Page) -> None:
    turn = ask(page, "後援とは何ですか")
    turn.locator("[data-helpful=no]").click()
    turn.locator(".reasons").scroll_into_view_if_needed()


def _read(page: Page) -> None:
    page.goto(urljoin(page.url, "/source"))
    page.click("[data-received]")
    page.fill("#find", "委託")


def _page(path: str) -> Callable[[Page], None]:
    def scene(page: Page) -> None:
        page.goto(urljoin(page.url, path))

    return scene


def _mine(page: Page) -> None:
    ask(page, "委託とはどのような形態ですか")
    ask(page, "補助金の上限はいくらですか")
    page.goto(urljoin(page.url, "/mine"))


def _check(path: str) -> Callable[[Page], None]:
    """A trainer's page; what follows it opens the question with these words."""

    def scene(page: Page) -> None:
        page.goto(urljoin(page.url, "/check"))
        if page.locator("#name").count():
            page.fill("#name", "見本")
            page.press("#name", "Enter")
            page.wait_for_url("**/check")
        page.goto(urljoin(page.url, path))
        if "text=" in path:
            page.click(".entry .asked a >> nth=0")

    return scene


def _upkeep(path: str) -> Callable[[Page], None]:
    """A maintainer's page, once a revision was put in."""

    def scene(page: Page) -> None:
        page.goto(urljoin(page.url, "/upkeep"))
        if page.locator("#name").count():
            page.fill("#name", "見本")
            page.press("#name", "Enter")
            page.wait_for_url("**/upkeep")
        source = (Settings().documents / "kyodo-guideline-h23.txt").read_text(encoding="utf-8")
        revised = source.replace("業務を委託する形態", "業務をお願いする形態").encode()
        page.set_input_files("#file", {"name": "改訂版.txt", "mimeType": "text/plain", "buffer": revised})
        page.fill("#edition", "令和8年度版")
        page.click("form.fields button.primary")
        page.goto(urljoin(page.url, path))

    return scene


def _built(page: Page) -> None:
    """An index of the revision, and what becomes of answers with it."""
    _upkeep("/upkeep")(page)
    page.click("form[action$='/build'] button")
    page.wait_for_url("**/upkeep/generations/*")


SCENES: dict[str, Callable[[Page], None]] = {
    "welcome": _welcome,
    "found": _found,
    "table": _table,
    "related": _related,
    "not-found": _not_found,
    "compared": _compared,
    "typed": _typed,
    "rated": _rated,
    "source": _read,
    "mine": _mine,
    "login": _page("/login"),
    "guide": _page("/guide-for"),
    "guide-trainer": _page("/guide-for/trainer"),
    "guide-maintainer": _page("/guide-for/maintainer"),
    "check-queue": _check("/check?verdict="),
    "check-answer": _check("/check?verdict=&text=隣組"),
    "check-golden": _check("/check/golden"),
    "check-golden-one": _check("/check/golden?text=相手"),
    "check-sheets": _check("/check/sheets"),
    "check-figures": _check("/check/figures"),
    "upkeep": _upkeep("/upkeep"),
    "upkeep-report": _upkeep("/upkeep/documents/0"),
    "upkeep-changes": _upkeep("/upkeep/changes"),
    "upkeep-words": _upkeep("/upkeep/words"),
    "upkeep-health": _upkeep("/upkeep/health"),
    "upkeep-impact": _built,
}


# What the README and the guide show: the picture's name, its scene, and on what.
PICTURES = {
    "ask": ("found", DESKTOP),
    "phone": ("found", PHONE),
    "not-found": ("not-found", DESKTOP),
    "source": ("source", DESKTOP),
    "check-queue": ("check-queue", DESKTOP),
    "check-answer": ("check-answer", DESKTOP),
    "check-sheets": ("check-sheets", DESKTOP),
    "check-golden": ("check-golden", DESKTOP),
    "check-figures": ("check-figures", DESKTOP),
    "upkeep": ("upkeep", DESKTOP),
    "upkeep-changes": ("upkeep-changes", DESKTOP),
    "upkeep-impact": ("upkeep-impact", DESKTOP),
    "upkeep-words": ("upkeep-words", DESKTOP),
}
_SHOWN = Path(__file__).parents[2] / "assistant" / "ui" / "pictures"
_MAX_BYTES = 150_000


def main(folder: Path | None) -> None:
    """Draw every scene in every shape into a folder; without one, only what is shown somewhere."""
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as data,
        served(_with_records(Settings(data_dir=Path(data)))) as address,
        sync_playwright() as playwright,
    ):
        browser = launch_chromium(playwright)
        if folder:
            for name, scene in SCENES.items():
                _draw(browser, address, folder / f"{name}.png", scene, DESKTOP, "light")
                _draw(browser, address, folder / f"{name}-dark.png", scene, DESKTOP, "dark")
                _draw(browser, address, folder / f"{name}-phone.png", scene, PHONE, "light")
        else:
            for name, (scene_name, size) in PICTURES.items():
                _draw(browser, address, _SHOWN / f"{name}.png", SCENES[scene_name], size, "light")
        browser.close()


def _with_records(settings: Settings) -> Settings:
    """Build the index, and keep some weeks' questions."""
    with closing(Desk(settings)) as desk:
        desk.open()
        desk.wait(_PATIENCE_SECONDS)
        record(settings)
    return settings


def _draw(
    browser: Browser,
    address: str,
    path: Path,
    scene: Callable[[Page], None],
    size: dict[str, int],
    scheme: str,
) -> None:
    page = browser.new_page(
        viewport={"width": size["width"], "height": size["height"]},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
        locale="ja-JP",
    )
    open_page(page, address)
    scene(page)
    page.wait_for_timeout(300)
    if size is PHONE and page.locator("body.reading").count():
        if path.parent != _SHOWN:
            _save(page, path.with_stem(f"{path.stem}-source"))
        page.click("[data-back]")
        page.wait_for_timeout(300)
    _save(page, path)
    page.close()


def _save(page: Page, path: Path) -> None:
    """Save what is seen in few colours, a quarter of the bytes; in fewer still if that is too much."""
    with Image.open(BytesIO(page.screenshot())) as picture:
        for colours in (128, 64, 32, 16):
            picture.convert("RGB").quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
            if path.stat().st_size <= _MAX_BYTES:
                return


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
