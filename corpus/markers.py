"""The first characters of a line → how Japanese official documents number and mark what follows.

Numbers: 第１章・第１節・第１条, 問１, Ⅰ, １, １）, （１）, ア, （ア）, ①, a, dotted 1.1 and Ⅰ－１. Marks:
※ notes, ○ ◆ 【】 boxes, ・ items, ⇒ continuations. Nothing here decides whether a number makes a heading:
see `headings`.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

_KANJI_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")}
_KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_ROMAN = {"I": 1, "V": 5, "X": 10}
_LAST_ROMAN = ord("Ⅻ") - ord("Ⅰ") + 1
_DIGITS = r"[0-9０-９]"
_KANJI = r"[一二三四五六七八九十百〇]"
_SPACE = r"[ \u3000\t]"
_SEPARATOR = re.compile(r"[.．\-－‐−]")
# The value of Q. and the like, which count nothing.
UNNUMBERED = 999
# 24 年度 and 3 月 count; １ 日程 and １ 人材の育成 are headings.
_COUNTED = (
    r"(?:[年月日人件名回個円歳時分条項号％%](?![一-龥々ァ-ヶ])"
    r"|[年月日人件名回個円歳時分](?:[以間前後末度目半]|程度)|[かヶケ箇カ][月所国年])"
)
# A number needs something between it and its title, or 24年度 and 3つ would number a heading.
_DELIMITER = rf"(?:[.．、，,:：](?!{_DIGITS}){_SPACE}*|{_SPACE}+(?!{_COUNTED}))"

# （１）～（３）は … and ①、②を … refer to numbers; they number nothing.
_NO_REFERENCE = r"(?![～〜、，。・を]|[はがのにと]、|及び|又は|から|まで|～)"
_FRONT = rf"(?:[Ⅰ-Ⅻ]|{_DIGITS}{{1,2}})"

_NUMBERS = tuple(
    (style, re.compile(pattern))
    for style, pattern in (
        (
            "question",
            rf"(?:問|質問|設問|[QＱ])(?:[.．:：]?{_SPACE}*(?P<n>{_DIGITS}{{1,3}})(?:[-－]{_DIGITS}+)?"
            rf"(?:[.．:：、]|{_SPACE}|(?=[^\d\s～〜のはがをに]))|(?P<s>[.．:：]{_SPACE}*)){_SPACE}*{_NO_REFERENCE}",
        ),
        (
            "step",
            rf"(?:STEP|Step|ＳＴＥＰ|ステップ|手順|ポイント|ケース|事例|パターン|その){_SPACE}?(?P<n>{_DIGITS}{{1,2}}){_DELIMITER}",
        ),
        (
            "article",
            rf"第{_SPACE}?(?P<n>{_DIGITS}+|{_KANJI}+){_SPACE}?条(?:の(?P<sub>{_DIGITS}+|{_KANJI}+))?"
            r"(?=[ \u3000\t（(]|$)",
        ),
        *(
            (
                unit,
                rf"第{_SPACE}?(?P<n>{_DIGITS}+|{_KANJI}+){_SPACE}?{unit}(?![をがはにでとのも、。])[:：.．]?{_SPACE}*",
            )
            for unit in "編部章節款目"
        ),
        ("ordinal", rf"第(?P<n>{_DIGITS}+|{_KANJI}+){_SPACE}+"),
        (
            "appendix",
            rf"(?:別表|別紙|別記|別添|様式|(?:参考|附属|付属)?資料|参考|付録)第?(?P<n>{_DIGITS}+|{_KANJI}+)(?:号)?(?:{_SPACE}+|$|(?=[（(]))",
        ),
        (
            "dotted",
            rf"(?P<n>{_FRONT}(?:[.．\-－‐−]{_DIGITS}{{1,2}})+)"
            rf"(?:[.．]?{_SPACE}+|[.．](?=\D)|(?=[^\d.．,，/／年月日%％、。倍点\-]))",
        ),
        ("roman", rf"(?P<n>[Ⅰ-Ⅻ]|[IVX]{{1,5}}(?={_DELIMITER}[^\x00-\x7f]))(?:{_DELIMITER})?"),
        ("small_roman", rf"[（(]?(?P<n>[ⅰ-ⅻ])(?:[）)]|{_DELIMITER}|(?=\S))"),
        ("half_paren", rf"(?P<n>{_DIGITS}{{1,2}})[)）]{_SPACE}*{_NO_REFERENCE}"),
        ("arabic", rf"(?P<n>{_DIGITS}{{1,2}}){_DELIMITER}"),
        (
            "paren",
            rf"(?:[（(]{_SPACE}*(?P<n>{_DIGITS}{{1,2}}){_SPACE}*[）)]|(?P<g>[⑴-⒇])){_SPACE}*{_NO_REFERENCE}",
        ),
        ("bracket", rf"[\[［〔【＜<](?P<n>{_DIGITS}{{1,2}})[\]］〕】＞>]{_SPACE}*{_NO_REFERENCE}"),
        ("circled", rf"(?P<g>[①-⑳㉑-㉟㊱-㊿❶-❿]){_SPACE}*{_NO_REFERENCE}"),
        ("paren_kana", rf"(?:[（(](?P<n>[ア-ン])[）)]){_SPACE}*{_NO_REFERENCE}"),
        ("kana", rf"(?P<n>[ア-ン]){_DELIMITER}"),
        ("paren_alpha", rf"[（(](?P<n>[a-zａ-ｚ])[）)]{_SPACE}*"),
        ("paren_kanji", rf"(?:[（(](?P<n>{_KANJI}{{1,3}})[）)]|(?P<g>[㈠-㈩])){_SPACE}*{_NO_REFERENCE}"),
        ("kanji", rf"(?P<n>{_KANJI}{{1,3}})(?:[.．、]{_SPACE}*|{_SPACE}+)"),
        ("alpha", rf"(?P<n>[a-zａ-ｚA-HＡ-Ｈ])(?:[.．)）]{_SPACE}*|{_SPACE}+(?=[^\x00-\x7f]))"),
    )
)  # fmt: skip

_CAPTION = re.compile(r"[【《〔](?P<title>[^】》〕]{1,40})[】》〕]")
_MAX_TITLE = 30
_HASHES = re.compile(r"(?P<n>#{1,6})[ \u3000]+(?=\S)")
_UNITS = frozenset("編部章節款目")
_FORMS = {
    "ordinal": "第{}",
    "half_paren": "{})",
    "bracket": "[{}]",
    **dict.fromkeys(("paren", "paren_kana", "paren_alpha", "paren_kanji"), "({})"),
}
# Parts of a document that carry a name instead of a number wherever officials write one.
_NAMED = re.compile(
    rf"(?:は{_SPACE}?じ{_SPACE}?め{_SPACE}?に|お{_SPACE}?わ{_SPACE}?り{_SPACE}?に|まえがき|あとがき|むすびに?|序文|前文|附{_SPACE}*則|付{_SPACE}*則|資料編|参考資料|用語集|用語の?(?:説明|解説|定義))"
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


_PLAIN = tuple(
    (mark, style, re.compile(pattern))
    for mark, style, pattern in (
        (Mark.NOTE, "※", rf"※{_DIGITS}*|＊{_DIGITS}*|[（(]注{_DIGITS}*[）)]|注{_DIGITS}*[）)：:]|注意[：:]"),
        (Mark.ITEM, "・", rf"[・･•‣]|[-*－–+‐−]{_SPACE}+"),
        # A sign tells one rank of boxes from another.
        (Mark.BOX, "", r"[○◯〇●◎□■◇◆☆★▼▽▲△◼]"),
        (Mark.CONTINUATION, "", r"[⇒→⇨➡▶►]"),
        # An answer begins like a number and is the text under its question.
        (
            Mark.NONE,
            "answer",
            rf"(?:(?:答|回答|[AＡ]){_SPACE}*{_DIGITS}+(?:[-－]{_DIGITS}+)?[.．:：]?"
            rf"|(?:答|回答|[AＡ])[:：]|答(?={_SPACE})){_SPACE}*",
        ),
    )
)


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
        return Marker(Mark.HASHES, f"h{len(match['n'])}", end=match.end())
    if _NAMED.fullmatch(line.strip()):
        return Marker(Mark.NAMED, "named", end=start)
    if match := _CAPTION.match(line, start):
        words = line[match.end() :].strip()
        # 【事例】公園の清掃 is a title; 〔留意点〕 before its text makes an item.
        title = not words or (line[start] == "【" and len(words) <= _MAX_TITLE and not words.endswith("。"))
        return Marker(Mark.CAPTION if title else Mark.ITEM, line[start], end=start)
    for mark, style, pattern in _PLAIN:
        if match := pattern.match(line, start):
            return Marker(mark, style or match[0], end=match.end())
    return Marker(Mark.NONE, end=start)


def _style(style: str, match: re.Match[str]) -> str:
    if style == "dotted":
        return f"dotted{len(_SEPARATOR.split(match['n']))}"
    return style


def _value(style: str, match: re.Match[str]) -> int:
    """Return the number's place among its siblings; 0 where it is none."""
    groups = match.groupdict()
    if groups.get("g"):
        return int(unicodedata.numeric(groups["g"]))
    if groups.get("s"):
        return UNNUMBERED
    text = unicodedata.normalize("NFKC", groups["n"])
    if style in ("roman", "small_roman"):
        return _roman(text)
    if style in ("kana", "paren_kana"):
        return _KANA.find(text) + 1
    if style in ("alpha", "paren_alpha"):
        return ord(text.lower()) - ord("a") + 1
    if style == "dotted":
        return int(_SEPARATOR.split(text)[-1])
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
    """Return the value of a Roman number; 0 for one above 12, which only a stray word of I, V and X is."""
    values = [_ROMAN[c] for c in text.upper()]
    total = sum(-v if any(w > v for w in values[i + 1 :]) else v for i, v in enumerate(values))
    return total if total <= _LAST_ROMAN else 0


def _canonical(style: str, match: re.Match[str]) -> str:
    groups = match.groupdict()
    if style == "article":
        return f"第{number(groups['n'])}条" + (f"の{number(groups['sub'])}" if groups["sub"] else "")
    if style in _UNITS:
        return f"第{number(groups['n'])}{style}"
    if style == "roman":
        return chr(ord("Ⅰ") + _value(style, match) - 1)
    if style == "step":
        return "".join(_narrow(match[0]).split()).strip(".:、,")
    if style == "question":
        return "".join(_narrow(match[0]).split()).strip(".:、") if groups["n"] else ""
    if style in ("circled", "small_roman"):
        return match[1]
    if style == "appendix":
        return _narrow(match[0]).strip()
    if style == "dotted":
        return _dotted(groups["n"])
    shown = _narrow(groups.get("g") or groups["n"])
    return shown if shown.startswith("(") else _FORMS.get(style, "{}").format(shown)


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _dotted(text: str) -> str:
    """Ⅰ－１ keeps its Roman number, which NFKC would spell in letters."""
    return "".join(c if "Ⅰ" <= c <= "Ⅻ" else _narrow(c) for c in text).translate(str.maketrans("‐−", "--"))
