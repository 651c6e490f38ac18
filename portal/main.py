"""The command line: `dunghan`, in Vietnamese unless asked otherwise; errors say what to do and exit with their code."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.metadata import version

import typer

from obligations.errors import DunghanError
from portal.exits import code
from portal.language import ENGLISH, VIETNAMESE, speak, split, tr
from portal.output import complain

MODULES = {
    "read": "portal.reading",
    "import": "portal.plans",
    "approve": "portal.plans",
    "reject": "portal.plans",
    "edit": "portal.plans",
    "list": "portal.plans",
    "sample": "portal.plans",
    "units": "portal.units",
    "status": "portal.status",
    "calendar": "portal.calendars",
    "simulate": "portal.simulating",
    "evidence": "portal.evidence",
    "export": "portal.export",
    "channels": "portal.channels",
    "log": "portal.journal",
    "answer": "portal.answers",
    "templates": "portal.templates",
    "ladder": "portal.ladders",
    "extend": "portal.changes",
    "waive": "portal.changes",
    "term": "portal.changes",
    "renew": "portal.changes",
    "outbox": "portal.outbox",
    "retry": "portal.outbox",
    "start": "portal.operating",
    "worker": "portal.operating",
    "rerun": "portal.operating",
    "remind": "portal.operating",
    "doctor": "portal.doctor",
    "backup": "portal.backups",
    "restore": "portal.backups",
}


def command_line(wanted: str | None = None) -> typer.Typer:
    """Build the command line: with the module of the one command wanted where it is known, else with all.

    What a command does not need is not imported: reading a plan does not wait for the mail and database libraries.
    """
    app = typer.Typer(
        help=tr(
            "Đúng Hạn: đọc kế hoạch, lên lịch từng nhiệm vụ, kiểm tra minh chứng và nhắc đúng người, đúng lúc.",
            "Đúng Hạn: reads plans, schedules every duty, checks the evidence and reminds the right people in time.",
        ),
        epilog=tr("Thêm --lang en vào bất kỳ lệnh nào để xem bằng tiếng Anh.", "English: --lang en, anywhere."),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    modules = [MODULES[wanted]] if wanted in MODULES else list(dict.fromkeys(MODULES.values()))
    for module in modules:
        import_module(module).attach(app)
    app.command("version", help=tr("In phiên bản.", "Print the version."))(_version)
    return app


def _version() -> None:
    typer.echo(f"dunghan {version('dunghan')}")


def run() -> None:
    """Run the command line; the door at which every known error becomes words and an exit code."""
    language, arguments = split(sys.argv[1:], os.environ)
    if language not in (VIETNAMESE, ENGLISH):
        sys.exit(f"--lang {language}: vi | en")
    speak(language)
    try:
        command_line(arguments[0] if arguments else None)(args=arguments)
    except DunghanError as error:
        complain(error)
        sys.exit(code(error))
