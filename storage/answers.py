"""Answers to reminders, only ever added to, and the answer codes that were revoked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from obligations.answers import Answer
from storage.shelf import Shelf
from storage.tables import AnswerRow, RevocationRow


class AnswerShelf(Shelf):
    """The part of the store that holds answers."""

    def add_answer(self, answer: Answer) -> None:
        """Keep an answer."""
        row = {
            "occurrence_id": answer.occurrence,
            "verb": answer.verb,
            "person": answer.person,
            "at": answer.at,
            "until_day": answer.until,
            "to_person": answer.to,
            "note": answer.note,
        }
        self._add(AnswerRow, [row])

    def answers(self, occurrences: Sequence[int] | None = None) -> list[Answer]:
        """List the answers to these occurrences (to all where None), oldest first."""
        statement = select(AnswerRow).order_by(AnswerRow.id)
        if occurrences is not None:
            statement = statement.where(AnswerRow.occurrence_id.in_(self._among(occurrences)))
        return [
            Answer(row.occurrence_id, row.verb, row.person, row.at, row.until_day, row.to_person, row.note)
            for row in self._all(statement)
        ]

    def revoke_answers(self, person: str, before: datetime) -> None:
        """Make every answer code given to a person before an instant void."""
        row = {"person": person, "before": before}
        if not self._add(RevocationRow, [row]):
            self._change(update(RevocationRow).where(RevocationRow.person == person).values(before=before))

    def answers_void_before(self, person: str) -> datetime | None:
        """Give the instant before which a person's answer codes are void; None where none was revoked."""
        return self._one(select(RevocationRow.before).where(RevocationRow.person == person))
