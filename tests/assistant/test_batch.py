import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.batch import parse_line


def test_a_question_with_what_was_asked_before() -> None:
    line = parse_line(
        '{"id": 7, "question": "負担金は？", "history": ["事業協力とは"]}'.encode(), 3, "question"
    )
    assert (line.number, line.id, line.text, line.history) == (3, 7, "負担金は？", ("事業協力とは",))
    assert not line.fault


@pytest.mark.parametrize(
    ("raw", "given_id", "fault"),
    [
        (b"{", None, "JSON として読めません"),
        (b"[" * 100_000, None, "JSON として読めません"),
        ("委託とは".encode("shift_jis"), None, "UTF-8 で書かれていません"),
        (b'["question"]', None, "の形で書いてください"),
        (b'{"id": "a"}', "a", "「question」がないか、文字列ではありません"),
        (b'{"id": "a", "question": 1}', "a", "「question」がないか、文字列ではありません"),
        ('{"id": "a", "question": "　\\n"}'.encode(), "a", "「question」が空です"),
        (b'{"id": "a", "question": "x", "history": "y"}', "a", "「history」は文字列の配列"),
        (b'{"id": "a", "question": "x", "history": [1]}', "a", "「history」は文字列の配列"),
    ],
    ids=[
        "途中で切れた行",
        "深すぎる入れ子",
        "Shift_JIS",
        "配列",
        "質問がない",
        "質問が数",
        "空白だけ",
        "履歴が文字列",
        "履歴に数",
    ],
)
def test_a_bad_line_says_why(raw: bytes, given_id: object, fault: str) -> None:
    line = parse_line(raw, 1, "question")
    assert line.id == given_id
    assert fault in line.fault


def test_a_byte_order_mark_is_no_fault() -> None:
    assert not parse_line('\ufeff{"id": 1, "text": "補助"}'.encode(), 1, "text").fault


@given(st.binary(max_size=60))
def test_no_bytes_are_too_strange(raw: bytes) -> None:
    line = parse_line(raw, 1, "question")
    assert line.fault or line.text.strip()


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(["id", "question", "history"]), _JSON))
def test_whatever_stands_under_the_keys_is_taken_or_explained(record: dict[str, object]) -> None:
    line = parse_line(json.dumps(record).encode(), 1, "question")
    assert bool(line.fault) != bool(line.text.strip())
