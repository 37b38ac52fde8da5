"""Judged answers → those that were not good, and why, in Japanese lines and JSON records."""

from collections.abc import Iterator, Sequence
from typing import Any

from assistant.evaluation.figures import Judged
from assistant.types import Status

_SAID = {
    Status.FOUND: "記載がある",
    Status.RELATED: "関係する記載だけがある",
    Status.NOT_FOUND: "記載が見つからない",
}
# Enough of a quote to know it by.
_EXCERPT = 60


def why(judged: Judged) -> str:
    """Say in Japanese what is wrong with an answer; empty if nothing is."""
    golden, status = judged.golden, judged.answer.status
    if not judged.answerable:
        return f"文書に答えがないのに、「{_SAID[status]}」としました。" if status is Status.FOUND else ""
    reasons = []
    if status is not Status.FOUND:
        reasons.append(f"文書に答えがあるのに、「{_SAID[status]}」としました。")
    if judged.ranks:
        missing = judged.ranks.count(0)
        if not judged.rank:
            reasons.append("正しい引用がありません。")
        elif judged.rank > 1:
            reasons.append(f"正しい引用は{judged.rank}番目でした。")
        if judged.rank and missing:
            reasons.append(f"必要な{len(judged.ranks)}箇所のうち{missing}箇所が引用にありません。")
    elif golden.sections and not judged.section_first:
        reasons.append("1番目の引用の節が違います。")
    return "".join(reasons)


def failure_lines(judged: Sequence[Judged]) -> Iterator[str]:
    """Yield what was asked, what was wrong, what was expected and what came first, of each bad answer."""
    for j in judged:
        if not (reason := why(j)):
            continue
        golden, answer = j.golden, j.answer
        yield ""
        yield f"✗ {golden.id}{f'［{golden.style}］' if golden.style else ' '}{golden.question}"
        if golden.history:
            yield f"    前の質問: {' ／ '.join(golden.history)}"
        yield f"    {reason}"
        if j.answerable:
            wanted = [*sorted(golden.sections), *(f"「{'|'.join(sorted(w))}」" for w in golden.words)]
            yield f"    求める答え: {' '.join(wanted) or '（問わない）'}"
        if answer.quotes:
            quote = answer.quotes[0]
            place = quote.section.reference if quote.section else "（見出しの前）"
            yield f"    1番目の引用: {place} 「{_excerpt(quote.text)}」（確信度 {answer.confidence:.2f}）"
        if answer.missing_terms:
            yield f"    文書にない語: {'、'.join(answer.missing_terms)}"


def failure_records(judged: Sequence[Judged]) -> list[dict[str, Any]]:
    """Return the bad answers as JSON objects; `ranks` are those of the passages that are needed."""
    return [
        {
            "id": j.golden.id,
            "style": j.golden.style,
            "question": j.golden.question,
            "why": reason,
            "expected": {
                "status": j.golden.status.value,
                "sections": sorted(j.golden.sections),
                "words": ["|".join(sorted(words)) for words in j.golden.words],
            },
            "status": j.answer.status.value,
            "confidence": round(j.answer.confidence, 4),
            "ranks": list(j.ranks),
            "first": j.answer.quotes[0].text if j.answer.quotes else None,
            "missing_terms": list(j.answer.missing_terms),
        }
        for j in judged
        if (reason := why(j))
    ]


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else f"{line[:_EXCERPT]}…"
