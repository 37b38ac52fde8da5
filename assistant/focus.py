"""A question → its focus: the noun phrase it wants something about, 委託の責任 in 委託の責任は誰が負う？."""

from collections.abc import Sequence

from index.tokens import Token, Word, words

_NOUNS = frozenset({"名詞", "接尾辞", "接頭辞", "形状詞"})
_PARTICLES = frozenset({"は", "が", "を", "って", "も", "とは"})
# Nouns that say what sort of answer is wanted, not about what: 方法は, 理由を, 一覧を.
_ASKING = frozenset(
    "違い 理由 方法 意味 定義 記載 箇所 部分 説明 内容 場合 根拠 種類 一覧 全部 例 具体 詳細 手順 流れ 答え"
    " 質問 話 覚え 言葉 表現 項目 ポイント 注意 目的 関係 点 形 該当 考え 考え方 遣り方 気 感じ".split()
)
_ENDS = frozenset("。！？!?\n")


def focus(question: str) -> tuple[Token, ...]:
    """Return the tokens of the noun phrase asked about, () if there is none.

    It is the last one before a particle that marks a topic, a subject or an object, in the last
    sentence that has any; a telegram (委託 責任の所在) has its last noun phrase.
    """
    for sentence in reversed(_sentences(question)):
        phrases = [phrase for phrase in _joined(_noun_phrases(question, sentence)) if not _asks(phrase[0])]
        marked = [tokens for tokens, particle in phrases if particle in _PARTICLES]
        if marked:
            return marked[-1]
        if phrases:
            return phrases[-1][0]
    return ()


def _sentences(question: str) -> list[list[Word]]:
    sentences: list[list[Word]] = [[]]
    for word in words(question):
        sentences[-1].append(word)
        if question[word.span.start : word.span.end] in _ENDS:
            sentences.append([])
    return sentences


def _asks(tokens: tuple[Token, ...]) -> bool:
    return all(token.term in _ASKING for token in tokens)


def _joined(phrases: list[tuple[tuple[Token, ...], str]]) -> list[tuple[tuple[Token, ...], str]]:
    """Take の between two phrases for part of one: パスポートの更新."""
    joined: list[tuple[tuple[Token, ...], str]] = []
    for tokens, particle in phrases:
        if joined and joined[-1][1] == "の":
            joined[-1] = ((*joined[-1][0], *tokens), particle)
        else:
            joined.append((tokens, particle))
    return joined


def _noun_phrases(question: str, sentence: Sequence[Word]) -> list[tuple[tuple[Token, ...], str]]:
    """Nouns that touch, each with the word right behind them ("" where there is none)."""
    phrases: list[tuple[tuple[Token, ...], str]] = []
    run: list[Token] = []
    for word in sentence:
        token = word.token
        touches = not run or run[-1].span.end == word.span.start
        if token and token.pos in _NOUNS and touches:
            run.append(token)
            continue
        if run:
            phrases.append((tuple(run), question[word.span.start : word.span.end] if touches else ""))
        run = [token] if token and token.pos in _NOUNS else []
    if run:
        phrases.append((tuple(run), ""))
    return phrases
