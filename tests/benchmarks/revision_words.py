"""Invented words, and other words for those of official prose: what a revision of a guideline might say."""

import random
import re

TOPICS = (
    "オープンデータの公開 窓口のオンライン化 避難所の開設 空き家の利活用 公園の維持管理 "
    "子ども食堂への食材提供 高齢者の移動支援 多文化共生の推進 広報紙の配布方法 防災訓練の進め方 "
    "地域通貨の発行 図書の貸出 会計書類の保存 個人情報の取扱い 著作権の帰属 傷害保険への加入 "
    "苦情の受付 契約の解除 成果物の公表 満足度アンケート 会場の予約 謝礼金の支払 "
    "キャッシュレス決済 感染症対策 ハラスメントの防止"
).split()
_WHO = (
    "総務課長 担当係 文化振興室 現地スタッフ 受付窓口 監査委員 事務局長 情報システム課 会計年度任用職員"
).split()
_WHEN = ("毎年四月末 半期ごと 開催日の二週間前 年度の終わり 申込みから十日以内 翌月の五日 随時").split()
_WHAT = (
    "一覧表を作成して回覧する 写真つきで記録を残す 電子メールで通知する 書面を二部用意する "
    "現場を見回って点検する 問い合わせ先を掲示する 見積書を三者から取り寄せる 台帳に登録する "
    "動画を撮影して配信する 鍵を返却する"
).split()
_WHY = (
    "事故を未然に防ぐ 引継ぎを容易にする 紛失や漏えいを避ける 費用の内訳を明らかにする "
    "参加者が安心できる 二重払いをなくす 来場者数を把握する"
).split()
_SHAPES = (
    "{topic}は、{who}が{when}までに{what}ものとします。",
    "{why}よう、{topic}に当たっては{what}こととし、{who}へ{when}に報告してください。",
    "{when}には{who}が{topic}を見直し、{why}ために{what}場合があります。",
    "{topic}を始めるときは、あらかじめ{who}に連絡し、{what}手順を確かめます。",
)
# A word, and another for it.
_WORDS: tuple[tuple[str, str], ...] = tuple(
    (pair.split("→")[0], pair.split("→")[1])
    for pair in (
        "市民→住民 行政→市役所 必要→不可欠 事業→プロジェクト 重要→肝要 大切→重要 実施→展開 活動→取組 "
        "団体→グループ 地域→地区 目的→ねらい 責任→責務 協力→連携 課題→問題点 期待→想定 判断→決定 "
        "理解→把握 形態→方式 経費→費用 主催→共同開催 効果→成果 後援→協賛 補助→助成 提案→申し出"
    ).split()
)
_CLAUSES = ("原則として、", "令和７年度からは、", "特別な事情がある場合を除き、", "市長が認めるときは、")
SENTENCE = re.compile(r"[^。]*。[」）]?|[^。]+$")


def invented(chance: random.Random) -> str:
    """Return one to three sentences on matters that no guideline of ours mentions."""
    return "".join(
        chance.choice(_SHAPES).format(
            topic=chance.choice(TOPICS),
            who=chance.choice(_WHO),
            when=chance.choice(_WHEN),
            what=chance.choice(_WHAT),
            why=chance.choice(_WHY),
        )
        for _ in range(chance.randint(1, 3))
    )


def other_title(title: str, chance: random.Random, topic: str) -> str:
    """Return another title for a section: other words, more words, or a topic."""
    words = [word for word in _WORDS if word[0] in title]
    if words and chance.random() < 0.4:
        return title.replace(*chance.choice(words))
    if chance.random() < 0.5:
        return f"{title}の{chance.choice(['進め方', '留意点', '考え方'])}"
    return topic


def reworded(text: str, chance: random.Random) -> str:
    """Say a passage otherwise: a word, some words and a clause, a sentence less, or one more."""
    words = [word for word in _WORDS if word[0] in text]
    sentences = SENTENCE.findall(text)
    how = chance.random()
    if how < 0.5 and words:
        return text.replace(*chance.choice(words), 1)
    if how < 0.8 and words:
        for word in chance.sample(words, min(len(words), chance.randint(2, 4))):
            text = text.replace(*word)
        mark = "※" if text.startswith("※") else ""
        return mark + chance.choice(_CLAUSES) + text.removeprefix(mark)
    if how < 0.9 and len(sentences) > 2:
        del sentences[chance.randrange(1, len(sentences))]
        return "".join(sentences)
    return text + invented(chance).split("。")[0] + "。"
