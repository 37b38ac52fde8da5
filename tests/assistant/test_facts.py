"""What shape a fact has that is asked for, by rules of the language."""

import pytest

from assistant.facts import shapes


@pytest.mark.parametrize(
    ("question", "answers", "others"),
    [
        ("何団体ありますか", "12団体です", "12人です"),
        ("何日以内に出しますか", "14日以内に", "14件"),
        ("上限額は", "50万円まで", "50件まで"),
        ("いくつありますか", "五つあります", "あります"),
        ("電話番号は", "0465-00-0000", "電話します"),
        ("申請書の様式は", "様式第4号", "申請します"),
        ("加入率は何%ですか", "87.5%です", "87件です"),
    ],
    ids=["団体の数", "日数", "金額", "個数", "電話番号", "様式", "割合"],
)
def test_a_fact_is_known_by_its_shape(question: str, answers: str, others: str) -> None:
    (shape, *_) = shapes(question)
    assert shape.search(answers)
    assert not shape.search(others)


@pytest.mark.parametrize(
    "question", ["協働とは何ですか", "何が違いますか", "電話が来たらどうする", "いくらでも使えますか"]
)
def test_no_fact_is_asked_for(question: str) -> None:
    assert not shapes(question)
