"""The style sheets, scripts and pictures beside this file → what pages load at `/guide/NAME`."""

import hashlib
from functools import cache
from pathlib import Path

import orjson
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from assistant.ui import wording

# Made of wording.py, beside the files.
_WORDS = "words.js"
_FOLDER = Path(__file__).parent
_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}


def asset(request: Request) -> Response:
    """Answer with the file of that name; what is asked for by its version never changes."""
    name = request.path_params["name"]
    path = _files().get(name)
    if path is None and name != _WORDS:
        return PlainTextResponse(wording.REFUSED, 404)
    return Response(
        path.read_bytes() if path else _words(),
        media_type=_TYPES[Path(name).suffix],
        headers={"cache-control": "max-age=31536000, immutable" if request.url.query else "no-cache"},
    )


@cache
def version() -> str:
    """Return a digest of all that is served, so that a browser never keeps what is old."""
    content = b"".join([_words(), *(path.read_bytes() for path in _files().values())])
    return hashlib.sha256(content).hexdigest()[:12]


@cache
def _words() -> bytes:
    """The words that scripts show, as a script."""
    return b"window.guideWords = " + orjson.dumps(wording.SCRIPTS) + b";"


@cache
def _files() -> dict[str, Path]:
    """Every file that pages may load, by its name; those of families of pages too."""
    paths = sorted(path for path in _FOLDER.rglob("*") if path.suffix in _TYPES)
    return {path.name: path for path in paths}
