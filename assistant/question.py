"""History + question → what is asked: a standalone query, the kind of question, the kind of fact.

Every rule here is one of Japanese questions in general; none knows the documents.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from assistant.errors import AskError
from assistant.focus import focus
from index.tokens import Token, tokenize, words

MAX_LENGTH = 2000


class Kind(StrEnum):
    """What sort of passage would answer first."""

    DEFINITION = "definition"
    LIST = "list"
    COMPARISON = "comparison"
    GROUNDS = "grounds"
    YES_NO = "yes_no"
    HOW = "how"
    WHY = "why"
    OTHER = "other"


class Fact(StrEnum):
    """A fact whose presence can be seen in a text by its shape."""

    MONEY = "money"
    COUNT = "count"
    DATE = "date"
    PERIOD = "period"
    CONTACT = "contact"
    FORM = "form"
    RATE = "rate"


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood.

    `text` is what was typed. `query` is what is searched; `inherited` are the words it took over from
    the questions before. `sides` are the two things that a comparison is about, else empty. `focus`
    is the noun phrase that something is asked about, `defined` the one whose meaning is. `rows` are the
    passages of the one document that is asked, None where all are.
    """

    text: str
    query: str
    inherited: str
    kind: Kind
    facts: frozenset[Fact]
    sides: tuple[str, ...]
    focus: tuple[Token, ...]
    defined: str
    rows: range | None = None


# How questions of each kind are asked, after NFKC and in lower case; the first that matches counts.
_KINDS = tuple(
    (kind, re.compile(pattern, re.VERBOSE))
    for kind, pattern in (
        (
            Kind.COMPARISON,
            r"""違い|違う|違って|ちがい|ちがう|相違|異な|使い分け|区別|見分け|比べ|比較
            |どっち|どちら|差は|と.{1,20}の(?:関係|差)|同じ(?:もの|こと|意味|です|なの)""",
        ),
        (
            Kind.GROUNDS,
            r"""根拠|どこに(?:書|記載|あり|載)|どこで(?:定|述べ)|どの(?:条|規定|部分|箇所|章|節)
            |何条|明記|書いて(?:あ|い)|書かれて|載って""",
        ),
        (
            Kind.DEFINITION,
            # とは, but not ことは, あとは, もとは.
            r"""(?<![こあも])とは(?:[、,?？。]|何|なに|なん|ど[うのんこ]|一体|いったい|そもそも|$)
            |って(?:結局|要するに|つまり|そもそも|一体|いったい)?(?:何|なに|なん|どう|どんな)|と(?:いう|言う)のは|定義|意味|何のこと|何を指|何の略
            |(?:どんな|どういう)(?:もの|こと|団体|形|意味)(?!.{0,6}(?:ある|あり))""",
        ),
        (
            Kind.LIST,
            r"""一覧|すべて|全て|ぜんぶ|全部|種類|列挙|挙げ|並べ|何と何|リスト|構成|いくつ(?:ある|あり|か)
            |何(?:つ|種類|項目|パターン)|(?:何|なに)が(?:ある|あり)|それぞれ
            |(?:どんな|どういう|どういった|どのような|何の|なんの).{0,20}(?:ある|あり|含ま|挙が)""",
        ),
        (Kind.WHY, r"なぜ|何故|どうして|なんで|理由|わけ(?:は|を|$)|背景|狙い|ねらい|目的"),
        (
            Kind.HOW,
            r"""どうやって|どのように|どうすれば|どうしたら|どうする|どう(?:進|対応|扱|書|決|選|考)|方法|手順
            |手続|進め方|やり方|流れ|気をつけ|注意|留意|心がけ|ポイント""",
        ),
        (
            Kind.YES_NO,
            r"""(?:です|ます|ません|でしょう|いい|良い|よい|ない|ある|の|だめ|ダメ|可|ok)(?:ん|の)?(?:です)?か[?？。]*$
            |(?:いい|ok|だめ|ダメ|可能|大丈夫|必要|あり|なし)[?？]$|べきか""",
        ),
    )
)

# How facts are asked for that can be told by their shape.
_FACTS = tuple(
    (fact, re.compile(pattern, re.VERBOSE))
    for fact, pattern in (
        (
            Fact.MONEY,
            r"""いくら|何円|何万|何千|金額|上限|限度|単価|(?<![全半])額|報酬|謝礼|手数料|料金""",
        ),
        (Fact.RATE, r"何(?:%|パーセント|割)|割合|補助率|比率|何分の"),
        (Fact.COUNT, r"何(?:件|人|名|団体|回|か所|箇所|社|枚|部|校|世帯)|人数|件数|定員|回数|団体数"),
        (Fact.DATE, r"いつ(?!も|で|まで)|何(?:年|月|日|曜)(?!間|以内|前|かか)|日程|日時|年月|施行日|開始日"),
        (
            Fact.PERIOD,
            r"いつまで|何(?:日|週間|か月|ヶ月|カ月|年)(?:間|以内|前|かか)|期限|締め?切り?|期日|期間|〆切",
        ),
        (
            Fact.CONTACT,
            r"""電話|内線|連絡先|問い?合わ?せ先|メール|アドレス|fax|ファックス|住所|所在地|窓口の場所|url
            |ホームページ""",
        ),
        (
            Fact.FORM,
            r"""様式|書式|申請書|申込書|届出?書|ひな形|雛形|テンプレート|用紙|添付書類|提出書類|必要書類""",
        ),
    )
)

_SIDES = re.compile(
    r"""(?P<a>[^、。,？?\s]{1,25}?)(?:と|と、|、|vs\.?|対|or|か|や)\s*(?P<b>[^、。,？?\s]{1,25}?)
    (?:(?:と)?(?:の|は|って|では|で|って、|とで|とでは|を|が|、|の間の).{0,14}
       (?:違|ちが|異な|差|比|区別|使い分け|見分け|どっち|どちら|関係|共通|同じ)
     |(?:違い|どっち|どちら|使い分け|比較|の差))""",
    re.VERBOSE,
)
# Words that point back, and openings that go on with what was being talked about.
_POINTS_BACK = re.compile(
    r"""^(?:では|じゃあ?|それ|その|そこ|そう|これ|この|ここ|さっき|先ほど|あと|ほかに|他に|他は|ほかは|上記
       |前述|同じ|逆に|反対に|ちなみに|なお|また|もし|あれ|だったら|でも|で、|なら|両者|どちらも|両方)
    |(?:それ|その場合|その時|これら?|それら|両者|前者|後者)(?:は|が|を|の|に|で|も|と)""",
    re.VERBOSE,
)
# A follow-up that is one phrase and a particle which is more than は: 市役所には？, 委託の場合は？.
_REPLACES = re.compile(
    r"^[^、。は]{1,20}?(?P<particle>には|では|の場合は|のほうは|の方は|にとっては|からは)[?？]*$"
)
_DEFINING = re.compile(
    r"[」』”\"]?(?:(?<![こあも])とは|って|という|と言う|といった|の定義|の意味|の略|は何の略)"
)
_INTERROGATIVE = re.compile(r"何|なに|なん|誰|だれ|いつ|どこ|どれ|どの|どう|どん|いくら|いくつ|なぜ")
_PREDICATES = frozenset({"動詞", "形容詞", "助動詞"})
# A question of fewer content words than this, or of one phrase, leaves something out.
_SHORT = 3


def understand(question: str, history: Sequence[str] = ()) -> Question:
    """Return what a question asks for, with what it leaves out taken from the questions before it.

    Raises AskError for a question that is empty or longer than MAX_LENGTH characters.
    """
    return interpret(_checked(question), history)


def interpret(text: str, history: Sequence[str] = ()) -> Question:
    """Return what a text asks for, be it empty or of any length."""
    inherited = _inherited(text, history)
    shape = unicodedata.normalize("NFKC", text).lower().strip()
    facts = frozenset(fact for fact, pattern in _FACTS if pattern.search(shape))
    kind = next((kind for kind, pattern in _KINDS if pattern.search(shape)), Kind.OTHER)
    if kind is Kind.YES_NO and _INTERROGATIVE.search(shape):
        kind = Kind.OTHER
    sides = _sides(shape) if kind is Kind.COMPARISON else ()
    query = f"{inherited} {text}" if inherited else text
    defined = _defined(shape) if kind is Kind.DEFINITION else ""
    return Question(text, query, inherited, kind, facts, sides, focus(text), defined)


def _checked(question: str) -> str:
    if len(question) > MAX_LENGTH:
        raise AskError(f"質問が長すぎます（{MAX_LENGTH:,}字まで）。要点を短くして、もう一度お試しください。")
    visible = "".join(c for c in question if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    if not visible.strip():
        raise AskError("質問が空です。知りたいことを入力してください。")
    return question.strip()


def _inherited(text: str, history: Sequence[str]) -> str:
    """The words of the question before that this one leaves out; "" where it stands alone."""
    earlier = [asked for asked in history if asked.strip()]
    if not earlier:
        return ""
    shape = unicodedata.normalize("NFKC", text).strip()
    if not _POINTS_BACK.search(shape) and (_names_its_subject(text) or _DEFINING.search(shape)):
        return ""
    previous = earlier[-1]
    # A follow-up to a follow-up: what is being talked about was named further back.
    subject = previous
    if len(tokenize(previous)) < _SHORT and len(earlier) > 1:
        subject = f"{earlier[-2]} {previous}"
    own = {token.term for token in tokenize(text)}
    return " ".join(_phrases(_without_replaced(subject, text), own))


def _names_its_subject(text: str) -> bool:
    """Whether a question can be understood without the ones before it.

    It has three words or more in several phrases; or it is a whole sentence about more than one noun
    (パスポートの更新はどこでできますか, but not 負担金はいくらですか or 責任は誰が負いますか).
    """
    phrases = _phrases(text, set())
    if len(tokenize(text)) >= _SHORT and len(phrases) > 1:
        return True
    found = words(text)
    nouns = [word for word in found if word.token and word.token.pos == "名詞"]
    apart = sum(1 for a, b in pairwise(nouns) if a.span.end < b.span.start)
    return apart > 0 and any(word.pos in _PREDICATES for word in found)


def _without_replaced(subject: str, text: str) -> str:
    """Leave out of the question before what the follow-up puts something else for.

    自治会にはどんな効果がありますか, then 市役所には？: it is no longer about 自治会.
    """
    match = _REPLACES.search(unicodedata.normalize("NFKC", text).strip())
    at = subject.find(match["particle"]) if match else -1
    return subject[: _phrase_start(subject, at)] + subject[at:] if at > 0 else subject


def _phrases(text: str, without: set[str]) -> list[str]:
    """The content words of a text but for some, those that touch kept together: 事業協力."""
    phrases: list[str] = []
    end = -1
    for token in tokenize(text):
        word = text[token.span.start : token.span.end]
        if token.term in without:
            continue
        if phrases and token.span.start == end:
            phrases[-1] += word
        else:
            phrases.append(word)
        end = token.span.end
    return phrases


def _defined(shape: str) -> str:
    """The noun phrase before とは, って, という and the like: what X is in Xとは何ですか."""
    match = _DEFINING.search(shape)
    if not match:
        return ""
    return shape[_phrase_start(shape, match.start()) : match.start()]


def _phrase_start(text: str, end: int) -> int:
    """Where the content words begin that touch each other and end here; `end` if none does."""
    start = end
    for token in reversed(tokenize(text[:end])):
        if token.span.end != start:
            break
        start = token.span.start
    return start


def _sides(shape: str) -> tuple[str, ...]:
    match = _SIDES.search(shape)
    if not match:
        return ()
    sides = tuple(re.sub(r"^(?:では|じゃあ?|あの|その)、?", "", match[name]).strip() for name in ("a", "b"))
    return sides if all(tokenize(side) for side in sides) else ()
