"""Text → terms: NFKC with offsets, fugashi + unidic-lite lemmas, light words dropped.

Only search sees normalised text; every token keeps its place in the text as given, so that what is
found can be marked without changing a character. This module alone imports fugashi.
"""

import threading
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import version

import fugashi
import unidic_lite

from corpus.types import Span

# Parts of speech (unidic pos1) that can carry meaning alone. Particles, auxiliaries, adnominals
# (この, どんな), conjunctions, interjections, pronouns and symbols never tell passages apart.
_CONTENT = frozenset({"名詞", "動詞", "形容詞", "形状詞", "副詞", "接尾辞", "接頭辞"})

# Lemmas of verbs and nouns that Japanese puts into almost any sentence, and the words of asking
# itself (教える, 知る…): they tell how a thing is asked, not what about. The same in English, which some
# ask in.
LIGHT_LEMMAS = frozenset(
    "為る 居る 有る 成る 出来る 行く 来る 置く 貰う 呉れる 下さる 頂く 致す 御座る 仕舞う 言う 遣る"
    " 上げる 見る 申す 伺う 願う 教える 知る 分かる 聞く 尋ねる 欲しい 良い 無い 宜しい 思う"
    " 事 物 為 時 所 訳 筈 様 積もり 方 程 他 等 中 内 上 下 間 点 件 何 如何 何故 幾つ 幾ら 何れ"
    " 結局 抑 一体 ざっくり 纏める 詰まり 一寸 矢張り 本当 要する 奴"
    " どう こう そう ああ 於く 因る 対する 関する 御 者達 達 さん 様 氏"
    " a an the of to in on for at by with about and or is are was be do does did can may must should i we you"
    " it its this that there what which who whom whose when where why how please tell me mean".split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """A meaningful word: its search term (a lemma in NFKC, lower case) and where it stands."""

    term: str
    span: Span
    pos: str


@dataclass(frozen=True, slots=True)
class Word:
    """Any word of a text, light ones too.

    `reading` is in katakana, "" if unknown; `pos` its part of speech (unidic pos1); `token` is there
    if the word is a meaningful one.
    """

    span: Span
    reading: str
    pos: str
    token: Token | None


def normalise(text: str) -> tuple[str, Sequence[int]]:
    """NFKC in lower case, and for each of its characters the offset it came from.

    There is one offset more: the length of `text`. They are a range where all stands as given. Control
    characters and lone surrogates, which the dictionary cannot take, become spaces.
    """
    if _is_normal(text):
        return text, range(len(text) + 1)
    if not (any(map(unicodedata.combining, text)) or "ﾞ" in text or "ﾟ" in text):
        normal = text.translate(_NORMAL)
        # No character becomes none, so that each became one.
        if len(normal) == len(text):
            return normal, range(len(text) + 1)
    characters: list[str] = []
    offsets: list[int] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and (unicodedata.combining(text[end]) or text[end] in "ﾞﾟ"):
            end += 1
        piece = _normal(text[start:end])
        characters.append(piece)
        offsets += [start] * len(piece)
        start = end
    return "".join(characters), [*offsets, len(text)]


def _is_normal(text: str) -> bool:
    """Whether normalising changes nothing, as with most text; seen without looking at each character."""
    return text.isprintable() and unicodedata.is_normalized("NFKC", text) and text == text.lower()


def _normal(characters: str) -> str:
    normal = unicodedata.normalize("NFKC", characters).lower()
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in normal)


class _Normal(dict[int, str]):
    """What each character becomes by itself, found when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = normal = _normal(chr(code))
        return normal


_NORMAL = _Normal()


# start, end, reading, pos, term ("" if light): a word as a tuple, since a build takes in millions.
Analysed = tuple[int, int, str, str, str]


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[Word, ...]:
    """Return every word of a text in order; spans are offsets into `text` as given."""
    found = []
    for start, end, reading, pos, term in analyse(text):
        span = Span(start, end)
        found.append(Word(span, reading, pos, Token(term, span, pos) if term else None))
    return tuple(found)


@lru_cache(maxsize=4096)
def analyse(text: str) -> tuple[Analysed, ...]:
    """Return what `words` does as plain tuples, several times as fast."""
    normal, offsets = normalise(text)
    with _lock:
        entries = _tagger().parse(normal)
    found = []
    position = 0
    as_given = isinstance(offsets, range)
    for entry in entries.split("\n") if entries else ():
        surface, term, pos, reading = _entry(entry)
        start = normal.index(surface, position)
        position = start + len(surface)
        if as_given:
            found.append((start, position, reading, pos, term))
        else:
            found.append((offsets[start], _end(offsets, position), reading, pos, term))
    return tuple(found)


def tokenize(text: str) -> tuple[Token, ...]:
    """Return the meaningful words of a text in order; spans are offsets into `text` as given."""
    return tuple(word.token for word in words(text) if word.token)


def terms(text: str) -> list[str]:
    """Return the search terms of a text, in order, repeats kept.

    Lines are analysed one by one: while an index is built, each is asked for several times.
    """
    return [word[4] for line in text.split("\n") for word in analyse(line) if word[4]]


@cache
def tokenizer_version() -> str:
    """Name the tokenizer and its dictionary with their versions, for the manifest."""
    return f"fugashi {version('fugashi')}, unidic-lite {version('unidic-lite')}"


_lock = threading.Lock()


@cache
def _tagger() -> fugashi.GenericTagger:
    """Return MeCab as it writes, of a word's 26 fields, those that are used; an unknown one has two.

    A line is one string, quick to take and to look up.
    """
    known, unknown = r"%m\t%f[0]\t%f[1]\t%f[7]\t%f[17]\n", r"%m\t%f[0]\t%f[1]\n"
    formats = f"-O '' -F '{known}' -U '{unknown}' -E ''"
    return fugashi.GenericTagger(f"-d '{unidic_lite.DICDIR}' -r '{unidic_lite.DICDIR}/mecabrc' {formats}")


@lru_cache(maxsize=1 << 16)
def _entry(entry: str) -> tuple[str, str, str, str]:
    """Return surface, term ("" if the word is not meaningful), part of speech and reading of an entry."""
    surface, pos, pos2, lemma, kana = [*entry.split("\t"), "", ""][:5]
    term = _term(surface, lemma)
    return surface, term if _is_meaningful(term, pos, pos2) else "", pos, kana or _reading(surface)


def _reading(surface: str) -> str:
    """Kana are their own reading, in katakana."""
    katakana = "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in surface)
    return katakana if all("ァ" <= c <= "ー" for c in katakana) else ""


def _end(offsets: Sequence[int], position: int) -> int:
    """Where a word that ends before `position` of normalised text ends as given.

    One character can become several (㈱ → (株)) that are words of their own; each stands for all of it.
    """
    last = offsets[position - 1]
    while offsets[position] <= last:
        position += 1
    return offsets[position]


def _term(surface: str, lemma: str) -> str:
    if not lemma:
        return surface
    # Loanwords carry their origin: コーディネーター-coordinator.
    return unicodedata.normalize("NFKC", lemma.partition("-")[0] or surface).lower()


def _is_meaningful(term: str, pos: str, pos2: str) -> bool:
    if term in LIGHT_LEMMAS:
        return False
    # The dictionary takes an abbreviation it doesn't know (csr) for whatever fits, an interjection too.
    if term.isascii() and term.isalpha() and len(term) > 1:
        return True
    if pos not in _CONTENT or pos2 == "助動詞語幹":
        return False
    return any(character.isalnum() for character in term)
