"""Settings → the assistant's pages in a browser; nothing else."""

import logging
import signal
import sys

from assistant.settings import load_settings
from assistant.ui.desk import Desk
from assistant.ui.page import build_page
from assistant.ui.serving import launch
from assistant.ui.site import Site
from corpus.errors import GuideError


def main() -> None:
    """Serve the pages until stopped."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    for name in ("assistant", "index", "corpus"):
        logging.getLogger(name).setLevel(logging.INFO)
    try:
        settings = load_settings()
        site = Site.of(settings, Desk(settings, reread=load_settings))
        # A stop by the system is to leave as a stop by hand does: with everything kept.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit())
        site.open()
        try:
            launch(build_page(site), site)
        finally:
            site.close()
    except GuideError as error:
        sys.exit(error.message)


if __name__ == "__main__":
    main()
