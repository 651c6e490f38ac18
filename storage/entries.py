"""What channels told of: the sources that are followed, and the pages found there, each looked at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from obligations.finding import Entry, SourceState
from storage.shelf import Shelf
from storage.tables import EntryRow, SourceRow

STATE = tuple(field.name for field in fields(SourceState))


class EntryShelf(Shelf):
    """The part of the store that holds sources and the pages they told of."""

    def source_states(self) -> dict[str, SourceState]:
        """Give the state of every source followed so far, by its address."""
        rows = self._all(select(SourceRow))
        return {row.address: SourceState(**{name: getattr(row, name) for name in STATE}) for row in rows}

    def set_source_state(self, state: SourceState) -> None:
        """Keep how a source answered, in place of the time before."""
        values = {name: getattr(state, name) for name in STATE}
        insert = (postgresql.insert if self._postgres else sqlite.insert)(SourceRow).values(**values)
        self._session.execute(insert.on_conflict_do_update(index_elements=[SourceRow.address], set_=values))

    def add_entries(self, entries: Iterable[Entry], at: datetime) -> int:
        """Keep pages not told of before; return how many were new."""
        rows = [
            {
                "canonical": e.canonical,
                "address": e.address,
                "channel": e.channel,
                "title": e.title,
                "on_day": e.on,
                "summary": e.summary,
                "told_at": at,
                "failed": False,
            }
            for e in entries
        ]
        return len(self._add(EntryRow, rows))

    def entries(self, failed_before: datetime) -> list[Entry]:
        """List the pages nobody has seen yet, oldest first; those that failed to open only after this instant."""
        rows = self._all(select(EntryRow).where(_open(failed_before)).order_by(EntryRow.id))
        return [Entry(r.address, r.canonical, r.channel, r.title, r.on_day, r.summary) for r in rows]

    def take_entry(self, canonical: str, at: datetime, failed_before: datetime) -> bool:
        """Take a page up to look at it; False where another has."""
        mine = update(EntryRow).where(EntryRow.canonical == canonical, _open(failed_before))
        return self._change(mine.values(looked_at=at, outcome=None)) == 1

    def end_entry(self, canonical: str, outcome: str, *, failed: bool = False) -> None:
        """Keep what came of a look; what `failed` to open is looked at again later."""
        values = {"outcome": outcome, "failed": failed}
        self._change(update(EntryRow).where(EntryRow.canonical == canonical).values(**values))

    def forget_entries(self, before: datetime) -> int:
        """Forget pages told of before this instant; return how many. A source that tells of one again adds it again."""
        return self._change(delete(EntryRow).where(EntryRow.told_at < before))


def _open(failed_before: datetime) -> ColumnElement[bool]:
    again = and_(EntryRow.failed, EntryRow.looked_at < failed_before)
    return or_(EntryRow.looked_at.is_(None), again)
