"""What the trainer's pages share: the store, tabs, times and words for them, and fields of forms."""

from collections.abc import Mapping

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from assistant.approvals import Places
from assistant.store.store import Store
from assistant.ui import wording
from assistant.ui.clock import built, when
from assistant.ui.ready import Ready
from assistant.ui.site import render_page, site_of

# Cities of Japan keep one time, and no summer time.
# What somebody waits for a page at most, while the service starts.
_PATIENCE_SECONDS = 30
_TABS = (
    ("/check", wording.CHECK_TAB_QUEUE),
    ("/check/golden", wording.CHECK_TAB_GOLDEN),
    ("/check/sheets", wording.CHECK_TAB_SHEETS),
    ("/check/figures", wording.CHECK_TAB_FIGURES),
)


def show(request: Request, template: str, /, *, title: str, tab: str, **values: object) -> Response:
    """Return one of the trainer's pages, below the tabs; `tab` is the path of the one it belongs to."""
    tabs = [(path, word, path == tab) for path, word in _TABS]
    problem = site_of(request).desk.recorder.problem
    values |= {"tabs": tabs, "problem": problem, "when": when, "built": built}
    return render_page(request, f"check/{template}", title=title, status=200, **values)


def store_of(request: Request) -> Store:
    """Return the store, with what was answered a moment ago in it. Raises StoreFault if it can't be used."""
    recorder = site_of(request).desk.recorder
    recorder.flush(1.0)
    return recorder.store


def ready_of(request: Request) -> Ready:
    """Return the generation that answers. Raises GuideError while there is none."""
    desk = site_of(request).desk
    desk.open()
    desk.wait(_PATIENCE_SECONDS)
    return desk.ready


def places_of(ready: Ready) -> Places:
    """Return where the passages of a generation stand by their words."""
    return Places(ready.assistant.generation.passages)


def field(form: FormData | Mapping[str, object], name: str) -> str:
    """Return what was typed into a field, without white space around it; "" for anything else."""
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""


def fields(form: FormData, name: str) -> list[str]:
    """Return every value of a field that may have several."""
    return [value for value in form.getlist(name) if isinstance(value, str)]
