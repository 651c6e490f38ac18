"""Occurrences: one row for an obligation, a unit and a period, however often it is opened."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, Select, Text, Update, cast, delete, exists, func, select, update

from obligations.errors import UnknownUnit
from obligations.model import Due, Occurrence, Status, Window
from obligations.records import Extension, StoredOccurrence
from storage.shelf import Shelf
from storage.tables import EvidenceUseRow, ObligationRow, OccurrenceRow, PlanRow, ReminderRow, UnitRow

DUE = (
    OccurrenceRow.period,
    OccurrenceRow.window_first,
    OccurrenceRow.window_last,
    OccurrenceRow.opens,
    OccurrenceRow.legal,
    OccurrenceRow.internal,
    OccurrenceRow.assumed,
)
# Columns and not rows: an agency has tens of thousands, and the JSON of their obligations is not needed.
OCCURRENCE = (
    PlanRow.name,
    ObligationRow.code,
    ObligationRow.clause,
    ObligationRow.kind,
    ObligationRow.cadence,
    ObligationRow.aggregate,
    ObligationRow.ladder,
    OccurrenceRow.unit_key,
    OccurrenceRow.needed,
    *DUE,
)
STORED = (
    OccurrenceRow.id,
    OccurrenceRow.status,
    OccurrenceRow.waived,
    OccurrenceRow.extended_to,
    OccurrenceRow.extended_by,
)
OPEN = [status for status in Status if not status.closed]


class OccurrenceShelf(Shelf):
    """The part of the store that holds occurrences."""

    def add_occurrences(self, obligation: int, occurrences: Iterable[Occurrence]) -> int:
        """Store those not stored yet (unique over obligation, unit, period); return how many were new.

        Raises UnknownUnit where a unit is not in the register.
        """
        known = self._units_and_periods(obligation)
        new = [o for o in occurrences if (o.unit, o.due.period) not in known]
        if new and (strangers := {o.unit for o in new} - set(self._all(select(UnitRow.key)))):
            raise UnknownUnit(
                f"Danh bạ không có đơn vị {', '.join(sorted(strangers))}; hãy thêm vào bằng `dunghan units`."
            )
        rows = [
            {"obligation_id": obligation, "unit_key": o.unit, "status": Status.PENDING, "waived": None, **_dated(o)}
            for o in new
        ]
        return len(self._add(OccurrenceRow, rows))

    def _units_and_periods(self, obligation: int) -> set[tuple[str, str]]:
        """Look before inserting: opening again is daily work, and a look costs a fifth of a refused insert or less."""
        stored = select(OccurrenceRow.unit_key, OccurrenceRow.period).where(OccurrenceRow.obligation_id == obligation)
        return {(unit, period) for unit, period in self._session.execute(stored)}

    def remove_occurrences_beyond(self, obligation: int, keep: Iterable[tuple[str, str]]) -> int:
        """Remove open occurrences whose (unit, period) is not in `keep` and on which nothing hangs; return how many."""
        kept = set(keep)
        statement = select(OccurrenceRow.id, OccurrenceRow.unit_key, OccurrenceRow.period).where(
            OccurrenceRow.obligation_id == obligation,
            OccurrenceRow.status.in_(OPEN),
            ~exists().where(EvidenceUseRow.occurrence_id == OccurrenceRow.id),
            ~exists().where(ReminderRow.occurrence_id == OccurrenceRow.id),
        )
        found = [row.id for row in self._session.execute(statement) if (row.unit_key, row.period) not in kept]
        return self._change(delete(OccurrenceRow).where(OccurrenceRow.id.in_(self._among(found)))) if found else 0

    def update_due(self, occurrence: int, value: Occurrence) -> None:
        """Replace due dates and needed count of a stored occurrence."""
        self._change_one(_at(occurrence).values(**_dated(value)), occurrence)

    def occurrences(
        self,
        plan: str | None = None,
        code: str | None = None,
        unit: str | None = None,
        period: str | None = None,
        only: Sequence[int] | None = None,
    ) -> list[StoredOccurrence]:
        """List occurrences by plan, code, period, unit: plans as imported, codes as read, periods as they fall due."""
        asked = ((PlanRow.name, plan), (ObligationRow.code, code), (OccurrenceRow.unit_key, unit))
        statement = with_obligation(select(*STORED, *OCCURRENCE)).where(OccurrenceRow.passed_to.is_(None))
        for column, wanted in (*asked, (OccurrenceRow.period, period)):
            if wanted is not None:
                statement = statement.where(column == wanted)
        if only is not None:
            statement = statement.where(OccurrenceRow.id.in_(self._among(only)))
        statement = statement.order_by(
            PlanRow.id, ObligationRow.position, OccurrenceRow.legal, OccurrenceRow.period, OccurrenceRow.unit_key
        )
        found = self._session.execute(statement)
        return [_stored(row) for row in found]

    def occurrences_in(self, status: Status) -> list[StoredOccurrence]:
        """List the occurrences whose status was last computed to be this one."""
        statement = with_obligation(select(*STORED, *OCCURRENCE)).where(OccurrenceRow.status == status)
        statement = statement.where(OccurrenceRow.passed_to.is_(None)).order_by(OccurrenceRow.id)
        return [_stored(row) for row in self._session.execute(statement)]

    def set_status(self, occurrence: int, status: Status, why: str | None = None) -> None:
        """Keep the status computed for the present day; `why` is the reason of a waiver, gone once it is none."""
        reason = func.coalesce(why, OccurrenceRow.waived) if status is Status.WAIVED else None
        self._change_one(_at(occurrence).values(status=status, waived=reason), occurrence)

    def set_statuses(self, statuses: Mapping[int, Status]) -> None:
        """Keep the statuses computed for the present day, by occurrence; the reasons of waivers stay."""
        by_status: dict[Status, list[int]] = {}
        for occurrence, status in statuses.items():
            by_status.setdefault(status, []).append(occurrence)
        for status, there in by_status.items():
            reason = {} if status is Status.WAIVED else {"waived": None}
            among = update(OccurrenceRow).where(OccurrenceRow.id.in_(self._among(there)))
            self._change(among.values(status=status, **reason))

    def extend(self, occurrence: int, extension: Extension) -> None:
        """Keep a later due date and the document that says so, in place of an earlier extension."""
        values = {"extended_to": extension.until, "extended_by": extension.document}
        self._change_one(_at(occurrence).values(**values), occurrence)

    def pass_to(self, occurrence: int, unit: str, done_as: str) -> None:
        """Give an occurrence to another unit; pieces offered so far keep the name `done_as`."""
        self._name_pieces(occurrence, done_as)
        self._change_one(_at(occurrence).values(unit_key=unit), occurrence)

    def pass_into(self, occurrence: int, other: int, done_as: str) -> None:
        """End an occurrence in favour of another, which gets its pieces under the name `done_as`."""
        self._name_pieces(occurrence, done_as)
        uses = update(EvidenceUseRow).where(EvidenceUseRow.occurrence_id == occurrence)
        self._change(uses.values(occurrence_id=other))
        taker = select(OccurrenceRow.unit_key).where(OccurrenceRow.id == other).scalar_subquery()
        self._change_one(_at(occurrence).values(status=Status.WAIVED, passed_to=taker), occurrence)

    def _name_pieces(self, occurrence: int, done_as: str) -> None:
        mine = EvidenceUseRow.occurrence_id == occurrence
        self._change(update(EvidenceUseRow).where(mine, EvidenceUseRow.done_as.is_(None)).values(done_as=done_as))

    def stored_dues(self) -> dict[int, list[Due]]:
        """List the dues of every obligation (by id) that somebody is still held to: not those waived for all."""
        # PostgreSQL compares no JSON, so `assumed` is grouped as the text it is kept as.
        columns = (OccurrenceRow.obligation_id, *DUE[:-1], cast(OccurrenceRow.assumed, Text).label("assumed"))
        statement = select(*columns).where(OccurrenceRow.status != Status.WAIVED)
        found: dict[int, dict[Due, None]] = {}
        for row in self._session.execute(statement.group_by(*columns).order_by(OccurrenceRow.legal)):
            found.setdefault(row.obligation_id, {})[due_of(row, tuple(json.loads(row.assumed)))] = None
        return {obligation: list(dues) for obligation, dues in found.items()}


def _stored(row: Row[Any]) -> StoredOccurrence:
    extended = Extension(row.extended_to, row.extended_by) if row.extended_to else None
    return StoredOccurrence(row.id, occurrence_of(row), row.status, row.waived, extended)


def due_of(row: Row[Any], assumed: tuple[str, ...] | None = None) -> Due:
    """Give the value that the columns of DUE hold together; `assumed` where that one was read in another way."""
    window = Window(row.window_first, row.window_last)
    return Due(
        row.period, window, row.opens, row.legal, row.internal, tuple(row.assumed if assumed is None else assumed)
    )


def with_obligation(statement: Select[Any]) -> Select[Any]:
    """Join obligation and plan to a statement over occurrences."""
    return statement.join(ObligationRow, ObligationRow.id == OccurrenceRow.obligation_id).join(
        PlanRow, PlanRow.id == ObligationRow.plan_id
    )


def occurrence_of(row: Row[Any]) -> Occurrence:
    """Give the value that the columns of OCCURRENCE hold together."""
    return Occurrence(
        plan=row.name,
        code=row.code,
        clause=row.clause,
        kind=row.kind,
        cadence=row.cadence,
        unit=row.unit_key,
        due=due_of(row),
        needed=row.needed,
        aggregate=row.aggregate,
        ladder=row.ladder,
    )


def _at(occurrence: int) -> Update:
    return update(OccurrenceRow).where(OccurrenceRow.id == occurrence)


def _dated(value: Occurrence) -> dict[str, Any]:
    due = value.due
    return {
        "period": due.period,
        "window_first": due.window.first,
        "window_last": due.window.last,
        "opens": due.opens,
        "legal": due.legal,
        "internal": due.internal,
        "assumed": due.assumed,
        "needed": value.needed,
    }
