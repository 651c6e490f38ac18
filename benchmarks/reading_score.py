"""How a reading compares with what should have been read: found, right in every field, and falsely dated."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from obligations.model import Obligation
from obligations.text import fold

ALIKE = 0.86
DATED = frozenset({"weekly", "monthly", "quarterly", "half_yearly", "yearly", "once"})


@dataclass(frozen=True, slots=True)
class Row:
    """An obligation as far as it is compared."""

    clause: str
    kind: str
    frequency: str
    count: int | None
    responsible: tuple[str, ...]
    coordinating: tuple[str, ...]
    recipient: str
    due: tuple[str, ...]
    mandatory: bool
    aggregate: bool


@dataclass(slots=True)
class Tally:
    """What was compared so far."""

    wanted: int = 0
    found: int = 0
    right: int = 0
    dated: int = 0
    false: int = 0
    shown: list[tuple[Obligation, bool]] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Give the share of what should be found that was."""
        return self.found / max(self.wanted, 1)

    @property
    def precision(self) -> float:
        """Give the share of dated duties that are no false alarm."""
        return 1 - self.false / max(self.dated, 1)

    @property
    def f1(self) -> float:
        """Give the harmonic mean of recall and precision."""
        return 2 * self.recall * self.precision / max(self.recall + self.precision, 1e-9)

    @property
    def whole(self) -> float:
        """Give the share of what was found that is right in every field."""
        return self.right / max(self.found, 1)

    def add(self, other: Tally) -> None:
        """Count another comparison in."""
        for name in ("wanted", "found", "right", "dated", "false"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.shown.extend(other.shown)
        self.missed.extend(other.missed)


def gold_rows(path: Path) -> list[Row]:
    """Load the rows a person wrote down for a plan."""
    with path.open(encoding="utf-8", newline="") as file:
        return [_gold(line) for line in csv.DictReader(file, delimiter="\t")]


def _gold(line: dict[str, str]) -> Row:
    return Row(
        line["clause"],
        line["kind"],
        line["frequency"],
        int(line["count"]) if line["count"] else None,
        _split(line["responsible"], " | "),
        _split(line["coordinating"], " | "),
        line["recipient"],
        _split(line["due"], ","),
        bool(line["mandatory"]),
        bool(line["aggregate"]),
    )


def _split(text: str, mark: str) -> tuple[str, ...]:
    return tuple(text.split(mark)) if text else ()


def row_of(value: Obligation) -> Row:
    """Take an obligation's fields."""
    return Row(
        value.clause,
        value.kind.value,
        value.cadence.value,
        value.count,
        value.responsible,
        value.coordinating,
        value.recipient or "",
        tuple(d.isoformat() for d in value.due),
        value.mandatory,
        value.aggregate,
    )


def alike(one: str, other: str) -> bool:
    """Tell whether two names are the same after folding, or nearly."""
    a, b = fold(one), fold(other)
    return a == b or SequenceMatcher(None, a, b, autojunk=False).ratio() >= ALIKE


def _same(ones: Iterable[str], others: Sequence[str]) -> bool:
    ones = list(ones)
    return all(any(alike(a, b) for b in others) for a in ones) and all(any(alike(a, b) for a in ones) for b in others)


def meets(wanted: Row, got: Row) -> bool:
    """Tell whether two rows speak of the same duty: clause, frequency, and a unit in common."""
    shared = any(alike(a, b) for a in wanted.responsible for b in got.responsible)
    return wanted.clause == got.clause and wanted.frequency == got.frequency and shared


def faults(wanted: Row, got: Row) -> list[str]:
    """List the fields in which two rows differ."""
    undated = wanted.frequency not in DATED
    checks = {
        "kind": undated or wanted.kind == got.kind,
        "count": wanted.count == got.count,
        "responsible": _same(wanted.responsible, got.responsible),
        "coordinating": _same(wanted.coordinating, got.coordinating),
        "recipient": undated or alike(wanted.recipient, got.recipient),
        "due": set(wanted.due) == set(got.due),
        "mandatory": wanted.mandatory == got.mandatory,
        "aggregate": wanted.aggregate == got.aggregate,
    }
    return [name for name, good in checks.items() if not good]


def compare(wanted: Sequence[Row], values: Sequence[Obligation], name: str = "") -> Tally:
    """Compare what was read with what should have been, one to one, the best matches first."""
    got = [row_of(value) for value in values]
    pairs = [(len(faults(w, g)), i, j) for i, w in enumerate(wanted) for j, g in enumerate(got) if meets(w, g)]
    mates: dict[int, tuple[int, int]] = {}
    taken: set[int] = set()
    for wrong, i, j in sorted(pairs):
        if i not in taken and j not in mates:
            mates[j] = (i, wrong)
            taken.add(i)
    tally = Tally(wanted=len(wanted), found=len(mates), right=sum(wrong == 0 for _, wrong in mates.values()))
    for j, value in enumerate(values):
        tally.dated += value.cadence.dated
        tally.false += value.cadence.dated and j not in mates
        tally.shown.append((value, j in mates and mates[j][1] == 0))
    tally.missed = [f"{name}: MISSED {w.clause} {w.kind} {w.frequency} {w.responsible}"
                    for i, w in enumerate(wanted) if i not in taken]  # fmt: skip
    tally.missed += [f"{name}: WRONG {got[j].clause} {got[j].frequency} {faults(wanted[i], got[j])}"
                     for j, (i, wrong) in mates.items() if wrong]  # fmt: skip
    tally.missed += [f"{name}: FALSE {g.clause} {g.kind} {g.frequency} {g.responsible}"
                     for j, g in enumerate(got) if j not in mates and g.frequency in DATED]  # fmt: skip
    return tally
