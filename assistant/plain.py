"""An Answer, or a document as it was read → Japanese text for a terminal."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.types import Answer, Quote, Status
from assistant.ui import wording
from corpus.types import Document, PassageKind, SetAside, Suspicion

KINDS = {
    PassageKind.PARAGRAPH: "段落",
    PassageKind.ITEM: "箇条",
    PassageKind.NOTE: "注記",
    PassageKind.BOX: "囲み",
    PassageKind.TABLE: "表の行",
    PassageKind.OUTLINE: "目次",
}
_MAX_SIGN, _MAX_SIGNS, _MAX_PLACES = 10, 8, 5


def answer_lines(answer: Answer, contact: str) -> Iterator[str]:
    """Yield an answer as a person reads it: what was found, the quotes with their places, what is missing."""
    yield f"{wording.SIGNS[answer.status]} {wording.HEADS[answer.status]}"
    if answer.missing_terms:
        words = "".join(wording.MISSING_WORD.format(word=term) for term in answer.missing_terms)
        yield f"  {wording.MISSING.format(words=words)}"
    if answer.status is Status.NOT_FOUND:
        yield f"  {wording.CONTACT.format(contact=contact)}"
        if answer.quotes:
            yield f"  {wording.NEAREST}"
    for quote in answer.quotes:
        yield ""
        yield f"■ {_place(quote)}"
        if quote.approved:
            yield f"  （{wording.CHECK_APPROVED_FOR.format(question=quote.approved)}）"
        yield from (f"    {line}" for line in _marked(quote).split("\n"))


def reading_lines(document: Document, warnings: Sequence[Suspicion]) -> Iterator[str]:
    """Yield how a document was read: outline, passages by kind, what was set aside, what to look at."""
    yield described(document)
    yield ""
    yield "見出し"
    yield from (f"{'  ' * section.level}{section.reference}" for section in document.sections)
    yield ""
    counts = Counter(passage.kind for passage in document.passages)
    yield "本文: " + "、".join(f"{KINDS[kind]} {counts[kind]}" for kind in PassageKind if counts[kind])
    yield ""
    yield f"本文から除いたもの: {len(document.set_aside)}件"
    for why, items in grouped(document):
        yield from (f"  {item.places} {why}: {item.text}" for item in items)
    yield ""
    yield f"確かめていただきたい所: {len(warnings)}件"
    yield from warning_lines(warnings)


@dataclass(frozen=True, slots=True)
class Aside:
    """Text that was set aside, how often and where: the first lines of the places."""

    text: str
    count: int
    places: str


def grouped(document: Document) -> list[tuple[str, list[Aside]]]:
    """Return what was set aside by its reason, the same text once; mere signs are one."""
    found: dict[str, dict[str, list[SetAside]]] = {}
    for piece in document.set_aside:
        text = _one_line(piece.text)
        shown = text if any(c.isalnum() for c in text) else ""
        found.setdefault(piece.why, {}).setdefault(shown, []).append(piece)
    return [(why, [_aside(text, pieces) for text, pieces in texts.items()]) for why, texts in found.items()]


def _aside(text: str, pieces: Sequence[SetAside]) -> Aside:
    signs = dict.fromkeys(_one_line(piece.text)[:_MAX_SIGN] for piece in pieces)
    shown = text or " ".join([*signs][:_MAX_SIGNS])
    numbers = [str(line) for line in dict.fromkeys(piece.line for piece in pieces)]
    more = "ほか" if len(numbers) > _MAX_PLACES else ""
    return Aside(shown, len(pieces), f"{'・'.join(numbers[:_MAX_PLACES])}{more}行目")


def warning_lines(warnings: Iterable[Suspicion]) -> Iterator[str]:
    """Yield one line a warning, with its place in the file."""
    for warning in warnings:
        page = f"{warning.page}ページ " if warning.page else ""
        yield f"  {page}{warning.line}行目: {warning.message}"


def described(document: Document) -> str:
    """Return a document's title and edition, and how much was read."""
    info = document.info
    title = " ".join(part for part in (info.title or info.id, info.edition) if part)
    return f"{title}: 見出し {len(document.sections)}、まとまり {len(document.passages)}"


def _place(quote: Quote) -> str:
    reference = quote.section.reference if quote.section else wording.NO_SECTION
    info = quote.document
    place = f"{reference} ─ {' '.join(part for part in (info.title, info.edition) if part)}"
    return place if quote.page is None else f"{place} ─ {wording.PAGE.format(page=quote.page)}"


def _marked(quote: Quote) -> str:
    """Return the quote with its decisive sentence between ▶ and ◀, which no copy mistakes for its words."""
    if quote.decisive is None:
        return quote.text
    start, end = quote.decisive.start, quote.decisive.end
    return f"{quote.text[:start]}▶{quote.text[start:end]}◀{quote.text[end:]}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
