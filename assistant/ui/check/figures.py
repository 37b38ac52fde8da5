"""`/check/figures`: how good the answers are, over time, and what the guideline does not say yet."""

from starlette.requests import Request
from starlette.responses import Response

from assistant.evaluation.stored import QUESTIONS, read
from assistant.gaps import grouped, unreached
from assistant.store.store import Store
from assistant.store.types import Exchange, ExchangeFilter, Verdict
from assistant.types import Status
from assistant.ui import wording
from assistant.ui.check.charts import over_time
from assistant.ui.check.common import ready_of, show, store_of
from assistant.ui.roles import Role
from assistant.ui.site import Pages

pages = Pages(Role.TRAINER)
# The latest of each kind of refusal; comparing more takes seconds, and says the same.
_UNANSWERED = 500
_GROUPS = 30
_COLUMNS = ("hit1", "hit3", "complete", "refused")


@pages.get("/check/figures")
def figures_page(request: Request) -> Response:
    """Show figures over the golden questions, and what people asked in vain."""
    store, ready = store_of(request), ready_of(request)
    records = [(r, read(r)) for r in reversed(store.figures()) if r.questions == QUESTIONS]
    latest = records[-1][1] if records else None
    documents = ready.assistant.documents
    references = {s.number: s.reference for d in documents for s in d.sections}
    return show(
        request,
        "figures",
        title=wording.CHECK_FIGURES,
        tab="/check/figures",
        counts=_counts(store),
        records=records,
        latest=latest,
        chart=over_time(records),
        columns=[(key, wording.FIGURES[key]) for key in _COLUMNS],
        sections=[(references.get(n, n), values) for n, values in latest.sections.items()] if latest else [],
        styles=[(style or wording.CHECK_NO_STYLE, v) for style, v in latest.styles.items()] if latest else [],
        unreached=[
            (section.reference, ready.anchors.of(document, section))
            for document, section in unreached(documents, store.reached())
        ],
        groups=grouped(_unanswered(store), ready.assistant.encoder)[:_GROUPS],
        has_golden=bool(store.golden()),
    )


def _counts(store: Store) -> list[tuple[str, str, int]]:
    """How many were asked, and how they were answered, with a sign and a word for each."""
    counts = [("", wording.CHECK_ASKED, store.count())]
    counts += [
        (wording.SIGNS[status], wording.WORDS[status], store.count(ExchangeFilter(status=status)))
        for status in Status
    ]
    return [*counts, ("", wording.CHECK_UNJUDGED, store.count(ExchangeFilter(judged=False)))]


def _unanswered(store: Store) -> list[Exchange]:
    """What was refused, but for what a trainer found that the guideline does answer."""
    found = [
        exchange
        for status in (Status.RELATED, Status.NOT_FOUND)
        for exchange in store.exchanges(ExchangeFilter(status=status), limit=_UNANSWERED)
    ]
    return [e for e in found if not (e.review and e.review.verdict is Verdict.SHOULD_ANSWER)]
