"""Settings → the assistant's pages in a browser; nothing else."""

import logging
import sys

from assistant.settings import load_settings
from assistant.ui.desk import Desk
from assistant.ui.page import build_page
from assistant.ui.serving import launch
from corpus.errors import GuideError


def main() -> None:
    """Serve the pages until stopped."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    for name in ("assistant", "index", "corpus"):
        logging.getLogger(name).setLevel(logging.INFO)
    try:
        settings = load_settings()
        desk = Desk(settings, reread=load_settings)
        desk.open()
        launch(build_page(desk, settings), settings)
    except GuideError as error:
        sys.exit(error.message)


if __name__ == "__main__":
    main()
