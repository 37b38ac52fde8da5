import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.ui.typeset import CELL, Block, Line, typeset
from corpus.types import PassageKind, Span

TEXTS = st.text("あ漢ア1１・○※⇒①（）。 \n　A", max_size=60)
DECISIVE = st.none() | st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda ends: Span(*sorted(ends)))


def words(line: Line) -> str:
    return "".join(piece.text for piece in line)


def shown(blocks: tuple[Block, ...]) -> str:
    return "\n".join(words(line) for block in blocks for row in block.rows for line in row)


def marked(blocks: tuple[Block, ...]) -> str:
    pieces = (piece for block in blocks for row in block.rows for line in row for piece in line)
    return "".join(piece.text for piece in pieces if piece.marked)


@given(TEXTS, st.sampled_from([kind for kind in PassageKind if kind is not PassageKind.TABLE]), DECISIVE)
def test_every_line_is_shown_once_and_in_order(text: str, kind: PassageKind, decisive: Span | None) -> None:
    lines = [line for line in text.split("\n") if line]
    assert shown(typeset(text, kind, decisive)).split("\n") == (lines or [""])


@given(TEXTS, DECISIVE)
def test_a_table_shows_every_word(text: str, decisive: Span | None) -> None:
    blocks = typeset(text, PassageKind.TABLE, decisive)
    written = shown(blocks) + "".join(head * len(block.rows) for block in blocks for head in block.heads)
    assert sorted("".join(written.split())) == sorted("".join(text.split()))


@given(TEXTS, DECISIVE)
def test_the_decisive_part_is_marked_and_nothing_else(text: str, decisive: Span | None) -> None:
    wanted = text[decisive.start : decisive.end] if decisive else ""
    assert marked(typeset(text, PassageKind.PARAGRAPH, decisive)) == wanted.replace("\n", "")


def test_a_box_has_a_title_and_its_items_are_a_list() -> None:
    blocks = typeset("○効果\n・信頼が高まる\n・改善が進む", PassageKind.BOX)
    assert [block.kind for block in blocks] == ["title", "list"]
    assert [words(row[0]) for row in blocks[1].rows] == ["・信頼が高まる", "・改善が進む"]


def test_what_continues_an_item_stands_within_it() -> None:
    (block,) = typeset(
        "①対応が行えるもの\n⇒展開できます。\n②配慮が行えるもの\n⇒実施できます。", PassageKind.BOX
    )
    assert block.kind == "list"
    assert [[words(line) for line in row] for row in block.rows] == [
        ["①対応が行えるもの", "⇒展開できます。"],
        ["②配慮が行えるもの", "⇒実施できます。"],
    ]


def test_a_single_item_is_no_list() -> None:
    assert [block.kind for block in typeset("※注記です。", PassageKind.NOTE)] == ["lines"]


def test_a_tables_column_heads_are_written_once() -> None:
    rows = [f"目的{CELL}市民団体 公益{CELL}同好会 共益", f"資源{CELL}市民団体 寄附など{CELL}同好会 自費"]
    title, table = typeset("\n".join(["○違い", *rows]), PassageKind.TABLE)
    assert words(title.rows[0][0]) == "○違い"
    assert table.heads == ("市民団体", "同好会")
    assert [[words(cell) for cell in row] for row in table.rows] == [
        ["目的", "公益", "共益"],
        ["資源", "寄附など", "自費"],
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [f"目的{CELL}公益", f"資源{CELL}自費"],
        [f"目的{CELL}団体 公益", f"資源{CELL}同好会 自費"],
        [f"目的{CELL}団体 公益", f"資源{CELL}団体 自費{CELL}団体 寄附"],
        [f"目的{CELL}団体 公益"],
    ],
    ids=["見出しのないセル", "行ごとに違う語", "列の数が違う行", "1行だけ"],
)
def test_a_table_without_common_heads_keeps_its_cells(rows: list[str]) -> None:
    (table,) = typeset("\n".join(rows), PassageKind.TABLE)
    assert table.heads == ()
    assert [[words(cell) for cell in row] for row in table.rows] == [row.split(CELL) for row in rows]
