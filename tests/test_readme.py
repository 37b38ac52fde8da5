"""What can be typed and set is in the README."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from assistant.cli import app
from assistant.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
TARGETS = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize(
    "name", [command.callback.__name__ for command in app.registered_commands if command.callback]
)
def test_every_command_is_described(name: str) -> None:
    assert f"| `{name}" in README


@pytest.mark.parametrize("name", [field.name for field in fields(Settings)])
def test_every_setting_is_described(name: str) -> None:
    assert f"`{name}`" in README


@pytest.mark.parametrize("name", [target for target in TARGETS if target != "help"])
def test_every_target_is_described(name: str) -> None:
    assert f"| `make {name}` |" in README


def test_the_pins_in_the_offline_recipe_are_those_of_the_project() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    pins = re.findall(r"\b(?:torch|setuptools)==[\d.]+", README)
    assert len(pins) == 2
    assert all(f'"{pin}"' in project for pin in pins)


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\((?!https?:|#)([^)]+)\)", README))))
def test_links_lead_to_files(target: str) -> None:
    assert (ROOT / target).exists()
