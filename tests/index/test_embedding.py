"""The parts of training on data small enough to know the answer, and the whole on a tiny data folder."""

import gzip
import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from index.embedding import trials
from index.embedding.bags import counts
from index.embedding.card import with_trials
from index.embedding.contrastive import tune
from index.embedding.cooccurrence import term_vectors
from index.embedding.corpora import Pairs, Questions, Vocabulary, excerpts, neighbours
from index.embedding.folder import save_model
from index.embedding.measure import retrieval
from index.embedding.published import murmur64, word_vectors
from index.embedding.recipe import Recipe
from index.embedding.terms import Start, characters_of
from index.embedding.train import app
from index.encoder import load_encoder


def bag(*terms: int) -> np.ndarray:
    return np.array(terms, np.int32)


def test_bags_are_counted_also_when_empty() -> None:
    assert counts([bag(0, 2, 0), bag(), bag(1)], 3).toarray().tolist() == [[2, 0, 1], [0, 0, 0], [0, 1, 0]]


def test_a_vocabulary_numbers_terms_in_the_order_of_first_sight() -> None:
    vocabulary = Vocabulary()
    bags = vocabulary.bags(["補助金の交付", "交付と補助金", "。"])
    assert [terms.tolist() for terms in bags][::2] == [[*range(len(vocabulary))], []]
    assert set(bags[1].tolist()) == set(bags[0].tolist())


def test_terms_in_the_same_company_get_near_vectors() -> None:
    texts = [bag(0, 2, 3), bag(1, 2, 3), bag(4, 5, 6), bag(7, 5, 6)] * 30
    vectors = term_vectors([(texts, 1.0)], 8, 3, seed=1)
    assert vectors[0] @ vectors[1] > 0.9 > 0.5 > vectors[0] @ vectors[4]


def test_tuning_brings_the_texts_of_a_pair_together_and_leaves_other_terms_alone() -> None:
    start = _start(41)
    left, right = [bag(i) for i in range(20)], [bag(i + 20) for i in range(20)]
    pairs = Pairs("synonyms", left * 60, right * 60, np.tile(np.arange(20), 60))
    tuned, weights = tune(start, np.ones(41, np.float32), [pairs], Recipe(axes_rate=0), seed=1)
    before, after = (np.mean(np.sum(_unit(v[:20]) * _unit(v[20:40]), axis=1)) for v in (start.vectors, tuned))
    assert after > before
    np.testing.assert_array_equal(tuned[40], start.vectors[40])
    assert (weights > 0).all()


@pytest.mark.parametrize("shared", ["axes", "characters"])
def test_what_pairs_teach_of_what_terms_share_moves_other_terms(shared: str) -> None:
    start = _start(41, characters=[*"助成金交付" * 8, "助"])
    pairs = Pairs("synonyms", [bag(i) for i in range(20)], [bag(i + 20) for i in range(20)], np.arange(20))
    rates = {"axes": Recipe(character_rate=0), "characters": Recipe(axes_rate=0)}
    tuned, _ = tune(start, np.ones(41, np.float32), [pairs], rates[shared], seed=1)
    assert not np.allclose(tuned[40], start.vectors[40])


def test_the_kanji_and_katakana_of_a_longer_word_are_its_characters() -> None:
    held = characters_of(["助成", "助", "お助け", "する", "テスト"])
    assert held.getnnz(axis=1).tolist() == [2, 0, 1, 0, 3]
    np.testing.assert_allclose(np.sqrt(held.power(2).sum(axis=1)).ravel(), [[1, 0, 1, 0, 1]], atol=1e-6)


def test_tuning_is_reproducible() -> None:
    start = _start(40)
    pairs = Pairs("synonyms", [bag(i) for i in range(20)], [bag(i + 20) for i in range(20)], np.arange(20))
    first, second = (tune(start, np.ones(40, np.float32), [pairs], Recipe(), seed=1) for _ in range(2))
    np.testing.assert_array_equal(first[0], second[0])
    np.testing.assert_array_equal(first[1], second[1])


def test_an_excerpt_was_taken_out_of_its_text() -> None:
    text = bag(*range(40))
    pairs = excerpts("text", [text, bag(1, 2)] * 50, most=50, seed=1)
    assert len(pairs.left) == 50
    for left, right in zip(pairs.left, pairs.right, strict=True):
        assert set(left.tolist()) | set(right.tolist()) == set(text.tolist())


def test_only_lines_that_say_something_are_neighbours() -> None:
    lines = [bag(*range(5)), bag(*range(6)), bag(1), bag(*range(5))]
    pairs = neighbours("text", lines)
    assert [len(left) for left in pairs.left] == [5]


def test_figures_of_a_perfect_and_a_blind_model() -> None:
    questions = Questions("q", [bag(0), bag(1)], [bag(0), bag(1), bag(2)], np.array([0, 1]))
    perfect = retrieval(questions, np.eye(3, dtype=np.float32), np.eye(3, dtype=np.float32))["model"]
    assert (perfect.recall_1, perfect.ndcg_10) == (1, 1)
    blind = retrieval(questions, *np.zeros((2, 3, 3), np.float32))["model"]
    assert blind.recall_1 == 0


def test_a_saved_model_is_read_as_it_was_measured(tmp_path: Path) -> None:
    vectors = np.random.default_rng(0).standard_normal((2, 16)).astype(np.float32)
    stored = save_model(tmp_path, ["補助", "交付"], vectors, seed=1)
    expected = _unit(stored.sum(axis=0, keepdims=True))[0]
    np.testing.assert_allclose(load_encoder(tmp_path).encode_query("補助の交付"), expected, atol=1e-6)
    np.testing.assert_allclose(stored, vectors, atol=float(np.abs(vectors).max()) / 127)


@pytest.mark.parametrize(
    ("word", "hash_"),
    [("coffee", 3197928453018144401), ("apple", 8566208034543834098)],
)
def test_words_are_hashed_as_spacy_does(word: str, hash_: int) -> None:
    assert murmur64(word.encode()) == hash_


def test_word_vectors_are_read_out_of_a_wheel(tmp_path: Path) -> None:
    wheel, array = tmp_path / "vectors.whl", io.BytesIO()
    np.save(array, np.array([[3, 0], [1, 0], [2, 3]], np.float32))
    packed = bytes([0xDF, 0, 0, 0, 2])
    for word, row in (("補助", b"\x02"), ("交付", b"\xcd\x00\x00")):
        packed += b"\xcf" + murmur64(word.encode()).to_bytes(8, "big") + row
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("a/vocab/vectors", array.getvalue())
        archive.writestr("a/vocab/key2row", packed)
        archive.writestr("a/vocab/strings.json", json.dumps(["補助", "交付", "載っていない"]))
    found = word_vectors(wheel)
    assert found.rows == {"補助": 2, "交付": 0}
    np.testing.assert_allclose(found.vectors[found.rows["補助"]], [0, 1], atol=1e-6)


def test_training_on_a_tiny_folder_prints_figures_and_writes_a_model_with_its_card(tmp_path: Path) -> None:
    data, out = tmp_path / "data", tmp_path / "out"
    _write_tiny_data(data)
    result = CliRunner().invoke(app, [str(data), str(out)])
    assert result.exit_code == 0, result.output
    assert "recall@1" in result.output
    assert "nDCG@10" in (out / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert np.isclose(np.linalg.norm(load_encoder(out).encode_query("補助金の交付")), 1)


def test_trials_print_a_row_for_every_variation_and_put_them_into_the_card(tmp_path: Path) -> None:
    _write_tiny_data(tmp_path / "data")
    card = tmp_path / "MODEL_CARD.md"
    card.write_text(with_trials("# A model\n", ["an earlier table"]), encoding="utf-8")
    result = CliRunner().invoke(trials.app, [str(tmp_path / "data"), "--card", str(card)])
    assert result.exit_code == 0, result.output
    rows = result.output.splitlines()
    assert len({row.split("|")[1] for row in rows}) == len(rows) > 10
    assert {row.count("|") for row in rows} == {rows[0].count("|")}
    assert card.read_text(encoding="utf-8") == with_trials("# A model\n", rows)


def _start(terms: int, characters: Sequence[str] = ()) -> Start:
    """Return terms with random inputs, and none of their characters but those given."""
    inputs = np.random.default_rng(0).standard_normal((terms, 8)).astype(np.float32)
    held = characters_of([f"{c}い" for c in characters] or ["い"] * terms)
    return Start(inputs, np.eye(8, dtype=np.float32), held)


def _unit(vectors: np.ndarray) -> np.ndarray:
    units: np.ndarray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return units


def _write_tiny_data(folder: Path) -> None:
    folder.mkdir()
    subjects = "補助金 保育所 水道 図書館 選挙 防災 道路 公園 住宅 介護".split()
    sentences = [
        f"{a}の申請は{b}の窓口で受け付け、交付と審査を行います。" for a in subjects for b in subjects
    ]
    questions = [
        {"title": a, "context": sentence, "questions": [f"{a}はどこで申し込みますか"]}
        for a, sentence in zip(subjects * 10, sentences, strict=True)
    ]
    laws = [
        {"law": f"第{i}法", "path": [], "caption": f"{subjects[i % 10]}の届出{i}", "text": sentence}
        for i, sentence in enumerate(sentences)
    ]
    similar = [
        {"sentence1": sentence, "sentence2": sentence, "score_0_5": float(i % 6)}
        for i, sentence in enumerate(sentences)
    ]
    tables: dict[str, Sequence[object]] = {
        "jaquad_train": questions,
        "jaquad_dev": questions,
        "jsquad_valid": questions,
        "law_captions": laws,
        "jsts_train": similar,
        "jsts_valid": similar,
    }
    for name, rows in tables.items():
        with gzip.open(folder / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)
    for name in ("text_law", "text_diet", "text_wiki", "text_gov"):
        with gzip.open(folder / f"{name}.txt.gz", "wt", encoding="utf-8") as file:
            file.writelines(f"{sentence}{sentence}\n" for sentence in sentences)
    synonyms = "000001,1,0,1,0,0,0,(),補助金,,\n000001,1,0,1,0,0,0,(),助成金,,\n"
    (folder / "sudachi_synonyms.txt").write_text(synonyms, encoding="utf-8")
