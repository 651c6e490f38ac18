"""How things look in a terminal: tables, dates, statuses and complaints in the reader's language."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from obligations.errors import DunghanError
from obligations.model import Cadence, Kind, Role, Status
from portal.language import tr

KINDS: dict[Kind, tuple[str, str]] = {
    Kind.POST: ("tin, bài", "post"),
    Kind.PORTAL_SUBMISSION: ("gửi đăng cổng", "portal submission"),
    Kind.REPORT: ("báo cáo", "report"),
    Kind.EVENT: ("sự kiện", "event"),
    Kind.DELIVERABLE: ("sản phẩm", "deliverable"),
    Kind.TASK: ("công việc", "task"),
}
CADENCES: dict[Cadence, tuple[str, str]] = {
    Cadence.WEEKLY: ("hằng tuần", "weekly"),
    Cadence.MONTHLY: ("hằng tháng", "monthly"),
    Cadence.QUARTERLY: ("hằng quý", "quarterly"),
    Cadence.HALF_YEARLY: ("6 tháng", "half-yearly"),
    Cadence.NINE_MONTHS: ("9 tháng", "nine months"),
    Cadence.YEARLY: ("năm", "yearly"),
    Cadence.ONCE: ("một lần", "once"),
    Cadence.CONTINUOUS: ("thường xuyên", "continuous"),
    Cadence.ON_CHANGE: ("khi có thay đổi", "on change"),
    Cadence.EXTERNAL: ("theo văn bản khác", "set elsewhere"),
}
STATUSES: dict[Status, tuple[str, str, str]] = {
    Status.PENDING: ("chưa đến hạn", "pending", "dim"),
    Status.DUE_SOON: ("sắp đến hạn", "due soon", "yellow"),
    Status.IN_REVIEW: ("chờ xác nhận", "in review", "cyan"),
    Status.MET: ("đúng hạn", "met", "green"),
    Status.MET_LATE: ("hoàn thành muộn", "met late", "magenta"),
    Status.OVERDUE: ("quá hạn", "overdue", "bold red"),
    Status.WAIVED: ("được miễn", "waived", "dim"),
}
ROLES: dict[Role, tuple[str, str]] = {
    Role.FOCAL: ("đầu mối", "focal officer"),
    Role.HEAD: ("người đứng đầu đơn vị", "unit head"),
    Role.OFFICE: ("văn phòng theo dõi kế hoạch", "plan's office"),
    Role.LEADER: ("lãnh đạo cơ quan", "agency leader"),
}

_PIPE_WIDTH = 140


def console() -> Console:
    """Give a console; wide enough for whole tables where the output goes into a file or a pipe."""
    return Console(width=None if sys.stdout.isatty() else _PIPE_WIDTH, highlight=False, soft_wrap=False)


def table(*columns: str | tuple[str, dict[str, Any]]) -> Table:
    """Make an empty table with these column heads."""
    made = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for column in columns:
        head, options = column if isinstance(column, tuple) else (column, {})
        made.add_column(head, **options)
    return made


def kind(value: Kind) -> str:
    """Name a kind."""
    return tr(*KINDS[value])


def cadence(value: Cadence) -> str:
    """Name a cadence."""
    return tr(*CADENCES[value])


def role(value: Role) -> str:
    """Name a role."""
    return tr(*ROLES[value])


def status(value: Status) -> Text:
    """Name a status, in its colour."""
    vietnamese, english, style = STATUSES[value]
    return Text(tr(vietnamese, english), style=style)


def day(value: date | None) -> str:
    """Write a day as people here do: 20/04/2024."""
    return "—" if value is None else f"{value:%d/%m/%Y}"


def days(values: Iterable[date]) -> str:
    """Write several days."""
    return ", ".join(map(day, values)) or "—"


def names(values: Sequence[str]) -> str:
    """Write several names, one a line."""
    return "\n".join(values) or "—"


def print_json(value: object) -> None:
    """Print a value as JSON, letters as they are."""
    print(json.dumps(value, ensure_ascii=False, indent=2))  # noqa: T201 - the answer itself


def print_line(value: object) -> None:
    """Print a value as one line of JSON."""
    print(json.dumps(value, ensure_ascii=False))  # noqa: T201 - the answer itself


def print_text(text: str) -> None:
    """Print a text exactly as it is."""
    print(text)  # noqa: T201 - the answer itself


def say(text: str) -> None:
    """Print a line for a person."""
    console().print(text, markup=False)


def complain(error: DunghanError) -> None:
    """Print an error where errors go: what is wrong and what to do."""
    english = f"{type(error).__doc__}\n{error}"
    Console(stderr=True, highlight=False).print(f"✗ {tr(str(error), english)}", style="red", markup=False)
