"""When things are due: `calendar` as a list, a year, JSON or an iCalendar file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from obligations.model import Due, Kind, Occurrence
from obligations.policy import assumption_words
from obligations.reading.contract import frequency
from obligations.timing.periods import label
from portal.cases import SUBJECT, Case, case_of, occurrences_of
from portal.language import tr
from portal.options import JSON, UNITS
from portal.output import cadence, console, day, kind, print_json, say, table
from portal.years import show_year


def attach(app: typer.Typer) -> None:
    """Put the command on the line."""
    app.command("calendar", help=tr("Lịch hạn của kế hoạch.", "The plan's calendar of due dates."))(_calendar)


def _calendar(
    subject: Annotated[str, SUBJECT],
    units: Annotated[Path | None, UNITS] = None,
    year: Annotated[
        bool, typer.Option("--year", help=tr("Xem cả năm theo tháng.", "The year, month by month."))
    ] = False,
    ics: Annotated[
        Path | None, typer.Option("--ics", help=tr("Ghi tệp lịch iCalendar.", "Write an iCalendar file."))
    ] = None,
    json: Annotated[bool, JSON] = False,
) -> None:
    case = case_of(subject, units)
    dated = sorted(occurrences_of(case), key=lambda o: (o.due.legal, o.code, o.unit))
    names = {u.key: u.name for u in case.register.units}
    if ics:
        _write_calendar(case, dated, names, ics)
    elif json:
        print_json([_calendar_contract(o, names) for o in dated])
    elif year:
        show_year(case.calendar, dated)
        _show_undated(case)
    else:
        _show_calendar(case, dated, names)


def _write_calendar(case: Case, dated: list[Occurrence], names: dict[str, str], path: Path) -> None:
    from portal.calendar_file import Entry, calendar_file  # icalendar is wanted by nobody else

    quotes = {code: o.quote for code, o in case.obligations}
    merged: dict[tuple[str, Due, Kind], list[str]] = {}
    for o in dated:
        merged.setdefault((o.code, o.due, o.kind), []).append(names.get(o.unit, o.unit))
    entries = [
        Entry(case.name, code, kind(what), due, tuple(who), quotes[code]) for (code, due, what), who in merged.items()
    ]
    title = case.header.title or case.header.number or case.name
    path.write_bytes(calendar_file(entries, title, datetime.now(UTC)))
    say(tr(f"Đã ghi {len(entries)} hạn vào {path}.", f"Wrote {len(entries)} due dates to {path}."))


def _calendar_contract(occurrence: Occurrence, names: dict[str, str]) -> dict[str, Any]:
    due = occurrence.due
    return {
        "clause": occurrence.clause,
        "kind": str(occurrence.kind),
        "frequency": frequency(occurrence.cadence),
        "unit": names.get(occurrence.unit, occurrence.unit),
        "period": due.period,
        "window": [due.window.first.isoformat(), due.window.last.isoformat()],
        "legal_due": due.legal.isoformat(),
        "internal_due": due.internal.isoformat(),
        "assumed": bool(due.assumed),
    }


def _show_calendar(case: Case, dated: list[Occurrence], names: dict[str, str]) -> None:
    rows = table(
        (tr("Hạn", "Due"), {"no_wrap": True}),
        (tr("Nên xong", "Aim for"), {"no_wrap": True}),
        (tr("Mã", "Code"), {"no_wrap": True}),
        (tr("Việc", "What"), {"no_wrap": True}),
        (tr("Kỳ", "Period"), {"no_wrap": True}),
        (tr("Đơn vị", "Units"), {"ratio": 3}),
    )
    merged: dict[tuple[Any, ...], list[str]] = {}
    for o in dated:
        merged.setdefault((o.due, o.code, o.kind), []).append(names.get(o.unit, o.unit))
    for (due, code, what), who in merged.items():
        mark = " *" if due.assumed else ""
        legal = f"{day(due.legal)}{mark}"
        rows.add_row(legal, day(due.internal), code, kind(what), label(due.period), "; ".join(who))
    console().print(rows)
    for name in sorted({name for o in dated for name in o.due.assumed}):
        console().print(Text(f"* {assumption_words(name)}", style="dim"))
    _show_undated(case)


def _show_undated(case: Case) -> None:
    undated = [(code, o) for code, o in case.obligations if not o.cadence.dated]
    if undated:
        say(tr("Không có hạn riêng (theo dõi, không quá hạn):", "Without a due date of their own (never overdue):"))
    for code, o in undated:
        say(f"  {code} · {kind(o.kind)} · {cadence(o.cadence)} · {'; '.join(o.responsible)}")
