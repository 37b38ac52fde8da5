from pathlib import Path

import numpy as np
import pytest

from corpus.errors import DocumentError
from corpus.types import PassageKind
from index.analysis import search_text
from index.build import build, rebuild
from index.errors import ModelFault, ThesaurusFault
from index.inputs import folder_hashes, stale
from index.pointer import current
from index.types import FloatArray, Model
from tests.index.samples import BigramEncoder, make_passages, silent

GUIDELINE = Path(__file__).parent.parent.parent / "corpus" / "documents"


def test_an_id_is_a_row_across_documents(documents: Path, encoder: BigramEncoder, model: Model) -> None:
    (documents / "more.txt").write_text("第１章　総則\n目的を定める。\n第２章　補助\n補助金を交付する。\n")
    generation, _ = build(documents, encoder, model, silent)
    assert len(generation.documents) == 2
    assert [passage.id for passage in generation.passages] == list(range(len(generation.passages)))
    assert generation.passages == tuple(p for d in generation.documents for p in d.passages)
    assert len(generation.dense.vectors) == generation.lexical.size == len(generation.passages)


def test_the_same_folder_gives_the_same_arrays(documents: Path, encoder: BigramEncoder, model: Model) -> None:
    (first, _), (second, _) = (build(documents, encoder, model, silent) for _ in range(2))
    assert first.lexical.vocabulary == second.lexical.vocabulary
    assert np.array_equal(first.lexical.weights, second.lexical.weights)
    assert np.array_equal(first.dense.vectors, second.dense.vectors)


def test_the_encoder_sees_headings_above_the_text() -> None:
    [passage] = make_passages("経費を分担します。", headings=["協働の形態", "共催"])
    assert search_text(passage) == "協働の形態\n共催\n経費を分担します。"


def test_the_guideline_is_built_with_every_passage(encoder: BigramEncoder, model: Model) -> None:
    generation, originals = build(GUIDELINE, encoder, model, silent)
    assert {"kyodo-guideline"} == generation.manifest.documents.keys()
    assert {PassageKind.PARAGRAPH, PassageKind.BOX, PassageKind.NOTE} <= {p.kind for p in generation.passages}
    assert (
        originals["documents/0-kyodo-guideline-h23.txt"]
        == (GUIDELINE / "kyodo-guideline-h23.txt").read_bytes()
    )


def test_progress_counts_up_to_the_passages(documents: Path, encoder: BigramEncoder, model: Model) -> None:
    told: list[tuple[str, int, int]] = []
    build(documents, encoder, model, lambda *step: told.append(step))
    assert ("索引を作っています", 4, 4) in told
    assert all(done <= total or total == 0 for _, done, total in told)


class TestAFailedRebuildChangesNothing:
    def test_broken_thesaurus(
        self, documents: Path, tmp_path: Path, encoder: BigramEncoder, model: Model
    ) -> None:
        before = rebuild(documents, tmp_path / "var", encoder, model, silent).manifest.generation
        (documents / "thesaurus.txt").write_text("隣組", encoding="utf-8")
        with pytest.raises(ThesaurusFault):
            rebuild(documents, tmp_path / "var", encoder, model, silent)
        assert current(tmp_path / "var") == before

    def test_unreadable_document(
        self, documents: Path, tmp_path: Path, encoder: BigramEncoder, model: Model
    ) -> None:
        before = rebuild(documents, tmp_path / "var", encoder, model, silent).manifest.generation
        (documents / "faq.jsonl").write_bytes(b"")
        with pytest.raises(DocumentError):
            rebuild(documents, tmp_path / "var", encoder, model, silent)
        assert current(tmp_path / "var") == before

    def test_a_model_that_gives_no_numbers(self, documents: Path, tmp_path: Path, model: Model) -> None:
        class Broken(BigramEncoder):
            def encode_query(self, text: str, respelt: str = "") -> FloatArray:
                return np.full(self.dimension, np.nan, dtype=np.float32)

        with pytest.raises(ModelFault, match="数値でない"):
            rebuild(documents, tmp_path / "var", Broken(), model, silent)


class TestStale:
    def test_nothing_built_yet(self, documents: Path, tmp_path: Path, model: Model) -> None:
        [reason] = stale(documents, tmp_path / "var", model)
        assert "まだありません" in reason

    def test_up_to_date(self, documents: Path, tmp_path: Path, encoder: BigramEncoder, model: Model) -> None:
        rebuild(documents, tmp_path / "var", encoder, model, silent)
        assert stale(documents, tmp_path / "var", model) == ()

    @pytest.mark.parametrize("file", ["faq.jsonl", "thesaurus.txt", "new.csv"])
    def test_a_file_of_the_folder_changed(
        self, documents: Path, tmp_path: Path, encoder: BigramEncoder, model: Model, file: str
    ) -> None:
        rebuild(documents, tmp_path / "var", encoder, model, silent)
        with (documents / file).open("a") as stream:
            stream.write("\n")
        assert stale(documents, tmp_path / "var", model) == ("文書または用語の対応表が変わりました。",)

    @pytest.mark.parametrize(
        "other", [Model("bigrams", "1" * 64), Model("bigrams", "0" * 64, "query: ")], ids=["重み", "接頭辞"]
    )
    def test_the_model_changed(
        self, documents: Path, tmp_path: Path, encoder: BigramEncoder, model: Model, other: Model
    ) -> None:
        rebuild(documents, tmp_path / "var", encoder, model, silent)
        assert stale(documents, tmp_path / "var", other) == ("埋め込みモデルが変わりました。",)


def test_a_file_that_cannot_be_opened(documents: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, mode: str) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(DocumentError, match=r"faq\.jsonl」を開けません（Permission denied）"):
        folder_hashes(documents)


def test_hidden_files_are_no_input(documents: Path) -> None:
    before = folder_hashes(documents)
    (documents / ".DS_Store").write_bytes(b"x")
    assert folder_hashes(documents) == before
    assert sorted(before) == ["faq.jsonl", "thesaurus.txt"]
