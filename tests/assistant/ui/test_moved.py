from pathlib import Path

import pytest

from assistant.answer import Assistant, model_of
from assistant.settings import Settings
from assistant.ui.ready import Ready
from index.build import rebuild
from index.encoder import load_encoder

OLD = """業務の手引

１ 後援の申請

後援を受けようとする団体は、開催日の三十日前までに申請書を出します。

２ 共催の手続

共催をするときは、役割と費用の分担をあらかじめ書面で決めておきます。

３ 廃止した様式

昭和の様式第九号は、倉庫の三番の棚にあります。
"""
NEW = """業務の手引

１ 共催の手続

共催をするときは、役割と費用の分担をあらかじめ書面で決めておきます。

２ 後援の申請

後援を受けようとする団体は、開催日の六十日前までに申請書を出します。
"""


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ready, Ready]:
    """What answered before a revision, and what answers after it."""
    folder = Path(tmp_path_factory.mktemp("documents"))
    settings = Settings(documents=folder, data_dir=folder / "var")
    encoder = load_encoder(settings.model)
    ready = []
    for text in (OLD, NEW):
        (folder / "手引.txt").write_text(text, encoding="utf-8")
        rebuild(folder, settings.data_dir, encoder, model_of(settings), lambda *_: None)
        ready.append(Ready.over(Assistant.open(settings), settings.data_dir))
    return ready[0], ready[1]


@pytest.mark.parametrize(
    ("old", "now"),
    [("三十日前", "六十日前"), ("昭和の様式", None)],
    ids=["書き換わった", "なくなった"],
)
def test_a_passage_of_an_earlier_edition_leads_to_what_it_is_now(
    editions: tuple[Ready, Ready], old: str, now: str | None
) -> None:
    before, after = editions
    passage = next(p for p in before.assistant.generation.passages if old in p.text)
    found = after.moved.now(before.anchors.passages[passage.id])
    assert (found.text if found else None) == (
        next(p.text for p in after.assistant.generation.passages if now in p.text) if now else None
    )


def test_a_section_leads_to_where_its_words_stand_now(editions: tuple[Ready, Ready]) -> None:
    before, after = editions
    document = before.assistant.documents[0]
    section = next(s for s in document.sections if s.title == "共催の手続")
    found = after.moved.now(before.anchors.of(document, section))
    assert found
    assert found.section
    assert found.section.reference == "1 共催の手続"


def test_a_name_that_never_was_leads_nowhere(editions: tuple[Ready, Ready]) -> None:
    assert editions[1].moved.now("p0123456789") is None
    assert editions[1].moved.now("") is None
