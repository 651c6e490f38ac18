"""Answers to reminders, only ever added to, and the answer codes that were revoked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ForeignKey, select, update
from sqlalchemy.orm import Mapped, mapped_column

from obligations.answers import Answer, Verb
from storage.shelf import Shelf
from storage.tables import Base, Id, Key


class AnswerRow(Base):
    """What somebody answered to a reminder: only ever added to. `until_day` of ack and snooze, `to_person` of a
    hand-over.
    """

    __tablename__ = "answer"
    id: Mapped[Id]
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrence.id", ondelete="CASCADE"), index=True)
    verb: Mapped[Verb]
    person: Mapped[Key]
    at: Mapped[datetime]
    until_day: Mapped[date | None]
    to_person: Mapped[Key | None]
    note: Mapped[str | None]


class RevocationRow(Base):
    """That every answer code given to a person before an instant is void."""

    __tablename__ = "revocation"
    id: Mapped[Id]
    person: Mapped[Key] = mapped_column(unique=True)
    before: Mapped[datetime]


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
