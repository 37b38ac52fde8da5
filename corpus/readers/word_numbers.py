"""Word's automatic numbers → the characters that people see: 第１章, 第１条, （１）, ア, ①.

A paragraph names a list (numId) and a level in it; the list's definition says how the level counts, in
which digits, and what stands around them. What goes in are parts of a .docx; what comes out is text.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
# Nobody counts further in letters, and each of them would be doubled a thousand times.
_LAST = 3_999
_DIGITS = 10
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")
_KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_HALF_KANA = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_KANJI = "〇一二三四五六七八九"
_LEGAL = "零壱弐参四五六七八九"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
          (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
# What bullets in Word's picture fonts look like.
_BULLETS = {"\uf0b7": "•", "\uf06c": "●", "\uf0a7": "▪", "\uf06e": "■", "\uf075": "◆", "\uf0d8": "➢",
            "\uf0fc": "✓", "\uf09f": "•", "\uf0a8": "□", "\uf0a1": "○", "o": "○", "\uf06f": "□"}  # fmt: skip


def _roman(value: int) -> str:
    text = ""
    for unit, letters in _ROMAN:
        text += letters * (value // unit)
        value %= unit
    return text


def _of(letters: str) -> Callable[[int], str]:
    """Count in single letters, beginning anew, as Word does it: after the last comes the first doubled."""
    return lambda n: letters[(n - 1) % len(letters)] * ((n - 1) // len(letters) + 1)


def _between(first: str, last: int) -> Callable[[int], str]:
    """Count in signs that stand in a row in Unicode; plain digits beyond them."""
    return lambda n: chr(ord(first) + n - 1) if n <= last else str(n)


def _circled(value: int) -> str:
    if value <= 20:
        return chr(ord("①") + value - 1)
    if value <= 35:
        return chr(ord("㉑") + value - 21)
    return chr(ord("㊱") + value - 36) if value <= 50 else str(value)


def _kanji(value: int, digits: str = _KANJI, units: tuple[str, ...] = ("", "十", "百", "千")) -> str:
    if value >= 10_000:
        return "".join(digits[int(c)] for c in str(value))
    text = ""
    for place, c in zip(range(len(str(value)) - 1, -1, -1), str(value), strict=True):
        if c != "0":
            text += ("" if c == "1" and place and digits is _KANJI else digits[int(c)]) + units[place]
    return text or digits[0]


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalFullWidth": lambda n: str(n).translate(_FULL),
    "decimalFullWidth2": lambda n: str(n).translate(_FULL),
    "decimalZero": lambda n: f"{n:02}",
    "upperRoman": _roman,
    "lowerRoman": lambda n: _roman(n).lower(),
    "upperLetter": _of("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    "lowerLetter": _of("abcdefghijklmnopqrstuvwxyz"),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _between("⑴", 20),
    "decimalEnclosedFullstop": _between("⒈", 20),
    "ideographEnclosedCircle": _between("㊀", 10),
    "aiueo": _of(_HALF_KANA),
    "aiueoFullWidth": _of(_KANA),
    "iroha": _of(_IROHA),
    "irohaFullWidth": _of(_IROHA),
    "ideographTraditional": _of(_STEMS),
    "ideographZodiac": _of(_BRANCHES),
    "ideographDigital": lambda n: "".join(_KANJI[int(c)] for c in str(n)),
    "japaneseDigitalTenThousand": lambda n: "".join(_KANJI[int(c)] for c in str(n)),
    "japaneseCounting": _kanji,
    "chineseCounting": _kanji,
    "chineseCountingThousand": _kanji,
    "taiwaneseCountingThousand": _kanji,
    "japaneseLegal": lambda n: _kanji(n, _LEGAL, ("", "拾", "百", "阡")),
    "ordinal": lambda n: f"{n}.",
    "none": lambda _: "",
}


def number_as(digits: str, value: int) -> str:
    """Return a number in the digits that Word calls so; plain ones if they are unknown or don't go so far."""
    return _FORMATS.get(digits, str)(value) if 0 < value <= _LAST else str(value)


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered; `text` holds %1…%9 where counters of levels go."""

    format: str = "decimal"
    text: str = ""
    start: int = 1
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False

    @property
    def is_bullet(self) -> bool:
        """Whether it doesn't count."""
        return self.format == "bullet"


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has counted."""

    _levels: dict[str, list[Level]] = field(default_factory=dict)
    _abstract: dict[str, str] = field(default_factory=dict)
    _starts: dict[str, dict[int, int]] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _anew: dict[tuple[str, int], int] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)
    _styles: dict[str, tuple[str, int]] = field(default_factory=dict)

    @classmethod
    def read(cls, root: etree._Element | None) -> "Numbering":
        """Read numbering.xml; None makes a document without lists."""
        numbering = cls()
        if root is None:
            return numbering
        abstract = {e.get(f"{W}abstractNumId", ""): e for e in root.iterfind(f"{W}abstractNum")}
        styled = {_value(e, "styleLink"): key for key, e in abstract.items() if _value(e, "styleLink")}
        for num in root.iterfind(f"{W}num"):
            num_id, key = num.get(f"{W}numId", ""), _value(num, "abstractNumId")
            key = styled.get(_value(abstract[key], "numStyleLink"), key) if key in abstract else key
            if key not in abstract:
                continue
            levels = dict(_levels(abstract[key]))
            for override in num.iterfind(f"{W}lvlOverride"):
                levels |= dict(_levels(override))
                if start := _value(override, "startOverride"):
                    level = _number(override.get(f"{W}ilvl", ""), 0)
                    numbering._starts.setdefault(num_id, {})[level] = _number(start, 1)
            numbering._levels[num_id] = [levels.get(i, Level()) for i in range(_LEVELS)]
            numbering._abstract[num_id] = key
            for element in abstract[key].iterfind(f"{W}lvl"):
                if style := _value(element, "pStyle"):
                    numbering._styles.setdefault(style, (num_id, _number(element.get(f"{W}ilvl", ""), 0)))
        return numbering

    def of_style(self, style: str) -> tuple[str, int] | None:
        """Return the list and level that a list's definition ties to a paragraph style."""
        return self._styles.get(style)

    def next(self, num_id: str, level: int) -> tuple[str, bool]:
        """Count on; return the number as shown, with the room after it, and whether it is a bullet."""
        levels = self._levels.get(num_id)
        if levels is None or not 0 <= level < _LEVELS:
            return "", False
        key = self._abstract[num_id]
        counts = self._counts.setdefault(key, [None] * _LEVELS)
        own = levels[level]
        if num_id not in self._begun:
            self._begun.add(num_id)
            for i, start in self._starts.get(num_id, {}).items():
                counts[i] = None
                self._anew[key, i] = start
        before = counts[level]
        counts[level] = self._anew.pop((key, level), own.start) if before is None else before + 1
        for deeper in range(level + 1, _LEVELS):
            limit = levels[deeper].restart
            if limit is None or (limit and level < limit):
                counts[deeper] = None
        shown = _BULLETS.get(own.text, own.text) if own.is_bullet else _shown(levels, counts, level)
        if own.is_bullet and (not shown or "\ue000" <= shown[0] <= "\uf8ff"):
            shown = "・"
        return (shown + ("" if own.suffix == "nothing" else " ") if shown else ""), own.is_bullet


def _shown(levels: list[Level], counts: list[int | None], level: int) -> str:
    text = levels[level].text
    for i in range(level + 1):
        begun = counts[i]
        count = levels[i].start if begun is None else begun
        style = "decimal" if levels[level].legal and i < level else levels[i].format
        text = text.replace(f"%{i + 1}", number_as(style, count))
    return text


def _levels(element: etree._Element) -> Iterator[tuple[int, Level]]:
    for level in element.iterfind(f"{W}lvl"):
        restart = _value(level, "lvlRestart")
        yield (
            _number(level.get(f"{W}ilvl", ""), 0),
            Level(
                format=_format(level),
                text=_value(level, "lvlText"),
                start=_number(_value(level, "start"), 1),
                suffix=_value(level, "suff") or "tab",
                restart=int(restart) if restart.isdecimal() else None,
                legal=level.find(f"{W}isLgl") is not None,
            ),
        )


def _format(level: etree._Element) -> str:
    """The level's own digits; a newer kind, wrapped with what older programs take for it, is passed over."""
    found = next(level.iter(f"{W}numFmt"), None)
    return found.get(f"{W}val", "decimal") if found is not None else "decimal"


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.lstrip("-").isdecimal() and len(text) < _DIGITS else otherwise


def _value(element: etree._Element, name: str) -> str:
    child = element.find(f"{W}{name}")
    return child.get(f"{W}val", "") if child is not None else ""
