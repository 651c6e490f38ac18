"""Tells Prefect what happened to duties, in events of our own that automations listen for."""

from __future__ import annotations

from datetime import timedelta

from prefect.events import emit_event

from flows.names import artifact_key, slug
from obligations.service import Office, RunReport, SweepReport

OVERDUE = "dunghan.qua-han"
EXPECTED = "dunghan.minh-chung.cho"
RECEIVED = "dunghan.minh-chung.den"


def tell_overdue(report: RunReport) -> None:
    """Tell that a duty is overdue and that somebody is to be told who has not been."""
    plan, code = report.plan.name, report.obligation.code
    resource = {"prefect.resource.id": f"dunghan.nhiem-vu.{artifact_key(plan, code)}", "prefect.resource.name": code}
    emit_event(OVERDUE, resource=resource, payload={"plan": plan, "clause": code})


def tell_evidence(office: Office, report: SweepReport) -> None:
    """Tell of which plans evidence for this week has come and, on its first working day, of which it is waited for."""
    monday = report.on - timedelta(days=report.on.weekday())
    first = office.calendar.next_working(monday) == report.on
    waited, came = due_this_week(report)
    for plan in sorted(came):
        _emit(RECEIVED, plan)
    for plan in sorted(waited - came) if first else ():
        _emit(EXPECTED, plan)


def due_this_week(report: SweepReport) -> tuple[set[str], set[str]]:
    """Name the plans with something due this week that has no evidence yet, and those of which some has come."""
    week = report.on.isocalendar()[:2]
    due = [
        (run.plan.name, row.standing)
        for run in report.runs
        for row in run.rows
        if row.standing.occurrence.due.internal.isocalendar()[:2] == week and not row.standing.occurrence.aggregate
    ]
    came = {plan for plan, judged in due if judged.accepted or judged.in_review}
    return {plan for plan, judged in due if not judged.status.closed and not judged.accepted + judged.in_review}, came


def _emit(event: str, plan: str) -> None:
    emit_event(event, resource={"prefect.resource.id": f"dunghan.ke-hoach.{slug(plan)}"}, payload={"plan": plan})
