"""The page: header, conversation and source as Gradio Blocks, and what happens on Enter.

What the server sends of a conversation is always one turn. It goes into a hidden mail box, from where
page.js moves it into the conversation, so that older turns keep their place, focus and unfolded parts.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import uuid4

import gradio as gr
import orjson

from assistant.question import MAX_LENGTH
from assistant.ui import wording
from assistant.ui.chat import answer_turn, error_turn, waiting_turn
from assistant.ui.desk import Answered
from assistant.ui.roles import Person
from assistant.ui.site import Site, frame_of, frame_values
from assistant.ui.source import empty_pane
from assistant.ui.templates import render
from assistant.ui.typed import keepable
from assistant.ui.visitors import visitor_of
from corpus.errors import GuideError

# Two cores answer four at once without anybody waiting for another's slow question.
_AT_ONCE = 4
_WAITING = 100
# Earlier questions that a follow-up can lean on.
_REMEMBERED = 10
_POLL_SECONDS = 0.25
_log = logging.getLogger(__name__)
_MINE = f'<a href="mine">{wording.MINE}</a>'
_RESET = '<div data-reset="{turn}"></div>'


def build_page(site: Site) -> gr.Blocks:
    """Return the chat of a site, whose assistant may still be opening."""
    answering, opening = _Answering(site), _Opening(site)
    page: gr.Blocks
    with gr.Blocks(title=wording.TITLE, analytics_enabled=False, fill_width=True, fill_height=True) as page:
        header = gr.HTML(_header(None, "", ""), elem_id="header", js_on_load=None, apply_default_css=False)
        with gr.Row(elem_id="panes"):
            with gr.Column(elem_id="chat"):
                conversation = gr.HTML(
                    _conversation(()), elem_id="conversation", js_on_load=None, apply_default_css=False
                )
                mail = gr.HTML("", elem_id="mail", js_on_load=None, apply_default_css=False)
                with gr.Row(elem_id="composer"):
                    box = gr.Textbox(
                        label=wording.BOX_LABEL,
                        info=wording.BOX_KEYS,
                        placeholder=wording.BOX_HINT,
                        lines=1,
                        max_lines=6,
                        elem_id="ask-box",
                        autofocus=True,
                        scale=1,
                    )
                    send = gr.Button(wording.SEND, variant="primary", elem_id="send", scale=0)
                    gr.HTML(
                        _MINE if site.settings.history else "",
                        elem_id="mine",
                        js_on_load=None,
                        apply_default_css=False,
                    )
                    new = gr.Button(wording.NEW, elem_id="new", scale=0)
            with gr.Column(elem_id="source"):
                # The script puts the guideline there: a third of the bytes of the same way through Gradio.
                gr.HTML(empty_pane(), elem_id="source-pane", js_on_load=None, apply_default_css=False)
        # The page itself knows what was asked before, so that a conversation outlives the server.
        earlier = gr.Textbox(visible=False)
        gr.on(
            [box.submit, send.click],
            answering.answer,
            [box, earlier],
            [mail, box],
            js="(question) => [question, window.guide.earlier()]",
            show_progress="hidden",
            concurrency_limit=_AT_ONCE,
            api_visibility="private",
        )
        new.click(
            _begin_anew,
            None,
            mail,
            show_progress="hidden",
            concurrency_limit=None,
            api_visibility="private",
        )
        page.load(
            opening.updates,
            None,
            [header, conversation],
            show_progress="hidden",
            concurrency_limit=None,
            api_visibility="private",
        )
    page.queue(max_size=_WAITING)
    return page


class _Answering:
    """What happens to a question that was sent; called by Gradio on a thread of its pool."""

    def __init__(self, site: Site) -> None:
        self._desk = site.desk
        self._contact = site.settings.contact

    def answer(
        self, question: str | None, earlier: str | None, request: gr.Request
    ) -> Iterator[tuple[Any, Any]]:
        """Yield updates for the mail box and the text box; `earlier` is what was asked before, as JSON.

        The text box is emptied only by an answer, so that what was typed survives every failure.
        """
        turn = f"t{uuid4().hex[:12]}"
        # Nothing at all can be posted, too.
        question = question or ""
        if not self._desk.wait(0):
            self._desk.open()
            yield waiting_turn(turn, question, wording.PREPARING), gr.skip()
            while not self._desk.wait(_POLL_SECONDS):
                pass
        history = _history(earlier)
        try:
            answered = self._desk.answer(question, history, visitor_of(request.request))
            follow_ups = _follow_ups(answered, history)
            is_kept = not self._desk.recorder.problem
            html = answer_turn(turn, answered, self._contact, follow_ups, is_kept)
        except GuideError as error:
            yield error_turn(turn, question, error.message), gr.skip()
            return
        yield html, ""


def _follow_ups(answered: Answered, history: Sequence[str]) -> Sequence[str]:
    """What to ask next; an answer is never lost for want of that."""
    try:
        return answered.ready.follow_ups.after(answered.answer, history)
    except Exception:
        _log.exception("no follow-up questions could be made")
        return ()


def _history(earlier: str | None) -> tuple[str, ...]:
    """The questions before this one, oldest first, as far as what was posted is just that."""
    try:
        asked = orjson.loads(earlier or "[]")
    except orjson.JSONDecodeError:
        return ()
    if not isinstance(asked, list):
        return ()
    texts = (keepable(text) for text in asked if isinstance(text, str) and len(text) <= MAX_LENGTH)
    return tuple(texts)[-_REMEMBERED:]


class _Opening:
    """What a page shows while the assistant opens, and when it is open."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._desk = site.desk

    def updates(self, request: gr.Request) -> Iterator[tuple[Any, Any]]:
        """Yield updates for the header and the conversation."""

        def header(state: str, message: str) -> str:
            sent = request.request
            return _header(frame_values(sent, self._site, "/") if sent else None, state, message)

        self._desk.open()
        stage = None
        while not self._desk.wait(_POLL_SECONDS if stage is not None else 0):
            if stage != self._desk.stage:
                stage = self._desk.stage
                message = wording.PREPARING_STAGE.format(stage=stage) if stage else wording.PREPARING
                yield header("preparing", message), gr.skip()
        try:
            ready = self._desk.ready
        except GuideError as error:
            yield header("failed", error.message), gr.skip()
            return
        word = self._desk.notice or wording.READY
        yield header("ready", word), _conversation(ready.examples)


def _begin_anew() -> str:
    return _RESET.format(turn=uuid4().hex[:12])


def _header(frame: Mapping[str, object] | None, state: str, message: str) -> str:
    """The header; until it is known who asks, it is everybody's."""
    return render(
        "header",
        heading=True,
        skip=wording.SKIP,
        skip_to="ask-box",
        state=state,
        readiness=message,
        **(frame or frame_of(Person(), "", "/")),
    )


def _conversation(examples: Sequence[str]) -> str:
    return render("conversation", examples=examples)
