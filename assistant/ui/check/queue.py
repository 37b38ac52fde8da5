"""`/check`: what was asked, newest first, as far as the filters let it through."""

from datetime import datetime, timedelta
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from assistant.approvals import Places
from assistant.store.types import ExchangeFilter, Golden, Verdict
from assistant.types import Status
from assistant.ui import wording
from assistant.ui.check.common import field, places_of, ready_of, show, store_of
from assistant.ui.clock import JAPAN
from assistant.ui.ready import Ready
from assistant.ui.roles import Role
from assistant.ui.site import Pages
from corpus.errors import GuideError

pages = Pages(Role.TRAINER)
_PAGE = 30
_FIELDS = ("verdict", "status", "thumb", "section", "since", "until", "text")
_UNJUDGED, _JUDGED = "unjudged", "judged"
_THUMBS = {"helpful": True, "unhelpful": False}


@pages.get("/check")
def queue(request: Request) -> Response:
    """Show the questions that are to be looked at; without any filter, those without a verdict."""
    query = request.query_params
    chosen = {name: field(query, name) for name in _FIELDS}
    if not any(name in query for name in _FIELDS):
        chosen["verdict"] = _UNJUDGED
    wanted = wanted_by(chosen)
    store, ready = store_of(request), ready_of(request)
    count = store.count(wanted)
    last = max(1, -(-count // _PAGE))
    page = min(max(_number(field(query, "page")), 1), last)
    return show(
        request,
        "queue",
        title=wording.CHECK_QUEUE,
        tab="/check",
        chosen=chosen,
        exchanges=store.exchanges(wanted, (page - 1) * _PAGE, _PAGE),
        count=count,
        page=page,
        last=last,
        query=urlencode(chosen),
        verdicts=_verdict_choices(),
        sections=_sections(ready),
        stale=len(stale_golden(store.golden(), places_of(ready))),
    )


def wanted_by(chosen: dict[str, str]) -> ExchangeFilter:
    """Return the filter that the fields ask for. Raises GuideError for a date that is none."""
    verdict = chosen["verdict"]
    until = _day(chosen["until"])
    return ExchangeFilter(
        verdict=Verdict(verdict) if verdict in set(Verdict) else None,
        judged={_UNJUDGED: False, _JUDGED: True}.get(verdict),
        status=Status(chosen["status"]) if chosen["status"] in set(Status) else None,
        thumb=_THUMBS.get(chosen["thumb"]),
        section=chosen["section"],
        since=_day(chosen["since"]),
        until=until + timedelta(days=1) if until else None,
        text=chosen["text"],
    )


def stale_golden(golden: tuple[Golden, ...], places: Places) -> list[Golden]:
    """Return the golden questions that a revision put out of force: a passage of theirs is gone."""
    return [entry for entry in golden if entry.passages and not places.rows(entry.passages)]


def _verdict_choices() -> list[tuple[str, str]]:
    choices = [("", wording.CHECK_ANY), (_UNJUDGED, wording.CHECK_UNJUDGED), (_JUDGED, wording.CHECK_JUDGED)]
    return choices + [(verdict.value, wording.VERDICTS[verdict]) for verdict in Verdict]


def _sections(ready: Ready) -> list[tuple[str, str]]:
    found = {
        section.number: section.reference
        for document in ready.assistant.documents
        for section in document.sections
        if section.number
    }
    return list(found.items())


def _day(text: str) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=JAPAN)
    except ValueError:
        raise GuideError(wording.CHECK_BAD_DATE.format(text=text)) from None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 1
