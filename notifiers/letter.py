"""The values of a letter: what a digest says, before it takes a form."""

from __future__ import annotations

from dataclasses import dataclass

from notifiers.urgency import Urgency


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing asked: what, lines of (label, words), the one line a messenger gets.

    `codes` are the answer codes, each with the unit it is for where there are several.
    """

    title: str
    lines: tuple[tuple[str, str], ...]
    short: str
    codes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Entries under one heading; `tone` colours it. `counted`: how many there are belongs behind the heading."""

    title: str
    tone: Urgency
    entries: tuple[Entry, ...]
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Letter:
    """What a digest says, before it takes a form. `table` has its header as first row, or is empty.

    `summary` is the morning's for the plan's office: headings, each with its lines. `answer_note` says what the answer
    codes are for, `answer_url` is the page to which they are put.
    """

    subject: str
    greeting: str
    opening: str
    sections: tuple[Section, ...]
    closing: tuple[str, ...]
    signature: str
    notice: str | None = None
    table: tuple[tuple[str, ...], ...] = ()
    left_out: int = 0
    summary: tuple[tuple[str, tuple[str, ...]], ...] = ()
    answer_note: str = ""
    answer_url: str | None = None
