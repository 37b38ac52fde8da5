"""Several documents side by side: an answer may quote them all, a question may be limited to one."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Assistant, model_of
from assistant.batch import parse_line
from assistant.errors import AskError
from assistant.plain import answer_lines
from assistant.records import answer_record
from assistant.revision import compare_paths, comparison_lines, comparison_records
from assistant.settings import Settings
from index.build import rebuild
from index.encoder import load_encoder

FORMATS = Path(__file__).parent.parent / "corpus" / "formats"
FAQ = [
    {
        "id": "q1",
        "question": "後援のとき市は何をしますか",
        "answer": "名義の使用を承認し、広報に協力します。",
    },
    {"id": "q2", "question": "電話で相談できますか", "answer": "平日の昼に受け付けています。"},
]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over a handbook with pages and an FAQ."""
    folder = tmp_path_factory.mktemp("documents")
    (folder / "handbook.pdf").write_bytes((FORMATS / "handbook.pdf").read_bytes())
    lines = (json.dumps(entry, ensure_ascii=False) for entry in FAQ)
    (folder / "faq.jsonl").write_text("\n".join(lines), encoding="utf-8")
    settings = Settings(documents=folder, data_dir=tmp_path_factory.mktemp("var"))
    rebuild(folder, settings.data_dir, load_encoder(settings.model), model_of(settings), lambda *_: None)
    return Assistant.open(settings)


def test_答えはすべての文書から引用する(assistant: Assistant) -> None:
    answer = assistant.ask("後援のとき市は何をしますか")
    assert {quote.document.id for quote in answer.quotes} == {"handbook", "faq"}


@pytest.mark.parametrize("document", ["handbook", "faq"])
def test_一つの文書だけに尋ねられる(assistant: Assistant, document: str) -> None:
    answer = assistant.ask("後援のとき市は何をしますか", document=document)
    assert {quote.document.id for quote in answer.quotes} == {document}


def test_続きの質問も同じ文書に尋ねられる(assistant: Assistant) -> None:
    answer = assistant.ask("電話では？", ["相談できますか"], document="handbook")
    assert {quote.document.id for quote in answer.quotes} == {"handbook"}


def test_ない文書を尋ねればある文書を言う(assistant: Assistant) -> None:
    with pytest.raises(AskError, match="「jourei」という文書はありません。文書の id は faq、handbook です"):
        assistant.ask("後援とは", document="jourei")


def test_引用はページを知っている(assistant: Assistant) -> None:
    answer = assistant.ask("相談は電話でできますか", document="handbook")
    quote = next(quote for quote in answer.quotes if "相談は電話でも" in quote.text)
    assert quote.page == 3
    assert any("p.3" in line for line in answer_lines(answer, "担当課"))
    assert 3 in [shown["page"] for shown in answer_record(answer)["quotes"]]


def test_ページのない文書の引用にはページがない(assistant: Assistant) -> None:
    answer = assistant.ask("後援のとき市は何をしますか", document="faq")
    assert answer.quotes[0].page is None
    assert not any("p." in line for line in answer_lines(answer, "担当課"))


def test_一括の質問は行ごとに文書を選べる() -> None:
    assert parse_line('{"question": "後援とは", "document": "faq"}'.encode(), 1, "question").document == "faq"
    assert (
        "「document」" in parse_line('{"question": "後援とは", "document": 3}'.encode(), 1, "question").fault
    )


def test_比較もページを言う(tmp_path: Path) -> None:
    old = tmp_path / "handbook.txt"
    text = (FORMATS / "handbook.txt").read_text(encoding="utf-8")
    old.write_text(text.replace("早めに", "必ず早めに"), encoding="utf-8")
    (comparison,) = compare_paths(old, FORMATS / "handbook.pdf")
    box = next(c for c in comparison.changes if "相談のめやす" in str(c))
    comparison = replace(comparison, changes=(box,))
    (record,) = comparison_records([comparison])
    assert ("page" in record["old"], record["new"]["page"]) == (False, 3)
    assert any(line.startswith("    新 p.3") for line in comparison_lines(comparison))
