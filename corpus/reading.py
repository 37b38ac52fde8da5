"""A document file, or a folder of them → documents: sections, passages, what was set aside, warnings."""

import hashlib
import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from types import MappingProxyType

from corpus.cleaning import remembering
from corpus.errors import DocumentError
from corpus.furniture import furniture
from corpus.layout import LogicalLine, logical_lines, trim
from corpus.markers import Mark
from corpus.outline import Outline, read_outline
from corpus.passages import read_passages
from corpus.readers.content import Content
from corpus.readers.faq import read_faq
from corpus.readers.formats import FAQ, KINDS, SHEETS, is_document, read_content
from corpus.readers.known import Role
from corpus.readers.text import decode
from corpus.suspicions import suspicions
from corpus.types import Document, DocumentInfo, Section, SetAside, Span, Suspicion

CATALOGUE = "documents.toml"
# Stands beside the documents but is none: see index.thesaurus.
_OTHER = frozenset({"thesaurus.txt"})
_TITLE = "表題"
_EDITION = re.compile(
    r"[（(]?((?:令和|平成|昭和)?\s?[0-9０-９元]+\s?年(?:度)?(?:[0-9０-９]+月)?(?:版|改訂版?|改定版?)|第[0-9０-９]+版)[）)]?"
)
# No document is larger, pictures and all; a collection of questions can be divided.
_MAX_BYTES = 500_000_000
_MAX_TITLE_LINES = 4
_MAX_TITLE = 60
_NONE: Mapping[str, Document] = MappingProxyType({})


def read_collection(folder: Path, earlier: Mapping[str, Document] = _NONE) -> tuple[Document, ...]:
    """Read every document of a folder: those its documents.toml lists, else every file of a known kind.

    `earlier` are documents as this program has read them before, with the same documents.toml, by the
    sha256 of their files: they are not read again, nor is what a changed FAQ still has of them. Raises
    DocumentError for a missing folder, a broken catalogue, a file that differs from the catalogue's
    sha256, and whatever `read_document` raises.
    """
    if not folder.is_dir():
        raise DocumentError(f"文書のフォルダー「{folder}」がありません。場所を確かめてください。")
    catalogue = folder / CATALOGUE
    with remembering(_cleaned(earlier.values())):
        return _read_each(folder, catalogue, earlier)


def _read_each(folder: Path, catalogue: Path, earlier: Mapping[str, Document]) -> tuple[Document, ...]:
    if catalogue.exists():
        infos = read_catalogue(catalogue)
        return tuple(read_document(folder / info.file, info, earlier) for info in infos)
    paths = sorted(p for p in folder.iterdir() if is_document(p) and not _is_other(p))
    if not paths:
        raise DocumentError(
            f"フォルダー「{folder}」に文書がありません。{'・'.join(KINDS)} のファイルを置いてください。"
        )
    documents = tuple(read_document(path, None, earlier) for path in paths)
    _refuse_same_ids(catalogue, [document.info for document in documents])
    return documents


def _cleaned(documents: Iterable[Document]) -> dict[str, str]:
    """What stretches of FAQ collections became; of other documents, lines are put together from pieces."""
    known = {}
    for document in documents:
        for passage in document.passages:
            lines = passage.text.split("\n")
            if passage.external_id and len(lines) == len(passage.spans):
                for span, line in zip(passage.spans, lines, strict=True):
                    known[document.source[span.start : span.end]] = line
    return known


def read_catalogue(path: Path) -> tuple[DocumentInfo, ...]:
    """Return what documents.toml lists; raises DocumentError that names the entry and the key."""
    try:
        entries = tomllib.loads(_bytes(path).decode("utf-8-sig")).get("document", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DocumentError(
            f"「{path}」の書き方に誤りがあります（{error}）。直してからもう一度お試しください。"
        ) from None
    if not isinstance(entries, list) or not entries:
        raise DocumentError(f"「{path}」に [[document]] の項目がありません。文書を1件以上書いてください。")
    infos = [_catalogued(entry, f"「{path}」の{i}件目の [[document]]") for i, entry in enumerate(entries, 1)]
    _refuse_same_ids(path, infos)
    return tuple(infos)


def _catalogued(entry: object, where: str) -> DocumentInfo:
    fields = tuple(DocumentInfo.__dataclass_fields__)
    if not isinstance(entry, dict):
        raise DocumentError(f"{where} の形が違います。「{fields[0]}」などの項目を並べてください。")
    for key in fields:
        if not isinstance(entry.get(key), str):
            raise DocumentError(f"{where} に「{key}」がありません。文字列で書いてください。")
    if unknown := sorted(set(entry) - set(fields)):
        raise DocumentError(f"{where} に知らない項目「{unknown[0]}」があります。")
    info = DocumentInfo(**entry)
    if not info.id.strip():
        raise DocumentError(f"{where} の「id」が空です。文書を区別する名前を書いてください。")
    if Path(info.file).is_absolute() or ".." in Path(info.file).parts:
        raise DocumentError(
            f"{where} の「file」（{info.file}）がフォルダーの外を指しています。"
            "文書を一覧と同じフォルダーに置いてください。"
        )
    return info


def read_document(
    path: Path, info: DocumentInfo | None = None, earlier: Mapping[str, Document] = _NONE
) -> Document:
    """Read one document whole; without `info`, its title and edition come from its first lines.

    `earlier` is that of `read_collection`. Raises DocumentError for a file that is missing, of an unknown
    kind, empty, binary, broken off, or other than `info.sha256` says.
    """
    data = _bytes(path)
    digest = hashlib.sha256(data).hexdigest()
    if info and info.sha256 != digest:
        raise DocumentError(
            f"「{path}」の内容が {CATALOGUE} に登録されたもの（sha256）と違います。"
            f"ファイルが壊れていないか確かめ、正しい改訂版であれば sha256 を {digest} に直してください。"
        )
    known = earlier.get(digest)
    if known and (known.info.id, known.info.file) == (
        (info.id, info.file) if info else (path.stem, path.name)
    ):
        return known
    return read_bytes(data, path.name, info, digest)


def read_bytes(data: bytes, name: str, info: DocumentInfo | None = None, digest: str = "") -> Document:
    """Read a document from its bytes; `name` tells its kind by its ending and stands in messages."""
    suffix = Path(name).suffix.lower()
    known = info or DocumentInfo(Path(name).stem, "", "", "", "", name, digest)
    if suffix in FAQ:
        return read_faq(decode(data, name), name, known)
    if suffix in SHEETS:
        from corpus.readers.sheet import read_sheet

        return read_sheet(data, name, known)
    return _read_content(read_content(data, name), known)


def _is_other(path: Path) -> bool:
    """Whether a file is no document: the list of words, a hidden file, or the lock of an open Word file."""
    return path.name in _OTHER or path.name.startswith((".", "~$"))


def _read_content(content: Content, info: DocumentInfo) -> Document:
    source, lines = content.text, content.lines
    aside = furniture(lines)
    logical = logical_lines(source, lines, frozenset(aside), content.holes)
    outline = read_outline(source, logical)
    titles = _title_lines(logical, outline, info)
    # The largest type is the title's, wherever a file number or a date stands.
    largest = sorted(titles, key=lambda i: logical[i].known.level or len(logical))
    described = [logical[i].text for i in largest]
    if not titles and outline.headings and outline.headings[0].style == "h1":
        described = [outline.headings[0].title]
    info = _described(info, described or [content.title] * bool(content.title))
    warnings = [*content.warnings, *outline.warnings]
    if not outline.sections:
        outline = Outline((), (Section("", info.title, 1, None, Span(0, len(source)), ()),), ())
        warnings.append(Suspicion(None, 1, "見出しが見つからないため、文書全体を一つの節として読みました。"))
    passages = read_passages(source, info.id, logical, outline, titles)
    set_aside = [_set_aside(source, lines[i].span, lines[i].number, why) for i, why in aside.items()]
    set_aside += _holes_aside(content, aside)
    set_aside += [
        _set_aside(source, span, logical[i].number, _TITLE) for i in titles for span in logical[i].spans
    ]
    warnings += suspicions(logical, titles, passages)
    if not content.pages and any(line.whole for line in lines):
        # The format has no pages.
        warnings = [Suspicion(None, warning.line, warning.message) for warning in warnings]
    return Document(
        info=info,
        source=source,
        sections=outline.sections,
        passages=passages,
        set_aside=tuple(sorted(set_aside, key=lambda piece: piece.span)),
        warnings=tuple(sorted(warnings, key=lambda warning: warning.line)),
        pages=content.pages,
    )


def _holes_aside(content: Content, aside: Mapping[int, str]) -> list[SetAside]:
    """The pieces cut out of lines, but for lines that are set aside whole."""
    whole = [content.lines[i].span for i in sorted(aside)]
    starts = [line.span.start for line in content.lines]
    pieces = []
    for hole in content.holes:
        at = bisect_right(whole, hole.span.start, key=lambda span: span.end)
        if at == len(whole) or whole[at].start >= hole.span.end:
            line = content.lines[max(0, bisect_right(starts, hole.span.start) - 1)]
            pieces.append(_set_aside(content.text, hole.span, line.number, hole.why))
    return pieces


def _set_aside(source: str, span: Span, line: int, why: str) -> SetAside:
    span = trim(source, span)
    return SetAside(span, line, source[span.start : span.end], why)


def unaccounted(document: Document) -> tuple[int, ...]:
    """Offsets of characters, blanks aside, that no passage, heading or set-aside piece holds: a bug."""
    held = bytearray(len(document.source))
    for span in document.owned_spans():
        held[span.start : span.end] = b"\x01" * (span.end - span.start)
    return tuple(
        i for i, c in enumerate(document.source) if not held[i] and not c.isspace() and c != "\ufeff"
    )


def _title_lines(logical: Sequence[LogicalLine], outline: Outline, info: DocumentInfo) -> list[int]:
    """The lines above the first heading that are the document's title, its date and its issuer."""
    first = outline.headings[0].lines[0] if outline.headings else len(logical)
    titles = []
    for i, line in enumerate(logical[: min(first, _MAX_TITLE_LINES)]):
        if line.known.role is Role.TITLE:
            titles.append(i)
            continue
        if (
            line.is_sentence
            or line.known.role is not Role.BODY
            # What fills its line is text, unless it is set in larger type.
            or (any(part.fills for part in line.lines) and not line.known.level)
            or line.marker.mark not in (Mark.NONE, Mark.CAPTION)
            or len(line.text) > _MAX_TITLE
        ):
            break
        titles.append(i)
    if len(titles) == len(logical):
        titles = [i for i in titles if info.title and info.title in logical[i].text]
    return titles


def _described(info: DocumentInfo, titles: Sequence[str]) -> DocumentInfo:
    """Fill in title and edition from the title lines where nothing else gives them."""
    if info.title:
        return info
    title = titles[0] if titles else info.id
    edition = _EDITION.search(" ".join(titles))
    if edition:
        title = title.replace(edition[0], "").strip() or title
    return DocumentInfo(
        info.id, title, edition[1] if edition else "", info.date, info.issuer, info.file, info.sha256
    )


def _refuse_same_ids(path: Path, infos: Sequence[DocumentInfo]) -> None:
    seen: set[str] = set()
    for info in infos:
        if info.id in seen:
            raise DocumentError(
                f"「{path.parent}」に同じ名前（id）の文書「{info.id}」が2つあります。片方の名前を変えてください。"
            )
        seen.add(info.id)


def _bytes(path: Path) -> bytes:
    try:
        status = path.stat()
        if status.st_size > _MAX_BYTES or not (S_ISREG(status.st_mode) or S_ISDIR(status.st_mode)):
            raise DocumentError(
                f"「{path}」は大きすぎるか、ふつうのファイルではありません。"
                f"{_MAX_BYTES // 1_000_000}MBまでの文書に分けてください。"
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise DocumentError(f"「{path}」がありません。ファイルの場所を確かめてください。") from None
    except IsADirectoryError:
        raise DocumentError(f"「{path}」はフォルダーです。文書のファイルを指定してください。") from None
    except OSError as error:
        raise DocumentError(
            f"「{path}」を開けません（{error.strerror}）。読み取りの許可を確かめてください。"
        ) from None
