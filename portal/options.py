"""The options that several commands share, and how what is given there is read."""

from __future__ import annotations

import getpass
import os
from datetime import date

import typer

from obligations.errors import BadEdit
from obligations.reading.naming import Vocabulary, default_vocabulary, with_names
from obligations.service.edits import day
from obligations.units import Register
from portal.language import tr

BY = typer.Option(
    "--by", envvar="DUNGHAN_BY", help=tr("Người thực hiện, ghi vào nhật ký.", "Who does it, for the log.")
)
JSON = typer.Option("--json", help=tr("In JSON.", "Print JSON."))
UNITS = typer.Option(
    "--units",
    help=tr(
        "Danh bạ đơn vị (YAML); nếu không có, mỗi tên trong kế hoạch là một đơn vị.",
        "Register of units (YAML); without it each name in the plan is one unit.",
    ),
)
AS_OF = typer.Option("--as-of", help=tr("Tính như thể hôm nay là ngày này.", "Compute as if today were this day."))
PLAN = typer.Argument(
    help=tr("Tên, số hoặc tên tệp của kế hoạch.", "The plan's name, number or file name."), show_default=False
)
CLAUSES = typer.Argument(
    help=tr("Các điều khoản; không nêu là tất cả.", "Clauses; all where none is named."), show_default=False
)


def whoami() -> str:
    """Name the person at the keyboard."""
    return os.environ.get("DUNGHAN_BY") or getpass.getuser()


def vocabulary(register: Register) -> Vocabulary:
    """Give the names a plan may use: the agency's own first."""
    return with_names(default_vocabulary(), [(u.name, u.aliases) for u in register.units])


def parse_day(text: str | None) -> date | None:
    """Read a day given on the command line. Raises BadEdit."""
    if text is None:
        return None
    try:
        return day(text)
    except ValueError as error:
        raise BadEdit(
            tr(f"“{text}” không phải ngày; cần dạng 20/4/2024.", f"“{text}” is no day: 20/4/2024.")
        ) from error
