"""A collection too large for the transformer is indexed and asked by its words alone, by the same model."""

from pathlib import Path

import pytest

from assistant.answer import Assistant, model_of
from assistant.approvals import Approvals
from assistant.settings import Settings
from assistant.types import Status
from corpus.types import PassageKind
from index.build import rebuild
from index.encoder import StaticEncoder, load_encoder


@pytest.fixture
def assistant(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Settings) -> Assistant:
    """The guideline, as if it were large."""
    monkeypatch.setattr("index.encoder._CONTEXT_UP_TO", 10)
    large = Settings(documents=settings.documents, data_dir=tmp_path)
    encoder = load_encoder(large.model)
    assert encoder.context
    rebuild(large.documents, large.data_dir, encoder, model_of(large), lambda *_: None)
    return Assistant.open(large, Approvals(()))


def test_its_vectors_are_of_words(assistant: Assistant) -> None:
    words = assistant.encoder.suited(len(assistant.generation.passages))
    assert isinstance(words, StaticEncoder)
    assert assistant.generation.manifest.dimension == words.dimension


def test_it_answers(assistant: Assistant) -> None:
    answer = assistant.ask("後援とは何ですか")
    assert answer.status is Status.FOUND
    first = assistant.generation.passages[answer.quotes[0].passage_id]
    assert first.section
    assert first.section.title == "後援"
    assert first.kind is PassageKind.PARAGRAPH
