"""`/check/golden`: the questions whose right answers are known: listed, edited, removed, and asked."""

from dataclasses import replace

import orjson
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from assistant.evaluation.stored import QUESTIONS, Measured, dump, measure, read
from assistant.question import understand
from assistant.review import sections_of, words_of
from assistant.store.codec import searchable
from assistant.store.store import Store
from assistant.store.types import FiguresRecord, Golden
from assistant.types import Status
from assistant.ui import wording
from assistant.ui.check.common import field, fields, places_of, ready_of, show, store_of
from assistant.ui.check.picker import picked, picker
from assistant.ui.check.queue import stale_golden
from assistant.ui.roles import Role
from assistant.ui.site import Pages, person_of, redirect
from corpus.errors import GuideError

pages = Pages(Role.TRAINER)
_STATES = ("", "stale", "approved", "failed")
_NEW = "new"


@pages.get("/check/golden")
def golden_list(request: Request) -> Response:
    """Show the golden questions, with those first that need a look."""
    store, ready = store_of(request), ready_of(request)
    golden = store.golden()
    stale = {entry.id for entry in stale_golden(golden, places_of(ready))}
    record, measured = latest(store)
    state, text = field(request.query_params, "state"), field(request.query_params, "text")
    failures = measured.failures if measured else {}
    belonging = {
        "stale": stale,
        "approved": {entry.id for entry in golden if entry.approved} - stale,
        "failed": set(failures),
    }.get(state, {entry.id for entry in golden})
    shown = [g for g in golden if g.id in belonging and searchable(text) in searchable(g.question)]
    return show(
        request,
        "golden",
        title=wording.CHECK_GOLDEN,
        tab="/check/golden",
        golden=sorted(shown, key=lambda entry: (entry.id not in stale, entry.id not in failures)),
        total=len(golden),
        stale=stale,
        failures=failures,
        record=record,
        measured=measured,
        state=state,
        states=[(value, wording.CHECK_GOLDEN_STATES[value]) for value in _STATES],
        text=text,
    )


@pages.post("/check/golden/run")
def run_all(request: Request, form: FormData) -> Response:
    """Ask every golden question, keep the figures, and show what failed."""
    store, ready = store_of(request), ready_of(request)
    measured = measure(ready.ask, store.golden())
    store.record_figures(ready.generation, QUESTIONS, dump(measured))
    count, failed = measured.overall["questions"], len(measured.failures)
    if failed:
        return redirect(
            request, "/check/golden?state=failed", wording.CHECK_RAN.format(count=count, failed=failed)
        )
    return redirect(request, "/check/golden", wording.CHECK_RAN_WELL.format(count=count))


@pages.get("/check/golden/questions.jsonl")
def export(request: Request) -> Response:
    """Send the golden questions as `kyodo-guide evaluate` reads them."""
    lines = [orjson.dumps(_record(entry)) for entry in store_of(request).golden()]
    return Response(
        b"".join(line + b"\n" for line in lines),
        media_type="application/jsonl; charset=utf-8",
        headers={
            "content-disposition": "attachment; filename=questions.jsonl",
            "cache-control": "no-store",
        },
    )


@pages.get("/check/golden/{golden}")
def golden_page(request: Request) -> Response:
    """Show a golden question to be edited, or an empty one."""
    store, ready = store_of(request), ready_of(request)
    entry = _entry(store, request)
    places = places_of(ready)
    ticked = {passage.id for ref in entry.passages if (passage := places.find(ref))}
    return show(
        request,
        "golden_one",
        title=wording.CHECK_GOLDEN_NEW if not entry.id else wording.CHECK_GOLDEN_ONE,
        tab="/check/golden",
        golden=entry,
        gone=[ref for ref in entry.passages if not places.find(ref)],
        styles=sorted({g.style for g in store.golden()} | set(wording.KINDS.values()) - {""}),
        statuses=[(status, wording.CHECK_EXPECT[status]) for status in Status],
        picker=picker(ready, ticked, {}, field(request.query_params, "find")),
    )


@pages.post("/check/golden/{golden}", max_body=500_000)
def save(request: Request, form: FormData) -> Response:
    """Keep a golden question as it was edited."""
    store, ready = store_of(request), ready_of(request)
    entry, status = _entry(store, request), field(form, "status")
    if status not in set(Status):
        raise GuideError(wording.CHECK_NO_STATUS)
    passages = picked(ready, fields(form, "passage")) if status == Status.FOUND else ()
    history = tuple(filter(None, map(str.strip, field(form, "history").splitlines())))
    # What cannot be asked could never be answered right.
    understand(field(form, "question"), history)
    if status == Status.FOUND and not passages:
        raise GuideError(wording.CHECK_NO_PASSAGE)
    store.save_golden(
        replace(
            entry,
            question=field(form, "question"),
            history=history,
            style=field(form, "style"),
            status=Status(status),
            passages=passages,
            sections=sections_of(passages),
            words=words_of(passages),
            approved=bool(field(form, "approve")) and status == Status.FOUND,
            note=field(form, "note"),
        ),
        person_of(request).name,
    )
    return redirect(request, "/check/golden", wording.CHECK_SAVED)


@pages.post("/check/golden/{golden}/remove")
def remove(request: Request, form: FormData) -> Response:
    """Take a golden question out of force."""
    store = store_of(request)
    store.remove_golden(_entry(store, request).id, person_of(request).name)
    return redirect(request, "/check/golden", wording.CHECK_REMOVED)


def latest(store: Store) -> tuple[FiguresRecord | None, Measured | None]:
    """Return what was last measured over the golden questions, and when."""
    record = next((record for record in store.figures() if record.questions == QUESTIONS), None)
    return record, read(record) if record else None


def _record(entry: Golden) -> dict[str, object]:
    return {
        "id": entry.id,
        "question": entry.question,
        "history": entry.history,
        "style": entry.style,
        "status": entry.status,
        "sections": entry.sections,
        "words": entry.words,
    }


def _entry(store: Store, request: Request) -> Golden:
    golden_id = str(request.path_params["golden"])
    if golden_id == _NEW:
        return Golden("", Status.FOUND, approved=True)
    entry = next((golden for golden in store.golden() if golden.id == golden_id), None)
    if entry is None:
        raise GuideError(wording.CHECK_GOLDEN_GONE)
    return entry
