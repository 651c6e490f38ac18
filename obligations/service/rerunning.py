"""Many obligations run at once by a person: a whole plan, a whole kind, or both; one digest a person for all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from obligations.errors import DunghanError, UnknownClause, UnknownPeriod, UnknownUnit
from obligations.model import Draft as Judged
from obligations.model import Kind
from obligations.ports import Store
from obligations.records import Message, StoredObligation, StoredPlan
from obligations.service.checking import check, of_interest, selected
from obligations.service.delivering import deliver, quiet
from obligations.service.opening import open_occurrences
from obligations.service.plans import find_plan
from obligations.service.reminding import drafts, remind
from obligations.service.running import asked, record_run
from obligations.service.values import Draft, Office, RunReport

Case = tuple[StoredPlan, StoredObligation]


@dataclass(frozen=True, slots=True)
class ManyReport:
    """What running many did: each obligation's rows, the messages that went out or, kept back, those that would."""

    on: date
    runs: tuple[RunReport, ...]
    messages: tuple[Message, ...]
    drafts: tuple[Draft, ...]
    problems: tuple[str, ...]
    stored: bool


def run_many(
    office: Office,
    *,
    plan: str | None = None,
    clause: str | None = None,
    kind: Kind | None = None,
    unit: str | None = None,
    period: str | None = None,
    as_of: date | None = None,
    send: bool = False,
    at_once: bool = True,
    by: str,
) -> ManyReport:
    """Run every approved obligation of a plan, of a kind, of a clause, or of what is all of these, as one run.

    With `send` what is planned leaves at once, one digest a person, and never twice; unless `at_once`, outside sending
    hours it is only planned, for the next sweep to join. Without `send` nothing is kept.
    Raises UnknownPlan, UnknownClause where nothing approved is chosen, UnknownUnit or UnknownPeriod where none has it.
    """
    on, keep, send = asked(office, as_of or (None if send else office.today()), send)
    leaves = send and (at_once or not quiet(office, office.clock()))
    with office.database.begin() as store:
        cases = _chosen(store, plan, clause, kind)
        runs, problems = _run_each(office, store, cases, unit, period, on, by=by, keep=keep)
        rows = [((run.plan, run.obligation), row) for run in runs for row in run.rows]
        would = drafts(office, store, rows, on)
        ids = [row.stored.id for _, row in rows]
        outgoing = remind(office, store, on, now=office.clock(), occurrences=ids) if leaves else []
    messages = deliver(office, outgoing, at_once=at_once) if outgoing else []
    if leaves:
        for plan_name in dict.fromkeys(run.plan.name for run in runs):
            record_run(office, f"plan/{plan_name}", messages, by=by)
    return ManyReport(on, tuple(_shown(run, period) for run in runs), tuple(messages), would, tuple(problems), keep)


def _chosen(store: Store, plan: str | None, clause: str | None, kind: Kind | None) -> list[Case]:
    name = find_plan(store, plan).name if plan else None
    plans = {p.name: p for p in store.plans()}
    every = [o for o in store.obligations(name, Judged.APPROVED) if o.value.cadence.dated]
    wanted = [o for o in every if clause is None or clause in (o.code, o.value.clause)]
    chosen = [(plans[o.plan], o) for o in wanted if kind is None or o.value.kind is kind]
    if not chosen:
        said = (name and f"của {name}", clause and f"điều {clause}", kind and f"loại {kind}")
        which = " ".join(filter(None, said))
        raise UnknownClause(f"Không có nhiệm vụ nào {which} đã duyệt và có thời hạn; hãy xem bằng `dunghan list`.")
    return chosen


def _run_each(
    office: Office,
    store: Store,
    cases: Sequence[Case],
    unit: str | None,
    period: str | None,
    on: date,
    *,
    by: str,
    keep: bool,
) -> tuple[list[RunReport], list[str]]:
    """Check each, leaving out those without that unit or period; what cannot be reckoned is told and stops nothing."""
    runs: list[RunReport] = []
    absent: list[DunghanError] = []
    problems: list[str] = []
    for plan, obligation in cases:
        try:
            if keep:
                open_occurrences(office, store, plan, obligation)
            found = selected(store, plan, obligation, unit, period)
            runs.append(
                RunReport(plan, obligation, on, tuple(check(office, store, found, on, by=by, keep=keep)), stored=keep)
            )
        except (UnknownUnit, UnknownPeriod) as error:
            absent.append(error)
        except DunghanError as error:
            problems.append(f"{plan.name} {obligation.code}: {error}")
    if absent and not runs:
        raise absent[0]
    return runs, problems


def _shown(run: RunReport, period: str | None) -> RunReport:
    rows = tuple(row for row in run.rows if period is not None or of_interest(row, run.on))
    return RunReport(run.plan, run.obligation, run.on, rows, stored=run.stored)
