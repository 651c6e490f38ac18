"""Runs every examination and prints it, gravest last; exits with 1 where a fault was found."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Annotated

import typer
from rich.text import Text

from flows import probes, server
from obligations.errors import DunghanError
from obligations.signs import Grade, Sign
from portal.backups import sources
from portal.desk import office, settings
from portal.doctor import keeping, machine
from portal.language import tr
from portal.options import whoami
from portal.outbox import send_test
from portal.output import console, table
from storage.settings import masked

STYLES = {Grade.GOOD: "green", Grade.NOTE: "dim", Grade.WARNING: "yellow", Grade.FAULT: "bold red"}


def attach(app: typer.Typer) -> None:
    """Put the command on the line."""
    app.command("doctor", help=tr("Khám hệ thống.", "Examine the installation."))(_doctor)


def _doctor(
    person: Annotated[
        str | None,
        typer.Option("--send-test", help=tr("Chỉ gửi thư thử cho người này.", "Only send this person a test message.")),
    ] = None,
) -> None:
    if person is not None:
        raise typer.Exit(0 if send_test(person, whoami()) else 1)
    rows = table(tr("Thiết lập", "Setting"), tr("Giá trị", "Value"))
    for name, value in masked(settings()).items():
        rows.add_row(name, value)
    console().print(rows)
    found = sorted(examined(), key=lambda sign: list(Grade).index(sign.grade))
    for sign in found:
        console().print(Text(f"{sign.grade.value} {sign.about}: {sign.says}", style=STYLES[sign.grade]))
    raise typer.Exit(1 if any(sign.grade is Grade.FAULT for sign in found) else 0)


def examined() -> Iterator[Sign]:
    """Examine everything; an examination that cannot be made is a fault like any other."""
    for about, examine in EXAMINATIONS:
        try:
            yield from examine()
        except DunghanError as error:
            yield Sign(Grade.FAULT, about, str(error))


def _databases() -> Iterator[Sign]:
    for source in sources(settings()):
        yield from keeping.database(source)


EXAMINATIONS: tuple[tuple[str, Callable[[], Iterator[Sign]]], ...] = (
    (machine.LIBRARIES, machine.libraries),
    (machine.FILES, lambda: machine.files(settings())),
    (machine.FILES, lambda: machine.key(settings(), os.environ)),
    (machine.ENVIRONMENT, lambda: machine.environment(os.environ, server.environment(settings()))),
    (machine.PROGRAMS, machine.programs),
    (keeping.DATABASE, _databases),
    (keeping.DATABASE, lambda: keeping.kept(office(), os.environ)),
    (probes.SERVER, lambda: probes.examine(settings())),
)
