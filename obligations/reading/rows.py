"""The rows of a table as places in the text: number, cells, and how sure the cut is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import regex

from obligations.model import Span

ROW_NUMBER = regex.compile(r"(?:\*\*)?(\d{1,3})[.)]?(?:\*\*)?(?=\s|$)")


class Column(StrEnum):
    """What a column of a plan's table holds."""

    NUMBER = "number"
    CONTENT = "content"
    LEAD = "lead"
    SUPPORT = "support"
    TIME = "time"
    PRODUCT = "product"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its number, whole place, and the place of each cell that was made out."""

    number: int
    span: Span
    cells: dict[Column, Span]
    sure: float


@dataclass(frozen=True, slots=True)
class Table:
    """A table: where it stands, what its rows are called after (`PL`, `III.2`), its rows, and how many were lost."""

    span: Span
    prefix: str
    rows: tuple[Row, ...]
    lost: int = 0
