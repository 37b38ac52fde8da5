import re
from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.settings import Gate, Settings, load_settings


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_without_anything_the_shipped_guideline_and_model_are_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load_settings({})
    assert settings == Settings()
    assert (settings.documents / "documents.toml").is_file()
    assert settings.data_dir == Path("var")
    assert (settings.host, settings.port) == ("127.0.0.1", 7860)


def test_the_file_in_the_data_folder_is_read_and_its_paths_start_there(tmp_path: Path) -> None:
    written(
        tmp_path / "settings.toml", 'documents = "文書"\ncontact = "市民協働課（内線 123）"\nport = 8080\n'
    )
    settings = load_settings({}, data_dir=tmp_path)
    assert settings.documents == tmp_path / "文書"
    assert settings.contact == "市民協働課（内線 123）"
    assert settings.port == 8080


def test_command_line_wins_over_environment_and_environment_over_file(tmp_path: Path) -> None:
    file = written(tmp_path / "我が市.toml", 'documents = "a"\ndata_dir = "b"\nport = 1\nhost = "::1"\n')
    environ = {"GUIDE_SETTINGS": str(file), "GUIDE_PORT": "2", "GUIDE_DOCUMENTS": "c"}
    settings = load_settings(environ, documents=Path("d"))
    assert (settings.documents, settings.data_dir) == (Path("d"), tmp_path / "b")
    assert (settings.port, settings.host) == (2, "::1")


def test_a_byte_order_mark_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_bytes("\ufeffport = 9\n".encode())
    assert load_settings({"GUIDE_DATA_DIR": str(tmp_path)}).port == 9


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("prot = 1", "「prot」という設定はありません。「port」ではありませんか。"),
        ("xyz = 1", "「xyz」という設定はありません。使えるのは documents、"),
        ('port = "八千"', "port: 「八千」は使えません。0〜65535の整数で書いてください。"),
        ("port = true", "port: 「True」は使えません"),
        ("port = 70000", "port: 「70000」は使えません"),
        ('gate = "x"', "gate: 「x」は使えません。golden・useful・off のどれかで書いてください。"),
        ("gate = []", "gate: 「[]」は使えません"),
        ("host = 1", "host: 「1」は使えません。文字列で書いてください。"),
        ('contact = ""', "contact: 「」は使えません"),
        ("documents = []", "documents: 「[]」は使えません。フォルダーの場所（文字列）で書いてください。"),
        ("port = 1\nport 1", "2行目の書き方に誤りがあります"),
        ('contact = """', "終わりの書き方に誤りがあります"),
    ],
    ids=[
        "綴り違い",
        "知らない名前",
        "数でない",
        "真偽値",
        "大きすぎる",
        "選べないもの",
        "選べない種類",
        "文字列でない",
        "空",
        "配列",
        "壊れた書き方",
        "閉じない引用符",
    ],
)
def test_a_wrong_file_is_named_with_key_and_value(tmp_path: Path, text: str, says: str) -> None:
    file = written(tmp_path / "settings.toml", text)
    with pytest.raises(SettingsError, match=re.escape(says)) as raised:
        load_settings({}, data_dir=tmp_path)
    assert str(file) in raised.value.message


def test_a_file_in_shift_jis_is_refused(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_bytes('contact = "協働課"'.encode("shift_jis"))
    with pytest.raises(SettingsError, match="UTF-8 で保存し直してください"):
        load_settings({}, data_dir=tmp_path)


def test_a_named_file_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="開けません"):
        load_settings({"GUIDE_SETTINGS": str(tmp_path / "ない.toml")})


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("GUIDE_PROT", "1", "環境変数 GUIDE_PROT: 「prot」という設定はありません。「port」"),
        ("GUIDE_PORT", "http", "環境変数 GUIDE_PORT: 「http」は使えません"),
        ("GUIDE_PORT", "-1", "環境変数 GUIDE_PORT: 「-1」は使えません"),
        (
            "GUIDE_HISTORY",
            "はい",
            "環境変数 GUIDE_HISTORY: 「はい」は使えません。true か falseで書いてください。",
        ),
        ("GUIDE_MODEL", "", "環境変数 GUIDE_MODEL: 「」は使えません"),
    ],
)
def test_a_wrong_variable_is_named_with_its_value(variable: str, value: str, says: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(says)):
        load_settings({variable: value})


def test_an_empty_prompt_is_a_prompt(tmp_path: Path) -> None:
    written(tmp_path / "settings.toml", 'query_prompt = "検索クエリ: "')
    environ = {"GUIDE_DATA_DIR": str(tmp_path), "GUIDE_QUERY_PROMPT": ""}
    assert load_settings(environ).query_prompt == ""


def test_records_can_be_kept_elsewhere_and_for_ever(tmp_path: Path) -> None:
    written(tmp_path / "settings.toml", 'database = "postgresql://a@b/c"\nkeep_days = 0\nhistory = false\n')
    settings = load_settings({"GUIDE_DATA_DIR": str(tmp_path), "GUIDE_HISTORY": "TRUE"})
    assert (settings.database, settings.keep_days, settings.history) == ("postgresql://a@b/c", 0, True)


def test_golden_questions_are_a_file_beside_the_settings_and_none_by_default(tmp_path: Path) -> None:
    assert (load_settings({}).golden, load_settings({}).gate) == (None, Gate.GOLDEN)
    written(tmp_path / "settings.toml", 'golden = "質問.jsonl"\ngate = "useful"\n')
    settings = load_settings({}, data_dir=tmp_path)
    assert (settings.golden, settings.gate) == (tmp_path / "質問.jsonl", Gate.USEFUL)
