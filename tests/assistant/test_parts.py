"""What is kept of a small collection's parts is what looking at the candidates alone would find."""

import numpy as np
import pytest

from assistant.answer import Assistant
from assistant.likeness import SAME, WordVectors
from assistant.parts import PartsReader
from assistant.reading import PassageReader


def reader_of(assistant: Assistant) -> PartsReader:
    words = WordVectors(assistant.encoder)
    passages = assistant.generation.passages
    return PartsReader(words, len(passages), PassageReader(passages, assistant.encoder, words).read)


@pytest.mark.parametrize("rows", [[0], [40, 7, 7, 60], [*range(73, -1, -5)]], ids=["一つ", "順不同", "多く"])
def test_a_large_collection_is_looked_at_alike(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, rows: list[int]
) -> None:
    words, vector = ["委託", "責任", "珈琲"], assistant.encoder.encode_query("委託の責任")
    small = reader_of(assistant)
    small.look(["補助", "責任"], vector, [3])
    known = small.look(words, vector, rows)
    monkeypatch.setattr("assistant.parts.SMALL", 0)
    fresh = reader_of(assistant).look(words, vector, rows)
    assert (known.sizes == fresh.sizes).all()
    assert np.allclose(known.strongest, fresh.strongest, atol=1e-5)
    assert np.allclose(known.meaning, fresh.meaning, atol=1e-5)
    assert known.strongest.shape == (len(words), known.sizes.sum() + len(rows))


def test_the_words_kept_are_let_go_when_they_get_too_many(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.parts._KEPT", 2)
    reader, vector = reader_of(assistant), assistant.encoder.encode_query("委託")
    looks = [reader.look(["委託", *more], vector, [40]) for more in (["責任"], ["補助", "後援"], ["共催"])]
    assert all((look.strongest[0] == looks[0].strongest[0]).all() for look in looks)
    assert looks[0].strongest.max() <= SAME
