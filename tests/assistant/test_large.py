"""A collection too large for the transformer is indexed and asked by its words alone, by the same model."""

from pathlib import Path

import numpy as np
import pytest

from assistant.answer import Assistant, model_of
from assistant.approvals import Approvals
from assistant.evaluation.material import Material, of_words_alone
from assistant.question import understand
from assistant.ranking import weigh
from assistant.settings import Settings
from assistant.types import Status
from assistant.weights import ranking_weights
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


def test_its_ranking_has_weights_for_words_alone(assistant: Assistant) -> None:
    ranked = assistant.rank(understand("後援とは何ですか"))
    _, scores = weigh(ranked.studied, ranking_weights(reads_texts=False))
    _, others = weigh(ranked.studied, ranking_weights(reads_texts=True))
    assert max(scores) == ranked.evidence[0].score != max(others)


def test_fitting_takes_the_vectors_of_words_out_of_those_of_both(
    assistant: Assistant, settings: Settings
) -> None:
    whole = Material("documents", Assistant.open(settings), (), (), 1.0)
    alone = of_words_alone(whole).assistant
    np.testing.assert_allclose(
        alone.generation.dense.vectors, assistant.generation.dense.vectors, atol=1e-6, rtol=0
    )
    assert not alone.encoder.context
