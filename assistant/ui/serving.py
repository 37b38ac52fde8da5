"""The page → a server, on this machine alone unless the settings say otherwise."""

import logging

import gradio as gr
from starlette.middleware import Middleware
from starlette.routing import Route

from assistant.ui.assets import asset
from assistant.ui.families import PAGES
from assistant.ui.guard import Frame, Guard
from assistant.ui.site import Site
from assistant.ui.theme import guide_theme
from corpus.errors import GuideError

_log = logging.getLogger(__name__)


def launch(chat: gr.Blocks, site: Site, *, block: bool = True) -> str:
    """Serve the chat with the pages around it and return its address; `block` keeps the program running.

    Raises GuideError if the address cannot be had.
    """
    settings = site.settings
    pages = [(page.route(site), page.max_body) for page in PAGES]
    try:
        _, address, _ = chat.launch(
            server_name=settings.host,
            server_port=settings.port,
            prevent_thread_lock=True,
            quiet=True,
            theme=guide_theme(),
            footer_links=[],
            run_history=False,
            enable_monitoring=False,
            max_file_size=0,
            ssr_mode=False,
            pwa=False,
            mcp_server=False,
            share=False,
            app_kwargs={
                "docs_url": None,
                "redoc_url": None,
                "openapi_url": None,
                "routes": [Route("/guide/{name}", asset), *(route for route, _ in pages)],
                "middleware": [Middleware(Guard, pages=pages), Middleware(Frame)],
            },
        )
    except OSError:
        raise GuideError(
            f"{settings.host} のポート {settings.port} で画面を開けません。ほかのプログラムが使っていないか"
            "確かめるか、GUIDE_PORT に別の番号を指定してください。"
        ) from None
    _log.info("%s で画面を開いています（止めるときは Ctrl+C）", address)
    if block:
        chat.block_thread()
    return str(address)
