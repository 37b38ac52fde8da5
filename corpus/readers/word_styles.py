"""Word's styles.xml → what a paragraph's style says of it: heading level, list, title, table of contents."""

import re
from dataclasses import dataclass

from lxml import etree

from corpus.readers.word_numbers import W

_HEADING = re.compile(r"(?:heading|見出し) ?([1-9])$")
_TITLES = frozenset({"title", "subtitle", "表題", "副題"})
_CONTENTS = re.compile(r"(?:toc|目次) ?(?:heading|[1-9]|の見出し)?$|contents (?:heading|[1-9])$")
_MAX_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Style:
    """`level` is a heading's, from 1, 0 if it is none; `num_id` and `num_level` name a list, if any."""

    level: int = 0
    is_title: bool = False
    is_contents: bool = False
    num_id: str = ""
    num_level: int | None = None


class Styles:
    """The paragraph styles of a document; what a style doesn't say, the one it is based on may."""

    def __init__(self, root: etree._Element | None) -> None:
        """Read styles.xml; None makes a document that has none."""
        self._elements: dict[str, etree._Element] = {}
        self._known: dict[str, Style] = {}
        self.default = ""
        for element in root.iterfind(f"{W}style") if root is not None else ():
            if element.get(f"{W}type") == "paragraph":
                style = element.get(f"{W}styleId", "")
                self._elements[style] = element
                if element.get(f"{W}default") in ("1", "true"):
                    self.default = style

    def of(self, style: str) -> Style:
        """Return what a style says."""
        if style not in self._known:
            self._known[style] = self._read(style)
        return self._known[style]

    def _read(self, style: str) -> Style:
        level: int | None = None
        num_id, num_level = "", None
        names = []
        for element in self._chain(style):
            name = element.find(f"{W}name")
            names.append((name.get(f"{W}val", "") if name is not None else "").lower())
            properties = element.find(f"{W}pPr")
            if properties is None:
                continue
            level = outline_level(properties) if level is None else level
            own_id, own_level = list_of(properties)
            num_id = num_id or own_id
            num_level = own_level if num_level is None else num_level
        named = next((int(match[1]) for match in map(_HEADING.match, names) if match), 0)
        is_title = bool(_TITLES.intersection(names))
        contents = any(map(_CONTENTS.match, names))
        shown = 0 if is_title or contents else named if level is None else level
        return Style(shown, is_title, contents, num_id, num_level)

    def _chain(self, style: str) -> list[etree._Element]:
        chain: list[etree._Element] = []
        while style in self._elements and len(chain) < _MAX_DEPTH:
            element = self._elements[style]
            chain.append(element)
            based = element.find(f"{W}basedOn")
            style = based.get(f"{W}val", "") if based is not None else ""
        return chain


def outline_level(properties: etree._Element) -> int | None:
    """Return the level that paragraph properties give: from 1, 0 for body text, None if they don't say."""
    element = properties.find(f"{W}outlineLvl")
    value = element.get(f"{W}val", "9") if element is not None else ""
    return None if not value.isdecimal() else (int(value) + 1) % 10


def list_of(properties: etree._Element) -> tuple[str, int | None]:
    """Return the list that paragraph properties name, "0" being none at all, and the level in it."""
    num_id, level = properties.find(f"{W}numPr/{W}numId"), properties.find(f"{W}numPr/{W}ilvl")
    value = level.get(f"{W}val", "") if level is not None else ""
    return (
        num_id.get(f"{W}val", "") if num_id is not None else "",
        int(value) if value.isdecimal() else None,
    )
