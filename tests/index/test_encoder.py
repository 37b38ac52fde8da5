"""Any text becomes a unit vector or the zero vector; a folder that is no model is refused in Japanese."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import load_file, save_file

from index.encoder import SentenceTransformerEncoder, StaticEncoder, load_encoder, model_sha256
from index.errors import ModelFault
from index.types import Encoder

MODEL = Path(__file__).parents[2] / "index" / "embedding" / "model"
MAXIMUM_SIZE = 30 * 2**20

TEXTS = [
    "市民活動団体との協働事業を進める。",
    "隣組に入るにはどうすればいいですか？",
    "ﾎﾞﾗﾝﾃｨｱ活動の保険",
    "Ⅰ-3-(2)",
    "（",
    "",
    "\x00\ud800\n",
    "協働" * 300,
]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder(MODEL)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MODEL, tmp_path / "モデル"))


def test_the_shipped_model_fits_its_limit() -> None:
    assert sum(path.stat().st_size for path in MODEL.rglob("*") if path.is_file()) <= MAXIMUM_SIZE


def test_numpy_alone_reads_the_vectors_that_sentence_transformers_reads() -> None:
    encoder = StaticEncoder(MODEL)
    reference = SentenceTransformerEncoder(MODEL)
    assert encoder.dimension == reference.dimension
    np.testing.assert_allclose(
        encoder.encode_passages(TEXTS), reference.encode_passages(TEXTS), atol=1e-5, rtol=0
    )
    np.testing.assert_allclose(
        encoder.encode_query(TEXTS[1]), reference.encode_query(TEXTS[1]), atol=1e-5, rtol=0
    )


def test_any_other_model_gets_the_text_itself_behind_its_prompts(copy: Path) -> None:
    (copy / "features.json").unlink()
    plain, prompted = load_encoder(copy), load_encoder(copy, "補助金 ", "交付 ")
    assert isinstance(prompted, SentenceTransformerEncoder)
    np.testing.assert_allclose(prompted.encode_query("協働"), plain.encode_query("補助金 協働"), atol=1e-6)
    np.testing.assert_allclose(
        prompted.encode_passages(["協働", "団体"]),
        plain.encode_passages(["交付 協働", "交付 団体"]),
        atol=1e-6,
    )
    assert prompted.encode_passages([]).shape == (0, plain.dimension)
    assert not plain.encode_query("未知語のみ").any()


@pytest.mark.parametrize(
    "text",
    ["", " ", "（", "。、・", "は が を", "\x00", "\ud800"],
    ids=["空", "空白", "括弧", "句読点", "助詞", "制御文字", "片割れのサロゲート"],
)
def test_a_text_without_a_known_word_has_the_zero_vector(encoder: Encoder, text: str) -> None:
    assert not encoder.encode_query(text).any()


@given(st.lists(st.text(max_size=40), max_size=4))
def test_rows_have_norm_one_or_zero(texts: list[str]) -> None:
    encoder = load_encoder(MODEL)
    vectors = encoder.encode_passages(texts)
    assert vectors.shape == (len(texts), encoder.dimension)
    assert vectors.dtype == np.float32
    norms = np.linalg.norm(vectors, axis=1)
    assert (np.isclose(norms, 1, atol=1e-5) | (norms == 0)).all()


def test_a_passage_and_a_query_of_the_same_words_have_the_same_vector() -> None:
    encoder = StaticEncoder(MODEL)
    np.testing.assert_array_equal(encoder.encode_query(TEXTS[0]), encoder.encode_passages(TEXTS)[0])


@pytest.mark.parametrize(
    ("question", "near", "far"),
    [
        ("ごみの出し方", "廃棄物の排出方法", "戸籍の届出"),
        ("お金をもらえるか", "補助金の交付", "会議室の予約"),
        ("町内会に入りたい", "自治会への加入", "水道の使用開始"),
    ],
)
def test_other_words_for_the_same_thing_are_near(
    encoder: Encoder, question: str, near: str, far: str
) -> None:
    vector = encoder.encode_query(question)
    assert vector @ encoder.encode_query(near) > vector @ encoder.encode_query(far)


def test_many_threads_get_the_vectors_of_one(encoder: Encoder) -> None:
    expected = np.stack([load_encoder(MODEL).encode_query(text) for text in TEXTS])
    with ThreadPoolExecutor(8) as pool:
        vectors = list(pool.map(encoder.encode_query, TEXTS * 20))
    np.testing.assert_array_equal(np.stack(vectors), np.tile(expected, (20, 1)))


def test_a_missing_folder_is_named_in_japanese(tmp_path: Path) -> None:
    with pytest.raises(ModelFault, match="ありません"):
        load_encoder(tmp_path / "どこにもない")


@pytest.mark.parametrize("name", ["features.json", "tokenizer.json", "model.safetensors"])
@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe broken"], ids=["空", "中身なし", "文字化け"])
def test_a_damaged_file_is_a_model_fault(copy: Path, name: str, content: bytes) -> None:
    (copy / name).write_bytes(content)
    with pytest.raises(ModelFault, match="モデル"):
        load_encoder(copy)


@pytest.mark.parametrize("name", ["tokenizer.json", "model.safetensors"])
def test_a_missing_file_is_a_model_fault(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(ModelFault, match="読み込めません"):
        load_encoder(copy)


def test_a_folder_that_is_no_model_is_a_model_fault(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelFault, match="読み込めません"):
        load_encoder(tmp_path)


def test_a_model_of_other_features_is_refused(copy: Path) -> None:
    (copy / "features.json").write_text(json.dumps({"input": "sudachi-c"}), encoding="utf-8")
    with pytest.raises(ModelFault, match="sudachi-c"):
        load_encoder(copy)


def test_a_model_with_nan_is_refused(copy: Path) -> None:
    tensors = load_file(copy / "model.safetensors")
    tensors["weights"][5] = np.nan
    save_file(tensors, copy / "model.safetensors")
    with pytest.raises(ModelFault, match="NaN"):
        load_encoder(copy)


def test_the_fingerprint_follows_what_vectors_depend_on_and_nothing_else(copy: Path) -> None:
    before = model_sha256(copy)
    (copy / "MODEL_CARD.md").write_text("別の説明", encoding="utf-8")
    (copy / ".cache").write_text("", encoding="utf-8")
    assert model_sha256(copy) == before == model_sha256(MODEL)
    (copy / "features.json").write_text('{"input": "別"}', encoding="utf-8")
    assert model_sha256(copy) != before
