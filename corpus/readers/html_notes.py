"""A web page → the notes that raised numbers in its text point at."""

import re

from lxml import etree

_NOTE = re.compile(r"[\[［（(]?[※*＊注]?\d{1,3}[\]］）)]?")


def notes_of(body: etree._Element) -> dict[str, etree._Element]:
    """Return the blocks that hold notes, by the names by which marks in the text point at them."""
    targets: dict[str, etree._Element] = {}
    for element in body.iter():
        for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
            if name:
                targets.setdefault(name, element)
    found: dict[str, etree._Element] = {}
    for link in body.iter("a"):
        name = link.get("href", "")[1:] if link.get("href", "").startswith("#") else ""
        raised = any(True for _ in link.iter("sup")) or next(link.iterancestors("sup"), None) is not None
        if raised and name in targets and is_mark(link):
            target = targets[name]
            block = next(
                (e for e in (target, *target.iterancestors()) if e.tag in ("p", "li", "div", "dd")), None
            )
            if block is not None and link not in block.iter("a"):
                found[name] = block
    return found


def is_mark(element: etree._Element) -> bool:
    """Whether an element's text is a note's number."""
    return bool(_NOTE.fullmatch("".join(element.itertext()).strip()))
