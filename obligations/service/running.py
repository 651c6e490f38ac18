"""A run of one obligation, and the sweep that catches up with all of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from obligations.errors import DunghanError, UnknownClause
from obligations.model import Cadence, Due
from obligations.model import Draft as Judged
from obligations.ports import Store
from obligations.records import Change, Message, MessageState, StoredObligation, StoredPlan
from obligations.reminders import days_of_interest
from obligations.service.checking import check, of_interest, selected
from obligations.service.delivering import deliver, revive
from obligations.service.notices import raise_alarm
from obligations.service.opening import open_occurrences, opened, siblings
from obligations.service.plans import find_plan, one_obligation
from obligations.service.reminding import drafts, office_people, remind
from obligations.service.summing import morning
from obligations.service.values import Draft, Office, RunReport, SweepReport
from obligations.timing.occurrences import dues
from obligations.units import Register


def run_obligation(
    office: Office,
    plan: str,
    code: str,
    *,
    unit: str | None = None,
    period: str | None = None,
    as_of: date | None = None,
    send: bool = False,
    by: str,
) -> RunReport:
    """Check one approved obligation, plan its reminders, and with `send` send them at once as a digest of their own.

    Another day `as_of` without `send` is a what-if: nothing is stored, and so is any look at a day to come, since a
    rung told ahead of its day would never be told on it. A second run sends nothing twice.
    Raises UnknownPlan, UnknownClause (also where nobody approved it yet), UnknownUnit, UnknownPeriod.
    """
    on, keep, send = asked(office, as_of, send)
    with office.database.begin() as store:
        stored_plan = find_plan(store, plan)
        obligation = _approved(store, stored_plan, code)
        report = _checked(office, store, stored_plan, obligation, unit, period, on, by=by, keep=keep)
        planned = [row.stored.id for row in report.rows]
        outgoing = remind(office, store, on, now=office.clock(), occurrences=planned) if send else []
    messages = deliver(office, outgoing, at_once=True) if outgoing else []
    if send:
        record_run(office, f"plan/{stored_plan.name}/{obligation.code}", messages, by=by)
    return _with_messages(report, messages)


def record_run(office: Office, subject: str, messages: Sequence[Message], *, by: str) -> None:
    """Keep in the log who had what run now, and how many messages left for it."""
    sent = sum(message.state is MessageState.SENT for message in messages)
    with office.database.begin() as store:
        store.record(Change(office.clock(), by, "rerun", subject, after=f"đã gửi {sent} thư"))


def asked(office: Office, as_of: date | None, send: bool) -> tuple[date, bool, bool]:
    """Tell the day, whether to keep what is found, and whether to send."""
    on = as_of or office.today()
    past = on <= office.today()
    return on, past and (send or as_of is None), past and send


def _approved(store: Store, plan: StoredPlan, code: str) -> StoredObligation:
    obligation = one_obligation(store, plan, code)
    if obligation.state is not Judged.APPROVED:
        raise UnknownClause(
            f"{plan.name} {obligation.code} chưa được duyệt; hãy duyệt bằng `dunghan approve {plan.name} {code}`."
        )
    return obligation


def _checked(
    office: Office,
    store: Store,
    plan: StoredPlan,
    obligation: StoredObligation,
    unit: str | None,
    period: str | None,
    on: date,
    *,
    by: str,
    keep: bool,
) -> RunReport:
    if keep:
        open_occurrences(office, store, plan, obligation)
    occurrences = selected(store, plan, obligation, unit, period)
    rows = check(office, store, occurrences, on, by=by, keep=keep)
    shown = tuple(row for row in rows if period is not None or of_interest(row, on))
    would = drafts(office, store, [((plan, obligation), row) for row in rows], on)
    return RunReport(plan, obligation, on, shown, drafts=would, stored=keep)


def _with_messages(report: RunReport, messages: list[Message]) -> RunReport:
    return RunReport(
        report.plan,
        report.obligation,
        report.on,
        report.rows,
        messages=tuple(messages),
        drafts=report.drafts,
        stored=report.stored,
    )


def sweep(
    office: Office, *, as_of: date | None = None, send: bool = True, at_once: bool = False, by: str
) -> SweepReport:
    """Check every approved obligation, join all that is planned into one digest a person, and send what waits.

    The safety net: it finds what did not run, from the state alone. Outside sending hours messages wait for the next
    working morning, unless a person asked to send `at_once`. Without `send` on another day nothing is stored.
    """
    on, keep, send = asked(office, as_of, send)
    runs: list[RunReport] = []
    faults: list[str] = []
    with office.database.begin() as store:
        register, cases = store.register(), _all_approved(store, asked=True)
    for plan, obligation in cases:
        try:
            runs.append(_swept(office, plan, obligation, on, register, by=by, keep=keep))
        except DunghanError as error:
            faults.append(f"{plan.name} {obligation.code}: {error}")
    messages = _sent(office, on, faults, at_once=at_once) if send else []
    with office.database.begin() as store:
        faults += [_undelivered(m) for m in store.messages(MessageState.DEAD) if store.reminders_of(m.id)]
    faults += office.warnings()
    return SweepReport(on, tuple(runs), tuple(messages), problems=(*faults, *_problems(runs, messages)))


def _sent(office: Office, on: date, faults: Sequence[str], *, at_once: bool) -> list[Message]:
    """Join what is planned and send what waits; return what was handled, and what waits for sending hours.

    Those who keep the plans come last: their digest tells what became of the others.
    """
    with office.database.begin() as store:
        raise_alarm(office, store)
        revive(store, office.clock())
        last = {p.key for p in office_people(store.register())} if office.policy.summary else set[str]()
        made = remind(office, store, on, now=office.clock(), later=last)
    messages = deliver(office, at_once=at_once)
    if last:
        with office.database.begin() as store:
            told = morning(office, store, on, faults) or None
            fresh = remind(office, store, on, now=office.clock(), summary=told)
        messages += deliver(office, fresh, at_once=at_once)
        made += fresh
    with office.database.begin() as store:
        left = [m for i in made if i not in {m.id for m in messages} and (m := store.message(i)) is not None]
    return [*messages, *left]


def would_send(office: Office, on: date) -> tuple[Draft, ...]:
    """Word what a sweep on that day would send, keeping and sending nothing."""
    found = []
    with office.database.begin() as store:
        for plan, obligation in _all_approved(store, asked=True):
            rows = check(office, store, selected(store, plan, obligation, None, None), on, by="", keep=False)
            found += [((plan, obligation), row) for row in rows]
        return drafts(office, store, found, on)


def _swept(
    office: Office, plan: StoredPlan, obligation: StoredObligation, on: date, register: Register, *, by: str, keep: bool
) -> RunReport:
    """Check one obligation in a transaction of its own: the sweep never holds the database for long."""
    with office.database.begin() as store:
        if keep:
            occurrences = opened(office, store, plan, obligation, register).stored
        else:
            occurrences = store.occurrences(plan.name, obligation.code)
        rows = check(office, store, occurrences, on, by=by, keep=keep, register=register)
    return RunReport(plan, obligation, on, tuple(row for row in rows if of_interest(row, on)), stored=keep)


def _all_approved(store: Store, *, asked: bool = False) -> list[tuple[StoredPlan, StoredObligation]]:
    """List approved obligations that have due dates; with `asked` also the continuous ones asked about."""
    plans = {p.name: p for p in store.plans()}
    return [
        (plans[o.plan], o)
        for o in store.obligations(state=Judged.APPROVED)
        if o.value.cadence.dated or (asked and o.value.cadence is Cadence.CONTINUOUS)
    ]


def _problems(runs: list[RunReport], messages: list[Message]) -> tuple[str, ...]:
    nobody = [
        f"{run.plan.name} {run.obligation.code}, {row.unit_name}: chưa có người nhận nhắc (bậc {', '.join(row.nobody)})"
        for run in runs
        for row in run.rows
        if row.nobody
    ]
    waiting = (MessageState.WAITING, MessageState.IN_DOUBT)
    unsent = [f"Thư cho {m.person_name} chưa gửi được: {m.error or m.state}" for m in messages if m.state in waiting]
    return (*nobody, *unsent)


def _undelivered(message: Message) -> str:
    return (
        f"Thư ngày {message.on:%d/%m/%Y} cho {message.person_name} không gửi được: {message.error}. Hãy sửa địa chỉ"
        " trong units.yaml rồi `dunghan units import`; lượt quét sau sẽ gửi lại."
    )


def approved(office: Office) -> list[tuple[StoredPlan, StoredObligation]]:
    """List approved obligations that have due dates, plan by plan."""
    with office.database.begin() as store:
        return _all_approved(store)


def schedule_days(
    office: Office, obligation: StoredObligation, stored: Sequence[Due] | None = None
) -> tuple[date, ...]:
    """List the days on which something can happen to an obligation: rungs, due dates and the day after.

    `stored` are its dues as they stand (extended, waived ones left out); None asks the store. Before anything was
    opened they are reckoned.
    """
    due: Sequence[Due] = stored if stored is not None else stored_dues(office).get(obligation.id, ())
    if not due:
        due = _reckoned(office, obligation)
    kind, needed = obligation.value.kind, obligation.value.count or 1
    own = obligation.value.ladder
    days = {d for one in due for d in days_of_interest(one, kind, office.policy, office.calendar, needed, own)}
    return tuple(sorted(days))


def stored_dues(office: Office) -> dict[int, list[Due]]:
    """List the dues of every obligation, by its id, that somebody is still held to."""
    with office.database.begin() as store:
        return store.stored_dues()


def _reckoned(office: Office, obligation: StoredObligation) -> tuple[Due, ...]:
    """Reckon the dues of an obligation of which nothing is stored; none where all of it was waived."""
    with office.database.begin() as store:
        if store.occurrences(obligation.plan, obligation.code):
            return ()
        plan = find_plan(store, obligation.plan)
        beside = siblings(store, plan, obligation)
    return dues(obligation.value, plan.header, beside, office.policy, office.calendar)
