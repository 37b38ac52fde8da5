"""Every Japanese string of the pages, in one place.

Names in braces are filled in by whoever shows the string.
"""

from assistant.store.types import Verdict
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
WAY_CHECK = "確認する"
WAY_UPKEEP = "管理する"
WAY_GUIDE = "使い方"
GUIDES = {"employee": "質問する方", "trainer": "確認する方", "maintainer": "管理する方"}
GUIDE_FOR = "使い方（{reader}へ）"
NO_SUCH_PAGE = "この画面はありません。アドレスを確かめるか、上の見出しから選んでください。"
FILE_CHOOSE = "ファイルを選ぶ"
FILE_NONE = "まだ選んでいません"
PROBLEM = "表示できません"
PROBLEM_SENT = "受け付けられませんでした"
PROBLEM_BACK = "前の画面に戻る"
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
EARLIER = "{built}に作った索引の原文です。今お答えしているものとは違うことがあります。"
EARLIER_GONE = "そのときの原文は、もう残っていません。今の原文は「原文を読む」で見られます。"
EARLIER_NOW = "今の原文を読む"
PLACE_MOVED = "リンクの箇所は、改訂で変わりました。今の版では次の箇所に当たります。"
PLACE_GONE = (
    "リンクの箇所は、今の版の原文にはありません。改訂で変わったか、なくなったとみられます。"
    "目次か検索でお探しください。"
)

PREPARING = "準備しています。このままお待ちください。"
PREPARING_STAGE = "準備しています（{stage}）。このままお待ちください。"
READY = "ご質問いただけます"
FAILED = "今はお答えできません。{message}"
FELL_BACK = "{message} 今は{built}に作った前の索引でお答えしています。"
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

# The trainer's pages.
CHECK_TABS = "確認の画面"
CHECK_TAB_QUEUE = "質問と回答"
CHECK_TAB_GOLDEN = "確認済みの質問"
CHECK_TAB_SHEETS = "質問の表"
CHECK_TAB_FIGURES = "数字"
CHECK_RECORD_TROUBLE = "いまは記録ができません。質問への回答は続いています。"

VERDICTS = {
    Verdict.RIGHT: "正しい",
    Verdict.INCOMPLETE: "足りない",
    Verdict.WRONG: "違う",
    Verdict.SHOULD_REFUSE: "答えるべきでなかった",
    Verdict.SHOULD_ANSWER: "答えるべきだった",
}
VERDICTS_MEAN = {
    Verdict.RIGHT: "1番目の引用が答えになっている",
    Verdict.INCOMPLETE: "ほかに必要な箇所がある",
    Verdict.WRONG: "別の箇所が答えである、または引用が答えになっていない",
    Verdict.SHOULD_REFUSE: "ガイドラインに答えの記載がない",
    Verdict.SHOULD_ANSWER: "ガイドラインに答えの記載がある",
}
VERDICT_SIGNS = {
    Verdict.RIGHT: "○",
    Verdict.INCOMPLETE: "△",
    Verdict.WRONG: "×",
    Verdict.SHOULD_REFUSE: "×",
    Verdict.SHOULD_ANSWER: "×",
}
KINDS = {
    "definition": "意味",
    "list": "一覧",
    "comparison": "違い",
    "grounds": "根拠",
    "yes_no": "可否",
    "how": "進め方",
    "why": "理由",
    "other": "その他",
}

CHECK_QUEUE = "質問と回答を確かめる"
CHECK_QUEUE_LEAD = (
    "職員が尋ねた質問と、そのときお見せした回答です。開いて原文と照らし、判定をつけてください。"
)
CHECK_FILTER = "絞り込み"
CHECK_ANY = "すべて"
CHECK_UNJUDGED = "まだ判定していない"
CHECK_JUDGED = "判定した"
CHECK_VERDICT = "判定"
CHECK_STATUS = "回答"
CHECK_THUMB = "職員の評価"
CHECK_THUMBS = {"helpful": "役に立った", "unhelpful": "違う"}
CHECK_SECTION = "1番目の引用の節"
CHECK_SINCE = "この日から"
CHECK_UNTIL = "この日まで"
CHECK_TEXT = "質問に含まれる語"
CHECK_APPLY = "絞り込む"
CHECK_CLEAR = "絞り込みを解く"
CHECK_COUNT = "{count:,}件"
CHECK_EMPTY = "あてはまる質問はありません。"
CHECK_EMPTY_HINT = "絞り込みを変えるか、職員の質問をお待ちください。"
CHECK_ASKED_AT = "日時"
CHECK_PLACE = "1番目の引用"
CHECK_PAGES = "ページの移動"
CHECK_BEFORE = "新しい質問へ"
CHECK_AFTER = "古い質問へ"
CHECK_PAGE = "{page} / {last} ページ"
CHECK_STALE = (
    "改訂で文が変わり、確認し直していただきたい質問が{count}件あります。それまで、いつもの順で回答します。"
)
CHECK_STALE_LINK = "確認し直す質問を見る"
CHECK_BAD_DATE = "日付「{text}」は使えません。2026-04-01 のように入れてください。"

CHECK_EXCHANGE = "回答を確かめる"
CHECK_TO_QUEUE = "一覧に戻る"
CHECK_FOLLOWING = "次のまだ判定していない質問"
CHECK_QUESTION = "質問"
CHECK_BEFORE_IT = "その前の質問"
CHECK_UNDERSTOOD = "検索した言葉"
CHECK_SHOWN = "お見せした回答"
CHECK_GENERATION = "{when}に、{built}に作った索引で回答（確信度 {confidence:.0%}、{elapsed:.1f}ミリ秒）"
CHECK_OLD_GENERATION = "今の索引とは違います。原文の側は今の索引のものです。"
CHECK_NOT_THERE = "今の原文に、この文はありません。"
CHECK_NOW_THERE = "今の原文では、次の箇所に当たります。"
CHECK_SEE_EARLIER = "回答したときの原文で見る"
CHECK_SEE = "原文で見る"
CHECK_APPROVED_FOR = "「{question}」の答えとして承認済み"
CHECK_NO_QUOTE = "引用はありません。"
CHECK_RATINGS = "職員の評価"
CHECK_NO_RATING = "評価はまだありません。"
CHECK_WHY = "この回答になった理由"
CHECK_FIRED = "言い換えて探した語"
CHECK_FIRED_ONE = "{word} → {targets}"
CHECK_NOT_FIRED = "言い換えた語はありません。"
CHECK_MISSING = "原文にない語"
CHECK_CANDIDATES = "候補と順位"
CHECK_CANDIDATES_HINT = (
    "言葉の順位は同じ語を含むか、意味の順位は文の意味が近いかで並べたもの、"
    "合わせた順位は二つを合わせたもの、最後の順位は候補をくわしく読み直したものです。"
)
CHECK_NO_CANDIDATES = "手がかりになる語がなく、候補はありませんでした。"
CHECK_RANK = "最後の順位"
CHECK_FIRST_RANK = "合わせた順位"
CHECK_LEXICAL = "言葉の順位"
CHECK_DENSE = "意味の順位"
CHECK_SCORE = "点"
CHECK_OUT_OF_RANK = "50位より下"
CHECK_FEATURES = "読み直した手がかり"
CHECK_CONFIDENCE = "確信度の手がかり"
CHECK_QUOTED = "引用"
CHECK_QUOTED_AS = "引用{number}"
CHECK_NEAR = "惜しかった候補"
CHECK_HOW_SHOWN = "お見せした形"

# The features of ranking and of confidence; one that is not here is called by its name in the code.
FEATURES = {
    "fused": "言葉と意味を合わせた点",
    "cosine": "質問と箇所全体の意味の近さ",
    "context": "文章として読んだときの近さ",
    "coverage": "質問の語を含む割合",
    "meaning": "いちばん近い文の意味の近さ",
    "title": "節の題が質問にある割合",
    "caption": "囲みの題が質問にある割合",
    "lead": "尋ねられた節のはじめの文",
    "defines": "尋ねられた語の意味を述べる文",
    "listed": "尋ねられた一覧",
    "advice": "注意書き",
    "near": "意味の近い語の割合",
    "runs": "同じ字の並び",
    "focus": "尋ねられたことを含む割合",
    "margin": "次の候補との差",
    "missing": "原文にない語の割合",
    "missing_nouns": "原文にない名詞の割合",
    "missing_formal": "原文にない漢字・片仮名の名詞の割合",
    "head": "尋ねられたものが原文にある",
    "lacks_fact": "尋ねられた数や日付などが候補にない",
    "length": "質問の長さ",
    "inherited": "前の質問を引き継いだ",
    "score": "1番目の候補の点",
    "gap": "次の候補との点の差",
    "exact": "質問の語がそのままある割合",
    "sentence": "質問の語が一つの文にある割合",
    "met": "質問の語か近い語がある割合",
    "unmet": "ない語のうちいちばん重い語",
    "unmet_noun": "ない名詞のうちいちばん重い語",
    "unmet_nouns": "ない名詞の割合",
    "unmet_verbs": "ない動詞の割合",
    "missing_words": "原文のどこにもない語の割合",
    "head_known": "尋ねられたものが原文にある",
    "head_unmet": "尋ねられたものが1番目の候補にない",
    "head_apart": "尋ねられたものが一つの文にない",
    "head_nowhere": "尋ねられたものがどの候補にもない",
    "head_missing": "尋ねられたものが原文にない",
    "head_share": "尋ねられたものの重さ",
    "lacks": "尋ねられた数や日付などが1番目の候補にない",
    "lacks_near": "尋ねられた数や日付などが近い文にない",
    "lacks_all": "尋ねられた数や日付などがどの候補にもない",
}

CHECK_JUDGE = "判定する"
CHECK_JUDGE_HINT = (
    "正しい箇所は、原文から選んでください。「正しい」で何も選ばなければ、1番目の引用を正しい箇所とします。"
)
CHECK_TO_SOURCE = "原文から正しい箇所を選ぶ"
CHECK_TO_JUDGE = "判定に戻る"
CHECK_REFUSE_LABEL = "「答えるべきでなかった」ときの、あるべき回答"
CHECK_REFUSE_AS = {
    Status.RELATED: "関係する記載だけがある（話題はあるが、尋ねた点は書かれていない）",
    Status.NOT_FOUND: "記載がない（ガイドラインと関わりのない質問）",
}
CHECK_APPROVE = "これからも、この質問とほぼ同じ質問には、選んだ箇所をはじめに示す（承認）"
CHECK_WITH_LIKE = "同じ質問に同じ回答をした、まだ判定していないもの（{count}件）にも、同じ判定をつける"
CHECK_NOTE = "備考"
CHECK_SAVE_VERDICT = "判定を保存する"
CHECK_PICK = "「{label}…」を正しい箇所に選ぶ"
CHECK_PICK_HEAD = "原文（正しい箇所を選ぶ）"
CHECK_PICK_HINT = "箇所の左の四角に印をつけます。文を押しても選べます。"
CHECK_PICKED = "選んだ箇所: {count}"
CHECK_PICK_PART = "文書が長いため、引用と候補のある節だけを示しています。ほかの節は、語で探してください。"
CHECK_FIND = "探す語"
CHECK_FIND_DO = "原文から探す"
CHECK_PICKED_GONE = "選んだ箇所が、改訂で原文からなくなりました。画面を開き直して、選び直してください。"
CHECK_NO_VERDICT = "判定を選んでください。"
CHECK_GONE = "この質問の記録は、保存期間を過ぎたなどの理由で、もうありません。"
CHECK_JUDGED_DONE = "判定を保存しました。"
CHECK_GOLDEN_DONE = "判定を保存し、確認済みの質問に加えました。"
CHECK_APPROVED_DONE = "判定を保存し、承認しました。数秒のうちに、この質問には選んだ箇所がはじめに示されます。"
CHECK_LOG = "これまでの判定"
CHECK_LOG_ONE = "{when} {by}: {sign} {verdict}"
CHECK_IS_GOLDEN = "この質問は確認済みの質問に入っています。"
CHECK_EDIT = "編集する"

CHECK_GOLDEN = "確認済みの質問"
CHECK_GOLDEN_LEAD = (
    "正しい答えの分かっている質問です。改訂の前に、答えが変わらないかを必ず確かめます。"
    "承認した質問には、選んだ箇所をはじめに示します。"
)
CHECK_GOLDEN_STATES = {
    "": "すべて",
    "stale": "確認し直すもの",
    "approved": "承認が効いているもの",
    "failed": "前回うまく答えられなかったもの",
}
CHECK_GOLDEN_NEW = "確認済みの質問を加える"
CHECK_GOLDEN_EXPORT = "ファイルに書き出す"
CHECK_GOLDEN_ONE = "確認済みの質問を編集する"
CHECK_GOLDEN_EMPTY = "確認済みの質問はまだありません。「質問と回答」で判定すると、ここに加わります。"
CHECK_GOLDEN_NONE = "あてはまる質問はありません。"
CHECK_GOLDEN_GONE = "この確認済みの質問は、取り除かれています。"
CHECK_RUN = "全部尋ねて確かめる"
CHECK_RAN = "{count}問を尋ねました。{failed}問がうまく答えられませんでした。"
CHECK_RAN_WELL = "{count}問を尋ねました。すべて正しく答えられました。"
CHECK_LAST_RUN = "前回（{when}）: {count}問のうち、うまく答えられなかったもの {failed}問"
CHECK_EXPECTED = "あるべき回答"
CHECK_EXPECT = {
    Status.FOUND: "記載あり（選んだ箇所が答え）",
    Status.RELATED: "関係する記載だけがある",
    Status.NOT_FOUND: "記載がない",
}
CHECK_STYLE = "種類"
CHECK_STYLE_HINT = "数字を分けて見るための名前です。空でもかまいません。"
CHECK_NO_STYLE = "（種類なし）"
CHECK_BY = "{by}（{when}）"
CHECK_MADE = "作成"
CHECK_CHANGED = "変更"
CHECK_STATE = "状態"
CHECK_IS_STALE = "要確認"
CHECK_IS_APPROVED = "承認"
CHECK_FAILED_BECAUSE = "前回: {reason}"
CHECK_PASSAGE_GONE = "次の文は、改訂で原文からなくなりました。今の原文から選び直してください。"
CHECK_HISTORY_HINT = "続けて尋ねる質問のときだけ、1行に1つ、古い順に書きます。"
CHECK_SAVE = "保存する"
CHECK_SAVED = "確認済みの質問を保存しました。"
CHECK_REMOVE = "取り除く"
CHECK_REMOVE_SURE = "取り除くと、この質問は確かめられなくなり、承認も解かれます。"
CHECK_REMOVE_YES = "この質問を取り除く"
CHECK_REMOVED = "確認済みの質問を取り除きました。"
CHECK_NO_STATUS = "あるべき回答を選んでください。"
CHECK_NO_PASSAGE = "「記載あり」のときは、答えになる箇所を原文から選んでください。"

CHECK_SHEETS = "質問の表にまとめて答える"
CHECK_SHEETS_LEAD = (
    "質問を並べた Excel か CSV のファイルを受け取り、回答と参照、判定を書き込む列をつけてお返しします。"
)
CHECK_SHEET_HINT = "見出しが「質問」の列を読みます。{rows:,}行、{megabytes}MBまで。"
CHECK_FILE = "質問の表（.xlsx、.csv）"
CHECK_UPLOAD = "受け取って答え始める"
CHECK_NO_FILE = "ファイルを選んでください。"
CHECK_TAKEN = "「{name}」の{rows:,}行を受け取りました。答え終わったら、ここから受け取れます。"
CHECK_NO_SHEETS = "受け取った表はまだありません。"
CHECK_SHEET_NAME = "ファイル"
CHECK_SHEET_DONE = "進み具合"
CHECK_SHEET_OF = "{done:,} / {total:,} 行"
CHECK_SHEET_BY = "受け取り"
CHECK_SHEET_GET = "受け取る"
CHECK_SHEET_XLSX = "Excel"
CHECK_SHEET_CSV = "CSV"
CHECK_SHEET_SURE = "表と回答を消します。"
CHECK_SHEET_REMOVE = "この表を消す"
CHECK_SHEET_REMOVED = "「{name}」を消しました。"
CHECK_SHEET_GONE = "この表はもうありません。"
CHECK_SHEET_WAIT = "答え終わるまで、この画面を閉じてもかまいません。止まっても、続きから再開します。"
CHECK_RELOAD = "進み具合を見る"

CHECK_FIGURES = "回答の良さと、次に書くとよいこと"
CHECK_FIGURES_LEAD = "確認済みの質問を尋ねて測った割合です。"
CHECK_ASKED = "尋ねられた質問"
FIGURES = {
    "hit1": "1番目の引用が正しい",
    "hit3": "3番目までに正しい引用",
    "complete": "必要な箇所がすべてある",
    "refused": "記載があるのに答えない",
}
CHECK_COUNTS = "これまでの質問"
CHECK_OVER_TIME = "これまでの移り変わり"
CHECK_OVER_TIME_ONE = "二度以上測ると、移り変わりが図になります。"
CHECK_NOT_MEASURED = "まだ測っていません。「確認済みの質問」で「全部尋ねて確かめる」を押してください。"
CHECK_NO_GOLDEN = "確認済みの質問ができると、ここに割合が出ます。"
CHECK_BY_SECTION = "節ごと"
CHECK_SECTION_HEAD = "節"
CHECK_BY_STYLE = "種類ごと"
CHECK_NUMBER = "問"
CHECK_ALL = "全体"
CHECK_DAY = "日"
CHECK_TABLE = "数で見る"
CHECK_UNREACHED = "まだ誰の質問も届いていない節"
CHECK_UNREACHED_HINT = (
    "尋ねられていないか、尋ねられ方に合っていない節です。言い換えの語を足すと届くことがあります。"
)
CHECK_ALL_REACHED = "どの節にも質問が届いています。"
CHECK_UNANSWERED = "答えがなかった質問（似たものをまとめて）"
CHECK_UNANSWERED_HINT = (
    "多く尋ねられている順です。ガイドラインに次に書き加えるとよいことの手がかりになります。"
)
CHECK_ALL_ANSWERED = "答えがなかった質問はありません。"
CHECK_TIMES = "{count}回"
CHECK_ALIKE = "似た質問"

# The maintainer's pages.
UPKEEP_TABS = "管理の画面"
UPKEEP_TAB_DOCUMENTS = "文書と索引"
UPKEEP_TAB_WORDS = "言葉の対応"
UPKEEP_TAB_HEALTH = "状態と書き出し"
UPKEEP_BUSY = "ほかの作業（{by}さん）が続いています。終わってから、もう一度お試しください。"
UPKEEP_FAILED = (
    "作業が途中で止まりました。今までの索引が答えています。続くときは、システムの担当者にお知らせください。"
)
UPKEEP_TITLE = "文書と索引"
UPKEEP_LEAD = (
    "改訂された文書は、①入れる、②変わったところを見る、③索引を作って答えの変化を見る、"
    "の順に進めます。③で大事な答えが失われないときに切り替わり、あとから元に戻せます。"
)
UPKEEP_NOW = "今お答えしている索引"
UPKEEP_NO_INDEX = "索引がまだありません。下の「索引を作る」で作れます。"
UPKEEP_BUILT = "作成"
UPKEEP_SINCE = "使い始め"
UPKEEP_PASSAGES = "まとまり"
UPKEEP_MODEL = "モデル"
UPKEEP_BACK = "前の索引に戻す"
UPKEEP_BACK_SURE = "{built}に作った前の索引での回答に、すぐに戻ります。今の索引は消えません。"
UPKEEP_WENT_BACK = "{built}に作った索引に戻しました。数秒で回答に使われます。"
UPKEEP_WAITING = "切り替えを待っている索引があります。"
UPKEEP_SEE_IMPACT = "答えの変化を見る"
UPKEEP_STEP_DOCUMENTS = "① 文書を入れる"
UPKEEP_OWN = "この画面で入れた文書と言葉を使っています（はじめから入っている文書は、そのまま残っています）。"
UPKEEP_SHIPPED = "はじめから入っている文書を使っています。"
UPKEEP_FIXED = (
    "文書のフォルダーは設定 documents で「{folder}」に決められています。"
    "そのフォルダーのファイルを入れ替えてから、索引を作ってください。"
)
UPKEEP_DOCUMENT = "文書"
UPKEEP_EDITION = "版"
UPKEEP_DATE = "日付"
UPKEEP_FILE = "ファイル"
UPKEEP_REPORT = "読み取りの結果"
UPKEEP_REMOVE = "外す"
UPKEEP_REMOVED = "「{title}」を外しました。索引を作ると、回答に使われなくなります。"
UPKEEP_PUT = "文書を入れる"
UPKEEP_PUT_HINT = (
    "{kinds}。{megabytes} MBまで。文字を読み取れるものに限ります（紙を写しただけのPDFは読めません）。"
)
UPKEEP_REPLACES = "どの文書の新しい版ですか"
UPKEEP_NEW_DOCUMENT = "新しく加える文書"
UPKEEP_FIELD_TITLE = "文書の名前"
UPKEEP_FIELD_TITLE_HINT = "空けておくと、これまでの名前か、文書の表題になります。"
UPKEEP_FIELD_EDITION = "版（例: 令和8年度版）"
UPKEEP_FIELD_DATE = "日付（例: 2026-04-01）"
UPKEEP_FIELD_ISSUER = "発行者"
UPKEEP_NO_FILE = "ファイルを選んでください。"
UPKEEP_TOO_LARGE = "ファイルが大きすぎます（{megabytes} MBまで）。分けて入れてください。"
UPKEEP_TAKEN = (
    "「{title}」を読み取りました。下の結果を確かめてください。回答に使われるのは、索引を作ってからです。"
)
UPKEEP_RESET = "入れた文書と言葉を取り消す"
UPKEEP_RESET_SURE = (
    "この画面で入れた文書と言葉の対応を消し、はじめから入っている文書に戻します。今の索引は変わりません。"
)
UPKEEP_RESET_DONE = "はじめから入っている文書に戻しました。索引を作ると、回答に使われます。"
UPKEEP_STEP_CHANGES = "② 変わったところを見る"
UPKEEP_CHANGES = "新旧対照表"
UPKEEP_CHANGES_LEAD = (
    "今の索引の文書（改正前）と、次の索引の文書（改正後）を比べています。下線は、変わった部分です。"
)
UPKEEP_CHANGES_LINK = "新旧対照表を見る"
UPKEEP_CHANGES_XLSX = "Excelで書き出す"
UPKEEP_NOT_CHANGED = "今の索引の文書と同じです。"
UPKEEP_NOT_COMPARED = (
    "まとまりが多い（{count}件）ため、この画面では比べません。`kyodo-guide diff` をお使いください。"
)
UPKEEP_STEP_BUILD = "③ 索引を作る"
UPKEEP_BUILD_LEAD = (
    "できあがるまで、また失敗しても、今までの索引が答えます。"
    "確認済みの質問や役に立った質問を新旧の両方に尋ね、"
    "正しい答えが失われるときは切り替えずに待ちます。"
)
UPKEEP_BUILD = "索引を作る"
UPKEEP_UP_TO_DATE = "今の索引は、これらの文書と言葉から作られたものです。"
UPKEEP_STALE = "今の索引と違うところ"
UPKEEP_VERSIONS = "残っている索引"
UPKEEP_STATE = "状態"
UPKEEP_DOING = "索引を作っています"
UPKEEP_DOING_LEAD = "この画面を閉じても続きます。"
UPKEEP_STAGE = "いま"
UPKEEP_BEGINNING = "始めています"
UPKEEP_LEFT = "残り およそ{seconds}秒"
UPKEEP_RELOAD = "表示を新しくする"
UPKEEP_STOPPED = "索引を作れませんでした"
UPKEEP_CHANGES_HEADS = ("改正後", "改正前", "備考")
UPKEEP_GENERATION = "{built}に作った索引"
UPKEEP_NAME = "名前"
UPKEEP_SEE = "使われた記録と、答えの変化を見る"
UPKEEP_SWITCHED = "新しい索引に切り替えました。数秒で回答に使われます。"
UPKEEP_HELD = "索引はできましたが、次の理由で切り替えていません。今までの索引が答えています。"
UPKEEP_NOTHING_COMPARED = "この索引には、比べた前の索引がありません。"
UPKEEP_SWITCH = "この索引に切り替える"
UPKEEP_SWITCH_LEAD = "切り替える前に、もう一度、質問を尋ねて確かめます。"
UPKEEP_OVERRULE = "それでも切り替える"
UPKEEP_REASON = "切り替える理由（あなたのお名前とともに記録に残ります）"
UPKEEP_NO_REASON = "切り替える理由を書いてください。"
UPKEEP_OLD, UPKEEP_NEW = "前の答え", "新しい答え"
UPKEEP_ANSWERS = "答えの変化"
UPKEEP_LOST_GOLDEN = "確認済みの質問に正しく答えられなくなります。{why}"
UPKEEP_EARLIER = "前の質問"
UPKEEP_HISTORY = "使われた記録"
UPKEEP_FAULT = "壊れています"
UPKEEP_WORDS = "言葉の対応"
UPKEEP_WORDS_LEAD = (
    "普段の言葉を、文書の言葉に結びつけます。1行に1つ「普段の言葉 → 文書の言葉」の形で書きます。"
    "# で始まる行は覚え書きです。"
)
UPKEEP_WORDS_LABEL = "言葉の一覧"
UPKEEP_WORDS_TRY = "答えの変化を見る（まだ保存しません）"
UPKEEP_WORDS_SAVE = "保存する"
UPKEEP_WORDS_SAVED = "言葉の対応を保存しました。索引を作ると、回答に使われます。"
UPKEEP_WORDS_EFFECT = "この言葉の対応にすると"
UPKEEP_WORDS_SAME = "どの質問の答えも変わりません。"
UPKEEP_HEALTH = "状態と書き出し"
UPKEEP_PART, UPKEEP_FOUND = "項目", "状態"
UPKEEP_SOUND = "異常ありません"
UPKEEP_PROGRAM = "プログラム"
UPKEEP_PYTHON = "Python"
UPKEEP_ANALYSER = "単語分割器"
UPKEEP_DATA_DIR = "データのフォルダー"
UPKEEP_DOCUMENTS_DIR = "文書のフォルダー"
UPKEEP_SPACE = "空き容量"
UPKEEP_SPACE_LEFT = "{free:.1f} GB（全体 {total:.1f} GB）"
UPKEEP_LIVE = "今の索引"
UPKEEP_STORE = "記録"
UPKEEP_RECORDS = "記録している質問 {count}件"
UPKEEP_GATE = "切り替えの条件（設定 gate）"
UPKEEP_EXPORTS = "書き出し"
UPKEEP_EXPORT_GOLDEN = "確認済みの質問（JSON Lines）"
UPKEEP_EXPORT_WORDS = "言葉の対応（テキスト）"
UPKEEP_EXPORT_IMPACT = "今の索引に切り替えたときの答えの変化（HTML）"
UPKEEP_CHECK_ALL = "残っている索引をすべて確かめる"
UPKEEP_KEEPS_ALL = "失われる答えはありません。"
UPKEEP_GONE = "この文書は、もうありません。"
UPKEEP_NOTHING_ASKED = "尋ねる質問（確認済みの質問、確認した回答、役に立った回答）がまだありません。"
