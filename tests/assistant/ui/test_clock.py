"""Times and the names of indexes, as people say them."""

from datetime import UTC, datetime

import pytest

from assistant.ui.clock import built, when


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("20250331T230509123Z-0123456789abcdef", "2025年4月1日（火） 8:05"),
        ("20251399T000000000Z-0123456789abcdef", "20251399T000000000Z-0123456789abcdef"),
        ("ほかの名前", "ほかの名前"),
        ("", ""),
    ],
    ids=["名前のとおり", "ない日", "ほかの名前", "空"],
)
def test_an_index_is_called_after_when_it_was_built(name: str, said: str) -> None:
    assert built(name) == said


def test_a_time_is_said_in_japan_and_with_its_year_only_where_it_is_another() -> None:
    assert when("2020-12-31T15:30:00Z") == "2021年1月1日（金） 0:30"
    now = datetime.now(UTC)
    assert "年" not in when(now)
    assert when(None) == ""
