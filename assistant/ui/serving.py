"""The page → a server, on this machine alone unless the settings say otherwise."""

import logging

import gradio as gr
from starlette.middleware import Middleware
from starlette.routing import Route

from assistant.settings import Settings
from assistant.ui.assets import asset
from assistant.ui.guard import Frame, Guard
from assistant.ui.theme import guide_theme
from corpus.errors import GuideError

_log = logging.getLogger(__name__)


def launch(page: gr.Blocks, settings: Settings, *, block: bool = True) -> str:
    """Serve the page and return its address; `block` keeps the program running.

    Raises GuideError if the address cannot be had.
    """
    try:
        _, address, _ = page.launch(
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
                "routes": [Route("/guide/{name}", asset)],
                "middleware": [Middleware(Guard), Middleware(Frame)],
            },
        )
    except OSError:
        raise GuideError(
            f"{settings.host} のポート {settings.port} で画面を開けません。ほかのプログラムが使っていないか"
            "確かめるか、GUIDE_PORT に別の番号を指定してください。"
        ) from None
    _log.info("%s で画面を開いています（止めるときは Ctrl+C）", address)
    if block:
        page.block_thread()
    return str(address)
