"""What a period comes to: each duty of each unit with its pieces, and the figures that follow from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from obligations.model import Due, Evidence, Form, Kind, Status, Verdict
from obligations.records import Snapshot, StoredObligation, StoredPlan
from obligations.reminders import Standing
from obligations.timing.periods import Period, parse


@dataclass(frozen=True, slots=True)
class PackPiece:
    """A piece of evidence in a pack, with what was seen of its page.

    `unit_name` is who handed it in; `late` says that it came after the due date for a day before it.
    """

    evidence: Evidence
    unit_name: str
    shared: str | None = None
    late: str | None = None
    snapshots: tuple[Snapshot, ...] = ()

    @property
    def counts(self) -> bool:
        """Tell whether it was accepted."""
        return self.evidence.verdict is Verdict.ACCEPTED


@dataclass(frozen=True, slots=True)
class PackRow:
    """One duty of one unit in one period: where it stands, and what was handed in for it and not returned."""

    obligation: StoredObligation
    standing: Standing
    unit_name: str
    period_label: str
    pieces: tuple[PackPiece, ...] = ()
    waived: str | None = None

    @property
    def lacking(self) -> bool:
        """Tell whether an explanation is owed: it is neither met nor waived."""
        return not self.standing.status.closed


@dataclass(frozen=True, slots=True)
class Coming:
    """A duty that falls due in the period after, and the units it is laid on."""

    obligation: StoredObligation
    period_label: str
    legal: date
    unit_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """What a plan comes to in a period, as of a day; `unit_name` where it is one unit's alone."""

    plan: StoredPlan
    period: Period
    period_label: str
    on: date
    rows: tuple[PackRow, ...]
    unit: str | None = None
    unit_name: str | None = None
    coming: tuple[Coming, ...] = ()

    @property
    def own(self) -> tuple[PackRow, ...]:
        """List the rows that are somebody's own: the totals only add them up."""
        return tuple(row for row in self.rows if not row.standing.occurrence.aggregate)


def within(due: Due, asked: Period) -> bool:
    """Tell whether a due belongs to a period: its own lies in it, or it falls due in it."""
    own = parse(due.period)
    return (asked.start <= own.start and own.end <= asked.end) or due.legal in asked


@dataclass(frozen=True, slots=True)
class Figures:
    """How many duties were laid on somebody in a period, and where they stand. Waived ones are counted apart."""

    name: str
    asked: int = 0
    met: int = 0
    late: int = 0
    in_review: int = 0
    overdue: int = 0
    ahead: int = 0
    waived: int = 0
    pieces: int = 0

    @property
    def done(self) -> int:
        """Count those that were done, in time or late."""
        return self.met + self.late

    @property
    def share(self) -> float | None:
        """Give the share done of those asked for, 0..1; None where nothing was asked for."""
        return self.done / self.asked if self.asked else None


def figures(name: str, rows: Iterable[PackRow]) -> Figures:
    """Count rows by where they stand."""
    kept = list(rows)
    stands = Counter(row.standing.status for row in kept)
    return Figures(
        name,
        asked=len(kept) - stands[Status.WAIVED],
        met=stands[Status.MET],
        late=stands[Status.MET_LATE],
        in_review=stands[Status.IN_REVIEW],
        overdue=stands[Status.OVERDUE],
        ahead=stands[Status.PENDING] + stands[Status.DUE_SOON],
        waived=stands[Status.WAIVED],
        pieces=len({p.evidence.id for row in kept for p in row.pieces if p.counts}),
    )


def by_unit(rows: Sequence[PackRow]) -> tuple[Figures, ...]:
    """Count rows unit by unit, in the order in which they come."""
    return _grouped(rows, lambda row: row.unit_name)


def by_duty(rows: Sequence[PackRow]) -> tuple[Figures, ...]:
    """Count rows duty by duty, by code."""
    return _grouped(rows, lambda row: row.obligation.code)


def _grouped(rows: Sequence[PackRow], key: Callable[[PackRow], str]) -> tuple[Figures, ...]:
    groups: dict[str, list[PackRow]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return tuple(figures(name, group) for name, group in groups.items())


def by_form(rows: Iterable[PackRow]) -> dict[Form, int]:
    """Count accepted pieces by their form, the most frequent first; each piece once."""
    pieces = {p.evidence.id: p.evidence for row in rows for p in row.pieces if p.counts}
    told = Counter(piece.form or Form.OTHER for piece in pieces.values())
    return {form: told[form] for form in sorted(told, key=lambda f: (-told[f], list(Form).index(f)))}


def of_kind(rows: Iterable[PackRow], kinds: Sequence[Kind]) -> tuple[PackRow, ...]:
    """List the rows of these kinds; all where none is named."""
    return tuple(row for row in rows if not kinds or row.obligation.value.kind in kinds)
