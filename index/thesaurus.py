"""The words people use → the guideline's words: a small text file that maintainers edit.

    # comment
    隣組, 町内会 → 地域活動団体

One rule a line; words are separated by commas (、 and ， too), both sides may have several. A word
matches as a phrase of search terms, so 名前を貸す is found in 名前だけ貸してほしい.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.types import Span
from index.errors import ThesaurusFault
from index.tokens import Token, terms, tokenize

FILE_NAME = "thesaurus.txt"

_ARROW = re.compile("→|⇒|=>|->")
_COMMA = re.compile("[,、，]")


@dataclass(frozen=True, slots=True)
class Expansion:
    """A rule that fired: `word` as the question has it, at `span`, and the guideline's words for it.

    `respelt` says that they are the same word, written as the guideline writes it.
    """

    word: str
    span: Span
    targets: tuple[str, ...]
    respelt: bool = False


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """Phrases of terms, each with the guideline's words, in the order of the file.

    `longest` is the number of terms in the longest phrase.
    """

    targets: dict[tuple[str, ...], tuple[str, ...]]
    longest: int

    def expand(self, text: str, tokens: Sequence[Token]) -> tuple[Expansion, ...]:
        """Return the rules that fire in a question, left to right, the longest phrase first.

        Phrases never overlap, and none begins inside a word: 金 is not found in 補助金. `tokens` are
        those of `text`.
        """
        question = [token.term for token in tokens]
        fired = []
        start = 0
        while start < len(question):
            end = self._end_of_phrase(question, start) if tokens[start].pos != "接尾辞" else start
            if end > start:
                span = Span(tokens[start].span.start, tokens[end - 1].span.end)
                targets = self.targets[tuple(question[start:end])]
                fired.append(Expansion(text[span.start : span.end], span, targets))
            start = max(end, start + 1)
        return tuple(fired)

    def _end_of_phrase(self, question: Sequence[str], start: int) -> int:
        for end in range(min(start + self.longest, len(question)), start, -1):
            if tuple(question[start:end]) in self.targets:
                return end
        return start


def parse_thesaurus(source: bytes, name: str = FILE_NAME) -> Thesaurus:
    """Read a thesaurus file's bytes (UTF-8). Raises ThesaurusFault with the file's name and the line."""
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source[: error.start].count(b"\n") + 1
        raise ThesaurusFault(
            f"{name} の{line}行目が UTF-8 として読めません。文字コードを UTF-8 にして保存し直してください。"
        ) from None
    targets: dict[tuple[str, ...], tuple[str, ...]] = {}
    for number, content in enumerate(text.splitlines(), start=1):
        rule = content.partition("#")[0].partition("＃")[0].strip()
        if rule:
            words, wanted = _rule(rule, f"{name} の{number}行目")
            for word in words:
                targets[word] = tuple(dict.fromkeys((*targets.get(word, ()), *wanted)))
    return Thesaurus(targets, max(map(len, targets), default=0))


def read_thesaurus(folder: Path) -> bytes:
    """Return the bytes of the folder's thesaurus, or b"" where there is none.

    Raises ThesaurusFault if it is there and cannot be read.
    """
    try:
        return (folder / FILE_NAME).read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise ThesaurusFault(
            f"「{folder / FILE_NAME}」を開けません（{error.strerror}）。読み取りの許可を確かめてください。"
        ) from None


def _rule(rule: str, place: str) -> tuple[list[tuple[str, ...]], list[str]]:
    sides = _ARROW.split(rule)
    if len(sides) != 2:
        raise ThesaurusFault(
            f"{place}「{rule}」には矢印「→」が1つ必要です。"
            "「隣組, 町内会 → 地域活動団体」のように書いてください。"
        )
    words, targets = ([word.strip() for word in _COMMA.split(side)] for side in sides)
    for word in (*words, *targets):
        if not word:
            raise ThesaurusFault(f"{place}「{rule}」に空の言葉があります。矢印の両側に言葉を書いてください。")
        if not terms(word):
            raise ThesaurusFault(
                f"{place}の「{word}」は検索の手がかりにならない言葉です。名詞など、意味のある言葉に変えてください。"
            )
    for word in words:
        _refuse_loose(word, place)
    return [tuple(terms(word)) for word in words], targets


def _refuse_loose(word: str, place: str) -> None:
    """Refuse a word of which little is searched: 人のため would fire wherever 人 stands."""
    tokens = tokenize(word)
    held = sum(token.span.end - token.span.start for token in tokens)
    if 2 * held < len(word):
        searched = "・".join(word[token.span.start : token.span.end] for token in tokens)
        raise ThesaurusFault(
            f"{place}の「{word}」は「{searched}」としてしか探せず、関係のない質問にも当てはまります。"
            "別の言い方にしてください。"
        )
