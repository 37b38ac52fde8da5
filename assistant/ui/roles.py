"""A request → who sent it: their name, and what they may do, by password or by sitting at this machine."""

import hashlib
import hmac
import ipaddress
import logging
import os
import secrets
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer
from starlette.requests import HTTPConnection

from assistant.settings import Settings

COOKIE = "guide-person"
# A working day; after it the password is asked again, and the name stands there already.
LASTS_SECONDS = 12 * 60 * 60
MAX_NAME = 40
_KEY_FILE = "session.key"
_KEY_BYTES = 32
# Whoever sends one of these speaks for somebody else, who may sit anywhere.
_FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
_log = logging.getLogger(__name__)


class Role(IntEnum):
    """What somebody may do, besides asking and reading; who may more, may less too."""

    TRAINER = 1
    MAINTAINER = 2


@dataclass(frozen=True, slots=True)
class Person:
    """Who sent a request: the most they may do (None: ask and read), and their name, "" if never asked."""

    role: Role | None = None
    name: str = ""

    def may(self, role: Role | None) -> bool:
        """Whether a page for this role is open to them; None is everybody's."""
        return role is None or (self.role is not None and self.role >= role)


class Roles:
    """Tells who somebody is by a signed cookie, whose key is kept in the data folder."""

    def __init__(self, settings: Settings) -> None:
        self._passwords = {
            Role.TRAINER: settings.trainer_password,
            Role.MAINTAINER: settings.maintainer_password,
        }
        self._key = _kept_key(settings.data_dir / _KEY_FILE)
        self._signer = URLSafeTimedSerializer(self._key, salt=COOKIE)

    def who(self, request: HTTPConnection) -> Person:
        """Return the person behind a request; a cookie that is forged, old or of another password is none."""
        claimed, is_fresh = self._claimed(request.cookies.get(COOKIE, ""))
        roles = [role for role in Role if is_fresh and claimed.get(role.name) == self._mark(role)]
        if is_this_machine(request):
            roles += [role for role in Role if not self._passwords[role]]
        return Person(max(roles, default=None), claimed.get("name", "") if is_fresh else "")

    def name_given(self, request: HTTPConnection) -> str:
        """Return the name that somebody last gave, to save them from typing it again."""
        return str(self._claimed(request.cookies.get(COOKIE, ""))[0].get("name", ""))

    def by_password(self, password: str) -> Role | None:
        """Return the most that a password opens, or None; how long it takes tells nothing of the password."""
        return max(
            (role for role, own in self._passwords.items() if _equal(own, password) and own), default=None
        )

    def can_log_in(self, role: Role) -> bool:
        """Whether there is a password that opens pages for a role."""
        return any(own for other, own in self._passwords.items() if other >= role)

    def cookie(self, name: str, role: Role | None) -> str:
        """Return what the browser keeps of a person: the name, and a mark of the role's own password."""
        claim = {"name": name[:MAX_NAME]}
        if role is not None:
            claim[role.name] = self._mark(role)
        return str(self._signer.dumps(claim))

    def sign(self, text: str) -> str:
        """Return a text that `unsign` takes back from a browser only as it was, for a minute."""
        return str(URLSafeTimedSerializer(self._key, salt="text").dumps(text))

    def unsign(self, signed: str) -> str:
        """Return the text that was signed, or "" for anything else."""
        try:
            return str(URLSafeTimedSerializer(self._key, salt="text").loads(signed, max_age=60))
        except BadSignature:
            return ""

    def _claimed(self, cookie: str) -> tuple[dict[str, Any], bool]:
        """What a cookie says, if we wrote it, and whether it still counts."""
        try:
            return self._signer.loads(cookie, max_age=LASTS_SECONDS), True
        except SignatureExpired:
            return self._signer.loads(cookie), False
        except BadSignature:
            return {}, False

    def _mark(self, role: Role) -> str:
        """A digest that changes with the role's password; "" without one, which no cookie holds."""
        own = self._passwords[role]
        return hmac.new(self._key, own.encode(), hashlib.sha256).hexdigest()[:32] if own else ""


def is_this_machine(request: HTTPConnection) -> bool:
    """Whether a request was made on the machine that serves, by nobody in between.

    The host it names has to be this machine's as well: another site's name can be made to lead here.
    """
    if request.client is None or any(name in request.headers for name in _FORWARDED):
        return False
    host = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    return _is_loopback(request.client.host) and (host == "localhost" or _is_loopback(host))


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _equal(own: str, given: str) -> bool:
    return hmac.compare_digest(own.encode(), given.encode("utf-8", "surrogatepass"))


def _kept_key(path: Path) -> bytes:
    """Read the key, or make one; where none can be kept, people log in again after a restart."""
    new = secrets.token_bytes(_KEY_BYTES)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        mine = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        mine.touch(mode=0o600)
        mine.write_bytes(new)
        try:
            # Of several that start at once the first one's key counts, and it is there whole or not at all.
            os.link(mine, path)
        except FileExistsError:
            new = path.read_bytes()
        finally:
            mine.unlink()
    except OSError:
        _log.warning("鍵のファイル「%s」を使えません。再起動のたびにログインが必要になります。", path)
    return new
