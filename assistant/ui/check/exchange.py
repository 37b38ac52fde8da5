"""`/check/exchange/ID`: an answer beside the source, why it was given, and the verdict on it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from assistant.approvals import Places
from assistant.review import Decision, golden_of, settled
from assistant.store.store import Store
from assistant.store.types import Exchange, ExchangeFilter, Golden, PassageRef, ShownQuote, Verdict, Weighed
from assistant.types import Status
from assistant.ui import wording
from assistant.ui.check.common import field, fields, places_of, ready_of, show, store_of
from assistant.ui.check.picker import picked, picker
from assistant.ui.ready import Ready
from assistant.ui.roles import Role
from assistant.ui.site import Pages, person_of, redirect
from assistant.ui.typeset import Block, typeset
from corpus.errors import GuideError
from corpus.types import PassageKind

pages = Pages(Role.TRAINER)
_REFUSALS = (Status.RELATED, Status.NOT_FOUND)


@dataclass(frozen=True, slots=True)
class QuoteView:
    """A quote as it was shown; `anchor` is where it stands now, "" if it stands there no more.

    `now` and `now_reference` are then where what it became stands, and `earlier` is where it stands in the
    source of that time; each "" where there is none.
    """

    reference: str
    edition: str
    kind: str
    blocks: tuple[Block, ...]
    anchor: str
    approved: str
    now: str
    now_reference: str
    earlier: str


@pages.get("/check/exchange/{exchange}")
def exchange_page(request: Request) -> Response:
    """Show an answer with everything that a verdict needs."""
    store, ready = store_of(request), ready_of(request)
    exchange = _exchange(store, request)
    places = places_of(ready)
    golden = _golden_of(store, exchange)
    marked = _marked(exchange, places)
    chosen = golden.passages if golden else exchange.review.passages if exchange.review else ()
    ticked = {passage.id for ref in chosen if (passage := places.find(ref))}
    return show(
        request,
        "exchange",
        title=wording.CHECK_EXCHANGE,
        tab="/check",
        exchange=exchange,
        quotes=[_quote(quote, exchange, places, ready) for quote in exchange.quotes],
        like=len(store.like(exchange.id)),
        following=_following(store, exchange),
        is_current=exchange.generation == ready.generation,
        golden=golden,
        picker=picker(ready, ticked, marked, field(request.query_params, "find")),
        verdicts=[
            (verdict, wording.VERDICTS[verdict], wording.VERDICTS_MEAN[verdict]) for verdict in Verdict
        ],
        refusals=[(status, wording.CHECK_REFUSE_AS[status]) for status in _REFUSALS],
        anchor_of=lambda ref: _anchor(ref, places, ready),
    )


@pages.post("/check/exchange/{exchange}/verdict", max_body=500_000)
def judge(request: Request, form: FormData) -> Response:
    """Keep a verdict, and the golden question that it makes."""
    store, ready = store_of(request), ready_of(request)
    exchange = _exchange(store, request)
    verdict = field(form, "verdict")
    if verdict not in set(Verdict):
        raise GuideError(wording.CHECK_NO_VERDICT)
    refuse_as = field(form, "refuse_as")
    decision = settled(
        Decision(
            verdict=Verdict(verdict),
            passages=picked(ready, fields(form, "passage")),
            approve=bool(field(form, "approve")),
            refuse_as=Status(refuse_as) if refuse_as in _REFUSALS else Status.RELATED,
            note=field(form, "note"),
        ),
        exchange,
    )
    by = person_of(request).name
    style = wording.KINDS.get(exchange.explanation.kind, "")
    golden = golden_of(decision, exchange, _golden_of(store, exchange), style)
    store.judge(
        exchange.id,
        decision.verdict,
        by,
        decision.passages,
        decision.note,
        with_like=bool(field(form, "with_like")),
    )
    if golden:
        store.save_golden(golden, by)
    message = wording.CHECK_JUDGED_DONE
    if golden:
        message = wording.CHECK_APPROVED_DONE if golden.approved else wording.CHECK_GOLDEN_DONE
    return redirect(request, f"/check/exchange/{exchange.id}", message)


def _exchange(store: Store, request: Request) -> Exchange:
    exchange = store.exchange(str(request.path_params["exchange"]))
    if exchange is None:
        raise GuideError(wording.CHECK_GONE)
    return exchange


def _following(store: Store, exchange: Exchange) -> str:
    """The newest other answer without a verdict; "" if none is left."""
    waiting = store.exchanges(ExchangeFilter(judged=False), limit=2)
    return next((other.id for other in waiting if other.id != exchange.id), "")


def _golden_of(store: Store, exchange: Exchange) -> Golden | None:
    """The golden question that an earlier verdict on this very answer made."""
    return next((golden for golden in store.golden() if golden.exchange_id == exchange.id), None)


def _marked(exchange: Exchange, places: Places) -> dict[int, str]:
    """What passages of the source were in the answer: quoted, or only weighed."""
    marks = {}
    for weighed in exchange.explanation.candidates:
        ref = PassageRef(weighed.document_id, weighed.section, "", weighed.sha256)
        if passage := places.find(ref):
            marks[passage.id] = wording.CHECK_QUOTED if weighed.shown else wording.CHECK_NEAR
    for number, quote in enumerate(exchange.quotes, 1):
        if passage := places.find(PassageRef(quote.document_id, quote.section, "", quote.sha256)):
            marks[passage.id] = wording.CHECK_QUOTED_AS.format(number=number)
    return marks


def _quote(quote: ShownQuote, exchange: Exchange, places: Places, ready: Ready) -> QuoteView:
    decisive = quote.decisive if exchange.status is Status.FOUND else None
    anchor = _anchor(quote, places, ready)
    now = None
    if not anchor:
        now = ready.moved.of(exchange.generation, quote.document_id, quote.text, quote.spans)
    return QuoteView(
        reference=quote.reference or wording.NO_SECTION,
        edition=quote.edition,
        kind=quote.kind,
        blocks=typeset(quote.text, PassageKind(quote.kind), decisive),
        anchor=anchor,
        approved=quote.approved,
        now=ready.anchors.passages[now.id] if now else "",
        now_reference=now.section.reference if now and now.section else wording.NO_SECTION,
        earlier=_earlier(quote, exchange, ready),
    )


def _earlier(quote: ShownQuote, exchange: Exchange, ready: Ready) -> str:
    """The path of a quote's place in the source as it was then."""
    if exchange.generation == ready.generation:
        return ""
    ref = PassageRef(quote.document_id, quote.section, "", quote.sha256)
    name = ready.earlier.anchor(exchange.generation, ref)
    query = urlencode({"index": exchange.generation, "document": quote.document_id})
    return f"/source?{query}#{name}" if name else ""


def _anchor(ref: ShownQuote | Weighed, places: Places, ready: Ready) -> str:
    passage = places.find(PassageRef(ref.document_id, ref.section, "", ref.sha256))
    return ready.anchors.passages[passage.id] if passage else ""
