"""Questions and answers made by hand, so that every figure can be counted on one's fingers."""

from collections.abc import Sequence

from assistant.evaluation.figures import Judged, judge
from assistant.evaluation.golden import GoldenQuestion
from assistant.types import Answer, Quote, Status
from corpus.types import DocumentInfo, PassageKind, Section, Span

INFO = DocumentInfo("d", "手引き", "", "", "", "d.txt", "")


def golden(
    *words: str,
    status: Status = Status.FOUND,
    sections: Sequence[str] = (),
    style: str = "plain",
    question: str = "問い",
) -> GoldenQuestion:
    """A golden question; alternatives in a word are separated by |."""
    needed = tuple(frozenset(entry.split("|")) for entry in words)
    return GoldenQuestion("q", question, (), style, status, frozenset(sections), needed)


def answer(
    *texts: str, status: Status = Status.FOUND, number: str = "1", confidence: float = 0.5, ms: float = 1.0
) -> Answer:
    """An answer with these quotes, all in the section `number`."""
    section = Section(number, "題", 1, None, Span(0, 0), ())
    quotes = tuple(
        Quote(i, text, section, PassageKind.PARAGRAPH, (), INFO, True, None, 1.0)
        for i, text in enumerate(texts)
    )
    return Answer("問い", "問い", status, quotes, confidence, ("ない語",), ms, "g")


def judged(question: GoldenQuestion, given: Answer) -> Judged:
    """The question, judged by the answer given to it."""
    return judge(lambda *_: given, [question])[0]
