"""What a person typed → text that can be shown: as typed, with what can't be seen made visible."""

import re
import unicodedata

from assistant.ui import wording

_MAX_SHOWN = 400
# Directions that would turn the text around them, too.
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def shown(text: str) -> str:
    """Return a text for the page; control characters, invisible ones and half surrogates by their code."""
    text = text.replace("\r\n", "\n")
    cut = text[:_MAX_SHOWN]
    visible = _CONTROL.sub(_code, _UNSEEN.sub(_code, cut))
    return visible + wording.CUT.format(count=len(text)) if len(text) > _MAX_SHOWN else visible


def keepable(text: str) -> str:
    """Return a text that can be sent to a browser: half surrogates have no encoding."""
    return "".join("\ufffd" if unicodedata.category(c) == "Cs" else c for c in text)


def _code(match: re.Match[str]) -> str:
    return f"⟨U+{ord(match[0]):04X}⟩"
