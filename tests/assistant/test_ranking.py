"""Which passage says what something is, when that is asked."""

import pytest

from assistant.answer import Assistant
from assistant.ranking import _defines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("この条例において「協働」とは、対等の立場で協力し合うことをいう。", 1.0),
        ("条例では、「『協働』とは、協力し合うことをいう。」と定義しています。", 1.0),
        ("協働とは、互いに協力し合う関係です。", 1.0),
        ("協働とは手段の一つであり、目的ではないので、気をつける必要があります。", 0.5),
        ("協働とは、とても大切です。", 0.5),
        ("何をするかは別に定める。協働とは異なる。", 0.5),
        ("市民と行政の協働を進めます。", 0.0),
        ("", 0.0),
    ],
)
def test_what_says_what_something_is_defines_it(text: str, expected: float) -> None:
    assert _defines("協働", text) == expected


def test_the_definition_comes_before_what_else_is_said_of_it(assistant: Assistant) -> None:
    for question in ("協働とは何ですか", "協働って何？"):
        assert "定義しています" in assistant.ask(question).quotes[0].text
