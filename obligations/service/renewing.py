"""A plan over the years: the day it is to be completed, and last year's duties proposed for a new year."""

from __future__ import annotations

import hashlib
from calendar import monthrange
from dataclasses import replace
from datetime import date

from obligations.errors import BadEdit
from obligations.model import Draft, Obligation, PlanHeader, Reading
from obligations.ports import Store
from obligations.records import Change, StoredPlan
from obligations.service.opening import open_occurrences
from obligations.service.plans import Ingested, ingest
from obligations.service.values import Office

PROPOSED = "đề xuất theo kế hoạch năm trước; cần đối chiếu với kế hoạch mới"


def renew(office: Office, store: Store, plan: StoredPlan, year: int, *, by: str) -> Ingested:
    """Propose the duties of a plan for a new year as drafts of a plan of their own, once however often it is asked.

    Approved duties are taken, all that were not rejected where none was approved; their dates move by whole years.
    Raises BadEdit where the year is not a later one.
    """
    old = plan_year(plan.header)
    if old is None or not old < year < old + 50:
        said = f"năm {old}" if old else "chưa rõ năm"
        raise BadEdit(f"Kế hoạch {plan.name} là của {said}; hãy nêu một năm sau đó, ví dụ --year {(old or 2026) + 1}.")
    every = [o for o in store.obligations(plan.name) if o.state is not Draft.REJECTED]
    chosen = [o.value for o in every if o.state is Draft.APPROVED] or [o.value for o in every]
    proposed = tuple(_moved(value, year - old) for value in chosen)
    reading = Reading(plan.text, _header(plan, year, year - old), proposed, ())
    name = f"{plan.name.removesuffix(f'-{old}')}-{year}"
    return ingest(store, reading, source=plan.source, at=office.clock(), by=by, name=name)


def plan_year(header: PlanHeader) -> int | None:
    """Give the year a plan governs; None where it says none."""
    return header.year or (header.issued_on.year if header.issued_on else None)


def _header(plan: StoredPlan, year: int, years: int) -> PlanHeader:
    header = plan.header
    words = " ".join(filter(None, (header.title or plan.name, f"({header.number})" if header.number else None)))
    return PlanHeader(
        number=None,
        issuer=header.issuer,
        issued_on=None,
        year=year,
        title=f"Đề xuất cho năm {year} theo {words}",
        sha256=hashlib.sha256(f"{header.sha256} {year}".encode()).hexdigest(),
        completes_on=header.completes_on and later(header.completes_on, years),
    )


def _moved(value: Obligation, years: int) -> Obligation:
    flags = tuple(dict.fromkeys((*value.flags, PROPOSED)))
    return replace(value, due=tuple(later(day, years) for day in value.due), flags=flags)


def later(day: date, years: int) -> date:
    """Give the same day some years later; the last day of February stays the last."""
    year, last = day.year + years, monthrange(day.year, day.month)[1]
    length = monthrange(year, day.month)[1]
    return day.replace(year=year, day=length if day.day == last else min(day.day, length))


def set_term(office: Office, store: Store, plan: StoredPlan, until: date | None, *, why: str, by: str) -> StoredPlan:
    """Say by which day the whole plan is to be completed (None: the end of its year); what is open follows.

    Raises BadEdit without a reason, or where the day lies before the plan.
    """
    if not why.strip():
        raise BadEdit("--why đang để trống; hãy ghi lý do.")
    first = plan.header.issued_on or (date(year, 1, 1) if (year := plan_year(plan.header)) else None)
    if until and first and until < first:
        raise BadEdit(f"Kế hoạch bắt đầu ngày {first:%d/%m/%Y}; ngày hoàn thành {until:%d/%m/%Y} phải từ ngày đó.")
    changed = replace(plan, header=replace(plan.header, completes_on=until))
    store.set_plan_header(plan.id, changed.header)
    before, after = (day.isoformat() if day else None for day in (plan.header.completes_on, until))
    store.record(Change(office.clock(), by, "term", f"plan/{plan.name}", why=why, before=before, after=after))
    for obligation in store.obligations(plan.name, Draft.APPROVED):
        if obligation.value.cadence.dated:
            open_occurrences(office, store, changed, obligation)
    return changed
