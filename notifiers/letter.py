"""The values of a letter: what a digest says, before it takes a form."""

from __future__ import annotations

from dataclasses import dataclass

from notifiers.urgency import Urgency


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing asked: what, lines of (label, words), and the one line a messenger gets."""

    title: str
    lines: tuple[tuple[str, str], ...]
    short: str


@dataclass(frozen=True, slots=True)
class Section:
    """Entries under one heading; `tone` colours it."""

    title: str
    tone: Urgency
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """What a digest says, before it takes a form. `table` has its header as first row, or is empty."""

    greeting: str
    opening: str
    sections: tuple[Section, ...]
    closing: tuple[str, ...]
    signature: str
    notice: str | None = None
    table: tuple[tuple[str, ...], ...] = ()
    left_out: int = 0
