"""Files of golden questions: what they may hold, and what is said of what they may not."""

import json
from pathlib import Path

import pytest

from assistant.answer import Assistant
from assistant.evaluation.golden import GoldenFault, GoldenQuestion, read_golden, unmatched
from assistant.types import Status
from corpus.errors import GuideError
from tests.assistant.evaluation.samples import golden

CSV = """question,status,sections,words,style,history
委託の責任は誰が負いますか,found,Ⅰ-6-(5);Ⅰ-6,原則として委託 する|行政側;契約,plain,
負担金は？,,,,,事業協力とは;金額は
市長の名前は,not_found,,,off_topic,
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "質問.jsonl"


def test_json_lines_are_read_and_blank_lines_are_not(file: Path) -> None:
    record = {
        "id": "一",
        "question": "負担金は？",
        "history": ["事業協力とは"],
        "style": "follow_up",
        "status": "related",
        "sections": ["Ⅰ-6-(3)"],
        "words": ["負担 金等|契約\n行為"],
    }
    file.write_text(f'\n{json.dumps(record)}\r\n\n{{"question": "委託とは"}}\n', encoding="utf-8-sig")
    assert read_golden(file) == (
        GoldenQuestion(
            id="一",
            question="負担金は？",
            history=("事業協力とは",),
            style="follow_up",
            status=Status.RELATED,
            sections=frozenset({"Ⅰ-6-(3)"}),
            words=(frozenset({"負担金等", "契約行為"}),),
        ),
        GoldenQuestion("4", "委託とは", (), "", Status.FOUND, frozenset(), ()),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_csv_is_read_as_spreadsheets_save_it(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "質問.CSV"
    file.write_bytes(CSV.replace("\n", "\r\n").encode(encoding))
    first, second, third = read_golden(file)
    assert first.sections == {"Ⅰ-6-(5)", "Ⅰ-6"}
    assert first.words == (frozenset({"原則として委託する", "行政側"}), frozenset({"契約"}))
    assert (second.id, second.status, second.history) == ("3", Status.FOUND, ("事業協力とは", "金額は"))
    assert (third.status, third.style, third.words) == (Status.NOT_FOUND, "off_topic", ())


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("ただの文", "2行目が JSON のオブジェクトとして読めません"),
        ('["委託とは"]', "2行目が JSON のオブジェクトとして読めません"),
        ("[" * 100_000, "2行目が JSON のオブジェクトとして読めません"),
        ('{"id": "一"}', "2行目に「question」がありません"),
        ('{"question": "　"}', "2行目に「question」がありません"),
        ('{"question": 3}', "2行目に「question」がありません"),
        ('{"question": "い", "words": "協働"}', "2行目の「words」は文字列の並びで"),
        ('{"question": "い", "sections": [1]}', "2行目の「sections」は文字列の並びで"),
        ('{"question": "い", "history": {"a": 1}}', "2行目の「history」は文字列の並びで"),
        ('{"question": "い", "words": [""]}', "2行目の「words」に空の語があります"),
        ('{"question": "い", "words": ["協働|　"]}', "2行目の「words」に空の語があります"),
        (
            '{"question": "い", "status": "ok"}',
            "2行目の「status」は found・related・not_found のどれかにしてください",
        ),
        ('{"question": "い", "status": ["found"]}', "2行目の「status」は"),
    ],
    ids=lambda value: value[:40] if value.startswith(("{", "[", "た")) else "",
)
def test_a_bad_line_is_named_with_what_is_wrong(file: Path, line: str, says: str) -> None:
    file.write_text(f'{{"question": "委託とは"}}\n{line}\n', encoding="utf-8")
    with pytest.raises(GoldenFault) as fault:
        read_golden(file)
    assert f"「{file}」の{says}" in fault.value.message


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("質問,答え\n委託とは,契約\n", "2行目に「question」がありません"),
        (f"question\n{'あ' * 200_000}\n", "2行目が CSV として読めません"),
        ("question,status\n委託とは,あり\n", "2行目の「status」は"),
    ],
    ids=["見出しが違う", "欄が長すぎる", "status が違う"],
)
def test_a_bad_csv_is_explained(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "q.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(GoldenFault, match=says):
        read_golden(file)


@pytest.mark.parametrize("content", [b"", b" \n\n", b"question,status\n"], ids=["空", "空行", "見出しだけ"])
def test_a_file_without_questions_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "q.csv"
    file.write_bytes(content)
    with pytest.raises(GoldenFault, match="質問がありません"):
        read_golden(file)


@pytest.mark.parametrize("name", ["ない.jsonl", "."], ids=["ないファイル", "フォルダー"])
def test_what_is_no_file_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(GoldenFault, match="を開けません") as fault:
        read_golden(tmp_path / name)
    assert str(tmp_path) in fault.value.message


def test_what_is_no_text_is_refused_in_japanese(file: Path) -> None:
    file.write_bytes(b"PK\x03\x04" + bytes(200))
    with pytest.raises(GuideError, match=file.name):
        read_golden(file)


def test_questions_that_nothing_can_answer_are_named(assistant: Assistant) -> None:
    questions = [
        golden("議会の議決が必要", sections=["Ⅰ-6-(4)"]),
        golden("ない言い回し|議会の議決が必要"),
        golden("ない言い回し", sections=["Ⅰ-6-(4)", "Ⅸ"]),
    ]
    assert unmatched(questions, assistant.documents) == [
        "質問 q: 節 Ⅸ、「ない言い回し」は、どの文書にもありません。"
    ]
