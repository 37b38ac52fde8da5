"""The transformer beside the default model, held against what `transformers` makes of the same numbers."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from index.encoder import CONTEXT, JointEncoder, StaticEncoder, load_encoder
from index.errors import ModelFault
from index.halfbytes import HalfBytes
from index.transformer import Transformer
from index.types import FloatArray

MODEL = Path(__file__).parent.parent.parent / "index" / "embedding" / "model"
TEXTS = [
    "query: 補助金はいくらまで出ますか",
    "passage: 協働とは、市民と行政が、それぞれの役割と責任を自覚し、対等な立場で協力することです。",
    "query: ",
    "passage: " + "市民活動団体と行政が目的を共有し、" * 60,
    "query: ＮＰＯ法人 と　ｶﾀｶﾅ 🍙 ﷽",
]


@pytest.fixture(scope="module")
def transformer() -> Transformer:
    return Transformer(MODEL / CONTEXT)


def _by_transformers(texts: list[str]) -> FloatArray:
    import torch
    from tokenizers import Tokenizer
    from transformers import BertConfig, BertModel

    tensors = load_file(MODEL / CONTEXT / "model.safetensors")
    settings = json.loads((MODEL / CONTEXT / "config.json").read_text())

    learned = load_file(MODEL / CONTEXT / "adapter.safetensors")

    def dense(name: str) -> FloatArray:
        published = HalfBytes(tensors[f"{name}.codes"], tensors[f"{name}.steps"]).rows()
        if f"{name}.up" not in learned:
            return published
        return published + learned[f"{name}.up"].astype(np.float32) @ learned[f"{name}.down"].astype(
            np.float32
        )

    words, places = dense("words"), tensors["places"].astype(np.float32)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=words.shape[1],
        num_hidden_layers=settings["layers"],
        num_attention_heads=settings["heads"],
        intermediate_size=len(dense("0.wide")),
        max_position_embeddings=len(places),
        layer_norm_eps=settings["epsilon"],
        type_vocab_size=1,
    )
    state = {
        "embeddings.word_embeddings.weight": words,
        "embeddings.position_embeddings.weight": places,
        "embeddings.token_type_embeddings.weight": np.zeros((1, words.shape[1]), np.float32),
        "embeddings.LayerNorm.weight": tensors["first.scale"],
        "embeddings.LayerNorm.bias": tensors["first.shift"],
    }
    for layer in range(settings["layers"]):
        here = f"encoder.layer.{layer}"
        split = zip(
            ("query", "key", "value"),
            np.split(dense(f"{layer}.attention"), 3),
            np.split(tensors[f"{layer}.attention.bias"], 3),
            strict=True,
        )
        for name, weight, bias in split:
            state |= {
                f"{here}.attention.self.{name}.weight": weight,
                f"{here}.attention.self.{name}.bias": bias,
            }
        for theirs, ours in (
            ("attention.output.dense", "attended"),
            ("intermediate.dense", "wide"),
            ("output.dense", "narrow"),
        ):
            state[f"{here}.{theirs}.weight"] = dense(f"{layer}.{ours}")
            state[f"{here}.{theirs}.bias"] = tensors[f"{layer}.{ours}.bias"]
        for theirs, ours in (("attention.output", "after_attention"), ("output", "after_all")):
            state[f"{here}.{theirs}.LayerNorm.weight"] = tensors[f"{layer}.{ours}.scale"]
            state[f"{here}.{theirs}.LayerNorm.bias"] = tensors[f"{layer}.{ours}.shift"]
    model = BertModel(config, add_pooling_layer=False)
    model.train(mode=False)
    model.load_state_dict({name: torch.tensor(np.array(value)) for name, value in state.items()})
    tokenizer = Tokenizer.from_file(str(MODEL / CONTEXT / "tokenizer.json"))
    tokenizer.enable_truncation(settings["longest"])
    found = []
    for text in texts:
        with torch.no_grad():
            states = model(torch.tensor([tokenizer.encode(text).ids])).last_hidden_state
        found.append(states[0].mean(dim=0).numpy())
    return np.array(found)


def test_numpy_alone_computes_what_transformers_computes(transformer: Transformer) -> None:
    found = np.array([transformer.pooled(text) for text in TEXTS])
    np.testing.assert_allclose(found, _by_transformers(TEXTS), atol=2e-5)


def test_vectors_are_about_what_is_usual_of_their_side(transformer: Transformer) -> None:
    text = "会議の公開について"
    passage, query = transformer.passages([text])[0], transformer.query(text)
    assert np.linalg.norm(passage) == pytest.approx(1)
    assert np.linalg.norm(query) == pytest.approx(1)
    other = transformer.query("給食のアレルギー対応")
    assert float(passage @ query) > 0.5 > float(passage @ other)


def test_many_threads_get_the_vectors_of_one(transformer: Transformer) -> None:
    alone = [transformer.query(text) for text in TEXTS]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(transformer.query, TEXTS * 3))
    for row, vector in enumerate(together):
        np.testing.assert_array_equal(vector, alone[row % len(TEXTS)])


def test_a_text_without_a_known_word_has_no_direction() -> None:
    encoder = load_encoder(MODEL)
    assert not encoder.encode_query("？！").any()
    assert not encoder.encode_passages(["", "？！"]).any()
    assert encoder.encode_passages([]).shape == (0, encoder.dimension)


def test_a_cosine_is_the_mean_of_words_and_context() -> None:
    encoder = load_encoder(MODEL)
    assert isinstance(encoder, JointEncoder)
    query, passage = (
        encoder.encode_query("ボランティアの保険"),
        encoder.encode_passages(["活動中の事故に備える"])[0],
    )
    assert np.linalg.norm(query) == pytest.approx(1)
    first = encoder.dimension - encoder.context
    words, context = query[:first] @ passage[:first], query[first:] @ passage[first:]
    assert float(query @ passage) == pytest.approx(float(words + context), abs=1e-6)
    parts = encoder.encode_parts(["活動中の事故に備える"])[0]
    assert float(query @ parts) == pytest.approx(float(words), abs=1e-6)


def test_of_large_collections_the_words_alone_make_vectors() -> None:
    encoder = load_encoder(MODEL)
    assert encoder.suited(3000) is encoder
    assert isinstance(encoder.suited(3001), StaticEncoder)


@pytest.mark.parametrize(
    "broken", ["model.safetensors", "adapter.safetensors", "config.json", "tokenizer.json"]
)
def test_half_a_transformer_is_reported(tmp_path: Path, broken: str) -> None:
    folder = tmp_path / "model"
    shutil.copytree(MODEL, folder)
    path = folder / CONTEXT / broken
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(ModelFault, match="元のものに置き直してください"):
        load_encoder(folder)
