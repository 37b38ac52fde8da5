"""A document as it was read → a report as one HTML page, to be opened, printed and gone through with a pen.

What a person should look at comes first, each with its page, its line and the words that stand there; then
the outline, what was set aside, and the whole decoded text with line numbers. Text is escaped, and the page
asks nothing of any host.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.plain import KINDS, grouped
from corpus.errors import GuideError
from corpus.types import Document, PassageKind, Span, Suspicion

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_EXCERPT = 60


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the decoded text; `page` is set on the first line of a page, `kind` is how it was read."""

    number: int
    text: str
    kind: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to look at: where, what, and the words that stand there."""

    page: int | None
    line: int
    message: str
    excerpt: str


def write_report(document: Document, warnings: Sequence[Suspicion], path: Path) -> None:
    """Write the report; raises GuideError if it cannot be written."""
    page = _environment.get_template("reading_report.html").render(**report(document, warnings))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8", errors="replace", newline="\n")
    except OSError as error:
        raise GuideError(
            f"「{path}」に書き込めません。空き容量と、書き込みの許可を確かめてください。"
        ) from error


def report(document: Document, warnings: Sequence[Suspicion]) -> dict[str, object]:
    """Return what the template shows."""
    info = document.info
    lines = list(_lines(document))
    counts = Counter(passage.kind for passage in document.passages)
    return {
        "title": info.title or info.id,
        "edition": info.edition,
        "file": info.file,
        "pages": len(document.pages),
        "paged": any(warning.page for warning in warnings),
        "characters": len("".join(document.source.split())),
        "kinds": [(KINDS[kind], counts[kind]) for kind in PassageKind if counts[kind]],
        "doubts": [_doubt(document, lines, warning) for warning in warnings],
        "sections": [(s.level, s.reference, document.page_of_spans(s.heading)) for s in document.sections],
        "aside": grouped(document),
        "set_aside": len(document.set_aside),
        "lines": lines,
    }


def _doubt(document: Document, lines: Sequence[Line], warning: Suspicion) -> Doubt:
    """A warning with its words; an FAQ's lines count rows of the file, not lines of the text."""
    of_entries = any(passage.external_id for passage in document.passages[:1])
    excerpt = "" if of_entries or warning.line > len(lines) else lines[warning.line - 1].text.strip()
    if len(excerpt) > _EXCERPT:
        excerpt = excerpt[:_EXCERPT] + "…"
    return Doubt(warning.page, warning.line, warning.message, excerpt)


def _lines(document: Document) -> Iterator[Line]:
    """The lines of the decoded text, each as heading, set aside, or body."""
    headings = [span for section in document.sections for span in section.heading]
    aside = [piece.span for piece in document.set_aside]
    starts = [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", document.source))]
    page = 0
    for number, start in enumerate(starts, 1):
        end = starts[number] if number < len(starts) else len(document.source)
        text = document.source[start:end].rstrip("\r\n")
        inked = Span(start + len(text) - len(text.lstrip()), start + len(text.rstrip()))
        kind = "gone" if _within(inked, aside) else "heading" if _touches(inked, headings) else ""
        now = document.page_of(inked.start) or 0
        yield Line(number, text.strip("\f"), kind, now if now != page else None)
        page = now


def _touches(line: Span, spans: Sequence[Span]) -> bool:
    at = bisect_right(spans, line.start, key=lambda span: span.end)
    return line.start < line.end and at < len(spans) and spans[at].start < line.end


def _within(line: Span, spans: Sequence[Span]) -> bool:
    at = bisect_right(spans, line.start, key=lambda span: span.end)
    return (
        line.start < line.end
        and at < len(spans)
        and spans[at].start <= line.start <= line.end <= spans[at].end
    )
