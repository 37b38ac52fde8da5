"""What the maintainer's pages share: tabs, and what stands in the data folder."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from assistant.evaluation.impact_table import groups
from assistant.generations import Entry, named_documents
from assistant.settings import Settings
from assistant.staging import Staging
from assistant.ui import wording
from assistant.ui.clock import built, when
from assistant.ui.site import render_page, site_of
from corpus.editions import Comparison, compare
from corpus.types import Document
from index.errors import IndexFault
from index.pointer import current
from index.storage import load_stored

_TABS = (
    ("/upkeep", wording.UPKEEP_TAB_DOCUMENTS),
    ("/upkeep/words", wording.UPKEEP_TAB_WORDS),
    ("/upkeep/health", wording.UPKEEP_TAB_HEALTH),
)
# Comparing larger collections takes longer than anybody waits for a page.
COMPARED = 3_000


def show(request: Request, template: str, /, *, title: str, tab: str, **values: object) -> Response:
    """Return one of the maintainer's pages, below the tabs; `tab` is the path of the one it belongs to."""
    tabs = [(path, word, path == tab) for path, word in _TABS]
    helpers = {"when": when, "built": built, "called": named_documents, "groups": groups}
    notice = site_of(request).desk.notice
    values = {"refresh": False, "wide": False} | helpers | values | {"tabs": tabs, "notice": notice}
    return render_page(request, f"upkeep/{template}", title=title, status=200, **values)


def staging_of(request: Request) -> Staging:
    """Return the documents that the next index is made of."""
    return site_of(request).staging


def settings_of(request: Request) -> Settings:
    """Return the settings by which the next index is built."""
    return staging_of(request).settings


def answering(entries: Sequence[Entry]) -> Entry | None:
    """Return the generation that answers, if there is one."""
    return next((entry for entry in entries if entry.answers), None)


def comparisons(request: Request) -> tuple[Comparison, ...]:
    """Compare the documents that are answered from with those of the next index; unchanged ones are left out.

    Raises GuideError where either cannot be read.
    """
    settings = settings_of(request)
    news = {document.info.id: document for document in staging_of(request).documents()}
    try:
        stored = load_stored(settings.data_dir, current(settings.data_dir))
    except IndexFault:
        stored = ()
    olds = {document.info.id: document for document in stored}
    pairs = ((olds.get(id_), news.get(id_)) for id_ in dict.fromkeys((*news, *olds)))
    return tuple(
        compare(old or _without_text(new), new or _without_text(old))
        for old, new in pairs
        if not (old and new and old.info.sha256 == new.info.sha256)
    )


def _without_text(document: Document | None) -> Document:
    if document is None:
        raise ValueError("neither edition")
    return Document(document.info, "", (), (), (), ())
