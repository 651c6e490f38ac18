"""The append-only log: written line by line, never changed; the database itself refuses."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, func, or_, select

from obligations.records import Change
from storage.shelf import Shelf
from storage.tables import ChangeRow


class ChangeShelf(Shelf):
    """The part of the store that holds the log."""

    def record(self, *changes: Change) -> None:
        """Append lines."""
        self._put(
            ChangeRow,
            [
                {
                    "at": change.at,
                    "made_by": change.by,
                    "action": change.action,
                    "subject": change.subject,
                    "why": change.why,
                    "before": change.before,
                    "after": change.after,
                }
                for change in changes
            ],
        )

    def last_change(self, actions: Sequence[str]) -> int:
        """Give the number of the latest line of these actions; 0 where there is none."""
        return self._one(select(func.max(ChangeRow.id)).where(ChangeRow.action.in_(actions))) or 0

    def changes(self, subject: str | None = None) -> list[Change]:
        """List the log, oldest first; `subject` matches itself and what is below it (`plan/X` and `plan/X/III.2`)."""
        statement = select(ChangeRow).order_by(ChangeRow.id)
        if subject is not None:
            below = func.substr(ChangeRow.subject, 1, len(subject) + 1) == f"{subject}/"
            statement = statement.where(or_(ChangeRow.subject == subject, below))
        return self._changes(statement)

    def history(self, evidence: int) -> list[Change]:
        """List what the log says of a piece, oldest first: lines of `evidence-…` actions whose `after` begins `#5 `."""
        about = ChangeRow.action.startswith("evidence-"), ChangeRow.after.startswith(f"#{evidence} ")
        return self._changes(select(ChangeRow).where(*about).order_by(ChangeRow.id))

    def _changes(self, statement: Select[tuple[ChangeRow]]) -> list[Change]:
        return [
            Change(row.at, row.made_by, row.action, row.subject, row.why, row.before, row.after)
            for row in self._all(statement)
        ]
