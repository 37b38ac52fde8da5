"""Every Japanese string of the pages, in one place.

Names in braces are filled in by whoever shows the string.
"""

from assistant.types import Status

TITLE = "協働ガイドライン アシスタント"
OTHER_TITLE = "{title} アシスタント"
TAGLINE = "ガイドラインの原文で質問にお答えします"
SKIP = "質問の入力へ移動"
SKIP_TO_MAIN = "本文へ移動"

# The frame of every page.
WAYS = "画面の切り替え"
WAY_ASK = "質問する"
WAY_SOURCE = "原文を読む"
PROBLEM = "表示できません"
PAGE_FAILED = (
    "うまく表示できませんでした。前の画面に戻って、もう一度お試しください。"
    "続くときは、システムの担当者にお知らせください。"
)
THIS_MACHINE_ONLY = (
    "この画面は、このサービスを動かしているパソコンでだけ開けます。ほかのパソコンで開くには、"
    "システムの担当者にパスワードの設定をご依頼ください。"
)

# Logging in.
LOGIN = "ログイン"
LOGIN_NAME = "お名前の確認"
LOGIN_WHY = (
    "回答の確認や文書の管理をする方は、お名前とパスワードを入力してください。質問するだけなら必要ありません。"
)
LOGIN_NAME_WHY = "だれが確認や変更をしたかを記録に残すため、お名前を入力してください。"
LOGIN_MORE_WHY = "お名前を入力してください。文書の管理をする方は、パスワードも入力してください。"
LOGIN_NAME_LABEL = "お名前"
LOGIN_NAME_MISSING = "お名前を入力してください。"
LOGIN_PASSWORD = "パスワード"
LOGIN_GO_ON = "次へ進む"
LOGIN_WRONG = "パスワードが違います。もう一度入力してください。"
LOGIN_WAIT = "間違いが続いたため、しばらく受け付けません。1分ほど待ってから、もう一度お試しください。"
LOGIN_ENDED = (
    "ログインの期限が切れたため、保存していません。別のタブでログインし直してから、この画面を一つ前に戻って、"
    "もう一度送ってください。"
)
LOGGED_IN = "{name}さんとして続けます。"
LOG_OUT = "ログアウト"
LOGGED_OUT = "ログアウトしました。"

# Where a quote stands in a file that has pages.
PAGE = "p.{page}"

# The head of an answer: a sign, a short word, and what it means.
SIGNS = {Status.FOUND: "●", Status.RELATED: "◐", Status.NOT_FOUND: "○"}
WORDS = {Status.FOUND: "記載あり", Status.RELATED: "関係する記載", Status.NOT_FOUND: "記載なし"}
HEADS = {
    Status.FOUND: "ガイドラインに次の記載があります。",
    Status.RELATED: "この点を直接述べた記載は見つかりませんでした。関係する記載を示します。",
    Status.NOT_FOUND: "ガイドラインには、この質問に関する記載が見つかりませんでした。",
}
MISSING = "{words}という語はガイドラインにありません。"
MISSING_WORD = "『{word}』"
UNDERSTOOD = "前の質問とあわせて「{query}」としてお調べしました。"
FURTHER = "ほかの節にも記載があります"
FURTHER_RELATED = "ほかに関係する節"
NEAREST = "近い節（お尋ねの答えそのものではありません）"
CONTACT = "お急ぎのときや、判断に迷うときは、{contact}にお問い合わせください。"
COUNT = "引用 {count}件。"

NO_SECTION = "（見出しの前）"
VERIFIED = "原文と照合済み"
VERIFIED_MEANS = (
    "引用した文が、受け取った原文のファイルの文字と一字一句同じであることを、表示する前に確かめた印です。"
    "照合できない文は表示しません。"
)
APPROVED = "確認の担当者が、次の質問の答えとして確かめた箇所です。"
PAGE = "p.{page}"
OPEN_SOURCE = "原文で開く"
CONTEXT = "前後も読む"
CONTEXT_WHOLE = "節の全体を読む"
CONTEXT_LESS = "たたむ"
COPY = "参照つきでコピー"
COPY_LINK = "リンクをコピー"
COPY_ALL = "回答全体をコピー"
COPY_QUESTION_LINK = "質問へのリンクをコピー"
LINK_COPIED = "リンクをコピーしました"
PRINT = "印刷"
FOLLOW_UPS = "続けて尋ねる"
COPIED = "コピーしました"
NOT_COPIED = "コピーできませんでした。文を選んでコピーしてください。"
COPY_QUOTE = "「{text}」\n（{reference}）"
COPY_QUESTION = "質問: {question}"

# A thumb and what goes with it.
RATING = "この回答は役に立ちましたか"
RATING_YES = "役に立った"
RATING_NO = "違う"
RATING_WHY = "どこが違いましたか（選ばなくてもかまいません）"
RATING_REASONS = (
    "尋ねたことと違う",
    "一部しか出ていない",
    "あるはずの記載が出ない",
    "出す必要のない記載が出た",
)
RATING_COMMENT = "ひとこと（書かなくてもかまいません。お名前などは書かないでください）"
RATING_SEND = "送る"
RATING_THANKS = "ありがとうございます。記録しました。"
RATING_ADDED = "お知らせいただいた内容を記録しました。回答の見直しに使います。"
RATING_WITHDRAWN = "取り消しました。"
RATING_FAILED = "記録できませんでした。少し待ってから、もう一度お試しください。"

# One's own earlier questions.
MINE = "これまでの質問"
MINE_WHY = (
    "このブラウザーで尋ねた質問です。ブラウザーを閉じるまで表示できます。"
    "質問を選ぶと、今の版でもう一度お調べします。"
)
MINE_NONE = "まだ質問がありません。"
MINE_OFF = "この設定では、これまでの質問を表示しません。"
MINE_FORGET = "このブラウザーでの表示をやめる"
MINE_FORGOTTEN = "これまでの質問を、このブラウザーに表示しないようにしました。"
MINE_HEADS = ("日時", "質問", "結果", "はじめの引用")

# Type-ahead.
SUGGESTIONS = "質問の候補"
SUGGESTION_COUNT = "候補 {count}件。上下の矢印キーで選べます。"

CHAT = "質問と回答"
ASKED = "質問"
BOX_LABEL = "質問を入力"
BOX_HINT = "例: ○○とは何ですか"
BOX_KEYS = "Enterで送信、Shift+Enterで改行"
SEND = "送信"
NEW = "新しい会話"
NEW_DONE = "新しい会話を始めました。"
SEARCHING = "原文を調べています。"
WELCOME = "ガイドラインについて、知りたいことを普段の言葉でお尋ねください。"
WELCOME_MORE = (
    "文章を作り出す仕組み（生成AI）は使っていません。お見せするのは原文の引用だけです。"
    "書かれていないことは「見つかりませんでした」とお答えします。"
)
EXAMPLES = "質問の例"
# How a first question is asked about a section; the titles come from the documents.
EXAMPLE_LEAF = "{title}とは何ですか"
EXAMPLE_PARENT = "{title}にはどのようなものがありますか"
EXAMPLE_SIDES = "{first}と{second}の違いは何ですか"

SOURCE = "原文"
READ_SOURCE = "原文を読む"
BACK = "回答に戻る"
OUTLINE = "目次"
ISSUED = "{issuer} {date}"
TABLE_OF = "表"
FIRST_COLUMN = "項目"
RECEIVED = "受け取ったままの文（左は行番号）"
WITH_RECEIVED = "受け取ったままの文"
DOCUMENT = "文書"
SHOW = "表示"
FIND = "原文の中を検索"
FIND_PREVIOUS = "前の箇所へ"
FIND_NEXT = "次の箇所へ"
FIND_COUNT = "{count}件中 {place}件目"
FIND_NONE = "ありません"
COPY_PLACE = "参照をコピー"
PLACE_COPIED = "参照とリンクをコピーしました"
PLACE_GONE = (
    "リンクの箇所は、今の版の原文にはありません。改訂で変わったか、なくなったとみられます。"
    "目次か検索でお探しください。"
)

PREPARING = "準備しています。このままお待ちください。"
PREPARING_STAGE = "準備しています（{stage}）。このままお待ちください。"
READY = "ご質問いただけます"
FAILED = "今はお答えできません。{message}"
FELL_BACK = "{message} 今は前の索引「{name}」でお答えしています。"
NOT_TAKEN_OVER = "新しい索引に切り替えられませんでした。今までの索引「{name}」でお答えしています。{message}"
TAKEN_OVER = "索引「{name}」に切り替えました"
UNEXPECTED = (
    "うまくお答えできませんでした。もう一度お試しください。続くときは、システムの担当者にお知らせください。"
)
NOT_STARTED = "準備ができませんでした。システムの担当者に、起動時の記録を確かめるようお伝えください。"
OUT_OF_REACH = "通信できませんでした。入力した文はそのままです。少し待ってから、もう一度お試しください。"
TOO_MUCH = "送られた内容が大きすぎます。要点を短くして、もう一度お試しください。"
REFUSED = "この要求は受け付けていません。"
CUT = "…（全{count:,}字）"
ERROR = "お知らせ"

# What Gradio says by itself in English → Japanese.
GRADIO = {
    "Connection to the server was lost. Attempting reconnection...": (
        "サーバーとの接続が切れました。つなぎ直しています。"
    ),
    "Connection errored out.": OUT_OF_REACH,
    "Connection Lost": "接続が切れました",
    "Connection lost": "接続が切れました",
    "Connection re-established.": "接続が戻りました。",
    "Error": ERROR,
    "Loading...": "読み込んでいます",
    "Queue is full": "ただいま混み合っています。少し待ってから、もう一度お試しください。",
}

# What scripts show, by the names they know it by.
SCRIPTS = {
    "gradio": GRADIO,
    "copied": COPIED,
    "notCopied": NOT_COPIED,
    "placeCopied": PLACE_COPIED,
    "new": NEW_DONE,
    "findCount": FIND_COUNT,
    "findNone": FIND_NONE,
    "context": CONTEXT,
    "contextWhole": CONTEXT_WHOLE,
    "contextLess": CONTEXT_LESS,
    "copyQuote": COPY_QUOTE,
    "copyQuestion": COPY_QUESTION,
    "linkCopied": LINK_COPIED,
    "ratingFailed": RATING_FAILED,
    "suggestions": SUGGESTIONS,
    "suggestionCount": SUGGESTION_COUNT,
}
