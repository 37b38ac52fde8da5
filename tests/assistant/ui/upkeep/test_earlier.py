"""Answers given before a revision open against the source of that time, and lead to today's."""

import html
import time
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from assistant.settings import Settings
from assistant.ui import wording
from assistant.ui.site import Site
from index.pointer import current
from index.shelf import prune
from tests.assistant.ui.upkeep.test_upkeep import put

PATIENCE_SECONDS = 120
QUESTION = "補助とはどのような形態ですか"


@pytest.fixture
def exchange(client: TestClient, site: Site, own: Settings, built: Callable[..., str]) -> str:
    """The id of an answer whose quote a revision has changed since; the revision answers."""
    answered = site.desk.answer(QUESTION, (), "v1")
    assert site.desk.recorder.flush()
    put(client)
    built()
    end = time.monotonic() + PATIENCE_SECONDS
    while site.desk.ready.generation != current(own.data_dir):
        assert time.monotonic() < end
        time.sleep(0.05)
    return answered.exchange_id


def shown(client: TestClient, path: str) -> str:
    page = client.get(path)
    assert page.status_code == 200
    return html.unescape(page.text)


def earlier_links(page: str) -> list[str]:
    return [part.split('"')[0] for part in page.split('href="') if part.startswith("/source?index=")]


def test_the_answer_leads_to_both_sources(client: TestClient, exchange: str) -> None:
    page = shown(client, f"/check/exchange/{exchange}")
    assert wording.CHECK_NOW_THERE in page
    link = earlier_links(page)[0]
    then = shown(client, link)
    assert f'id="{link.partition("#")[2]}"' in then
    assert "補助金を交付する形態" in then
    assert wording.EARLIER_NOW in then
    assert "助成金を交付する形態" in shown(client, "/source")


def test_without_the_source_of_that_time_the_answer_still_opens(
    client: TestClient, own: Settings, exchange: str
) -> None:
    assert prune(own.data_dir, keep=1)
    page = shown(client, f"/check/exchange/{exchange}")
    assert "補助金を交付する形態" in page
    assert wording.CHECK_NOW_THERE in page
    assert not earlier_links(page)


@pytest.mark.parametrize("name", ["..", "../generations", "ない", ".unfinished"])
def test_only_what_is_kept_is_opened(client: TestClient, name: str) -> None:
    page = client.get("/source", params={"index": name})
    assert page.status_code == 400
    assert wording.EARLIER_GONE in page.text
