import stat
from pathlib import Path
from unittest.mock import patch

import pytest
from starlette.requests import HTTPConnection

from assistant.settings import Settings
from assistant.ui.roles import COOKIE, LASTS_SECONDS, Person, Role, Roles, is_this_machine

LOCAL = {"host": "localhost:7860"}


def sent(
    cookie: str = "", client: str = "192.168.1.9", headers: dict[str, str] | None = None
) -> HTTPConnection:
    given = {"host": "guide.example"} | (headers or {})
    if cookie:
        given["cookie"] = f"{COOKIE}={cookie}"
    raw = [(name.encode(), value.encode("latin-1")) for name, value in given.items()]
    return HTTPConnection({"type": "http", "headers": raw, "client": (client, 1)})


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, trainer_password="確認の鍵", maintainer_password="管理の鍵")


@pytest.mark.parametrize(
    ("password", "role"),
    [("確認の鍵", Role.TRAINER), ("管理の鍵", Role.MAINTAINER), ("", None), ("かぎ", None), ("\ud800", None)],
    ids=["確認", "管理", "空", "違う", "半分の文字"],
)
def test_a_password_opens_its_role(settings: Settings, password: str, role: Role | None) -> None:
    assert Roles(settings).by_password(password) is role


def test_without_a_password_nothing_typed_opens_a_role(tmp_path: Path) -> None:
    roles = Roles(Settings(data_dir=tmp_path))
    assert roles.by_password("") is None
    assert not roles.can_log_in(Role.TRAINER)


def test_a_cookie_tells_name_and_role_even_after_a_restart(settings: Settings) -> None:
    cookie = Roles(settings).cookie("小田原", Role.MAINTAINER)
    person = Roles(settings).who(sent(cookie))
    assert person == Person(Role.MAINTAINER, "小田原")
    assert person.may(Role.TRAINER)


@pytest.mark.parametrize(
    "change",
    [
        # The last character of all stands for fewer bits than it has: another may mean the same.
        lambda cookie: cookie[:-2] + ("A" if cookie[-2] != "A" else "B") + cookie[-1],
        lambda cookie: "x" + cookie,
        lambda cookie: cookie.split(".")[0],
        lambda cookie: "あ".encode().decode("latin-1"),
    ],
    ids=["署名", "中身", "署名なし", "文字化け"],
)
def test_a_cookie_that_was_changed_is_nobodys(settings: Settings, change: object) -> None:
    roles = Roles(settings)
    assert callable(change)
    assert roles.who(sent(change(roles.cookie("小田原", Role.TRAINER)))) == Person()


def test_another_password_or_another_key_ends_what_was_open(settings: Settings, tmp_path: Path) -> None:
    cookie = Roles(settings).cookie("小田原", Role.TRAINER)
    changed = Settings(data_dir=tmp_path, trainer_password="新しい鍵")
    assert Roles(changed).who(sent(cookie)).role is None
    elsewhere = Settings(data_dir=tmp_path / "other", trainer_password="確認の鍵")
    assert Roles(elsewhere).who(sent(cookie)) == Person()


def test_a_login_ends_but_the_name_stays_to_be_offered(settings: Settings) -> None:
    roles = Roles(settings)
    with patch("itsdangerous.timed.time.time", return_value=1_000_000):
        cookie = roles.cookie("小田原", Role.TRAINER)
    with patch("itsdangerous.timed.time.time", return_value=1_000_000 + LASTS_SECONDS + 1):
        assert roles.who(sent(cookie)) == Person()
        assert roles.name_given(sent(cookie)) == "小田原"


@pytest.mark.parametrize(
    ("client", "headers", "is_local"),
    [
        ("127.0.0.1", LOCAL, True),
        ("::1", {"host": "[::1]:7860"}, True),
        ("127.0.0.1", {"host": "127.0.0.1"}, True),
        ("192.168.1.9", LOCAL, False),
        ("127.0.0.1", {"host": "guide.example"}, False),
        ("127.0.0.1", LOCAL | {"x-forwarded-for": "192.168.1.9"}, False),
        ("127.0.0.1", LOCAL | {"forwarded": "for=192.168.1.9"}, False),
        ("testclient", LOCAL, False),
    ],
    ids=["この機械", "IPv6", "番号", "ほかの機械", "ほかの名", "代理", "代理（新）", "名だけ"],
)
def test_only_this_very_machine_needs_no_password(
    tmp_path: Path, client: str, headers: dict[str, str], is_local: bool
) -> None:
    request = sent(client=client, headers=headers)
    assert is_this_machine(request) is is_local
    role = Roles(Settings(data_dir=tmp_path)).who(request).role
    assert role is (Role.MAINTAINER if is_local else None)


def test_a_password_counts_at_this_machine_too(tmp_path: Path) -> None:
    roles = Roles(Settings(data_dir=tmp_path, maintainer_password="管理の鍵"))
    assert roles.who(sent(client="127.0.0.1", headers=LOCAL)).role is Role.TRAINER


def test_the_key_is_its_owners_alone_and_stays(settings: Settings, tmp_path: Path) -> None:
    Roles(settings)
    key = tmp_path / "session.key"
    content = key.read_bytes()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    Roles(settings)
    assert key.read_bytes() == content
    assert list(tmp_path.iterdir()) == [key]


def test_where_no_key_can_be_kept_people_still_log_in(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    roles = Roles(Settings(data_dir=tmp_path / "file" / "var", trainer_password="確認の鍵"))
    assert roles.who(sent(roles.cookie("小田原", Role.TRAINER))).role is Role.TRAINER


def test_a_signed_text_comes_back_only_as_it_was(settings: Settings) -> None:
    roles = Roles(settings)
    signed = roles.sign("保存しました。")
    assert roles.unsign(signed) == "保存しました。"
    assert roles.unsign(signed + "x") == roles.unsign("") == ""
    assert roles.unsign(roles.cookie("小田原", Role.TRAINER)) == ""
