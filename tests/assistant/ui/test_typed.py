import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.ui.typed import keepable, shown


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("委託とは\n何ですか", "委託とは\n何ですか"),
        ("<b>太字</b> **太字** [x](javascript:1)", "<b>太字</b> **太字** [x](javascript:1)"),
        ("\u202e逆さ", "⟨U+202E⟩逆さ"),
        ("空\u200b白", "空⟨U+200B⟩白"),
        ("\x00\x1b", "⟨U+0000⟩⟨U+001B⟩"),
        ("\ud800", "⟨U+D800⟩"),
        ("一\r\n二", "一\n二"),
    ],
    ids=["改行", "記号", "書字方向の上書き", "幅のない空白", "制御文字", "片割れの代用対", "CRLF"],
)
def test_what_was_typed_is_shown_and_what_cannot_be_seen_is_named(typed: str, seen: str) -> None:
    assert shown(typed) == seen


def test_a_long_text_is_cut_and_its_length_said() -> None:
    assert shown("あ" * 100_000).endswith("あ…（全100,000字）")
    assert len(shown("あ" * 100_000)) < 500


@given(st.text(st.characters(), max_size=600))
def test_what_is_shown_or_kept_can_always_be_sent(text: str) -> None:
    shown(text).encode()
    keepable(text).encode()
