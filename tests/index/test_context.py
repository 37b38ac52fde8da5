"""The published transformer's package: read, cut to the pieces of some texts, and written for numpy."""

import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest

from index.embedding.context import kept_pieces, means, save, write
from index.embedding.e5 import MODEL, pretrained
from index.transformer import ADAPTER, Transformer
from tests.index.samples import halved

WIDTH, LAYERS, HEADS, INNER = 32, 1, 2, 64
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "協", "働", "協働", "補助", "x"]


def _tensors() -> dict[str, np.ndarray]:
    random = np.random.default_rng(0)
    shapes = {
        "emb.word": (len(PIECES) + 2, WIDTH),
        **{f"l0.{name}.w": (WIDTH, WIDTH) for name in ("q", "k", "v", "ao")},
        "l0.fi.w": (INNER, WIDTH),
        "l0.fo.w": (WIDTH, INNER),
    }
    floats = {"emb.pos": 512 * WIDTH, "emb.type": 2 * WIDTH, "emb.ln.w": WIDTH, "emb.ln.b": WIDTH}
    floats |= {f"l0.{name}.b": WIDTH for name in ("q", "k", "v", "ao", "fo")} | {"l0.fi.b": INNER}
    floats |= {f"l0.{norm}.{part}": WIDTH for norm in ("aln", "oln") for part in "wb"}
    sizes: dict[str, tuple[int, ...]] = {**shapes, **{name: (size,) for name, size in floats.items()}}
    return {name: random.standard_normal(shape).astype(np.float32) for name, shape in sizes.items()}


def _package(folder: Path, magic: bytes = b"E5S1") -> Path:
    """A package as the published one is laid out, of a few numbers."""
    blob = "".join(PIECES).encode()
    bounds = np.cumsum([0, *(len(piece.encode()) for piece in PIECES)]).astype(np.uint32)
    head = magic + struct.pack("<I7i", 1, WIDTH, LAYERS, HEADS, INNER, len(PIECES) + 2, 512, 2)
    head += struct.pack("<fi", 1e-12, 32) + struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(blob))
    head += bounds.tobytes() + np.arange(0, -len(PIECES), -1, dtype=np.float32).tobytes() + blob
    head += struct.pack("<iI", 0, 4) + b"norm"
    tensors, data, places = _tensors(), b"", []
    for name, tensor in tensors.items():
        content = tensor.tobytes()
        if tensor.ndim == 2:
            held = halved(tensor)
            steps = held.steps[:, :, None].view(np.uint8).reshape(*held.steps.shape, 2)
            codes = held.codes.reshape(*held.steps.shape, 16)
            content = np.concatenate((steps, codes), axis=2).tobytes()
        places.append((name, tensor.ndim == 2, tensor.size, len(data), len(content)))
        data += content
    directory = sum(2 + len(name) + 21 for name in tensors)
    start = len(head) + 4 + directory
    head += struct.pack("<i", len(tensors))
    for name, is_halved, size, place, length in places:
        head += struct.pack("<H", len(name)) + name.encode()
        head += struct.pack("<BIQQ", is_halved, size, start + place, length)
    path = folder / "package.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"package{MODEL}", head + data)
    return path


def test_a_package_is_read_as_it_was_written(tmp_path: Path) -> None:
    read, tensors = pretrained(_package(tmp_path)), _tensors()
    assert list(read.pieces) == PIECES
    assert (read.width, read.layers, read.heads) == (WIDTH, LAYERS, HEADS)
    for name, tensor in tensors.items():
        if tensor.ndim == 2:
            np.testing.assert_array_equal(read.halved[name].rows(), halved(tensor).rows())
        else:
            np.testing.assert_array_equal(read.floats[name], tensor)


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="E5S1"):
        pretrained(_package(tmp_path, magic=b"GGUF"))


def test_only_pieces_that_the_texts_have_are_kept(tmp_path: Path) -> None:
    kept = kept_pieces(pretrained(_package(tmp_path)), ["協働", "補助"])
    assert [PIECES[number] for number in kept] == ["<s>", "<pad>", "</s>", "<unk>", "▁", "協働", "補助"]


def test_a_text_of_kept_pieces_has_the_vector_that_it_had_among_all(tmp_path: Path) -> None:
    read = pretrained(_package(tmp_path))
    every, some = tmp_path / "every", tmp_path / "some"
    save(every, read, range(len(PIECES)))
    save(some, read, kept_pieces(read, ["協働", "補助"]))
    whole, cut = Transformer(every), Transformer(some)
    np.testing.assert_allclose(cut.pooled("協働 補助"), whole.pooled("協働 補助"), atol=1e-6)


def test_what_is_usual_is_taken_off(tmp_path: Path) -> None:
    read = pretrained(_package(tmp_path))
    save(tmp_path / "model", read, range(len(PIECES)))
    texts = ["協働", "補助", "協働 補助"]
    before = Transformer(tmp_path / "model").passages(texts)
    write(tmp_path / "model" / ADAPTER, means(Transformer(tmp_path / "model"), ["協働"], texts))
    model = Transformer(tmp_path / "model")
    apart = model.passages(texts) @ model.passages(texts).T
    assert apart[0, 1] < (before @ before.T)[0, 1]
