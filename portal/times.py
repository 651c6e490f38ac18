"""When things are due and what will be said: `status`, `calendar`, `simulate`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from obligations import service
from obligations.errors import BadEdit
from obligations.model import Draft, Due, Evidence, Kind, Obligation, Occurrence, PlanHeader, Status
from obligations.policy import Policy, assumption_words
from obligations.ports import Store
from obligations.records import StoredOccurrence
from obligations.reminders import Digest, Standing
from obligations.service import MAILBOX, address_of, codes
from obligations.simulate import Pieces, no_evidence, simulate
from obligations.timing.occurrences import dues, occurrences
from obligations.timing.periods import label
from obligations.timing.workdays import Calendar
from obligations.units import Register, expand, implied
from portal.desk import office, settings
from portal.language import tr
from portal.options import AS_OF, JSON, PLAN, UNITS, parse_day
from portal.output import cadence, console, day, kind, print_json, print_line, role, say, status, table
from portal.reading import reading_of
from portal.register_file import load_register
from portal.years import show_year
from storage.settings import calendar_of, policy_of

SUBJECT = typer.Argument(
    help=tr("Tệp kế hoạch hoặc tên kế hoạch đã nhập.", "A plan's file, or the name of a stored plan."),
    show_default=False,
)


@dataclass(frozen=True, slots=True)
class Case:
    """What there is to reckon with: a plan's obligations by code, who there is, the rules, and the evidence so far.

    `stored` are the occurrences of a plan in the store as they stand; `name` is what its calendar's entries go by.
    """

    header: PlanHeader
    obligations: Sequence[tuple[str, Obligation]]
    register: Register
    policy: Policy
    calendar: Calendar
    pieces: Pieces = no_evidence
    name: str = ""
    stored: tuple[Occurrence, ...] = ()


def attach(app: typer.Typer) -> None:
    """Put the commands on the line."""
    app.command("status", help=tr("Tình trạng từng kỳ, từng đơn vị.", "Where each unit and period stands."))(_status)
    app.command("calendar", help=tr("Lịch hạn của kế hoạch.", "The plan's calendar of due dates."))(_calendar)
    app.command(
        "simulate",
        help=tr("Chạy thử: mọi tin nhắn của một quãng thời gian.", "Every message of a stretch of time; no server."),
    )(_simulate)


def _status(
    plan: Annotated[str | None, PLAN] = None,
    as_of: Annotated[str | None, AS_OF] = None,
    json: Annotated[bool, JSON] = False,
    everything: Annotated[
        bool, typer.Option("--all", help=tr("Cả những kỳ chưa mở.", "Also periods that are not open yet."))
    ] = False,
) -> None:
    desk = office()
    on = parse_day(as_of) or desk.today()
    with desk.database.begin() as store:
        name = service.find_plan(store, plan).name if plan else None
        judged = service.standings(desk, store, _approved(store, name), on)
        register = store.register()
    if not everything and not json:
        judged = [(o, s) for o, s in judged if o.value.due.opens <= on]
    if json:
        print_json([_status_contract(s, register) for _, s in judged])
    else:
        _show_status(judged, register, on)


def _approved(store: Store, plan: str | None) -> list[StoredOccurrence]:
    approved = {(o.plan, o.code) for o in store.obligations(plan, Draft.APPROVED)}
    return [o for o in store.occurrences(plan) if (o.value.plan, o.value.code) in approved]


def _status_contract(standing: Standing, register: Register) -> dict[str, Any]:
    occurrence = standing.occurrence
    return {
        "plan": occurrence.plan,
        "clause": occurrence.clause,
        "unit": service.unit_name(register, occurrence.unit),
        "period": occurrence.due.period,
        "due": occurrence.due.legal.isoformat(),
        "status": str(standing.status),
        "accepted": standing.accepted,
        "needed": occurrence.needed,
    }


def _show_status(judged: list[tuple[StoredOccurrence, Standing]], register: Register, on: date) -> None:
    if not judged:
        say(
            tr(
                "Chưa có kỳ nào đang mở; hãy duyệt kế hoạch bằng `dunghan approve`.",
                "No open period; approve a plan with `dunghan approve`.",
            )
        )
        return
    rows = table(
        tr("Kế hoạch", "Plan"),
        (tr("Mã", "Code"), {"no_wrap": True}),
        (tr("Đơn vị", "Unit"), {"ratio": 2}),
        (tr("Kỳ", "Period"), {"no_wrap": True}),
        (tr("Hạn", "Due"), {"no_wrap": True}),
        (tr("Đã có", "Done"), {"justify": "right"}),
        (tr("Tình trạng", "Status"), {"no_wrap": True}),
    )
    for stored, standing in judged:
        value = stored.value
        pace = tr(f" (nhịp {standing.expected})", f" (pace {standing.expected})") if standing.expected else ""
        rows.add_row(
            value.plan,
            value.code,
            service.unit_name(register, value.unit),
            label(value.due.period),
            day(value.due.legal),
            f"{standing.accepted}/{value.needed}{pace}",
            status(standing.status),
        )
    console().print(rows)
    say(tr(f"Tính đến ngày {day(on)}.", f"As of {day(on)}."))


def case_of(subject: str, units: Path | None) -> Case:
    """Take a plan from a file or the store, with the register given, the stored one, or one made of its names."""
    path = Path(subject)
    given = load_register(units) if units else None
    if path.is_file():
        reading = reading_of(path, units)
        numbered = list(zip(codes(reading.obligations), reading.obligations, strict=True))
        rules, calendar = policy_of(settings()), calendar_of(settings())
        return Case(reading.header, numbered, _register(given, numbered), rules, calendar, name=path.stem)
    desk = office()
    with desk.database.begin() as store:
        plan = service.find_plan(store, subject)
        numbered = [(o.code, o.value) for o in store.obligations(plan.name) if o.state is not Draft.REJECTED]
        pieces, stored = _pieces(store, plan.name), store.register()
        there = _standing_occurrences(store, plan.name, numbered) if given is None else ()
    register = given or (stored if stored.units else _register(None, numbered))
    return Case(plan.header, numbered, register, desk.policy, desk.calendar, pieces, plan.name, there)


def _standing_occurrences(
    store: Store, plan: str, obligations: Sequence[tuple[str, Obligation]]
) -> tuple[Occurrence, ...]:
    """List what is stored of a plan, waived left out; nothing where some dated obligation is not opened yet."""
    every = store.occurrences(plan)
    opened = {o.value.code for o in every}
    if any(value.cadence.dated and code not in opened for code, value in obligations):
        return ()
    return tuple(o.value for o in every if o.status is not Status.WAIVED)


def _register(given: Register | None, obligations: Sequence[tuple[str, Obligation]]) -> Register:
    return given or implied(name for _, o in obligations for name in o.responsible)


def _pieces(store: Store, plan: str) -> Pieces:
    """Hand in the stored evidence of a plan's occurrences."""
    there = {o.id: _identity(o.value) for o in store.occurrences(plan)}
    found: dict[tuple[str, str, str], list[Evidence]] = {}
    for use in store.evidence_uses(sorted(there)):
        found.setdefault(there[use.occurrence], []).append(use.evidence)
    return lambda occurrence: found.get(_identity(occurrence), ())


def _identity(occurrence: Occurrence) -> tuple[str, str, str]:
    return occurrence.code, occurrence.unit, occurrence.due.period


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


def occurrences_of(case: Case) -> Iterable[Occurrence]:
    """List a plan's occurrences; a unit the register lacks is taken as one unit under its own name.

    What is stored is taken as it stands: extended, without what was waived.
    """
    if case.stored:
        yield from case.stored
        return
    values = [o for _, o in case.obligations]
    for code, obligation in case.obligations:
        siblings = [o for o in values if o is not obligation]
        due = dues(obligation, case.header, siblings, case.policy, case.calendar)
        found = expand(case.register, obligation.responsible)
        yield from occurrences("", code, obligation, [*(u.key for u in found.units), *found.unknown], due)


def _calendar_contract(occurrence: Occurrence, names: dict[str, str]) -> dict[str, Any]:
    due = occurrence.due
    return {
        "clause": occurrence.clause,
        "kind": str(occurrence.kind),
        "frequency": str(occurrence.cadence),
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


def _simulate(
    subject: Annotated[str, SUBJECT],
    start: Annotated[str, typer.Option("--from", help=tr("Từ ngày.", "From this day."))],
    end: Annotated[str, typer.Option("--to", help=tr("Đến ngày.", "To this day."))],
    units: Annotated[Path | None, UNITS] = None,
    json: Annotated[bool, JSON] = False,
) -> None:
    first, last = parse_day(start), parse_day(end)
    assert first is not None  # noqa: S101 - both options are required
    assert last is not None  # noqa: S101
    if last < first:
        raise BadEdit(tr("--to phải sau --from.", "--to must come after --from."))
    case = case_of(subject, units)
    count = 0
    for digest in simulate(
        case.obligations, case.header, case.register, first, last, case.policy, case.calendar, case.pieces
    ):
        count += 1
        if json:
            print_line(_simulate_contract(digest, case.register))
        else:
            _show_digest(digest)
    if not json:
        say(tr(f"{count} tin nhắn.", f"{count} messages."))


def _simulate_contract(digest: Digest, register: Register) -> dict[str, Any]:
    names = {u.key: u.name for u in register.units}
    return {
        "date": digest.on.isoformat(),
        "to": digest.person.name,
        "role": str(digest.role),
        "channel": _channel(address_of(digest.person)),
        "items": [
            {
                "clause": i.standing.occurrence.clause,
                "unit": names.get(i.standing.occurrence.unit, i.unit_name),
                "period": i.standing.occurrence.due.period,
                "rung": i.rung,
                "due": i.standing.occurrence.due.legal.isoformat(),
            }
            for i in digest.items
        ],
    }


def _channel(address: str) -> str:
    """Name the channel of an address; the mail libraries are imported only where somebody has one."""
    if address == MAILBOX:
        return "mailbox"
    from obligations.outbox import channel

    return channel(address)


def _show_digest(digest: Digest) -> None:
    way = "" if address_of(digest.person) == MAILBOX else f", {_channel(address_of(digest.person))}"
    console().print(Text(f"{day(digest.on)} → {digest.person.name} ({role(digest.role)}{way})", style="bold"))
    for each in digest.items:
        due = each.standing.occurrence.due
        line = f"{each.standing.occurrence.code} · {each.unit_name} · {label(due.period)}"
        say(f"   {line} · {tr('hạn', 'due')} {day(due.legal)} · {tr('bậc', 'rung')} {each.rung}")
