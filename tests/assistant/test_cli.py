import io
import json
import sys
from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from assistant.cli import main
from assistant.settings import Settings

GUIDELINE = Settings().documents / "kyodo-guideline-h23.txt"


class Run(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Cli = Callable[..., Run]


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Run the program with arguments and standard input; the index is whatever `--data-dir` names."""

    def run(*arguments: object, stdin: bytes = b"") -> Run:
        monkeypatch.setattr(sys, "argv", ["kyodo-guide", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as exit_:
            main()
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return Run(int(str(exit_.value.code or 0)), out, err)

    return run


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the shipped guideline in it."""
    folder = tmp_path_factory.mktemp("var")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["kyodo-guide", "rebuild", "--data-dir", str(folder)])
        with pytest.raises(SystemExit) as exit_:
            main()
    assert not exit_.value.code
    return folder


def jsonl(*records: object) -> bytes:
    return "".join(f"{json.dumps(record)}\n" for record in records).encode()


# --- ask


def test_ask_shows_the_words_of_the_guideline_with_their_place(cli: Cli, data_dir: Path) -> None:
    run = cli("ask", "委託とはどのような形態ですか", "--data-dir", data_dir)
    assert run.code == 0
    assert run.out.startswith("● ガイドラインに次の記載があります。")
    assert "■ Ⅰ-6-(5) 委託 ─ 協働を進めるためのガイドライン 平成23年度版" in run.out


def test_ask_says_so_when_the_guideline_does_not(cli: Cli, data_dir: Path) -> None:
    run = cli("ask", "ラーメンの作り方", "--data-dir", data_dir)
    assert run.code == 0
    assert "見つかりませんでした。" in run.out.splitlines()[0]
    assert "『ラーメン』という語はガイドラインにありません。" in run.out


def test_ask_json_is_one_object_whose_spans_lead_to_the_file(cli: Cli, data_dir: Path) -> None:
    [record] = cli("ask", "委託とは", "--json", "--data-dir", data_dir).records
    assert list(record) == ["status", "confidence", "quotes", "missing_terms", "elapsed_ms"]
    assert record["status"] == "found"
    quote = record["quotes"][0]
    assert list(quote) == [
        "text",
        "section",
        "document",
        "edition",
        "page",
        "spans",
        "score",
        "approved",
    ]
    assert quote["section"]["number"].startswith("Ⅰ-6")
    assert quote["section"]["path"][:2] == ["Ⅰ 協働に関する基本的な考え方", "Ⅰ-6 協働の形態"]
    assert (quote["document"], quote["edition"]) == ("kyodo-guideline", "平成23年度版")
    source = GUIDELINE.read_text(encoding="utf-8")
    found = "".join(source[start:end] for start, end in quote["spans"])
    assert quote["text"][:6] in "".join(found.split())


def test_a_batch_is_answered_in_order_and_a_bad_line_stops_nothing(cli: Cli, data_dir: Path) -> None:
    batch = (
        jsonl({"id": "い", "question": "協働とは"})
        + "ただの文\n".encode()
        + jsonl(
            {"id": ["ろ", 1]},
            {"id": 2, "question": " "},
            {"id": 3, "question": "負担金は", "history": ["事業協力とは"]},
        )
        + jsonl({"id": "長", "question": "協働" * 50_000}, {"id": "half", "question": "\ud800"})
    )
    run = cli("ask", "--batch", "-", "--data-dir", data_dir, stdin=batch)
    assert [record["id"] for record in run.records] == ["い", None, ["ろ", 1], 2, 3, "長", "half"]
    assert [list(record)[1] for record in run.records[:6]] == ["status", *["error"] * 3, "status", "error"]
    assert run.records[1]["error"].startswith("2行目: JSON として読めません")
    assert "長" in run.records[5]["error"]
    assert run.code == 1


def test_a_batch_from_a_file_without_bad_lines_exits_with_0(cli: Cli, data_dir: Path, tmp_path: Path) -> None:
    file = tmp_path / "質問.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + jsonl({"id": 1, "question": "共催とは"}, {"question": "後援とは"}))
    run = cli("ask", "--batch", file, "--data-dir", data_dir)
    assert [(record["id"], record["status"]) for record in run.records] == [(1, "found"), (None, "found")]
    assert run.code == 0


def test_the_same_question_has_the_same_answer_alone_and_in_a_batch(cli: Cli, data_dir: Path) -> None:
    alone = cli("ask", "市民活動団体とは", "--json", "--data-dir", data_dir).records[0]
    batch = jsonl({"id": 1, "question": "後援とは"}, {"id": 2, "question": "市民活動団体とは"})
    second = cli("ask", "--batch", "-", "--data-dir", data_dir, stdin=batch).records[1]
    assert second["quotes"] == alone["quotes"]


@pytest.mark.parametrize("question", ["", "　", "\x00"], ids=["空", "空白", "制御文字だけ"])
def test_an_empty_question_is_refused(cli: Cli, data_dir: Path, question: str) -> None:
    run = cli("ask", question, "--data-dir", data_dir)
    assert (run.code, run.out) == (2, "")
    assert "質問" in run.err


def test_without_an_index_the_command_that_makes_one_is_named(cli: Cli, tmp_path: Path) -> None:
    run = cli("ask", "協働とは", "--data-dir", tmp_path)
    assert run.code == 2
    assert "python -m assistant rebuild" in run.err


# --- rebuild


def test_rebuild_prints_what_was_read_and_then_knows_itself_up_to_date(cli: Cli, tmp_path: Path) -> None:
    run = cli("rebuild", "--data-dir", tmp_path)
    assert "協働を進めるためのガイドライン 平成23年度版: 見出し 20" in run.out
    assert cli("rebuild", "--if-stale", "--data-dir", tmp_path).out == "索引は最新です。\n"


def test_other_documents_are_asked_through_the_same_command(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "文書"
    folder.mkdir()
    (folder / "会則.md").write_text(
        "# 自転車会会則\n\n## 1. 会費\n\n会費は年に千円とします。\n", encoding="utf-8"
    )
    run = cli("ask", "会費はいくらですか", "--json", "--documents", folder, "--data-dir", tmp_path / "var")
    assert run.records[0]["quotes"][0]["text"] == "会費は年に千円とします。"


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\xff" * 99], ids=["空のファイル", "文書でないもの"])
def test_a_bad_document_changes_nothing(cli: Cli, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "だめ.txt").write_bytes(content)
    run = cli("rebuild", "--documents", tmp_path, "--data-dir", tmp_path / "var")
    assert run.code == 2
    assert "だめ.txt" in run.err
    assert cli("ask", "協働", "--data-dir", tmp_path / "var").code == 2


def test_a_broken_settings_file_is_named(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("port = 八千", encoding="utf-8")
    run = cli("rebuild", "--data-dir", tmp_path)
    assert run.code == 2
    assert "settings.toml" in run.err


# --- check


def test_check_shows_outline_counts_and_what_was_set_aside(cli: Cli) -> None:
    run = cli("check", GUIDELINE)
    assert run.code == 0
    assert "Ⅰ-3-(2)-② 市民活動団体と行政との協働" in run.out
    assert "本文: 段落 " in run.out
    assert "会議資料の見出し: 第 5回会議" in run.out


def test_check_json_has_sections_passages_and_set_aside_text(cli: Cli) -> None:
    [record] = cli("check", GUIDELINE, "--json").records
    assert list(record) == ["sections", "passages", "set_aside", "warnings"]
    numbers = [section["number"] for section in record["sections"]]
    assert numbers[:2] == ["Ⅰ", "Ⅰ-1"]
    assert {passage["section"] for passage in record["passages"]} <= {*numbers, ""}
    assert list(record["passages"][0]) == ["section", "kind", "text", "spans"]
    assert list(record["set_aside"][0]) == ["line", "text", "why"]


def test_check_of_a_text_without_headings_warns(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "覚え書き.txt"
    file.write_text("きょうは会議をしました。\n\n次回は来月です。\n", encoding="utf-8")
    [record] = cli("check", file, "--json").records
    assert record["sections"][0]["number"] == ""
    assert list(record["warnings"][0]) == ["page", "line", "message"]
    assert "見出し" in record["warnings"][0]["message"]


def test_check_fails_when_text_is_unaccounted_for(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "文.txt"
    file.write_text("一行目です。\n二行目です。\n", encoding="utf-8")
    # No document is known that loses text, so the loss is made here.
    monkeypatch.setattr("corpus.reading.unaccounted", lambda document: (0, 7, 8))
    run = cli("check", file, "--json")
    messages = {warning["line"]: warning["message"] for warning in run.records[0]["warnings"]}
    assert run.code == 1
    assert "一" in messages[1]
    assert "二行" in messages[2]


@pytest.mark.parametrize("name", ["ない.txt", "."], ids=["ないファイル", "フォルダー"])
def test_check_of_what_is_no_file(cli: Cli, tmp_path: Path, name: str) -> None:
    run = cli("check", tmp_path / name)
    assert (run.code, run.out) == (2, "")
    assert str(tmp_path) in run.err


# --- search


@pytest.fixture
def faq(cli: Cli, tmp_path: Path) -> Path:
    """A data folder with an FAQ collection, one entry of which is long."""
    folder = tmp_path / "faq"
    folder.mkdir()
    entries = [
        {"id": "ごみ-1", "question": "粗大ごみはどう出しますか", "answer": "電話で申し込んでください。"},
        {"id": "ごみ-2", "question": "", "answer": "燃えるごみは週に二回集めます。"},
        {"id": "住民票-1", "question": "住民票はどこで取れますか", "answer": ""},
        {"id": "長い", "question": "ごみ袋について", "answer": "ごみ袋は市が決めたものを使います。\n\n" * 60},
    ]
    (folder / "faq.jsonl").write_bytes(jsonl(*entries))
    assert cli("rebuild", "--documents", folder, "--data-dir", tmp_path / "var").code == 0
    return tmp_path / "var"


def trec(path: Path) -> dict[str, list[tuple[str, int, float]]]:
    """Parse a run: query id → (document id, rank, score), as they stand."""
    runs = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        query, q0, document, rank, score, _tag = line.split(" ")
        assert q0 == "Q0"
        runs[query].append((document, int(rank), float(score)))
    return dict(runs)


def test_search_writes_faq_ids_once_with_falling_scores(cli: Cli, faq: Path, tmp_path: Path) -> None:
    queries = tmp_path / "q.jsonl"
    queries.write_bytes(jsonl({"id": "q1", "text": "粗大ごみの出し方"}, {"id": 2, "text": "住民票"}))
    out = tmp_path / "runs" / "out.trec"
    assert cli("search", "--data-dir", faq, "--batch", queries, "--run", out).code == 0
    runs = trec(out)
    assert runs["q1"][0][0] == "ごみ-1"
    assert runs["2"][0][0] == "住民票-1"
    for ranking in runs.values():
        documents, ranks, scores = zip(*ranking, strict=True)
        assert len(set(documents)) == len(documents)
        assert list(ranks) == list(range(1, len(ranking) + 1))
        assert all(a > b for a, b in pairwise(scores))


def test_search_gives_no_more_than_top(cli: Cli, faq: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.trec"
    query = jsonl({"id": "q", "text": "ごみ"})
    cli("search", "--data-dir", faq, "--batch", "-", "--run", out, "--top", 2, stdin=query)
    assert len(trec(out)["q"]) == 2


def test_passages_of_a_guideline_go_by_document_and_row(cli: Cli, data_dir: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.trec"
    query = jsonl({"id": "q", "text": "委託"})
    cli("search", "--data-dir", data_dir, "--batch", "-", "--run", out, stdin=query)
    assert trec(out)["q"][0][0].startswith("kyodo-guideline#")


@pytest.mark.parametrize(
    "query",
    [
        {"id": "q 1", "text": "ごみ"},
        {"text": "ごみ"},
        {"id": "q", "text": ""},
        {"id": "q", "question": "ごみ"},
    ],
    ids=["空白のある id", "id がない", "空の検索語", "text がない"],
)
def test_a_bad_query_is_named_and_the_others_are_searched(
    cli: Cli, faq: Path, tmp_path: Path, query: dict[str, str]
) -> None:
    out = tmp_path / "out.trec"
    batch = jsonl(query, {"id": "良", "text": "ごみ"})
    run = cli("search", "--data-dir", faq, "--batch", "-", "--run", out, stdin=batch)
    assert run.code == 1
    assert run.err.startswith("1行目: ")
    assert list(trec(out)) == ["良"]


def test_a_run_that_cannot_be_written_is_named(cli: Cli, faq: Path, tmp_path: Path) -> None:
    run = cli("search", "--data-dir", faq, "--batch", "-", "--run", tmp_path)
    assert run.code == 2
    assert str(tmp_path) in run.err


# --- the program as a whole


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "コマンドを指定してください。"),
        (["aks"], "「aks」というコマンドはありません。"),
        (["ask"], "質問か --batch のどちらか一方を指定してください。"),
        (["ask", "委託とは", "--batch", "-"], "質問か --batch のどちらか一方を指定してください。"),
        (["ask", "--jsn", "委託とは"], "「--jsn」という指定はありません。--json ではありませんか。"),
        (["ask", "委託", "とは"], "余分な指定があります: とは"),
        (["check"], "文書 を指定してください。"),
        (["search", "--batch"], "--batch の値を書いてください。"),
        (["search", "--batch", "-"], "--run を指定してください。"),
        (["search", "--batch", "-", "--run", "x", "--top", "0"], "--top の値が使えません。"),
        (["ask", "--batch", "ない.jsonl", "--data-dir", "{data_dir}"], "「ない.jsonl」を開けません"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_a_mistyped_command_is_explained_in_japanese(
    cli: Cli, data_dir: Path, arguments: list[str], says: str
) -> None:
    run = cli(*(argument.format(data_dir=data_dir) for argument in arguments))
    assert (run.code, run.out) == (2, "")
    assert says in run.err


@pytest.mark.parametrize(
    "arguments",
    [["--help"], *([name, "--help"] for name in ("ask", "rebuild", "check", "search", "evaluate"))],
)
def test_help_is_japanese(cli: Cli, arguments: list[str]) -> None:
    run = cli(*arguments)
    assert run.code == 0
    assert "使い方: " in run.out
    assert "この使い方を表示します。" in run.out
    for word in ("Usage", "Options", "Arguments", "Commands", "Show this", "default", "required"):
        assert word not in run.out
