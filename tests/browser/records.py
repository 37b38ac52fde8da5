"""Records as a city has them after some weeks: for the tests and pictures of the trainer's pages."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from assistant.answer import Assistant
from assistant.evaluation.stored import QUESTIONS
from assistant.explanation import explain
from assistant.settings import Settings
from assistant.store.store import Store
from assistant.store.types import Golden, PassageRef, Verdict
from assistant.types import Status

ASKED = [
    "隣組にお金を出すときの形態は？",
    "委託とはどのような形態ですか",
    "市民活動団体と同好会の違いは何ですか",
    "補助金の上限はいくらですか",
    "補助金の上限額を教えてください",
    "協定書のひな形はどこにありますか",
    "後援名義の申請書の様式は",
    "インフルエンザの予防接種はどこで受けられますか",
    "指定管理者の指定に議決は必要ですか",
    "協働の原則には何がありますか",
    "<script>alert(1)</script> \u202e後援とは",
]


def record(settings: Settings) -> list[str]:
    """Keep some weeks' questions in the settings' database; return the exchanges' ids, oldest first."""
    assistant = Assistant.open(settings)
    passages = assistant.generation.passages
    now = datetime.now(UTC)
    ids = []
    with closing(Store.open(settings)) as store:
        for number, question in enumerate(ASKED):
            trace = assistant.trace(question)
            ids.append(
                store.record(
                    trace.answer,
                    visitor=f"v{number % 3}",
                    explanation=explain(trace, passages),
                    asked_at=now - timedelta(days=len(ASKED) - number, minutes=7 * number),
                )
            )
        store.rate(ids[1], "v1", helpful=True)
        store.rate(ids[0], "v0", helpful=False, reasons=["節が違う"], comment="負担金のことです <b>")
        store.judge(ids[8], Verdict.RIGHT, "見本")
        gone = replace(PassageRef.of(passages[3]), text="改訂で変わった文です。", sha256="0" * 64)
        for golden in (
            Golden("共催とは何ですか", Status.FOUND, ("Ⅰ-6-(3)",), ("共催",), style="意味"),
            Golden("協働の相手は誰ですか", Status.FOUND, ("Ⅰ-3",), passages=(gone,), approved=True),
        ):
            store.save_golden(golden, "見本")
        for hit1 in (0.5, 0.62, 0.7):
            figures = {"questions": 8, "hit1": hit1, "hit3": hit1 + 0.2, "complete": 0.75, "refused": 0.1}
            parts = {"sections": {"Ⅰ-6-(5)": figures}, "styles": {"意味": figures}, "failures": {}}
            store.record_figures(
                assistant.generation.manifest.generation, QUESTIONS, {"overall": figures} | parts
            )
    return ids
