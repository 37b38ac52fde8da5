"""A question → the shapes that a fact it asks for would have in a text: 何団体 wants a number and 団体.

Rules of Japanese questions in general: what counter follows 何, and the nouns that name a kind of fact.
All is read after NFKC, in lower case.
"""

import re
from functools import cache

_NUMBER = r"[0-9〇一二三四五六七八九十百千万]+(?:,[0-9]{3})*"
# Counters after 何, each with what may stand behind the number instead.
_COUNTERS = {
    **{counter: counter for counter in "年日時週件枚部台校社科階冊点条項章号倍席室曜"},
    "団体": "団体",
    "人": "人|名",
    "名": "人|名",
    "か月": "か月|ヶ月|カ月|箇月|月",
    "月": "月",
    "時間": "時間",
    "分": "分",
    "円": "円",
    "万": "万|円",
    "パーセント": "%|パーセント|割",
    "%": "%|パーセント|割",
    "割": "%|パーセント|割",
    "分の": "分の|割|%",
    "回": "回|度",
    "度": "度|回",
    "個": "個|つ",
    "つ": "つ|個|種",
    "種類": "種|つ",
    "歳": "歳|才",
    "番": "番|-[0-9]|[0-9]{3}",
    "メートル": "メートル|m",
    "キロ": "キロ|km|kg",
    "か国": "か国|カ国",
    "か所": "か所|箇所",
    "世帯": "世帯",
    "ページ": "ページ|頁",
}
_AFTER_WHAT = re.compile("何(" + "|".join(sorted(_COUNTERS, key=len, reverse=True)) + ")")
_HOW_MANY = re.compile("いくつ")
_ANY_COUNTED = f"{_NUMBER}(?:件|つ|個|人|団体|種|回|か所|箇所|項|台|校|社|部)"
# Nouns that name a kind of fact, and what such a fact looks like.
_NAMED = tuple(
    (re.compile(asked), re.compile(shape))
    for asked, shape in (
        (
            "いくら(?!でも)|金額|上限額|料金|手数料|単価|報酬|謝礼|謝金",
            rf"{_NUMBER}(?:万|千|億)?円|無料|免除|有料",
        ),
        (
            "電話番号|内線|連絡先|問い?合わ?せ先|メールアドレス|住所|所在地|fax番号|url",
            r"[0-9]{2,4}-[0-9]{2,4}|@|https?:|内線",
        ),
        ("様式|書式|ひな形|雛形|テンプレート|見本", "様式第?[0-9]|ひな形|別紙|記入例|カード"),
        ("割合|率(?:は|を|が)", rf"{_NUMBER}(?:%|パーセント|割|分の)|半額|半数|全額"),
    )
)


def counts(text: str) -> bool:
    """Whether a number of something is asked for."""
    return bool(_AFTER_WHAT.search(text) or _HOW_MANY.search(text))


def shapes(text: str) -> list[re.Pattern[str]]:
    """Return the shapes of the facts that a question asks for, each of which an answer would have."""
    found = [_counted(counter) for counter in dict.fromkeys(_AFTER_WHAT.findall(text))]
    if _HOW_MANY.search(text):
        found.append(_counted(""))
    return found + [shape for asked, shape in _NAMED if asked.search(text)]


@cache
def _counted(counter: str) -> re.Pattern[str]:
    return re.compile(f"{_NUMBER}か?(?:{_COUNTERS[counter]})" if counter else _ANY_COUNTED)
