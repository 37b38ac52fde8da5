import html
import re
import time
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from unittest.mock import patch

import pytest
from starlette.testclient import TestClient

from assistant.evaluation.golden import read_golden
from assistant.evaluation.stored import as_question
from assistant.store.types import Exchange, ExchangeFilter, Golden, PassageRef, Verdict, text_sha256
from assistant.types import Status
from assistant.ui import wording
from assistant.ui.clock import JAPAN, built
from assistant.ui.site import Site
from tests.assistant.ui.test_chat import HOSTILE

PATIENCE_SECONDS = 30


def asked(site: Site, question: str, *history: str) -> Exchange:
    """Ask as staff do, and return what is kept of it."""
    answered = site.desk.answer(question, history, "v1")
    assert site.desk.recorder.flush()
    exchange = site.desk.recorder.store.exchange(answered.exchange_id)
    assert exchange
    return exchange


def name_of(site: Site, row: int) -> str:
    return site.desk.ready.anchors.passages[row]


def ref_of(site: Site, row: int) -> PassageRef:
    return PassageRef.of(site.desk.ready.assistant.generation.passages[row])


def judge(client: TestClient, exchange: Exchange, verdict: Verdict, **fields: object) -> str:
    """Send the form of a verdict; return the page that comes then."""
    return client.post(f"/check/exchange/{exchange.id}/verdict", data={"verdict": verdict, **fields}).text


class Text(HTMLParser):
    """The words of a page, and the names of its tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        assert not any(key.startswith("on") or key == "style" for key, _ in attributes)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_queue_shows_what_has_no_verdict_yet(client: TestClient, site: Site) -> None:
    first, second = asked(site, "後援とは何ですか"), asked(site, "補助金の上限は？")
    site.desk.recorder.store.judge(first.id, Verdict.RIGHT, "係")
    page = client.get("/check").text
    assert second.id in page
    assert first.id not in page
    page = client.get("/check?verdict=").text
    assert page.index(second.id) < page.index(first.id)
    assert wording.VERDICTS[Verdict.RIGHT] in page


@pytest.mark.parametrize(
    ("query", "is_shown"),
    [
        ("verdict=wrong", True),
        ("verdict=right", False),
        ("verdict=unjudged", False),
        ("status=found", True),
        ("status=related", False),
        ("thumb=helpful", True),
        ("thumb=unhelpful", False),
        ("section=Ⅰ-6-(7)", True),
        ("section=Ⅰ-6", True),
        ("section=Ⅰ-1", False),
        ("text=後援", True),
        ("text=共催", False),
        ("since={today}&until={today}", True),
        ("until=2020-01-01", False),
        ("verdict=ないもの&status=ないもの&thumb=a&page=-1", True),
        ("page=99999999999", True),
    ],
)
def test_the_queue_is_filtered(client: TestClient, site: Site, query: str, is_shown: bool) -> None:
    exchange = asked(site, "後援とは何ですか")
    site.desk.recorder.store.judge(exchange.id, Verdict.WRONG, "係")
    site.desk.recorder.store.rate(exchange.id, "v1", helpful=True)
    today = datetime.now(JAPAN).strftime("%Y-%m-%d")
    if query.startswith("page"):
        query = f"verdict=&{query}"
    assert (exchange.id in client.get(f"/check?{query.format(today=today)}").text) == is_shown


def test_a_date_that_is_none_is_said(client: TestClient) -> None:
    page = client.get("/check?since=きのう")
    assert page.status_code == 400
    assert "日付「きのう」は使えません" in page.text


def test_a_long_queue_has_pages_that_keep_the_filter(client: TestClient, site: Site) -> None:
    for number in range(35):
        site.desk.answer(f"後援とは何ですか {number}", (), "v1")
    assert site.desk.recorder.flush()
    page = client.get("/check?text=後援").text
    assert "35件" in page
    assert page.count("/check/exchange/") == 30
    (following,) = re.findall(r'href="(/check\?[^"]*page=2)"', page)
    assert client.get(html.unescape(following)).text.count("/check/exchange/") == 5


def test_an_answer_is_shown_as_it_was_with_why(client: TestClient, site: Site) -> None:
    exchange = asked(site, "隣組にお金を出すときの形態は？")
    text = Text(client.get(f"/check/exchange/{exchange.id}").text).text
    assert f"{built(exchange.generation)}に作った索引" in text
    assert all(quote.reference in text for quote in exchange.quotes)
    assert "隣組 → 地域活動団体" in text
    assert wording.CHECK_NEAR in text
    for passage in site.desk.ready.assistant.generation.passages:
        assert all(part in text for part in passage.text.replace("\u3000", " ").split())


def test_of_a_large_collection_only_what_bears_on_the_answer_is_shown(client: TestClient, site: Site) -> None:
    exchange = asked(site, "後援とは何ですか")
    with patch("assistant.ui.check.picker._ALL_SHOWN", 20):
        page = client.get(f"/check/exchange/{exchange.id}").text
        assert wording.CHECK_PICK_PART in page
        assert name_of(site, 70) in page
        assert name_of(site, 1) not in page
        words = site.desk.ready.assistant.generation.passages[1].text[5:15]
        assert name_of(site, 1) in client.get(f"/check/exchange/{exchange.id}?find={words}").text


def test_a_right_answer_is_approved_by_one_press(client: TestClient, site: Site) -> None:
    exchange = asked(site, "後援とは何ですか")
    page = judge(client, exchange, Verdict.RIGHT, approve="1", note="よく聞かれる")
    assert wording.CHECK_APPROVED_DONE in page
    store = site.desk.recorder.store
    (golden,) = store.golden()
    assert (golden.created_by, golden.note, golden.style) == ("見本", "よく聞かれる", "意味")
    site.desk.recorder.look()
    assert site.desk.ask("後援って何？", ()).quotes[0].approved == "後援とは何ですか"
    kept = store.exchange(exchange.id)
    assert kept
    assert kept.review
    assert (kept.review.verdict, kept.review.by) == (Verdict.RIGHT, "見本")


def test_one_verdict_does_for_all_who_asked_the_same(client: TestClient, site: Site) -> None:
    first, second = asked(site, "後援とは何ですか"), asked(site, "後援とは何ですか")
    page = client.get(f"/check/exchange/{first.id}").text
    assert wording.CHECK_WITH_LIKE.format(count=1) in page
    assert second.id in page
    judge(client, first, Verdict.RIGHT, with_like="1")
    assert site.desk.recorder.store.count(ExchangeFilter(judged=False)) == 0
    assert len(site.desk.recorder.store.golden()) == 1


def test_passages_picked_in_the_source_answer_from_then_on(client: TestClient, site: Site) -> None:
    exchange = asked(site, "会費を市が出してもよいですか")
    picked = [name_of(site, 12), name_of(site, 30)]
    judge(client, exchange, Verdict.WRONG, passage=picked, approve="1")
    site.desk.recorder.look()
    quotes = site.desk.ask("会費を市が出してもよいですか", ()).quotes
    assert [quote.passage_id for quote in quotes[:2]] == [12, 30]
    page = client.get(f"/check/exchange/{exchange.id}").text
    assert re.findall(r'value="(p[^"]+)" form="judge" checked', page) == picked
    judge(client, exchange, Verdict.SHOULD_REFUSE, refuse_as="not_found", passage=picked, approve="1")
    (golden,) = site.desk.recorder.store.golden()
    assert (golden.status, golden.passages, golden.approved) == (Status.NOT_FOUND, (), False)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"verdict": ""}, wording.CHECK_NO_VERDICT),
        ({"verdict": "ないもの"}, wording.CHECK_NO_VERDICT),
        ({"verdict": "should_answer"}, "原文から選んでください"),
        ({"verdict": "right", "passage": "p0000"}, wording.CHECK_PICKED_GONE),
        ({"verdict": "right", "note": "長" * 2001}, "長すぎます"),
    ],
    ids=["なし", "知らない判定", "箇所なし", "ない箇所", "長い備考"],
)
def test_a_verdict_that_cannot_be_is_said_and_nothing_kept(
    client: TestClient, site: Site, fields: dict[str, str], says: str
) -> None:
    exchange = asked(site, "後援とは何ですか")
    page = client.post(f"/check/exchange/{exchange.id}/verdict", data=fields)
    assert page.status_code == 400
    assert says in html.unescape(page.text)
    assert site.desk.recorder.store.golden() == ()


@pytest.mark.parametrize(
    ("came_from", "leads_back"),
    [("http://localhost/check/sheets?x=1", True), ("http://evil.example/check", False), ("", False)],
)
def test_what_is_wrong_with_a_form_leads_back_to_it(
    client: TestClient, came_from: str, leads_back: bool
) -> None:
    page = client.post("/check/sheets", files={"file": ("空.csv", b"")}, headers={"referer": came_from})
    assert wording.PROBLEM_SENT in page.text
    assert (f'<a href="/check/sheets?x=1">{wording.PROBLEM_BACK}</a>' in page.text) == leads_back
    assert "evil" not in page.text


@pytest.mark.parametrize("path", ["exchange/ない", "golden/ない", "sheets/ない/answers.xlsx"])
def test_what_is_gone_is_said(client: TestClient, path: str) -> None:
    page = client.get(f"/check/{path}")
    assert page.status_code == 400
    assert wording.PROBLEM in page.text


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_text_adds_no_tag_anywhere(client: TestClient, site: Site, typed: str) -> None:
    store = site.desk.recorder.store
    plain, hostile = asked(site, "後援とは何ですか"), asked(site, f"後援とは何ですか {typed}", typed)
    for exchange, text in ((plain, "普通の文"), (hostile, typed)):
        store.rate(exchange.id, "v1", helpful=False, reasons=[text], comment=text)
        store.judge(exchange.id, Verdict.RIGHT, text, note=text)
    seen = typed.replace("\u202e", "⟨U+202E⟩")
    plain_page, page = (
        Text(client.get(f"/check/exchange/{exchange.id}").text) for exchange in (plain, hostile)
    )
    # What was typed is all that differs, but for a line on what was asked before.
    assert set(page.names) <= set(plain_page.names)
    own = [plain_page.names.count(name) for name in ("script", "link")]
    assert [page.names.count(name) for name in ("script", "link")] == own == [2, 5]
    assert page.text.count(seen) >= 5
    entry = store.save_golden(Golden(typed, Status.RELATED, style=typed, note=typed), typed)
    for path in (
        "/check?verdict=",
        f"/check?verdict=&text={typed}",
        "/check/golden",
        f"/check/golden/{entry.id}",
    ):
        names = Text(client.get(path).text).names
        assert names.count("script") == 2
        assert "img" not in names


def test_golden_questions_are_made_edited_and_removed(client: TestClient, site: Site) -> None:
    store = site.desk.recorder.store
    made = {
        "question": "後援とは",
        "status": "found",
        "passage": name_of(site, 70),
        "approve": "1",
        "style": "意味",
    }
    assert wording.CHECK_SAVED in client.post("/check/golden/new", data=made).text
    (golden,) = store.golden()
    assert (golden.passages, golden.approved) == ((ref_of(site, 70),), True)
    edited = made | {"question": "後援とは何ですか", "history": "協働とは\n\n共催とは\n", "approve": ""}
    client.post(f"/check/golden/{golden.id}", data=edited)
    (changed,) = store.golden()
    assert (changed.id, changed.question, changed.approved) == (golden.id, "後援とは何ですか", False)
    assert changed.history == ("協働とは", "共催とは")
    assert wording.CHECK_REMOVED in client.post(f"/check/golden/{golden.id}/remove", data={}).text
    assert store.golden() == ()


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"question": " ", "status": "related"}, "質問が空です"),
        ({"question": "長" * 2001, "status": "related"}, "長すぎます"),
        ({"question": "後援とは", "status": "found"}, wording.CHECK_NO_PASSAGE),
        ({"question": "後援とは", "status": "?"}, wording.CHECK_NO_STATUS),
    ],
    ids=["空", "長い", "箇所なし", "知らない回答"],
)
def test_a_golden_question_that_cannot_be_is_said(
    client: TestClient, site: Site, fields: dict[str, str], says: str
) -> None:
    page = client.post("/check/golden/new", data=fields)
    assert page.status_code == 400
    assert says in page.text
    assert site.desk.recorder.store.golden() == ()


def test_all_golden_questions_are_asked_and_failures_named(client: TestClient, site: Site) -> None:
    store = site.desk.recorder.store
    judge(client, asked(site, "後援とは何ですか"), Verdict.RIGHT)
    assert "すべて正しく答えられました" in client.post("/check/golden/run", data={}).text
    bad = store.save_golden(Golden("共催とは何ですか", Status.FOUND, words=("ないことば",)), "係")
    page = client.post("/check/golden/run", data={}).text
    assert "2問を尋ねました。1問がうまく答えられませんでした。" in page
    assert bad.id in page
    assert "正しい引用がありません" in page
    assert [record.values["overall"]["questions"] for record in store.figures()] == [2, 1]
    figures = Text(client.get("/check/figures").text)
    assert "polyline" in figures.names
    assert "50%" in figures.text


def test_golden_questions_go_out_as_the_evaluation_reads_them(
    client: TestClient, site: Site, tmp_path: Path
) -> None:
    judge(client, asked(site, "負担金は？", "事業協力とは何ですか"), Verdict.RIGHT)
    file = tmp_path / "questions.jsonl"
    file.write_bytes(client.get("/check/golden/questions.jsonl").content)
    (golden,) = site.desk.recorder.store.golden()
    assert read_golden(file) == (as_question(golden),)


def test_what_a_revision_changed_comes_back_to_be_looked_at(client: TestClient, site: Site) -> None:
    text = "前の版の文です。"
    gone = PassageRef("kyodo-guideline", "Ⅰ-6-(7)", text, text_sha256(text))
    store = site.desk.recorder.store
    stale = store.save_golden(Golden("後援とは", Status.FOUND, passages=(gone,), approved=True), "係")
    site.desk.recorder.look()
    assert not site.desk.ask("後援とは", ()).quotes[0].approved
    assert wording.CHECK_STALE.format(count=1) in client.get("/check").text
    assert stale.id in client.get("/check/golden?state=stale").text
    page = client.get(f"/check/golden/{stale.id}").text
    assert wording.CHECK_PASSAGE_GONE in page
    assert text in page


def test_figures_name_what_was_asked_in_vain_and_what_nobody_reached(client: TestClient, site: Site) -> None:
    asked(site, "補助金の上限はいくらですか")
    asked(site, "補助金の上限額はいくらですか")
    asked(site, "後援とは何ですか")
    text = Text(client.get("/check/figures").text).text
    assert "補助金の上限" in text
    assert wording.CHECK_TIMES.format(count=2) in text
    unreached = text[text.index(wording.CHECK_UNREACHED) :]
    assert "Ⅰ-6-(1) 共催" in unreached
    assert "Ⅰ-6-(7) 後援" not in unreached


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_sheet_comes_back_with_answers(client: TestClient, site: Site, form: str) -> None:
    data = "番号,質問\n1,後援とは何ですか\n2,補助金の上限は\n".encode("cp932")
    page = client.post("/check/sheets", files={"file": ("../質問 <b>.csv", data, "text/csv")}).text
    assert wording.CHECK_TAKEN.format(name="質問 <b>.csv", rows=2) in html.unescape(page)
    store = site.desk.recorder.store
    end = time.monotonic() + PATIENCE_SECONDS
    while not store.sheets()[0].is_done:
        assert time.monotonic() < end
        time.sleep(0.05)
    (sheet,) = store.sheets()
    assert client.get("/check/sheets/progress").json() == {sheet.id: 2}
    answer = client.get(f"/check/sheets/{sheet.id}/answers.{form}")
    assert answer.status_code == 200
    assert "%E5%9B%9E%E7%AD%94" in answer.headers["content-disposition"]
    assert answer.content.startswith(b"PK" if form == "xlsx" else b"\xef\xbb\xbf")
    client.post(f"/check/sheets/{sheet.id}/remove", data={})
    assert store.sheets() == ()


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"file": ("", b"", "text/csv")}, wording.CHECK_NO_FILE),
        ({"file": ("a.csv", b"", "text/csv")}, "何も書かれていません"),
        ({"file": ("a.xlsx", b"PK\x03\x04", "text/csv")}, "読めません"),
    ],
    ids=["なし", "空", "壊れた本"],
)
def test_a_sheet_that_cannot_be_read_is_said(
    client: TestClient, site: Site, files: dict[str, tuple[str, bytes, str]], says: str
) -> None:
    page = client.post("/check/sheets", files=files)
    assert page.status_code == 400
    assert says in page.text
    assert site.desk.recorder.store.sheets() == ()


@pytest.mark.parametrize("site", ["broken"], indirect=True)
def test_a_store_that_cannot_be_used_is_said_and_answers_go_on(client: TestClient, site: Site) -> None:
    page = client.get("/check")
    assert page.status_code == 400
    assert "壊れているか、記録のファイルではありません" in page.text
    assert site.desk.answer("後援とは何ですか", (), "v1").answer.status is Status.FOUND


@pytest.mark.parametrize(
    "path", ["/check", "/check/golden", "/check/sheets", "/check/figures", "/check/golden/new"]
)
def test_the_pages_are_the_trainers_alone(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 200
    client.cookies.clear()
    assert "/login" in str(client.get(path).url)
