"""The style sheet, the script and the icon beside this file → what the page loads at `/guide/NAME`."""

import hashlib
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from assistant.ui import wording

_FOLDER = Path(__file__).parent
_TYPES = {"page.css": "text/css", "page.js": "text/javascript", "icon.svg": "image/svg+xml"}


def asset(request: Request) -> Response:
    """Answer with the file of that name; what is asked for by its version never changes."""
    name = request.path_params["name"]
    if name not in _TYPES:
        return PlainTextResponse(wording.REFUSED, 404)
    return Response(
        (_FOLDER / name).read_bytes(),
        media_type=_TYPES[name],
        headers={"cache-control": "max-age=31536000, immutable" if request.url.query else "no-cache"},
    )


@cache
def version() -> str:
    """Return a digest of the style sheet and the script, so that a browser never keeps old ones."""
    content = b"".join((_FOLDER / name).read_bytes() for name in _TYPES)
    return hashlib.sha256(content).hexdigest()[:12]
