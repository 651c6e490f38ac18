"""Column types that keep the core's values exactly: instants in UTC, tuples as JSON, keys that sort alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import JSON, DateTime, Dialect, Text
from sqlalchemy.exc import DontWrapMixin
from sqlalchemy.types import TypeDecorator, TypeEngine
from typing_extensions import override

from obligations.agreeing import Found, Method
from obligations.judging import Page
from obligations.model import Attachment, FileRole, Finding

T = TypeVar("T")


class NaiveInstant(DontWrapMixin, ValueError):
    """An instant came without its zone; guessing one would move it by seven hours."""


class Instant(TypeDecorator[datetime]):
    """An aware datetime, stored and returned in UTC on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn into UTC. Raises NaiveInstant."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise NaiveInstant(f"{value.isoformat()} has no zone")
        return value.astimezone(UTC)

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back UTC: SQLite returns what it stored without a zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class JsonTuple(TypeDecorator[tuple[T, ...]], Generic[T]):
    """A tuple stored as a JSON list, each item by its own `write` and `read`."""

    impl = JSON
    cache_ok = True

    def __init__(self, write: Callable[[T], Any], read: Callable[[Any], T]) -> None:
        super().__init__()
        self.write, self.read = write, read

    @override
    def process_bind_param(self, value: tuple[T, ...] | None, dialect: Dialect) -> Any:
        """Write every item."""
        return None if value is None else [self.write(item) for item in value]

    @override
    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[T, ...] | None:
        """Read every item."""
        return None if value is None else tuple(self.read(item) for item in value)


def _write_finding(finding: Finding) -> dict[str, Any]:
    return {"place": finding.place, "what": finding.what, "span": finding.span}


def _read_finding(stored: dict[str, Any]) -> Finding:
    return Finding(stored["place"], stored["what"], stored["span"] and tuple(stored["span"]))


def _write_file(file: Attachment) -> dict[str, Any]:
    return {"name": file.name, "sha256": file.sha256, "size": file.size, "role": file.role.value}


def _read_file(stored: dict[str, Any]) -> Attachment:
    return Attachment(stored["name"], stored["sha256"], stored["size"], FileRole(stored["role"]))


def _read_found(stored: dict[str, Any]) -> Found:
    return Found(Method(stored["method"]), stored["value"], stored["sure"])


class JsonPage(TypeDecorator[Page]):
    """A page without its text and sketch, as a JSON object; what is empty is left out."""

    impl = JSON
    cache_ok = True

    @override
    def process_bind_param(self, value: Page | None, dialect: Dialect) -> Any:
        """Write what is there."""
        if value is None:
            return None
        held = {name: part for name, part in asdict(value).items() if part not in (None, (), "", False)}
        return {**held, "fetched_at": value.fetched_at.isoformat()}

    @override
    def process_result_value(self, value: Any, dialect: Dialect) -> Page | None:
        """Read it back."""
        if value is None:
            return None
        found = {name: tuple(map(_read_found, value.get(name, ()))) for name in ("titles", "dates")}
        headers = tuple((name, text) for name, text in value.get("headers", ()))
        seen = datetime.fromisoformat(value["fetched_at"])
        return Page(**{**value, **found, "headers": headers, "fetched_at": seen})


PAGE = JsonPage()
NUMBERS = JsonTuple[int](int, int)
STRINGS = JsonTuple[str](str, str)
DAYS = JsonTuple[date](date.isoformat, date.fromisoformat)
FINDINGS = JsonTuple[Finding](_write_finding, _read_finding)
FILES = JsonTuple[Attachment](_write_file, _read_file)
# Byte order, whatever the server's locale: both databases list keys alike.
KEY: TypeEngine[str] = Text().with_variant(Text(collation="C"), "postgresql")
