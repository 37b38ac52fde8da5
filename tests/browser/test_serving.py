"""What the server answers, and to whom."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.settings import Settings
from assistant.ui.page import build_page
from assistant.ui.serving import launch
from assistant.ui.site import Site
from corpus.errors import GuideError

SECRET = "/etc/hostname"
FILE = {"path": SECRET, "orig_name": "x", "meta": {"_type": "gradio.FileData"}}


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=30) as client:
        yield client


@pytest.mark.parametrize(
    "path",
    [
        "/docs",
        "/redoc",
        "/openapi.json",
        "/gradio_api/openapi.json",
        "/monitoring",
        "/gradio_api/runs",
        f"/gradio_api/file={SECRET}",
        f"/gradio_api/file/{SECRET}",
        "/gradio_api/file=assistant/settings.py",
        "/gradio_api/proxy=https://example.com/",
        "/guide/page.py",
        "/guide/..%2fpage.py",
        "/assets/..%2f..%2f..%2froutes.py",
        "/static/..%2f..%2froutes.py",
        "/gradio_api/vibe-code",
    ],
)
def test_what_the_page_does_not_need_is_closed(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code in (403, 404)


@pytest.mark.parametrize("path", ["/gradio_api/upload", "/gradio_api/run/predict", "/gradio_api/call/ask"])
def test_nothing_is_taken_but_questions(client: httpx.Client, path: str) -> None:
    assert client.post(path, files={"files": b"x"}).status_code == 404


def test_answers_keep_a_browser_on_this_host(client: httpx.Client) -> None:
    answer = client.get("/")
    policy = answer.headers["content-security-policy"]
    assert "connect-src 'self'" in policy
    assert "'unsafe-inline'" not in policy.split("style-src")[0]
    assert answer.headers["referrer-policy"] == "same-origin"
    for host in ("gradio.app", "githubusercontent", "huggingface"):
        assert host not in answer.text.split("<script", 1)[0]
    for name in ("page.css", "page.js", "tokens.css", "site.css", "words.css"):
        assert client.get(f"/guide/{name}").status_code == 200


@pytest.mark.parametrize("origin", ["http://example.com", "http://127.0.0.1:1", "null"])
def test_other_sites_may_not_ask(client: httpx.Client, origin: str) -> None:
    assert client.post("/gradio_api/queue/join", json={}, headers={"origin": origin}).status_code == 403


def test_a_body_larger_than_any_question_is_refused_unread(client: httpx.Client) -> None:
    answer = client.post("/gradio_api/queue/join", content=b"x" * 5_000_000)
    assert answer.status_code == 413
    assert "大きすぎます" in answer.text


@pytest.mark.parametrize(
    "typed",
    [
        FILE,
        [FILE],
        [{"role": "user", "content": [{"type": "file", "file": FILE}]}],
        {"text": "x", "files": [FILE]},
    ],
    ids=["ファイル", "一覧", "会話の履歴", "添付"],
)
def test_a_file_path_in_a_question_opens_no_file(client: httpx.Client, typed: object) -> None:
    answered = json.dumps(post_question(client, typed))
    assert "process_completed" in answered
    assert Path(SECRET).read_text(encoding="utf-8").strip() not in answered
    assert "/gradio_api/file=" not in answered


@pytest.mark.parametrize("typed", [None, 3, "", "\x00", "\ud800後援とは", ["後援とは"], {"a": 1}], ids=repr)
def test_whatever_is_posted_is_answered_without_a_traceback(client: httpx.Client, typed: object) -> None:
    messages = post_question(client, typed)
    assert "Traceback" not in json.dumps(messages)
    (completed,) = [message for message in messages if message["msg"] == "process_completed"]
    assert completed["success"]


# Gradio leaves the socket open with which it looked for a port.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_port_that_is_taken_is_said(settings: Settings, address: str) -> None:
    taken = Site.of(Settings(data_dir=settings.data_dir, port=int(address.rsplit(":", 1)[1])))
    with pytest.raises(GuideError, match="ポート"):
        launch(build_page(taken), taken, block=False)


def post_question(client: httpx.Client, typed: object) -> list[dict[str, Any]]:
    """Post to the queue what a browser would when a question is sent; return all that comes back."""
    config = client.get("/config").json()
    box = next(c["id"] for c in config["components"] if c["props"].get("elem_id") == "ask-box")
    (function,) = [d for d in config["dependencies"] if box in d["inputs"]]
    body = {"data": [typed, None], "fn_index": function["id"], "session_hash": "test"}
    headers = {"content-type": "application/json"}
    client.post("/gradio_api/queue/join", content=json.dumps(body), headers=headers).raise_for_status()
    lines = client.get("/gradio_api/queue/data", params={"session_hash": "test"}).text.splitlines()
    return [json.loads(line.removeprefix("data:")) for line in lines if line.startswith("data:")]
