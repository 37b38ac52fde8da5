"""The first characters of a line → how Japanese official documents number and mark what follows.

Numbers: 第１章・第１節・第１条, Ⅰ, １, （１）, ア, （ア）, ①, a, dotted 1.1. Marks: ※ notes, ○ ◆ 【】 boxes,
・ items, ⇒ continuations. Nothing here decides whether a number makes a heading: see `outline`.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

_KANJI_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")}
_KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_ROMAN = {"I": 1, "V": 5, "X": 10}
_DIGITS = r"[0-9０-９]"
_KANJI = r"[一二三四五六七八九十百〇]"
_SPACE = r"[ \u3000\t]"
# A number needs something between it and its title, or 24年度 and 3つ would number a heading.
_DELIMITER = rf"(?:[.．、，,:：)）](?!{_DIGITS}){_SPACE}*|{_SPACE}+(?!{_DIGITS}*[年月日]))"

_NUMBERS = tuple(
    (style, re.compile(pattern))
    for style, pattern in (
        (
            "article",
            rf"第(?P<n>{_DIGITS}+|{_KANJI}+)条(?:の(?P<sub>{_DIGITS}+|{_KANJI}+))?(?=[ \u3000\t（(]|$)",
        ),
        *(
            (unit, rf"第(?P<n>{_DIGITS}+|{_KANJI}+){unit}(?![をがはにでとのも、。])[:：.．]?{_SPACE}*")
            for unit in "編部章節款目"
        ),
        ("ordinal", rf"第(?P<n>{_DIGITS}+|{_KANJI}+){_SPACE}+"),
        (
            "appendix",
            rf"(?:別表|別紙|別記|様式|参考)第?(?P<n>{_DIGITS}+|{_KANJI}+)(?:号)?(?:{_SPACE}+|$|(?=[（(]))",
        ),
        ("roman", rf"(?P<n>[Ⅰ-Ⅻ]|[IVX]{{1,5}}(?={_DELIMITER}))(?:{_DELIMITER})?"),
        (
            "dotted",
            rf"(?P<n>{_DIGITS}+(?:[.．\-－‐]{_DIGITS}+)+)"
            rf"(?:[.．]?{_SPACE}+|[.．](?=\D)|(?=[^\d.．,，/／年月日%％、。\-]))",
        ),
        ("arabic", rf"(?P<n>{_DIGITS}{{1,2}}){_DELIMITER}"),
        ("paren", rf"(?:[（(]{_SPACE}*(?P<n>{_DIGITS}{{1,2}}){_SPACE}*[）)]|(?P<g>[⑴-⒇])){_SPACE}*"),
        ("circled", rf"(?P<g>[①-⑳㉑-㉟㊱-㊿]){_SPACE}*"),
        ("paren_kana", rf"[（(](?P<n>[ア-ン])[）)]{_SPACE}*"),
        ("kana", rf"(?P<n>[ア-ン]){_DELIMITER}"),
        ("paren_alpha", rf"[（(](?P<n>[a-zａ-ｚ])[）)]{_SPACE}*"),
        ("kanji", rf"(?P<n>{_KANJI}{{1,3}})(?:[.．、]{_SPACE}*|{_SPACE}+)"),
        ("alpha", rf"(?P<n>[a-zａ-ｚA-HＡ-Ｈ])(?:[.．)）]{_SPACE}*|{_SPACE}+(?=[^\x00-\x7f]))"),
    )
)  # fmt: skip

_MARKS = {
    **dict.fromkeys("○◯〇●◎□■◇◆☆★▼▽▲△◼", "box"),
    **dict.fromkeys("⇒→⇨➡▶►", "continuation"),
}
_NOTE = re.compile(rf"(?:※{_DIGITS}*|＊{_DIGITS}*|[（(]注{_DIGITS}*[）)]|注{_DIGITS}*[）)：:]|注意[：:])")
_ITEM = re.compile(rf"(?:[・･•‣]|[-*－–+]{_SPACE}+)")
_CAPTION = re.compile(r"[【《〔](?P<title>[^】》〕]{1,40})[】》〕]")
_HASHES = re.compile(r"(?P<n>#{1,6})[ \u3000]+(?=\S)")
# Parts of a document that carry a name instead of a number wherever officials write one.
_NAMED = re.compile(
    rf"(?:は{_SPACE}?じ{_SPACE}?め{_SPACE}?に|お{_SPACE}?わ{_SPACE}?り{_SPACE}?に|まえがき|あとがき|むすびに?|序文|前文|附{_SPACE}*則|付{_SPACE}*則|資料編|参考資料|用語集|用語の(?:説明|解説|定義))"
)


class Mark(StrEnum):
    """What the first characters of a line announce."""

    NUMBER = "number"
    NAMED = "named"
    HASHES = "hashes"
    CAPTION = "caption"
    NOTE = "note"
    BOX = "box"
    ITEM = "item"
    CONTINUATION = "continuation"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Marker:
    """A mark, its style (`paren`, `○`, …), its value from 1, and its canonical form, such as `(2)`.

    `end` is the offset in the line at which the words begin.
    """

    mark: Mark
    style: str = ""
    value: int = 0
    canonical: str = ""
    end: int = 0


def marker(line: str) -> Marker:
    """Read the mark at the beginning of a line of raw text; indentation is skipped.

    >>> marker("（２） 現状").canonical
    '(2)'
    """
    start = len(line) - len(line.lstrip())
    for style, pattern in _NUMBERS:
        if match := pattern.match(line, start):
            value = _value(style, match)
            if value:
                return Marker(Mark.NUMBER, _style(style, match), value, _canonical(style, match), match.end())
    if match := _HASHES.match(line, start):
        return Marker(Mark.HASHES, f"h{len(match['n'])}", 0, "", match.end())
    if match := _NAMED.fullmatch(line.strip()):
        return Marker(Mark.NAMED, "named", 0, "", start)
    if match := _CAPTION.match(line, start):
        return Marker(Mark.CAPTION, "【", 0, "", start)
    if match := _NOTE.match(line, start):
        return Marker(Mark.NOTE, "※", 0, "", match.end())
    if match := _ITEM.match(line, start):
        return Marker(Mark.ITEM, "・", 0, "", match.end())
    kind = _MARKS.get(line[start : start + 1], "")
    if kind in ("box", "continuation"):
        return Marker(Mark(kind), line[start], 0, "", start + 1)
    return Marker(Mark.NONE, end=start)


def _style(style: str, match: re.Match[str]) -> str:
    if style == "dotted":
        return f"dotted{len(re.split(r'[.．－‐-]', match['n']))}"
    return style


def _value(style: str, match: re.Match[str]) -> int:
    """Return the number's place among its siblings; 0 where it is none."""
    groups = match.groupdict()
    if groups.get("g"):
        return int(unicodedata.numeric(groups["g"]))
    text = unicodedata.normalize("NFKC", groups["n"])
    if style == "roman":
        return _roman(text)
    if style in ("kana", "paren_kana"):
        return _KANA.find(text) + 1
    if style in ("alpha", "paren_alpha"):
        return ord(text.lower()) - ord("a") + 1
    if style == "dotted":
        return int(re.split(r"[.\-‐]", text)[-1])
    return number(text)


def number(text: str) -> int:
    """Return the value of Arabic or kanji digits: 24, 二十四 and 二四 are all 24."""
    text = unicodedata.normalize("NFKC", text)
    if text.isdecimal():
        return int(text)
    total = 0
    current = 0
    for c in text:
        if c in "十百":
            unit = 10 if c == "十" else 100
            total += (current or 1) * unit
            current = 0
        else:
            current = current * 10 + _KANJI_DIGITS[c]
    return total + current


def _roman(text: str) -> int:
    values = [_ROMAN[c] for c in text.upper()]
    return sum(-v if any(w > v for w in values[i + 1 :]) else v for i, v in enumerate(values))


def _canonical(style: str, match: re.Match[str]) -> str:
    groups = match.groupdict()
    shown = unicodedata.normalize("NFKC", groups["n"]) if groups.get("n") else ""
    if style in ("article", *"編部章節款目"):
        unit = "条" if style == "article" else style
        branch = f"の{number(groups['sub'])}" if groups.get("sub") else ""
        return f"第{number(shown)}{unit}{branch}"
    if style == "ordinal":
        return f"第{number(shown)}"
    if style == "appendix":
        return unicodedata.normalize("NFKC", match[0]).strip()
    if style == "roman":
        value = _roman(shown)
        return chr(ord("Ⅰ") + value - 1) if value <= 12 else shown
    if style == "paren":
        return f"({_value(style, match)})"
    if style == "circled":
        return match["g"]
    if style in ("paren_kana", "paren_alpha"):
        return f"({shown})"
    return re.sub(r"[‐]", "-", shown)
