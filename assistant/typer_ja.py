"""Typer's own words in Japanese: the frame of its help pages, and what it says of a mistyped command."""

import re
from typing import Any

from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

# What Typer says of a mistake → what we say; the groups are the names and values concerned.
_MISTAKES = [
    (r"Missing argument '(.+?)'.*", "{0} を指定してください。"),
    (r"Missing option '(.+?)'.*", "{0} を指定してください。"),
    (r"Missing command.*", "コマンドを指定してください。"),
    (r"No such command '(.+?)'.*", "「{0}」というコマンドはありません。"),
    (
        r"No such option: (\S+) \(Possible options: (.+)\)",
        "「{0}」という指定はありません。{1} ではありませんか。",
    ),
    (r"No such option: (\S+).*", "「{0}」という指定はありません。"),
    (r"Option '(.+?)' requires an argument.*", "{0} の値を書いてください。"),
    (r"Got unexpected extra argument\S* \((.+)\)", "余分な指定があります: {0}"),
    (r"Invalid value for '(.+?)'.*", "{0} の値が使えません。"),
]


def explain(error: TyperException) -> str:
    """Return what was wrong with the command line, in Japanese, and how to see its usage."""
    said = error.format_message()
    for pattern, words in _MISTAKES:
        if match := re.fullmatch(pattern, said, re.DOTALL):
            said = words.format(*match.groups())
            break
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "kyodo-guide"
    return f"{said}\n使い方は `{command} --help` で見られます。"


class _Japanese:
    """Mixed into Typer's commands, which build their help pages from module constants and defaults.

    What `super()` has is known only where it is mixed in, hence the ignored types.
    """

    def get_help_option(self, ctx: Any) -> Any:  # noqa: ANN401 - Typer's classes for these are private
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option:
            option.help = "この使い方を表示します。"
        return option

    def get_usage(self, ctx: Any) -> str:  # noqa: ANN401
        usage: str = super().get_usage(ctx)  # type: ignore[misc]
        return usage.replace("Usage: ", "使い方: ", 1)

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401
        # Costs a tenth of a second, which only help pages should.
        from typer import rich_utils

        rich_utils.ARGUMENTS_PANEL_TITLE = "引数"
        rich_utils.OPTIONS_PANEL_TITLE = "指定"
        rich_utils.COMMANDS_PANEL_TITLE = "コマンド"
        rich_utils.DEFAULT_STRING = "[既定: {}]"
        rich_utils.REQUIRED_LONG_STRING = "[必須]"
        super().format_help(ctx, formatter)  # type: ignore[misc]


class JapaneseCommand(_Japanese, TyperCommand):
    """A command whose help page is Japanese."""


class JapaneseGroup(_Japanese, TyperGroup):
    """The program, whose help page lists its commands in Japanese."""
