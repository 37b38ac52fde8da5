"""A maintainer does the whole job in the pages, by plain forms alone."""

import json
import threading
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from assistant.settings import Settings, load_settings
from assistant.store.store import Store
from assistant.store.types import Golden
from assistant.types import Status
from assistant.ui import wording
from assistant.ui.site import Site
from index.pointer import current, switches
from index.shelf import names

Build = Callable[..., str]
GUIDELINE = Settings().documents / "kyodo-guideline-h23.txt"
REVISED = GUIDELINE.read_text(encoding="utf-8").replace("補助金を交付する形態", "助成金を交付する形態")


def put(client: TestClient, content: str | bytes = REVISED, name: str = "改訂版.txt", **typed: str) -> str:
    data = content.encode() if isinstance(content, str) else content
    fields = {"replaces": "kyodo-guideline", "edition": "令和8年度版"} | typed
    return client.post("/upkeep/documents", data=fields, files={"file": (name, data)}).text


def test_the_first_page_says_what_answers_and_that_it_is_up_to_date(client: TestClient) -> None:
    page = client.get("/upkeep").text
    assert "協働を進めるためのガイドライン 平成23年度版" in page
    assert wording.UPKEEP_UP_TO_DATE in page
    assert wording.UPKEEP_SHIPPED in page


class TestARevision:
    def test_the_whole_job(self, client: TestClient, own: Settings, built: Build) -> None:
        before = current(own.data_dir)
        report = put(client)
        assert "「協働を進めるためのガイドライン」を読み取りました" in report
        assert "見出し 20" in report
        # Nothing of a long report is left out: what to look at stands at its end.
        assert "確かめていただきたい所: 1件" in report
        assert "図や表の中の言葉のようです" in report
        assert "令和8年度版" in client.get("/upkeep").text
        table = client.get("/upkeep/changes").text
        assert "<ins>助成金</ins>" in table
        assert "<del>補助金</del>" in table
        assert client.get("/upkeep/changes.xlsx").content.startswith(b"PK")
        page = built()
        assert wording.UPKEEP_SWITCHED in page
        assert current(own.data_dir) != before
        assert switches(own.data_dir)[-1].by == "見本"
        assert wording.UPKEEP_NOT_CHANGED in client.get("/upkeep/changes").text
        client.post("/upkeep/back")
        assert current(own.data_dir) == before

    def test_the_shipped_document_is_never_touched(self, client: TestClient, own: Settings) -> None:
        shipped = {path: path.read_bytes() for path in Settings().documents.iterdir()}
        put(client)
        client.post("/upkeep/words", data={"words": "隣組 → 地域活動団体", "save": "1"})
        assert {path: path.read_bytes() for path in Settings().documents.iterdir()} == shipped
        assert (own.data_dir / "documents" / "改訂版.txt").read_text(encoding="utf-8") == REVISED

    def test_the_command_line_takes_the_same_documents(
        self, client: TestClient, own: Settings, built: Build
    ) -> None:
        assert load_settings({}, data_dir=own.data_dir).documents == Settings().documents
        put(client)
        assert load_settings({}, data_dir=own.data_dir).documents == own.data_dir / "documents"
        named = load_settings({"GUIDE_DOCUMENTS": "elsewhere"}, data_dir=own.data_dir)
        assert str(named.documents) == "elsewhere"

    def test_it_can_be_taken_back_before_anything_is_built(self, client: TestClient, own: Settings) -> None:
        put(client)
        assert wording.UPKEEP_RESET_DONE in client.post("/upkeep/reset").text
        assert wording.UPKEEP_SHIPPED in client.get("/upkeep").text
        assert not (own.data_dir / "documents").exists()

    def test_another_document_is_added_and_left_out_again(self, client: TestClient, built: Build) -> None:
        put(client, "# 自転車会会則\n\n## 1. 会費\n\n会費は年に千円とします。\n", "会則.md", replaces="")
        assert wording.UPKEEP_SWITCHED in built()
        assert "会則" in client.get("/upkeep").text
        assert "外しました" in client.post("/upkeep/documents/remove", data={"id": "会則"}).text
        last = client.post("/upkeep/documents/remove", data={"id": "kyodo-guideline"}).text
        assert "外せません" in last


class TestWhatGoesWrong:
    @pytest.mark.parametrize(
        ("content", "name", "says"),
        [
            (b"", "空.txt", "空.txt"),
            (b"\x00\x01\x02\xff" * 99, "壊.txt", "壊.txt"),
            (b"MZ", "悪.exe", "形式"),
            (b"%PDF-1.7 broken", "壊.pdf", "壊.pdf"),
            ("本文".encode(), "../../../etc/passwd.txt", "読み取りました"),
            ("本文".encode(), "<script>alert(1)</script>.txt", "読み取りました"),
        ],
        ids=["空", "文書でないもの", "知らない形式", "壊れたPDF", "場所を指す名前", "標識のある名前"],
    )
    def test_a_bad_file_is_said_or_harmless(
        self, client: TestClient, own: Settings, content: bytes, name: str, says: str
    ) -> None:
        page = put(client, content, name)
        assert says in page
        assert "<script>alert" not in page
        assert len([*(own.data_dir / "documents").glob("*")]) <= 4
        assert client.get("/upkeep").status_code == 200

    def test_no_file_is_said(self, client: TestClient) -> None:
        assert wording.UPKEEP_NO_FILE in client.post("/upkeep/documents", data={"edition": "x"}).text

    def test_what_was_typed_is_shown_as_typed(self, client: TestClient) -> None:
        page = put(client, title="<b>題</b>\x00", edition="</option><script>", issuer='"')
        page += client.get("/upkeep").text
        assert "&lt;b&gt;題&lt;/b&gt;" in page
        assert "</option><script>" not in page

    def test_a_broken_list_of_words_is_named_and_not_kept(self, client: TestClient, own: Settings) -> None:
        page = client.post("/upkeep/words", data={"words": "隣組", "save": "1"}).text
        assert "1行目" in page
        assert ">\n隣組</textarea>" in page
        assert not (own.data_dir / "documents").exists()

    def test_a_folder_that_somebody_keeps_is_left_to_them(self, client: TestClient, site: Site) -> None:
        site.staging._settings = Settings(documents=site.settings.data_dir, data_dir=site.settings.data_dir)
        assert "設定 documents" in client.get("/upkeep").text
        assert "設定 documents" in put(client)

    def test_two_cannot_build_at_once(self, client: TestClient, site: Site) -> None:
        go_on = threading.Event()

        def wait(progress: object) -> None:
            go_on.wait(60)

        # A piece of work returns what came of it; this one only has to take its time.
        site.work.start("田中", wait)  # type: ignore[arg-type]
        try:
            assert "田中さん" in client.post("/upkeep/build").text
            assert wording.UPKEEP_DOING in client.get("/upkeep/build").text
        finally:
            go_on.set()

    @pytest.mark.parametrize(
        "path", ["/upkeep/generations/none", "/upkeep/documents/99", "/upkeep/export/impact.html"]
    )
    def test_what_is_not_there_is_said(self, client: TestClient, path: str) -> None:
        assert client.get(path).status_code == 400


class TestTheGate:
    @pytest.fixture
    def guarded(self, own: Settings) -> None:
        """A golden question that the revision no longer answers rightly."""
        store = Store.open(own)
        store.save_golden(
            Golden("補助とはどのような形態ですか", Status.FOUND, words=("補助金を交付する形態",)), "田中"
        )
        store.close()

    @pytest.mark.usefixtures("guarded")
    def test_it_stops_and_is_overruled_with_a_reason(
        self, client: TestClient, own: Settings, built: Build
    ) -> None:
        before = current(own.data_dir)
        put(client)
        page = built()
        assert wording.UPKEEP_HELD in page
        assert "補助とはどのような形態ですか" in page
        assert "<ins>助成金</ins>" in page
        assert current(own.data_dir) == before
        name = names(own.data_dir)[0]
        assert wording.UPKEEP_WAITING in client.get("/upkeep").text
        path = f"/upkeep/generations/{name}/switch"
        assert wording.UPKEEP_HELD in built(path)
        assert wording.UPKEEP_NO_REASON in client.post(path, data={"overrule": "1", "reason": " "}).text
        assert wording.UPKEEP_SWITCHED in built(path, {"overrule": "1", "reason": "助成金に改めたため"})
        assert current(own.data_dir) == name
        last = switches(own.data_dir)[-1]
        assert (last.by, last.reason) == ("見本", "助成金に改めたため")
        assert "助成金に改めたため" in client.get(f"/upkeep/generations/{name}").text

    @pytest.mark.usefixtures("guarded")
    def test_the_effect_of_words_is_shown_before_they_are_kept(
        self, client: TestClient, own: Settings
    ) -> None:
        page = client.post("/upkeep/words", data={"words": "# 覚え書き\r\n補助 → 委託\r\n", "try": "1"}).text
        assert wording.UPKEEP_WORDS_EFFECT in page
        assert "尋ねた質問 1件" in page
        assert not (own.data_dir / "documents").exists()

    @pytest.mark.usefixtures("guarded")
    def test_golden_questions_are_exported_as_they_are_read(self, client: TestClient) -> None:
        [record] = map(json.loads, client.get("/upkeep/export/golden.jsonl").text.splitlines())
        assert record["question"] == "補助とはどのような形態ですか"
        assert record["words"] == ["補助金を交付する形態"]


def test_health_tells_what_is_damaged(client: TestClient, own: Settings) -> None:
    assert wording.UPKEEP_SOUND in client.get("/upkeep/health").text
    (own.data_dir / "generations" / current(own.data_dir) / "vectors.npy").write_bytes(b"")
    assert "vectors.npy が壊れています" in client.get("/upkeep/health?all=1").text


def test_the_list_of_words_is_exported(client: TestClient) -> None:
    shipped = (Settings().documents / "thesaurus.txt").read_text(encoding="utf-8")
    assert client.get("/upkeep/export/thesaurus.txt").text == shipped


def test_somebody_else_has_no_way_in(site: Site, client: TestClient) -> None:
    client.headers["x-forwarded-for"] = "192.168.1.9"
    for path in ("/upkeep", "/upkeep/words", "/upkeep/health", "/upkeep/export/golden.jsonl"):
        assert client.get(path).status_code == 403
