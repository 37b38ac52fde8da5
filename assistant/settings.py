"""Defaults, a settings file, the environment and the command line → one Settings.

What comes later in that list wins. The file is `settings.toml` in the data folder, or the one that
GUIDE_SETTINGS names; the environment has a variable for each setting, such as GUIDE_PORT. Nothing is
imported here that a light command would have to wait for.
"""

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from assistant.errors import SettingsError

FILE_NAME = "settings.toml"
OWN_DOCUMENTS = "documents"
# In the data folder, unless a database is named.
RECORDS = "records.sqlite3"
_PREFIX = "GUIDE_"
_FILE_VARIABLE = f"{_PREFIX}SETTINGS"
_PACKAGES = Path(__file__).parent.parent


class Gate(StrEnum):
    """What stops a switch: a golden question lost; any judged or useful answer lost, too; nothing."""

    GOLDEN = "golden"
    USEFUL = "useful"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and how the service is reached.

    `data_dir` holds everything made at run time. `model` is a local SentenceTransformer folder, and
    the prompts stand before a question and a passage where that model was trained with them.
    `contact` is whom to ask when the guideline does not say. `database` is the address of a database for
    what people ask, "" for a file in the data folder; questions are kept for `keep_days` days, 0 being
    for ever, and people see their own earlier ones if `history` is on. `golden` is a file of questions whose
    answers are known, and `gate` says which answers a new index must not lose.
    A role without a password is open to this very machine, and to no other.
    """

    documents: Path = _PACKAGES / "corpus" / "documents"
    data_dir: Path = Path("var")
    model: Path = _PACKAGES / "index" / "embedding" / "model"
    query_prompt: str = ""
    passage_prompt: str = ""
    contact: str = "担当課"
    host: str = "127.0.0.1"
    port: int = 7860
    database: str = ""
    keep_days: int = 365
    history: bool = True
    trainer_password: str = field(default="", repr=False)
    maintainer_password: str = field(default="", repr=False)
    golden: Path | None = None
    gate: Gate = Gate.GOLDEN


_TYPES: dict[str, Any] = {
    setting.name: Path if setting.type == Path | None else setting.type for setting in fields(Settings)
}
_MAY_BE_EMPTY = {setting.name for setting in fields(Settings) if setting.default == ""}
# Whole numbers are a port and days; more days than this are for ever.
_KINDS = {
    Path: "フォルダーの場所（文字列）",
    Gate: f"{'・'.join(Gate)} のどれか",
    str: "文字列",
    int: "0〜65535の整数",
    bool: "true か false",
}
_BOOLEANS = {"true": True, "false": False}


def load_settings(
    environ: Mapping[str, str] = os.environ, *, documents: Path | None = None, data_dir: Path | None = None
) -> Settings:
    """Return the settings in force; `documents` and `data_dir` are the command line's, and win.

    Documents that were put in through the pages stand in the data folder, and count if none are named.
    Paths in the file are relative to the file's folder, all others to the working folder. Raises
    SettingsError for a file that cannot be read, an unknown key, or a value of the wrong kind.
    """
    given = {"documents": documents, "data_dir": data_dir}
    named = {key: path for key, path in given.items() if path is not None}
    wanted = _from_environment(environ) | named
    values = _from_file(_settings_file(environ, wanted)) | wanted
    own: Path = values.get("data_dir", Settings().data_dir) / OWN_DOCUMENTS
    if "documents" not in values and (own / "documents.toml").is_file():
        values["documents"] = own
    return Settings(**values)


def _settings_file(environ: Mapping[str, str], wanted: Mapping[str, Any]) -> Path | None:
    if name := environ.get(_FILE_VARIABLE):
        return Path(name)
    beside: Path = wanted.get("data_dir", Settings().data_dir) / FILE_NAME
    return beside if beside.exists() else None


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for variable, text in environ.items():
        if not variable.startswith(_PREFIX) or variable == _FILE_VARIABLE:
            continue
        key = variable.removeprefix(_PREFIX).lower()
        place = f"環境変数 {variable}"
        _refuse_unknown(place, key)
        values[key] = _checked(place, key, _read(_TYPES[key], text), Path())
    return values


def _read(kind: type, text: str) -> str | int:
    """The environment has only text, so other values are read from it."""
    if kind is int and text.isdecimal():
        return int(text)
    return _BOOLEANS.get(text.lower(), text) if kind is bool else text


def _from_file(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        # Editors on Windows put a byte order mark first, which TOML does not allow.
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError:
        raise SettingsError(
            f"設定ファイル「{path}」を開けません。場所と、読み取りの許可を確かめてください。"
        ) from None
    except UnicodeDecodeError:
        raise SettingsError(f"設定ファイル「{path}」を UTF-8 で保存し直してください。") from None
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        place = f"{line[1]}行目" if line else "終わり"
        raise SettingsError(
            f"設定ファイル「{path}」の{place}の書き方に誤りがあります。"
            '「キー = 値」の形で、文字列は "" で囲んで書いてください。'
        ) from None
    values = {}
    for key, value in table.items():
        _refuse_unknown(f"設定ファイル「{path}」", key)
        values[key] = _checked(f"設定ファイル「{path}」の {key}", key, value, path.parent)
    return values


def _refuse_unknown(place: str, key: str) -> None:
    if key in _TYPES:
        return
    alike = difflib.get_close_matches(key, _TYPES, n=1)
    hint = f"「{alike[0]}」ではありませんか。" if alike else f"使えるのは {'、'.join(_TYPES)} です。"
    raise SettingsError(f"{place}: 「{key}」という設定はありません。{hint}")


def _checked(place: str, key: str, value: object, folder: Path) -> Path | str | int:
    """Return a value in its setting's own type, paths made relative to `folder`."""
    if _TYPES[key] is Path and isinstance(value, str) and value and "\0" not in value:
        return folder / Path(value).expanduser()
    if _TYPES[key] is str and isinstance(value, str) and (value or key in _MAY_BE_EMPTY):
        return value
    if _TYPES[key] is Gate and isinstance(value, str) and value in [*Gate]:
        return Gate(value)
    if _TYPES[key] is bool and isinstance(value, bool):
        return value
    if _TYPES[key] is int and isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 65535:
        return value
    raise SettingsError(f"{place}: 「{value}」は使えません。{_KINDS[_TYPES[key]]}で書いてください。")
