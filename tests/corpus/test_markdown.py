"""Markdown: marks are no words, what they mean for the words is kept, and spans lead to the file itself."""

import pytest

from corpus.cleaning import join_spans, squash
from corpus.reading import read_bytes, unaccounted
from corpus.types import Document

GUIDE = """---
title: 設定
---
みどり市協働ガイド（令和７年度版）
==========

このガイドは**職員**向けです。[市のサイト](https://example.jp/a_(b))を見てください。[^1]

[^1]: 注の本文です。

## １ 協働とは

- 対等で*ある*こと
- `code` と \\* を使うこと

> 引用の**段落**です。

### 1.1 形態

| 形態 | 市の役割 | 団体の役割 |
|------|:--------:|------------|
| 後援 | **名義**の使用承認 | 実施 |

```
# 見出しではない行
```

![図](a.png)
"""


def read(text: str) -> Document:
    document = read_bytes(text.encode(), "guide.md")
    assert document.source == text
    assert unaccounted(document) == ()
    for passage in document.passages:
        assert join_spans(text, passage.spans) == squash(passage.text)
    return document


def test_見出しの段と番号を読む() -> None:
    document = read(GUIDE)
    assert (document.info.title, document.info.edition) == ("みどり市協働ガイド", "令和７年度版")
    assert [(s.level, s.reference) for s in document.sections] == [
        (1, "みどり市協働ガイド（令和７年度版）"),
        (2, "1 協働とは"),
        (3, "1.1 形態"),
    ]


def test_記号は本文に混ざらない() -> None:
    assert [(p.kind.value, p.text) for p in read(GUIDE).passages if p.kind != "outline"] == [
        ("paragraph", "このガイドは職員向けです。市のサイトを見てください。"),
        ("note", "注の本文です。"),
        ("item", "- 対等であること\n- codeと* を使うこと"),
        ("paragraph", "引用の段落です。"),
        ("table", "形態 後援\u3000市の役割 名義の使用承認\u3000団体の役割 実施"),
        ("box", "# 見出しではない行"),
    ]


@pytest.mark.parametrize(
    ("why", "text"),
    [
        ("文書の設定", "---\ntitle: 設定\n---"),
        ("Markdown の記号", "=========="),
        ("Markdown の記号", "](https://example.jp/a_(b))"),
        ("注の番号", "[^1]:"),
        ("Markdown の記号", "![図](a.png)"),
    ],
)
def test_除いた記号は一覧に残る(why: str, text: str) -> None:
    assert (why, text) in [(piece.why, piece.text) for piece in read(GUIDE).set_aside]


def test_井桁を使わない番号の見出しも読む() -> None:
    document = read("（１）目的\n協働を進めます。\n（２）方法\n話し合います。\n")
    assert [s.reference for s in document.sections] == ["(1) 目的", "(2) 方法"]
