"""A page served from this process, over an assistant that answers from the shipped guideline."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import gradio as gr

from assistant.settings import Settings
from assistant.ui.desk import Desk
from assistant.ui.page import build_page
from assistant.ui.serving import launch


@contextmanager
def served(settings: Settings, desk: Desk | None = None) -> Iterator[str]:
    """Serve the page at a free port, and give its address without the last slash."""
    settings = replace(settings, port=_free_port())
    page: gr.Blocks = build_page(desk or Desk(settings), settings)
    try:
        yield launch(page, settings, block=False).rstrip("/")
    finally:
        page.close(verbose=False)


def settings_in(folder: Path) -> Settings:
    """Settings as shipped, with everything made at run time in a folder."""
    return Settings(data_dir=folder)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
