"""A text file's bytes → its text, whichever of the encodings of Japanese files it was saved in."""

import re

from corpus.errors import DocumentError

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SIGNATURES = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "Word・Excel などの文書か ZIP"),
    (b"\xd0\xcf\x11\xe0", "古い形式の Word・Excel などの文書"),
    (b"{\\rtf", "リッチテキスト"),
    (b"\x89PNG", "画像"),
    (b"\xff\xd8\xff", "画像"),
    (b"GIF8", "画像"),
    (b"\x1f\x8b", "圧縮ファイル"),
    (b"MZ\x90", "実行ファイル"),
)
_ALIASES = {
    **dict.fromkeys(("shift_jis", "sjis", "x_sjis", "windows_31j", "ms932", "cp932"), "cp932"),
    **dict.fromkeys(("euc_jp", "x_euc_jp"), "euc_jis_2004"),
    "iso_2022_jp": "iso2022_jp",
}
_ESCAPES = re.compile(rb"(\x1b\$[@B]|\x1b\([BJI])")
# JIS X 0208 level 1: the kanji that nearly all of any Japanese text is written in.
_EVERYDAY = frozenset(
    bytes(byte for row in range(0xB0, 0xD0) for cell in range(0xA1, 0xFF) for byte in (row, cell)).decode(
        "euc_jp", errors="ignore"
    )
)
# Enough to tell an encoding by; files may be large.
_SAMPLE = 20_000
_READABLE = 0.5
# Some write with them; more often they are EUC-JP read as Shift_JIS.
_HALF_WIDTH_KANA = 0.6
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x19\x7f]")


def decode(data: bytes, name: str) -> str:
    """Return the text of a file; a byte order mark is no part of it.

    Byte order marks are obeyed; then ISO-2022-JP and UTF-8 by their unmistakable shape; then whichever of
    Shift_JIS (CP932), EUC-JP and UTF-16 reads as Japanese. Raises DocumentError, naming the file, for an
    empty or binary one and for one that was cut off or mixes encodings.
    """
    if not data.strip(b"\x00 \t\r\n\f\v"):
        raise DocumentError(f"「{name}」は空です。文書の本文が入ったファイルを置いてください。")
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise DocumentError(_binary(name, f"（中身は{kind}のようです）"))
    text = _decoded(data, name)
    if len(_CONTROLS.findall(text)) > len(text) * 0.01:
        raise DocumentError(_binary(name))
    if not text.strip():
        raise DocumentError(f"「{name}」には空白しかありません。文書の本文が入ったファイルを置いてください。")
    return text


def decode_as(data: bytes, encoding: str) -> str | None:
    """Return a file's text in the encoding it says it has; None if that cannot be.

    What calls itself Shift_JIS is what Windows calls so, and has ① and 﨑.
    """
    encoding = _ALIASES.get(encoding.lower().replace("-", "_"), encoding)
    if any(data.startswith(signature) for signature, _ in _SIGNATURES + _BOMS):
        return None
    try:
        return _from_jis(data) if encoding == "iso2022_jp" else data.decode(encoding)
    except (LookupError, ValueError):
        return None


def _decoded(data: bytes, name: str) -> str:
    try:
        for bom, encoding in _BOMS:
            if data.startswith(bom):
                return data.decode(encoding)
        if _ESCAPES.search(data):
            return _from_jis(data)
        if b"\x00" not in data:
            return data.decode("utf-8")
    except UnicodeDecodeError as error:
        known = data.startswith((b"\xff\xfe", b"\xfe\xff", b"\x1b"))
        if known or _japaneseness(_before(data, error), 2) >= _READABLE:
            raise DocumentError(_broken(name, data, error)) from None
    return _most_japanese(data, name)


def _before(data: bytes, error: UnicodeDecodeError) -> str:
    return data[: error.start].decode(error.encoding, errors="ignore")


def _most_japanese(data: bytes, name: str) -> str:
    """Read what nothing unmistakable tells apart; the name of the file stands in the errors."""
    wide = b"\x00" in data
    best, score = "", 0.0
    error: UnicodeDecodeError | None = None
    for encoding in (
        ("utf-16-le", "utf-16-be") if wide else ("cp932", "euc_jis_2004", "utf-16-le", "utf-16-be")
    ):
        broken = None
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as failure:
            broken, text = failure, _before(data, failure)
        readable = _japaneseness(text, 0 if wide else 1)
        # A reading that breaks off must have read something before it counts as the right one.
        if readable > score and (not broken or len(text) > 2):
            best, score, error = text, readable, broken
    if score < _READABLE:
        raise DocumentError(_binary(name) if wide else _undecided(name, data))
    if error:
        raise DocumentError(_broken(name, data, error))
    return best


def _from_jis(data: bytes) -> str:
    """ISO-2022-JP with the characters that Windows adds, such as ① and Ⅰ, which Python's own refuses."""
    mode = b"\x1b(B"
    pieces = []
    for piece in _ESCAPES.split(data):
        if _ESCAPES.fullmatch(piece):
            mode = piece
        elif mode in (b"\x1b(B", b"\x1b(J"):
            pieces.append(piece.decode("ascii"))
        else:
            high = bytes(byte | 0x80 if byte > 0x20 else byte for byte in piece)
            pieces.append(high.decode("cp932" if mode == b"\x1b(I" else "euc_jis_2004"))
    return "".join(pieces)


def _japaneseness(text: str, at_least: int = 1) -> float:
    """Mean over the characters, from 1 for what Japanese is written in to -1 for what it isn't.

    0 where fewer than `at_least` of them are Japanese.
    """
    sample = text[:_SAMPLE]
    total = 0.0
    japanese = 0
    for c in sample:
        if c in _EVERYDAY or "、" <= c <= "ヿ":
            total += 1
            japanese += 1
        elif "｡" <= c <= "ﾟ":
            total += _HALF_WIDTH_KANA
            japanese += 1
        elif (
            c in "\t\n\r\f\u3000"
            or " " <= c <= "~"
            or "！" <= c <= "～"
            or "①" <= c <= "⑳"
            or "Ⅰ" <= c <= "Ⅻ"
        ):
            total += 1
        elif not ("一" <= c <= "龥" or "\u2010" <= c <= "㏿"):
            total -= 1
    return total / len(sample) if sample and japanese >= at_least else 0.0


def _binary(name: str, guess: str = "") -> str:
    return (
        f"「{name}」は文字のファイルとして読めません{guess}。"
        "本文をテキスト形式（.txt）で保存したファイルを置いてください。"
    )


def _broken(name: str, data: bytes, error: UnicodeDecodeError) -> str:
    if error.end >= len(data) - 1:
        return f"「{name}」は途中で切れているようです。ファイルを受け取り直して、もう一度お試しください。"
    line = data.count(b"\n", 0, error.start) + 1
    return (
        f"「{name}」に読めない文字があります（{line}行目付近）。文字コードが混ざっているようです。"
        "UTF-8 で保存し直して、もう一度お試しください。"
    )


def _undecided(name: str, data: bytes) -> str:
    line = next(
        (i for i, piece in enumerate(data.split(b"\n"), 1) if not piece.isascii()),
        1,
    )
    return (
        f"「{name}」の文字コードを判別できません（{line}行目付近）。"
        "UTF-8 または Shift_JIS で保存し直して、もう一度お試しください。"
    )
