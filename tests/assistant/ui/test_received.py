import pytest

from assistant.answer import Assistant
from assistant.ui.received import Received
from corpus.types import Span

TEXT = "一行目\r\n\r\n三行目\n四行目"


@pytest.mark.parametrize(
    ("spans", "lines"),
    [
        ([Span(0, 3)], [(1, "一行目")]),
        ([Span(1, 9)], [(1, "一行目"), (2, ""), (3, "三行目")]),
        ([Span(11, 14), Span(0, 1)], [(1, "一行目"), (4, "四行目")]),
        ([Span(2, 2)], []),
        ([], []),
    ],
    ids=["一行", "行をまたぐ", "離れた二か所", "空の範囲", "なし"],
)
def test_lines_are_those_that_the_spans_touch(spans: list[Span], lines: list[tuple[int, str]]) -> None:
    assert [(line.number, line.text) for line in Received(TEXT).lines(spans)] == lines


def test_every_passage_stands_in_its_lines_as_received(assistant: Assistant) -> None:
    for document in assistant.documents:
        received = Received(document.source)
        for passage in document.passages:
            text = "\n".join(line.text for line in received.lines(passage.spans))
            assert all(document.source[s.start : s.end].strip() in text for s in passage.spans)
