"""What the parts of the store share: a session, the sealing key, and four ways to ask."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, cast

from sqlalchemy import CursorResult, Delete, Integer, Select, Text, Update, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.tables import Base

T = TypeVar("T")
Row = TypeVar("Row", bound=Base)


class Shelf:
    """One transaction; every part of the store stands on it. Writes are statements, so nothing waits to be flushed."""

    def __init__(self, session: Session, key: bytes) -> None:
        self._session = session
        self._key = key

    @property
    def _postgres(self) -> bool:
        return self._session.get_bind().dialect.name == "postgresql"

    def _all(self, statement: Select[tuple[T]]) -> list[T]:
        return list(self._session.scalars(statement.execution_options(populate_existing=True)))

    def _one(self, statement: Select[tuple[T]]) -> T | None:
        return next(iter(self._all(statement)), None)

    def _add(self, row: type[Row], values: Sequence[Mapping[str, Any]]) -> list[int]:
        """Insert rows, leaving alone those whose unique key is there already; return the ids of the new ones."""
        if not values:
            return []
        statement = self._insert(row).returning(row.__table__.c.id)
        return list(self._session.connection().scalars(statement, [dict(v) for v in values]))

    def _put(self, row: type[Row], values: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows as `_add` does, without asking which were new: one statement for thousands of rows."""
        if values:
            self._session.connection().execute(self._insert(row), [dict(v) for v in values])

    def _insert(self, row: type[Row]) -> Any:
        dialect = postgresql if self._postgres else sqlite
        return dialect.insert(row.__table__).on_conflict_do_nothing()

    def _change(self, statement: Update | Delete) -> int:
        """Update or delete; return how many rows it was."""
        done = self._session.execute(statement, execution_options={"synchronize_session": False})
        return cast("CursorResult[Any]", done).rowcount

    def _change_one(self, statement: Update, number: int) -> None:
        """Update the row with this id. Raises LookupError where there is none: ids come from the store itself."""
        if self._change(statement) != 1:
            raise LookupError(f"{statement.table} {number}")

    def _among(self, numbers: Sequence[int]) -> Select[tuple[int]]:
        """Make a list of ids one parameter: a statement takes 32,766 on SQLite, and an agency has more."""
        if self._postgres:
            return select(func.unnest(literal(list(numbers), postgresql.ARRAY(Integer))))
        return select(func.json_each(literal(json.dumps(list(numbers)), Text)).table_valued("value").c.value)
