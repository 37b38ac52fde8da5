import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.datastructures import FormData
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.testclient import TestClient

from assistant.settings import Settings
from assistant.ui import guides, login, wording
from assistant.ui.guard import Frame, Guard
from assistant.ui.guides.pages import pages as guide_pages
from assistant.ui.roles import COOKIE, Role
from assistant.ui.site import Pages, Site, person_of, redirect, render_page
from corpus.errors import GuideError

PICTURES = Path(guides.__file__).parents[1] / "pictures"
HOSTILE = "<script>alert(1)</script>"
trainers, maintainers = Pages(Role.TRAINER), Pages(Role.MAINTAINER)


@trainers.get("/check")
def shown(request: Request) -> Response:
    return render_page(request, "problem", title="確認", problem=person_of(request).name)


@trainers.post("/check/note", max_body=1000)
def noted(request: Request, form: FormData) -> Response:
    return redirect(request, "/check", message=str(form["note"]))


@trainers.get("/check/broken")
def broken(request: Request) -> Response:
    if "q" in request.query_params:
        raise GuideError("直し方です。")
    raise ZeroDivisionError


@maintainers.get("/upkeep")
def kept(request: Request) -> Response:
    return render_page(request, "problem", title="管理", problem="")


def client_of(settings: Settings, host: str = "guide.example", address: str = "192.168.1.9") -> TestClient:
    site = Site.of(settings)
    pages = [*login.pages.pages, *guide_pages.pages, *trainers.pages, *maintainers.pages]
    routes = [(page.route(site), page.max_body) for page in pages]
    app = Starlette(
        routes=[route for route, _ in routes],
        middleware=[Middleware(Guard, pages=routes), Middleware(Frame)],
    )
    return TestClient(app, f"http://{host}", client=(address, 1), follow_redirects=False)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, trainer_password="確認の鍵", maintainer_password="管理の鍵")


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    with client_of(settings) as client:
        yield client


def log_in(client: TestClient, password: str, next: str = "/check", name: str = "小田原") -> httpx2.Response:
    return client.post("/login", data={"name": name, "password": password, "next": next})


def test_who_may_not_yet_logs_in_and_comes_back(client: TestClient) -> None:
    sent_on = client.get("/check?state=new").headers["location"]
    assert sent_on == "/login?next=%2Fcheck%3Fstate%3Dnew"
    assert "/check?state=new" in client.get(sent_on).text
    assert log_in(client, "確認の鍵", "/check?state=new").headers["location"] == "/check?state=new"
    page = client.get("/check").text
    assert "小田原さんとして続けます。" in page
    assert "小田原さんとして続けます。" not in client.get("/check").text


def test_trainers_may_not_maintain_and_maintainers_may_check(client: TestClient) -> None:
    log_in(client, "確認の鍵")
    assert client.get("/upkeep").headers["location"].startswith("/login")
    log_in(client, "管理の鍵")
    assert client.get("/upkeep").status_code == client.get("/check").status_code == 200


def test_logging_out_closes_what_was_open(client: TestClient) -> None:
    log_in(client, "確認の鍵")
    client.post("/logout")
    assert client.get("/check").status_code == 303


@pytest.mark.parametrize(
    ("name", "password", "says"),
    [("小田原", "違う", wording.LOGIN_WRONG), (" \u3000", "確認の鍵", wording.LOGIN_NAME_MISSING)],
    ids=["違うパスワード", "名なし"],
)
def test_what_is_wrong_is_said_and_the_form_comes_again(
    client: TestClient, name: str, password: str, says: str
) -> None:
    answer = client.post("/login", data={"name": name, "password": password})
    assert says in answer.text
    assert COOKIE not in answer.cookies


def test_guessing_is_slowed_down_even_for_who_then_guesses_right(client: TestClient) -> None:
    for _ in range(5):
        assert log_in(client, "違う").status_code == 403
    answer = client.post("/login", data={"name": "小田原", "password": "確認の鍵"})
    assert answer.status_code == 429
    assert wording.LOGIN_WAIT in answer.text


@pytest.mark.parametrize(
    "next", ["https://example.com/", "//example.com", "/\\example.com", "javascript:x", "", "/\n"]
)
def test_a_login_leads_to_no_other_site(client: TestClient, next: str) -> None:
    assert log_in(client, "確認の鍵", next).headers["location"] == "/check"


def test_a_login_without_an_aim_leads_to_the_page_of_the_role(client: TestClient) -> None:
    assert log_in(client, "管理の鍵", "").headers["location"] == "/upkeep"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: TestClient) -> None:
    cookie = log_in(client, "確認の鍵").headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    secured = client.post(
        "/login",
        data={"name": "x", "password": "確認の鍵"},
        headers={"x-forwarded-proto": "https"},
    )
    assert "Secure" in secured.headers["set-cookie"]


def test_without_passwords_only_this_machine_is_let_in_and_asked_for_a_name(settings: Settings) -> None:
    open_to_local = replace(settings, trainer_password="", maintainer_password="")
    with client_of(open_to_local) as far:
        assert far.get("/check").status_code == 403
        assert wording.THIS_MACHINE_ONLY in far.get("/check").text
        assert wording.THIS_MACHINE_ONLY in far.get("/login").text
    with client_of(open_to_local, "localhost", "127.0.0.1") as near:
        asked = near.get("/upkeep").headers["location"]
        assert "password" not in near.get(asked).text
        assert (
            near.post("/login", data={"name": "小田原", "next": "/upkeep"}).headers["location"] == "/upkeep"
        )
        assert "小田原" in near.get("/upkeep").text


def test_at_this_machine_a_password_opens_what_is_closed_there(settings: Settings) -> None:
    with client_of(replace(settings, trainer_password=""), "localhost", "127.0.0.1") as near:
        assert near.get("/upkeep").headers["location"].startswith("/login")
        assert log_in(near, "").status_code == 303
        assert near.get("/check").status_code == 200
        assert 'type="password"' in near.get("/login").text
        log_in(near, "管理の鍵")
        assert near.get("/upkeep").status_code == 200


def test_a_name_is_shown_as_typed(client: TestClient) -> None:
    log_in(client, "確認の鍵", name=HOSTILE)
    page = client.get("/check").text
    assert HOSTILE not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_what_was_posted_too_late_is_not_lost_without_a_word(client: TestClient) -> None:
    answer = client.post("/check/note", data={"note": "書いたもの"})
    assert answer.status_code == 403
    assert wording.LOGIN_ENDED in answer.text


def test_a_message_is_shown_once_after_a_post(client: TestClient) -> None:
    log_in(client, "確認の鍵")
    client.get("/check")
    client.post("/check/note", data={"note": HOSTILE})
    assert "&lt;script&gt;" in client.get("/check").text
    assert "&lt;script&gt;" not in client.get("/check").text


@pytest.mark.parametrize(
    ("headers", "size", "status"),
    [
        ({}, 1100, 413),
        ({"origin": "http://evil.example"}, 10, 403),
        ({"origin": "null"}, 10, 403),
        ({"origin": "http://guide.example"}, 10, 303),
    ],
    ids=["大きすぎる", "ほかのサイト", "出どころ不明", "自分の画面"],
)
def test_only_forms_of_this_site_of_a_fitting_size_arrive(
    client: TestClient, headers: dict[str, str], size: int, status: int
) -> None:
    log_in(client, "確認の鍵")
    assert client.post("/check/note", data={"note": "x" * size}, headers=headers).status_code == status


@pytest.mark.parametrize("path", ["/check/note", "/nowhere", "/check/"])
def test_what_is_no_page_is_closed(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_failure_is_said_kindly_and_logged(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    log_in(client, "確認の鍵")
    assert "直し方です。" in client.get("/check/broken?q").text
    answer = client.get("/check/broken")
    assert answer.status_code == 500
    assert wording.PAGE_FAILED in answer.text
    assert "ZeroDivisionError" in caplog.text
    assert "Traceback" not in answer.text


def test_pages_run_no_script_but_files_of_this_site(client: TestClient) -> None:
    answer = client.get("/login")
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("reader", wording.GUIDES)
def test_the_guide_of_each_role_is_whole(settings: Settings, reader: str) -> None:
    with client_of(settings) as client:
        page = client.get(f"/guide-for/{reader}")
        assert page.status_code == 200
        pictures = re.findall(r'src="/guide/([^?"]+)', page.text)
        assert set(pictures) <= {path.name for path in PICTURES.iterdir()}
    assert "{{" not in page.text


def test_a_guide_for_nobody_is_said_kindly(settings: Settings) -> None:
    with client_of(settings) as client:
        assert client.get("/guide-for/mayor").status_code == 404
        assert wording.NO_SUCH_PAGE in client.get("/guide-for/mayor").text


def test_every_picture_is_small_and_shown_somewhere() -> None:
    pages = [*Path(guides.__file__).parent.glob("*.html"), PICTURES.parents[2] / "README.md"]
    shown = "".join(path.read_text(encoding="utf-8") for path in pages)
    for picture in PICTURES.iterdir():
        assert picture.stat().st_size < 150_000
        assert f'"{picture.stem}"' in shown or picture.name in shown


def test_an_address_that_leads_nowhere_is_said_kindly_to_people(client: TestClient) -> None:
    page = client.get("/chekc", headers={"accept": "text/html"})
    assert page.status_code == 404
    assert wording.NO_SUCH_PAGE in page.text
    assert client.get("/chekc").text == wording.REFUSED
