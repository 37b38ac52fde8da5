"""Two editions of an invented rule book, and what is said to have changed between them."""

import json
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.editions import Change, ChangeKind, Comparison, PassageChange, SectionChange, compare
from corpus.reading import read_bytes
from corpus.types import Document, PassageKind

PLACE = "集会所は、町内に住む人が集まりに使うための場所です。"
HOURS = "開館時間は、午前９時から午後８時までとします。"
CLOSED = "毎月第３月曜日と年末年始は、清掃のため休館します。"
APPLY = "使いたい人は、使う日の７日前までに、申込書を管理人に出します。"
FEE = "使用料は１時間につき３００円とし、申込みのときに納めます。"
REFUND = "雨や雪で使えなかったときは、納めた使用料の全額を返します。"
CLEAN = "使い終わったら、机といすを元の位置に戻し、床をほうきで掃きます。"
BREAK = "備品を壊したときは、すぐに管理人に知らせ、修理の費用を負担します。"
NEW = "無線の通信設備を備え、だれでも無料で接続できるようにします。"

Chapters = list[tuple[str, list[str]]]
OLD: Chapters = [
    ("目的", [PLACE, HOURS, CLOSED]),
    ("申込み", [APPLY, FEE, REFUND]),
    ("後片付け", [CLEAN, BREAK]),
]


def book(*chapters: tuple[str, list[str]]) -> Document:
    lines = []
    for number, (title, passages) in enumerate(chapters, 1):
        lines += [f"第{number}章　{title}", *passages]
    text = "\n\n".join(lines)
    return read_bytes(text.encode(), "kisoku.txt")


def told(comparison: Comparison) -> list[tuple[str, str, str]]:
    """Return the changes as kind, old text and new text; of a section, number and title."""
    return [(change.kind.value, side(change, "old"), side(change, "new")) for change in comparison.changes]


def side(change: Change, which: str) -> str:
    value = getattr(change, which)
    if isinstance(value, tuple):
        return "|".join(passage.text for passage in value)
    return value.reference if value else ""


def edited(*edits: tuple[str, str]) -> Chapters:
    """Replace passages; "" removes one, and a line break makes two of one."""
    text = json.dumps(OLD, ensure_ascii=False)
    for old, new in edits:
        assert f'"{old}"' in text
        text = text.replace(f'"{old}"', ", ".join(f'"{line}"' for line in new.split("\n")))
    return [(title, [p for p in passages if p]) for title, passages in json.loads(text)]


CASES: dict[str, tuple[Chapters, list[tuple[str, str, str]]]] = {
    "同じ": (OLD, []),
    "追加": (edited((HOURS, f"{HOURS}\n{NEW}")), [("added", "", NEW)]),
    "削除": (edited((HOURS, "")), [("removed", HOURS, "")]),
    "変更": (
        edited((FEE, FEE.replace("３００", "５００"))),
        [("changed", FEE, FEE.replace("３００", "５００"))],
    ),
    "ほかの節へ移動": (edited((CLOSED, ""), (CLEAN, f"{CLEAN}\n{CLOSED}")), [("moved", CLOSED, CLOSED)]),
    "節の中で移動": (edited((APPLY, ""), (REFUND, f"{REFUND}\n{APPLY}")), [("moved", APPLY, APPLY)]),
    "移動して変更": (
        edited((CLOSED, ""), (CLEAN, f"{CLEAN}\n{CLOSED.replace('第３月曜日', '第１火曜日')}")),
        [("moved_changed", CLOSED, CLOSED.replace("第３月曜日", "第１火曜日"))],
    ),
    "分割": (
        edited((BREAK, "備品を壊したときは、すぐに管理人に知らせます。\n備品の修理の費用を負担します。")),
        [
            (
                "split",
                BREAK,
                "備品を壊したときは、すぐに管理人に知らせます。|備品の修理の費用を負担します。",
            )
        ],
    ),
    "統合": (edited((FEE, ""), (REFUND, FEE + REFUND)), [("merged", f"{FEE}|{REFUND}", FEE + REFUND)]),
    "節の追加": (
        [OLD[0], ("通信設備", [NEW]), *OLD[1:]],
        [
            ("section_added", "", "第2章 通信設備"),
            ("added", "", NEW),
            ("section_renumbered", "第2章 申込み", "第3章 申込み"),
            ("section_renumbered", "第3章 後片付け", "第4章 後片付け"),
        ],
    ),
    "節の削除": (
        [OLD[0], OLD[2]],
        [
            ("section_removed", "第2章 申込み", ""),
            ("removed", APPLY, ""),
            ("removed", FEE, ""),
            ("removed", REFUND, ""),
            ("section_renumbered", "第3章 後片付け", "第2章 後片付け"),
        ],
    ),
    "節名の変更": (
        [OLD[0], ("使用の手続", OLD[1][1]), OLD[2]],
        [("section_retitled", "第2章 申込み", "第2章 使用の手続")],
    ),
    "節の入れ替え": (
        [OLD[1], OLD[0], OLD[2]],
        [
            ("section_renumbered", "第2章 申込み", "第1章 申込み"),
            ("section_renumbered", "第1章 目的", "第2章 目的"),
        ],
    ),
    "節の分割": (
        [OLD[0], ("申込み", [APPLY]), ("使用料", [FEE, REFUND]), OLD[2]],
        [
            ("section_split", "第2章 申込み", "第3章 使用料"),
            ("section_renumbered", "第3章 後片付け", "第4章 後片付け"),
        ],
    ),
    "節の統合": (
        [OLD[0], ("申込み", [*OLD[1][1], *OLD[2][1]])],
        [("section_merged", "第3章 後片付け", "第2章 申込み")],
    ),
}


@pytest.mark.parametrize(("new", "changes"), CASES.values(), ids=CASES)
def test_何が変わったかを言い当てる(new: Chapters, changes: list[tuple[str, str, str]]) -> None:
    assert told(compare(book(*OLD), book(*new))) == changes


HARMLESS = {
    "字の幅": ("７日前", "7日前"),
    "空白": ("毎月第３月曜日と", "毎月 第３月曜日 と"),
    "改行": ("申込みのときに納めます。", "申込みの\nときに納めます。"),
    "ページ番号": ("第3章", "- 2 -\n\n第3章"),
    "ダッシュ": ("午前９時から", "午前９時から"),
}


@pytest.mark.parametrize(("before", "after"), HARMLESS.values(), ids=HARMLESS)
def test_体裁の違いは変更ではない(before: str, after: str) -> None:
    old = book(*OLD)
    assert before in old.source
    new = read_bytes(old.source.replace(before, after).encode(), "kisoku.txt")
    assert compare(old, new).changes == ()


def test_よく似た条文は置かれた節の順に対応させる() -> None:
    rows = [
        f"{name}の使用料は、１時間につき{fee}円とします。"
        for name, fee in zip("松竹梅桜", "２３４５", strict=True)
    ]
    dearer = [row.replace("１時間", "半日") for row in rows]
    comparison = compare(book(("料金", rows)), book(("料金", dearer)))
    assert told(comparison) == [("changed", old, new) for old, new in zip(rows, dearer, strict=True)]


def test_片方が空でも比べられる() -> None:
    old = book(*OLD)
    nothing = Document(old.info, "", (), (), (), ())
    kinds = Counter(change.kind for change in compare(old, nothing).changes)
    assert kinds == {ChangeKind.SECTION_REMOVED: 3, ChangeKind.REMOVED: 8}
    assert compare(nothing, nothing).changes == ()


# Rule books put together from a few sentences, many of them alike or the same.
_SENTENCES = [
    PLACE,
    HOURS,
    CLOSED,
    APPLY,
    FEE,
    FEE.replace("３００", "４００"),
    REFUND,
    CLEAN + BREAK,
    CLEAN,
    BREAK,
    "同上。",
]
_CHAPTERS = st.lists(
    st.tuples(
        st.sampled_from(["目的", "申込み", "後片付け", "使用料", "そのほか"]),
        st.lists(st.sampled_from(_SENTENCES), min_size=1, max_size=5),
    ),
    min_size=1,
    max_size=5,
)
_BOOKS = _CHAPTERS.map(lambda chapters: book(*chapters))


@given(_BOOKS)
def test_同じ版どうしに違いはない(document: Document) -> None:
    assert compare(document, document).changes == ()


@given(_BOOKS, _BOOKS)
def test_どの文も一つの変更にしか現れず現れない文は変わっていない(old: Document, new: Document) -> None:
    comparison = compare(old, new)
    for which, document in (("old", old), ("new", new)):
        changed = [
            p.id for c in comparison.changes if isinstance(c, PassageChange) for p in getattr(c, which)
        ]
        assert len(changed) == len(set(changed))
        linked = [row for link in comparison.alignment.links for row in getattr(link, which)]
        alone = {ChangeKind.ADDED, ChangeKind.REMOVED}
        lone = [
            p.id
            for c in comparison.changes
            if isinstance(c, PassageChange) and c.kind in alone
            for p in getattr(c, which)
        ]
        bodies = [p.id for p in document.passages if p.kind is not PassageKind.OUTLINE]
        assert sorted([*linked, *lone]) == bodies


_TURNED = {
    ChangeKind.ADDED: ChangeKind.REMOVED,
    ChangeKind.SPLIT: ChangeKind.MERGED,
    ChangeKind.SECTION_ADDED: ChangeKind.SECTION_REMOVED,
    ChangeKind.SECTION_SPLIT: ChangeKind.SECTION_MERGED,
}
_TURNED |= {there: here for here, there in _TURNED.items()}


@given(_BOOKS, _BOOKS)
def test_逆に比べると逆の変更になる(old: Document, new: Document) -> None:
    forth, back = compare(old, new).changes, compare(new, old).changes
    turned: Counter[Change] = Counter()
    for change in back:
        kind = _TURNED.get(change.kind, change.kind)
        if isinstance(change, SectionChange):
            turned[SectionChange(kind, change.new, change.old)] += 1
        else:
            turned[PassageChange(kind, change.new, change.old)] += 1
    assert turned == Counter(forth)


@given(_BOOKS, _BOOKS)
def test_変更は新しい版の順に並ぶ(old: Document, new: Document) -> None:
    places = [
        change.new[0].spans[0].start if isinstance(change.new, tuple) else change.new.span.start
        for change in compare(old, new).changes
        if change.new
    ]
    assert all(a <= b for a, b in pairwise(places))
