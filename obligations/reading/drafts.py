"""Duties on their way to obligations, and what is known while one plan is gone through."""

from __future__ import annotations

from dataclasses import dataclass, field

from obligations.model import Finding, Kind, Obligation, PlanHeader, Span
from obligations.reading.names import Names
from obligations.reading.naming import NamedUnit
from obligations.reading.sheet import Sheet
from obligations.reading.triggers import Trigger

LABEL_FLAG = "nhãn mục suy đoán"
DAMAGE_FLAG = "đọc từ chữ hỏng"
DATE_FLAG = "ngày hạn không đọc rõ"
UNIT_FLAG = "tên đơn vị chưa rõ"
UNSAID_FLAG = "đơn vị không nêu trong điều khoản"
ISSUER_FLAG = "tổng giao cho cơ quan ban hành"
WORN_COST = 0.5


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a clause: its place, where the full sentence around it begins, and its number of clause."""

    clause: int
    span: Span
    opened: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A duty on its way to an obligation."""

    sentence: Sentence
    trigger: Trigger
    kind: Kind
    units: tuple[NamedUnit, ...]
    value: Obligation


def damage_flags(trigger: Trigger) -> list[str]:
    """Flag what was read from damaged words, and a due date that cannot be read."""
    worn = trigger.cost > WORN_COST or any(due.worn for due in trigger.dues)
    return [DAMAGE_FLAG] * worn + [DATE_FLAG] * trigger.unread


@dataclass(slots=True)
class Reader:
    """What is known while the clauses of one plan are gone through."""

    names: Names
    header: PlanHeader
    year: int
    skipped: tuple[Span, ...] = ()
    drafts: list[Draft] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    charged: dict[Sentence, tuple[tuple[NamedUnit, ...], bool]] = field(default_factory=dict)

    @property
    def sheet(self) -> Sheet:
        """Give the plan."""
        return self.names.sheet
