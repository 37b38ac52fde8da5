"""The command line: `python -m assistant COMMAND`, or `kyodo-guide COMMAND`.

Exit codes: 0 all well; 1 something was found that a person should see to; 2 it could not be done as
asked. Help lists the commands in the order in which their modules are imported here.
"""

import sys

import typer
from typer.exceptions import TyperException

from assistant.commands import asking, building, documents, evaluating, generations, impact, sheets
from assistant.commands.shared import CANNOT, app
from assistant.typer_ja import explain
from corpus.errors import GuideError

__all__ = ["app", "asking", "building", "documents", "evaluating", "generations", "impact", "main", "sheets"]


def main() -> None:
    """Run the command line and exit; no error that a person can mend shows a traceback."""
    for stream in (sys.stdout, sys.stderr):
        # Redirected output has the system's encoding, which on Windows cannot hold all of Japanese.
        # What no encoding holds (half a surrogate pair) comes out as \ud800, which JSON understands.
        # Typed as any text stream; at run time both are TextIOWrapper, which has it.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        code = app(standalone_mode=False)
    except TyperException as error:
        typer.echo(explain(error), err=True)
        code = CANNOT
    except GuideError as error:
        typer.echo(error.message, err=True)
        code = CANNOT
    sys.exit(code)
