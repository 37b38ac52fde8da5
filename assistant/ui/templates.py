"""Names of the HTML files beside this one → templates that escape everything they are given."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.ui import wording
from assistant.ui.assets import version
from assistant.ui.typed import shown

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.globals["w"] = wording
_environment.globals["version"] = version
_environment.filters["shown"] = shown


def render(name: str, /, **values: object) -> str:
    """Fill the template `name`.html; every value is escaped, but for Markup that a template made."""
    return _environment.get_template(f"{name}.html").render(values)
