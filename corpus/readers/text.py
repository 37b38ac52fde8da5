"""A text file's bytes → its decoded text and its physical lines with offsets and pages."""

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import mode

from corpus.errors import DocumentError
from corpus.types import Span

_BOMS = (("utf-8-sig", b"\xef\xbb\xbf"), ("utf-16", b"\xff\xfe"), ("utf-16", b"\xfe\xff"))
_BREAK = re.compile(r"\r\n|[\n\r\f\v\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Line:
    """A physical line that is not blank.

    `number` and `page` count from 1. `text` is what stands between the line breaks, spaces and all;
    `span` is where. `gap` is how much more room than usual the file leaves above it, in usual line
    steps: 0 within a paragraph.
    """

    number: int
    page: int
    span: Span
    text: str
    gap: int


def decode(data: bytes, name: str) -> str:
    """Return the text of a file in any encoding Japanese files come in.

    Byte order marks are obeyed; then UTF-8, ISO-2022-JP and UTF-16 by their unmistakable shape; then
    whichever of Shift_JIS (CP932) and EUC-JP reads as Japanese. Raises DocumentError for an empty or
    binary file and for one that was cut off or mixes encodings.
    """
    if not data.strip():
        raise DocumentError(f"「{name}」は空です。文書の本文が入ったファイルを置いてください。")
    for encoding, bom in _BOMS:
        if data.startswith(bom):
            return _strict(data, encoding, name)
    if b"\x1b$" in data or b"\x1b(" in data:
        return _strict(data, "iso2022_jp_ext", name)
    if b"\x00" in data:
        return _decode_utf16(data, name)
    try:
        return _printable(data.decode("utf-8"), name)
    except UnicodeDecodeError as error:
        candidates = []
        for encoding in ("cp932", "euc_jis_2004"):
            try:
                candidates.append(data.decode(encoding))
            except UnicodeDecodeError:
                continue
        if candidates:
            return _printable(max(candidates, key=_japaneseness), name)
        raise DocumentError(_broken(name, data, error)) from None


def split_lines(text: str) -> list[Line]:
    """Return the lines that are not blank, with their pages.

    A form feed starts a page. Where every line is followed by a blank one, as PDF tools leave it, a
    line glued to the one before it and indented by a space is where a page began.
    """
    pieces = list(_pieces(text))
    filled = [index for index, (_, _, content) in enumerate(pieces) if content.strip()]
    steps = [b - a for a, b in pairwise(filled)]
    usual = mode(steps) if steps else 1
    lines: list[Line] = []
    page = 1
    previous = -usual
    for index in filled:
        start, fed, content = pieces[index]
        step = index - previous
        glued = usual > 1 and step < usual and content[0] in " \u3000"
        if lines and (glued or any(feed for _, feed, _ in pieces[previous + 1 : index + 1]) or fed):
            page += 1
        gap = 0 if glued else max(0, -((usual - step) // usual))
        lines.append(Line(index + 1, page, Span(start, start + len(content)), content, gap))
        previous = index
    return lines


def _pieces(text: str) -> list[tuple[int, bool, str]]:
    """Return (offset, begins after a form feed, content) for every physical line, blank ones too."""
    pieces = []
    start = 0
    fed = False
    for match in _BREAK.finditer(text):
        pieces.append((start, fed, text[start : match.start()]))
        start, fed = match.end(), match[0] == "\f"
    pieces.append((start, fed, text[start:]))
    return pieces


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return _printable(data.decode(encoding), name)
    except UnicodeDecodeError as error:
        raise DocumentError(_broken(name, data, error)) from None


def _decode_utf16(data: bytes, name: str) -> str:
    """UTF-16 without a mark: the byte order under which more reads as Japanese; else it is binary."""
    candidates = []
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            candidates.append(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    best = max(candidates, key=_japaneseness, default="")
    if _japaneseness(best) < 0.5:
        raise DocumentError(_binary(name))
    return _printable(best, name)


def _japaneseness(text: str) -> float:
    """Share of kana, everyday kanji and ASCII minus that of half-width kana, private use and the like."""
    good = sum(
        1 for c in text if c in "\r\n\t\u3000" or " " <= c <= "~" or "、" <= c <= "ヿ" or "一" <= c <= "龥"
    )
    odd = sum(1 for c in text if "｡" <= c <= "ﾟ" or "\ue000" <= c <= "\uf8ff" or c < "\t")
    return (good - odd) / max(1, len(text))


def _printable(text: str, name: str) -> str:
    controls = sum(1 for c in text if c < " " and c not in "\t\n\v\f\r\x1a\x1b")
    if controls > len(text) * 0.01:
        raise DocumentError(_binary(name))
    if not text.strip():
        raise DocumentError(f"「{name}」には空白しかありません。文書の本文が入ったファイルを置いてください。")
    return text


def _binary(name: str) -> str:
    return (
        f"「{name}」は文字のファイルとして読めません。"
        "画像や実行ファイルなどではなく、本文をテキスト形式で保存したファイルを置いてください。"
    )


def _broken(name: str, data: bytes, error: UnicodeDecodeError) -> str:
    if error.end >= len(data) - 4:
        return f"「{name}」は途中で切れているようです。ファイルを受け取り直して、もう一度お試しください。"
    line = data.count(b"\n", 0, error.start) + 1
    return (
        f"「{name}」の文字コードを判別できません（{line}行目付近）。"
        "UTF-8 または Shift_JIS で保存し直して、もう一度お試しください。"
    )
