from dataclasses import replace
from pathlib import Path

import pytest

from corpus.reading import read_collection
from corpus.types import Span
from index.errors import ThesaurusFault
from index.lexical import build_lexical
from index.thesaurus import parse_thesaurus, read_thesaurus
from index.tokens import terms, tokenize

DOCUMENTS = Path(__file__).parent.parent.parent / "corpus" / "documents"

RULES = """
# 地域
隣組、町内会 → 地域活動団体   # 自治会も含む
名前を貸す, 名義貸し ⇒ 後援
お金 => 補助金，負担金
会 → 団体
隣組 → 自治会
"""


def fired(text: str) -> list[tuple[str, tuple[str, ...]]]:
    thesaurus = parse_thesaurus(RULES.encode())
    return [(e.word, e.targets) for e in thesaurus.expand(text, tokenize(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("隣組とは", [("隣組", ("地域活動団体", "自治会"))]),
        ("町内会とは", [("町内会", ("地域活動団体",))]),
        ("市の名前だけ貸してほしい", [("名前だけ貸し", ("後援",))]),
        ("ﾅﾏｴ", []),
        ("お金と隣組", [("金", ("補助金", "負担金")), ("隣組", ("地域活動団体", "自治会"))]),
        ("補助金とは", []),
        ("協働とは", []),
        ("", []),
    ],
)
def test_everyday_words_find_the_guidelines_words(
    text: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert fired(text) == expected


def test_an_expansion_knows_its_place_in_the_question() -> None:
    text = "もし隣組なら"
    [expansion] = parse_thesaurus(RULES.encode()).expand(text, tokenize(text))
    assert expansion.span == Span(2, 4)


@pytest.mark.parametrize(
    ("source", "rules"),
    [("", 0), ("# 注記だけ\n\n", 0), ("\ufeff隣組→自治会\r\n町会→自治会", 2)],
    ids=["空", "注記だけ", "BOMとCRLF"],
)
def test_an_empty_file_a_mark_and_crlf_are_read(source: str, rules: int) -> None:
    assert len(parse_thesaurus(source.encode()).targets) == rules


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("隣組 地域活動団体", "矢印"),
        ("隣組 → 自治会 → 団体", "矢印"),
        ("隣組 →", "空の言葉"),
        ("→ 自治会", "空の言葉"),
        ("隣組,, 町会 → 自治会", "空の言葉"),
        ("これ → 自治会", "「これ」"),
        ("人のため → 公益", "「人」としてしか"),
    ],
)
def test_a_wrong_line_is_named(source: str, says: str) -> None:
    with pytest.raises(ThesaurusFault, match=r"thesaurus\.txt の2行目.*" + says):
        parse_thesaurus(f"# 見出し\n{source}\n".encode())


def test_another_encoding_is_named() -> None:
    with pytest.raises(ThesaurusFault, match="2行目が UTF-8"):
        parse_thesaurus(b"# ok\n" + "隣組 → 自治会".encode("shift_jis"))


def test_a_file_that_is_none(tmp_path: Path) -> None:
    assert read_thesaurus(tmp_path) == b""
    (tmp_path / "thesaurus.txt").mkdir()
    with pytest.raises(ThesaurusFault, match="開けません"):
        read_thesaurus(tmp_path)


def test_the_guidelines_own_list_leads_to_words_that_it_has() -> None:
    thesaurus = parse_thesaurus(read_thesaurus(DOCUMENTS))
    passages = [passage for document in read_collection(DOCUMENTS) for passage in document.passages]
    lexical = build_lexical([replace(passage, id=row) for row, passage in enumerate(passages)])
    targets = {target for targets in thesaurus.targets.values() for target in targets}
    assert [target for target in targets if not all(map(lexical.document_frequency, terms(target)))] == []
