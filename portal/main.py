"""The command line: `dunghan`, in Vietnamese unless asked otherwise; errors say what to do and exit with their code."""

from __future__ import annotations

import os
import sys
from importlib.metadata import version

import typer

from obligations.errors import DunghanError
from portal import evidence, operating, plans, reading, times, units
from portal.exits import code
from portal.language import ENGLISH, VIETNAMESE, speak, split, tr
from portal.output import complain

app = typer.Typer(
    help=tr(
        "Đúng Hạn: đọc kế hoạch, lên lịch từng nhiệm vụ, kiểm tra minh chứng và nhắc đúng người, đúng lúc.",
        "Đúng Hạn: reads plans, schedules every duty, checks the evidence and reminds the right people in time.",
    ),
    epilog=tr(
        "Thêm --lang en ở bất kỳ lệnh nào để xem bằng tiếng Anh.", "Add --lang vi to any command for Vietnamese."
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for module in (reading, plans, units, times, evidence, operating):
    module.attach(app)


@app.command("version", help=tr("In phiên bản.", "Print the version."))
def _version() -> None:
    typer.echo(f"dunghan {version('dunghan')}")


def run() -> None:
    """Run the command line; the door at which every known error becomes words and an exit code."""
    language, arguments = split(sys.argv[1:], os.environ)
    if language not in (VIETNAMESE, ENGLISH):
        sys.exit(f"--lang {language}: vi | en")
    speak(language)
    try:
        app(args=arguments)
    except DunghanError as error:
        complain(error)
        sys.exit(code(error))
