"""The source as the pane shows it."""

import re
from pathlib import Path

import pytest

from assistant.settings import Settings
from assistant.ui.anchors import name_places
from assistant.ui.source import Sources
from corpus.reading import read_document

HANDBOOK = Path(__file__).parents[2] / "corpus" / "formats" / "handbook.pdf"
WORD = HANDBOOK.with_suffix(".docx")
GUIDELINE = Settings().documents / "kyodo-guideline-h23.txt"


def pages_shown(path: Path) -> list[str]:
    document = read_document(path)
    pane = Sources((document,), name_places((document,))).pane()
    return re.findall(r'class="page-number">([^<]+)<', pane)


def test_a_file_with_pages_says_where_each_begins() -> None:
    document = read_document(HANDBOOK)
    known = {document.page_of_spans(passage.spans) for passage in document.passages}
    assert len(known) > 1
    assert pages_shown(HANDBOOK) == [f"p.{page}" for page in sorted(page for page in known if page)]


@pytest.mark.parametrize("path", [WORD, GUIDELINE], ids=["Word", "テキスト"])
def test_a_file_without_pages_says_nothing_of_them(path: Path) -> None:
    assert pages_shown(path) == []
