"""Reminders: one row for an occurrence, rung, role and person; joined to a message by conditional update."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Update, func, select, update

from obligations.model import Role
from obligations.records import ReminderState, StoredReminder
from obligations.reminders import LAPSED, RETURNED, Reminder
from storage.occurrences import OCCURRENCE, occurrence_of, with_obligation
from storage.shelf import Shelf
from storage.tables import OccurrenceRow, ReminderRow

REMINDER = (
    ReminderRow.id,
    ReminderRow.occurrence_id,
    ReminderRow.rung,
    ReminderRow.role,
    ReminderRow.person,
    ReminderRow.state,
    ReminderRow.planned_on,
    ReminderRow.message_id,
    ReminderRow.why,
)

UNIQUE = (ReminderRow.occurrence_id, ReminderRow.rung, ReminderRow.role, ReminderRow.person)
Unique = tuple[int, str, Role, str]


class ReminderShelf(Shelf):
    """The part of the store that holds reminders."""

    def add_reminders(
        self, reminders: Sequence[tuple[int, Reminder]], state: ReminderState, planned_on: date
    ) -> list[tuple[int, Reminder]]:
        """Store reminders, each with its occurrence, once (unique over occurrence, rung, role, person).

        Return the new ones. One that was cancelled before it left is planned anew: what stopped it no longer holds.
        """
        rows = {_unique(row): row for row in (_row(*one, state, planned_on) for one in reminders)}
        there = self._there({occurrence for occurrence, _ in reminders}) if rows else set()
        self._put(ReminderRow, [row for key, row in rows.items() if key not in there])
        old = {key for key, row in rows.items() if key in there and not self._revive(row)}
        return [(about, r) for about, r in reminders if (about, r.rung, r.role, r.person) not in old]

    def _there(self, occurrences: Collection[int]) -> set[Unique]:
        """Give the unique keys of the reminders of these occurrences."""
        stored = select(*UNIQUE).where(ReminderRow.occurrence_id.in_(self._among(sorted(occurrences))))
        return {(row.occurrence_id, row.rung, row.role, row.person) for row in self._session.execute(stored)}

    def told(self, occurrences: Sequence[int]) -> dict[int, set[tuple[str, Role, str]]]:
        """Give each occurrence the (rung, role, person) told or skipped before, cancelled ones left out."""
        stored = select(*UNIQUE).where(
            ReminderRow.occurrence_id.in_(self._among(occurrences)), ReminderRow.state != ReminderState.CANCELLED
        )
        found: dict[int, set[tuple[str, Role, str]]] = {}
        for row in self._session.execute(stored):
            found.setdefault(row.occurrence_id, set()).add((row.rung, row.role, row.person))
        return found

    def _revive(self, row: Mapping[str, Any]) -> int:
        unique = {name: row[name] for name in ("occurrence_id", "rung", "role", "person")}
        statement = _in_state(ReminderState.CANCELLED).filter_by(**unique)
        given = {name: row[name] for name in ("state", "planned_on", "why")}
        return self._change(statement.values(**given, message_id=None))

    def reminders(
        self, occurrences: Sequence[int] | None = None, state: ReminderState | None = None, *, hold: bool = False
    ) -> list[StoredReminder]:
        """List reminders in the order they were planned, of these occurrences (of all where None).

        With `hold` they are held until the transaction ends, and those that another transaction holds are left out.
        """
        statement = _reminders()
        if hold:
            statement = statement.with_for_update(of=ReminderRow, skip_locked=True)
        if occurrences is not None:
            statement = statement.where(ReminderRow.occurrence_id.in_(self._among(occurrences)))
        if state is not None:
            statement = statement.where(ReminderRow.state == state)
        return self._stored_reminders(statement)

    def vacancies(self, on: date) -> list[tuple[str, Role, int]]:
        """Count the reminders skipped on a day because nobody held the role, by unit and role."""
        where = (ReminderRow.person == "", ReminderRow.planned_on == on)
        columns = (OccurrenceRow.unit_key, ReminderRow.role)
        counted = select(*columns, func.count()).join(OccurrenceRow, OccurrenceRow.id == ReminderRow.occurrence_id)
        found = self._session.execute(counted.where(*where).group_by(*columns).order_by(*columns))
        return [(unit, role, count) for unit, role, count in found]

    def reminders_of(self, message: int) -> list[StoredReminder]:
        """List the reminders that a message carries."""
        return self._stored_reminders(_reminders().where(ReminderRow.message_id == message))

    def carried(self, messages: Sequence[int]) -> list[StoredReminder]:
        """List the reminders that these messages carry."""
        return self._stored_reminders(_reminders().where(ReminderRow.message_id.in_(self._among(messages))))

    def _stored_reminders(self, statement: Any) -> list[StoredReminder]:
        return [
            StoredReminder(
                id=row.id,
                occurrence=row.occurrence_id,
                value=Reminder(occurrence_of(row), row.rung, row.role, row.person, row.why),
                state=row.state,
                planned_on=row.planned_on,
                message=row.message_id,
            )
            for row in self._session.execute(statement)
        ]

    def join(self, reminders: Sequence[int], message: int) -> int:
        """Bind planned reminders to a message by conditional update; return how many were still planned."""
        statement = _in_state(ReminderState.PLANNED).where(ReminderRow.id.in_(self._among(reminders)))
        return self._change(statement.values(state=ReminderState.JOINED, message_id=message))

    def release_reminders(self, message: int) -> int:
        """Give the reminders joined to a message back as planned (it is to be worded anew); return how many.

        Those that lapsed meanwhile are cancelled instead.
        """
        joined = _in_state(ReminderState.JOINED).where(ReminderRow.message_id == message)
        gone = ReminderRow.rung.contains(LAPSED)
        self._change(joined.where(gone).values(state=ReminderState.CANCELLED, message_id=None))
        return self._change(joined.where(~gone).values(state=ReminderState.PLANNED, message_id=None))

    def cancel_reminder(self, reminder: int) -> bool:
        """Cancel one planned reminder; tell whether it was still planned."""
        statement = _in_state(ReminderState.PLANNED).where(ReminderRow.id == reminder)
        return self._change(statement.values(state=ReminderState.CANCELLED)) == 1

    def cancel_reminders(self, *occurrences: int) -> int:
        """Cancel the planned reminders of occurrences; return how many."""
        if not occurrences:
            return 0
        among = ReminderRow.occurrence_id.in_(self._among(occurrences))
        statement = _in_state(ReminderState.PLANNED).where(among)
        return self._change(statement.values(state=ReminderState.CANCELLED))

    def lapse_reminders(self, occurrence: int, mark: str) -> int:
        """Cancel what is planned and put `mark` behind every rung told so far, so that the ladder begins anew.

        That a piece was returned stands below the ladder and is still told.
        """
        ladder = (ReminderRow.occurrence_id == occurrence, ~ReminderRow.rung.startswith(RETURNED))
        self._change(_in_state(ReminderState.PLANNED).where(*ladder).values(state=ReminderState.CANCELLED))
        told = update(ReminderRow).where(*ladder, ~ReminderRow.rung.contains(LAPSED))
        return self._change(told.values(rung=ReminderRow.rung + f"{LAPSED}{mark}"))


def _row(occurrence: int, reminder: Reminder, state: ReminderState, planned_on: date) -> dict[str, Any]:
    return {
        "occurrence_id": occurrence,
        "rung": reminder.rung,
        "role": reminder.role,
        "person": reminder.person,
        "state": state,
        "planned_on": planned_on,
        "why": reminder.why,
    }


def _unique(row: Mapping[str, Any]) -> Unique:
    return row["occurrence_id"], row["rung"], row["role"], row["person"]


def _in_state(state: ReminderState) -> Update:
    return update(ReminderRow).where(ReminderRow.state == state)


def _reminders() -> Any:
    statement = select(*REMINDER, *OCCURRENCE)
    return with_obligation(statement.join(OccurrenceRow, OccurrenceRow.id == ReminderRow.occurrence_id)).order_by(
        ReminderRow.id
    )
