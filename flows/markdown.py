"""Words of plans and people as markdown that shows them as they are, and tables of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

# What markdown or the HTML within it would take for a mark. A mark at the head of a line is told apart below.
MARKS = re.compile(r"([\\`*_\[\]<>|~#&$])")
LISTED = re.compile(r"^(\s*(?:\d+(?=[.)])|(?=[-+=])))", re.MULTILINE)


def plain(text: str) -> str:
    """Write text on one line so that no letter of it is taken for a mark."""
    return LISTED.sub(r"\1\\", MARKS.sub(r"\\\1", " ".join(text.split())))


def quoted(text: str) -> str:
    """Write text as a block quote, line by line as it is."""
    return "\n".join(f"> {plain(line)}  " if line.strip() else ">" for line in text.strip().splitlines())


def link(words: str, to: str | None) -> str:
    """Write words that lead somewhere; the words alone where they lead nowhere."""
    return f"[{plain(words)}]({quote(to, safe='/?=&%:,')})" if to else plain(words)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Write a table; the cells are markdown already."""
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    yield from (f"| {' | '.join(row)} |" for row in rows)


def capped(head: Sequence[str], rows: Sequence[Sequence[str]], most: int, command: str) -> Iterator[str]:
    """Write a table of at most so many rows, and say how many are not shown and which command shows all."""
    yield from table(head, rows[:most])
    if len(rows) > most:
        yield from ("", f"… và {len(rows) - most} dòng nữa không hiện ở đây; xem đủ bằng lệnh `{command}`.")
