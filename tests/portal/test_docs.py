"""The docs name every command, option, setting, exit code and decision there is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

from portal.exits import CODES
from portal.main import command_line
from storage.settings import Settings

DOCS = Path(__file__).parents[2] / "docs"


def commands(command: TyperCommand | TyperGroup, path: tuple[str, ...] = ()) -> Iterator[tuple[str, TyperCommand]]:
    if isinstance(command, TyperCommand):
        yield " ".join(("dunghan", *path)), command
        return
    for name, found in command.commands.items():
        assert isinstance(found, TyperCommand | TyperGroup)
        yield from commands(found, (*path, name))


def whole() -> list[tuple[str, TyperCommand]]:
    found = get_command(command_line())
    assert isinstance(found, TyperGroup)
    return list(commands(found))


ALL = whole()


def test_there_are_commands_to_document() -> None:
    assert {"dunghan read", "dunghan start", "dunghan evidence add"} <= {name for name, _ in ALL}


@pytest.mark.parametrize("name", [name for name, _ in ALL])
def test_every_command_is_documented(name: str) -> None:
    assert f"`{name}" in (DOCS / "commands.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "option"),
    [(n, o.opts[-1]) for n, c in ALL for o in c.params if isinstance(o, TyperOption) and o.name != "help"],
)
def test_every_option_is_documented_in_its_command_s_row(name: str, option: str) -> None:
    rows = [line for line in (DOCS / "commands.md").read_text("utf-8").splitlines() if line.startswith(f"| `{name}")]
    assert any(f"`{option}" in row for row in rows), f"{name} {option}"


@pytest.mark.parametrize("field", list(Settings.model_fields))
def test_every_setting_is_documented(field: str) -> None:
    assert f"| `{field}` |" in (DOCS / "settings.md").read_text("utf-8")


def test_every_error_has_an_exit_code_of_its_own_and_stands_in_the_docs() -> None:
    text = (DOCS / "commands.md").read_text("utf-8")
    assert len(set(CODES.values())) == len(CODES)
    for error, code in CODES.items():
        assert f"| {code} | {error.__name__}" in text
