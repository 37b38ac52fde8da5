"""Quotes of an earlier edition, and where they now stand."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import editions as module
from assistant.editions import Editions, Fate, Standing
from corpus.types import Passage
from index.build import rebuild
from index.generation import Generation
from index.types import Model
from tests.index.samples import BigramEncoder, silent

GUIDELINE = Path(__file__).parent.parent.parent / "corpus" / "documents" / "kyodo-guideline-h23.txt"
OLD = """# 会則

## 1. 会費

会費は年に千円とします。納めた会費は、理由のいかんを問わず返しません。

## 2. 合宿

合宿は毎年八月に、会長の定める場所で二泊三日の日程により行います。

## 3. 役員

役員の任期は二年とし、再任を妨げません。ただし、三期を超えて務めることはできません。

## 4. 会計

会計は役員のうち一名が受け持ち、毎年三月に総会で報告します。
"""
NEW = """# 会則

## 1. 会費

会費は年に二千円とします。納めた会費は、理由のいかんを問わず返しません。

## 2. 保険

会員は自転車の保険に加入し、その証書の写しを会長に届け出なければなりません。

会計は役員のうち一名が受け持ち、毎年三月に総会で報告します。

## 3. 役員の任期

役員の任期は二年とし、再任を妨げません。ただし、三期を超えて務めることはできません。

## 4. 会計
"""
FATES = {"会費は": Fate.CHANGED, "合宿は": Fate.GONE, "役員の": Fate.SAME, "会計は": Fate.MOVED}


@pytest.fixture(scope="module")
def generations(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Generation, Generation]:
    """A data folder with an old and a new edition, and both."""
    folder = tmp_path_factory.mktemp("editions")
    (folder / "documents").mkdir()
    built = []
    for text in (OLD, NEW):
        (folder / "documents" / "会則.md").write_text(text, encoding="utf-8")
        model = Model("bigrams", "0" * 64)
        built.append(rebuild(folder / "documents", folder / "var", BigramEncoder(), model, silent))
    return folder / "var", built[0], built[1]


def quoted(generation: Generation, beginning: str) -> Passage:
    return next(passage for passage in generation.passages if passage.text.startswith(beginning))


def now(data_dir: Path, old: Generation, new: Generation, passage: Passage) -> Standing:
    name = old.manifest.generation
    return Editions(data_dir, new).now(name, passage.document_id, passage.text, passage.spans)


@pytest.mark.parametrize("beginning", FATES)
def test_each_quote_is_told_what_became_of_it(
    generations: tuple[Path, Generation, Generation], beginning: str
) -> None:
    standing = now(*generations, quoted(generations[1], beginning))
    assert standing.fate is FATES[beginning]
    assert bool(standing.passages) is (standing.fate is not Fate.GONE)
    for passage in standing.passages:
        assert generations[2].passages[passage.id] is passage


def test_a_section_that_bears_another_title_is_found(
    generations: tuple[Path, Generation, Generation],
) -> None:
    standing = now(*generations, quoted(generations[1], "役員の"))
    assert standing.section
    assert standing.section.reference == "3 役員の任期"


def test_a_quote_of_what_answers_stands_where_it_does(
    generations: tuple[Path, Generation, Generation],
) -> None:
    data_dir, _, new = generations
    for passage in new.passages:
        assert now(data_dir, new, new, passage).passages == (passage,)


class TestWithoutTheOldGeneration:
    @pytest.mark.parametrize(
        ("beginning", "fate"), [("役員の", Fate.SAME), ("会費は", Fate.CHANGED), ("合宿は", Fate.GONE)]
    )
    def test_the_words_alone_tell(
        self, generations: tuple[Path, Generation, Generation], beginning: str, fate: Fate
    ) -> None:
        data_dir, old, new = generations
        passage = quoted(old, beginning)
        assert Editions(data_dir, new).now("gone", "会則", passage.text).fate is fate

    def test_another_document_is_searched_if_its_own_is_gone(
        self, generations: tuple[Path, Generation, Generation]
    ) -> None:
        data_dir, old, new = generations
        passage = quoted(old, "役員の")
        assert Editions(data_dir, new).now("gone", "規約", passage.text).fate is Fate.SAME

    def test_documents_too_large_to_compare_are_searched(
        self, generations: tuple[Path, Generation, Generation], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(module, "_COMPARED", 0)
        assert now(*generations, quoted(generations[1], "会費は")).fate is Fate.CHANGED

    @given(st.text(max_size=40), st.sampled_from(["", "会則", "/", "..", "\0"]))
    @settings(max_examples=30)
    def test_whatever_is_asked_for_there_is_an_answer(
        self, generations: tuple[Path, Generation, Generation], text: str, name: str
    ) -> None:
        data_dir, _, new = generations
        standing = Editions(data_dir, new).now(name, name, text)
        assert (standing.fate is Fate.GONE) == (not standing.passages)


def test_every_passage_of_the_guideline_is_found_in_a_revision(tmp_path: Path) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    text = GUIDELINE.read_text(encoding="utf-8")
    built = []
    revised = text.replace("（５）委託", "（５）業務委託").replace("補助金を交付", "助成金を交付")
    for edition in (text, revised):
        (documents / "guideline.txt").write_text(edition, encoding="utf-8")
        model = Model("bigrams", "0" * 64)
        built.append(rebuild(documents, tmp_path / "var", BigramEncoder(), model, silent))
    old, new = built
    editions = Editions(tmp_path / "var", new)
    fates = [
        editions.now(old.manifest.generation, "guideline", passage.text, passage.spans)
        for passage in old.passages
    ]
    assert all(standing.passages for standing in fates)
    assert {standing.fate for standing in fates} == {Fate.SAME, Fate.CHANGED}
