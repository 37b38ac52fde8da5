"""Which parts of a web page are its content, and which are the site's: menus, banners, links to share."""

import re
from collections.abc import Iterator

from lxml import etree

# Never shown as text, or no text of the page's.
SKIPPED = frozenset(
    "script style noscript template svg math iframe object embed head title meta link option optgroup "
    "textarea audio video canvas map datalist".split()
)
_ASIDE_TAGS = {
    "nav": "サイトの案内",
    "footer": "サイトのフッター",
    "aside": "本文の横の案内",
    "button": "操作ボタン",
    "select": "操作ボタン",
    "form": "入力欄",
}
_ASIDE_ROLES = {
    "navigation": "サイトの案内",
    "banner": "サイトのヘッダー",
    "contentinfo": "サイトのフッター",
    "search": "入力欄",
    "complementary": "本文の横の案内",
}
OUTSIDE = "本文の外の案内"
_MENU = "サイトの案内"
# Words in the names that cities' sites give to what surrounds the text.
_ASIDE_NAME = re.compile(
    r"(?:^|[-_\s])(?:[gsl]?nav(?:i|igation)?|menu|breadcrumbs?|pankuzu|topic[-_]?path|side(?:bar)?|sns|share|"
    r"footer|page[-_]?top|back[-_]?to[-_]?top|skip|search|lang(?:uage)?|translate|banner|bnr|cookie|"
    r"get[-_]?reader|adobe|plugin|enquete|anchor[-_]?list)(?:[-_\s\d]|$)",
    re.I,
)
_MAIN_NAME = re.compile(
    r"^(?:main|main[-_]?(?:contents?|body|area)|contents?[-_]?(?:main|body)?|honbun|tmp_contents|article|entry)$",
    re.I,
)
# A part with this much text, and not mostly links, is content whatever it is called.
_CONTENT = 200
_LINKS = 0.5
_ENOUGH = 0.3
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def main_of(body: etree._Element) -> etree._Element:
    """Return the element that holds the page's content; the body itself if nothing is marked as that.

    An element is believed if a fair part of the page's text is in it.
    """
    total = len(_text(body))
    named = [e for e in _elements(body) if e.tag == "main" or e.get("role") == "main"]
    named += [e for e in _elements(body) if e.tag == "article"][:1]
    named += [e for e in _elements(body) if _MAIN_NAME.match(e.get("id") or "")]
    return next((e for e in named if len(_text(e)) >= _ENOUGH * total), body)


def why_aside(element: etree._Element, in_main: bool) -> str:
    """Return why an element is no content, in Japanese; "" if it is."""
    tag, role = str(element.tag), element.get("role", "")
    if tag in _ASIDE_TAGS and not (tag == "form" and len(_text(element)) > _CONTENT):
        return _ASIDE_TAGS[tag]
    if role in _ASIDE_ROLES:
        return _ASIDE_ROLES[role]
    if tag == "header" and not in_main:
        return _ASIDE_ROLES["banner"]
    # As LibreOffice marks the heads and feet of pages.
    if element.get("title") in ("header", "footer") and tag == "div":
        return _ASIDE_ROLES["banner" if element.get("title") == "header" else "contentinfo"]
    names = f"{element.get('id') or ''} {element.get('class') or ''}"
    if tag not in _HEADINGS and tag not in ("body", "html", "main") and _ASIDE_NAME.search(names):
        return "" if _is_content(element) else _MENU
    return ""


def is_hidden(element: etree._Element) -> bool:
    """Whether an element isn't shown at all."""
    style = "".join((element.get("style") or "").split()).lower()
    return element.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style


def _is_content(element: etree._Element) -> bool:
    text = len(_text(element))
    links = sum(len(_text(link)) for link in element.iter("a"))
    return text > _CONTENT and links < _LINKS * text


def _elements(body: etree._Element) -> Iterator[etree._Element]:
    return (element for element in body.iter() if isinstance(element.tag, str))


def _text(element: etree._Element) -> str:
    """The text in an element, without white space."""
    return "".join("".join(element.itertext()).split())
