"""Yields plans, obligations, pieces of evidence and registers to test with, each with what it is not about left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from obligations.model import (
    Cadence,
    Due,
    Evidence,
    EvidenceKind,
    Kind,
    Obligation,
    Occurrence,
    PlanHeader,
    Role,
    Verdict,
    Window,
)
from obligations.policy import Policy
from obligations.timing.occurrences import dues, occurrences
from obligations.timing.workdays import WEEKENDS, Calendar
from obligations.units import Person, Post, Register, Unit

POLICY = Policy()
D = date.fromisoformat


def header(issued: str | None = "2024-04-19", year: int | None = None) -> PlanHeader:
    """Make the header of a plan of that date."""
    day = D(issued) if issued else None
    return PlanHeader("24/KH-SGTVT", "Sở", day, year or (day.year if day else None), "Kế hoạch", "0" * 64)


def duty(
    kind: Kind = Kind.PORTAL_SUBMISSION,
    cadence: Cadence = Cadence.QUARTERLY,
    count: int | None = None,
    due: Sequence[str] = (),
    recipient: str | None = None,
    clause: str = "III.3",
    responsible: tuple[str, ...] = ("Văn phòng Sở",),
    aggregate: bool = False,
) -> Obligation:
    """Make an obligation."""
    return Obligation(
        clause=clause,
        kind=kind,
        cadence=cadence,
        count=count,
        responsible=responsible,
        quote="Hàng quý",
        span=(0, 8),
        recipient=recipient,
        due=tuple(map(D, due)),
        aggregate=aggregate,
    )


def dues_of(
    obligation: Obligation,
    plan: PlanHeader | None = None,
    siblings: Sequence[Obligation] = (),
    policy: Policy = POLICY,
    calendar: Calendar = WEEKENDS,
) -> tuple[Due, ...]:
    """List the dues of an obligation of a plan of 19/4/2024, unless another is given."""
    return dues(obligation, plan or header(), siblings, policy, calendar)


def occurrence(obligation: Obligation | None = None, plan: PlanHeader | None = None, which: int = 0) -> Occurrence:
    """Make one occurrence of an obligation for the office."""
    value = obligation or duty()
    return occurrences("p", value.clause, value, ["van-phong"], dues_of(value, plan))[which]


def by_hand(
    legal: str,
    kind: Kind = Kind.PORTAL_SUBMISSION,
    needed: int = 1,
    opens: str | None = None,
    aggregate: bool = False,
) -> Occurrence:
    """Make an occurrence due on a day, open for a year before unless said, with nothing moved."""
    last = D(legal)
    first = D(opens) if opens else last - timedelta(days=365)
    due = Due(legal, Window(first, last), first, last, last)
    return Occurrence("p", "III.3", "III.3", kind, Cadence.ONCE, "van-phong", due, needed, aggregate)


def piece(
    done: str,
    verdict: Verdict = Verdict.ACCEPTED,
    number: int = 1,
    same_as: int | None = None,
    reason: str | None = None,
) -> Evidence:
    """Make a piece of evidence done on a day."""
    return Evidence(
        id=number,
        kind=EvidenceKind.LINK,
        reference=f"https://so.example/{number}",
        fingerprint=str(same_as or number),
        effective_on=D(done),
        received_at=datetime(2024, 7, 1, tzinfo=UTC),
        submitted_by="focal",
        verdict=verdict,
        reason=reason,
    )


def register(units: int = 1) -> Register:
    """Make an agency of some units, each with a focal officer and a head, under one office and one leader."""
    keys = ["van-phong", *(f"phong-{n}" for n in range(1, units))]
    names = ["Văn phòng Sở", *(f"Phòng {n}" for n in range(1, units))]
    people = [Person(f"{role}-{key}", role) for key in keys for role in ("focal", "head")]
    posts = [Post(f"{role}-{key}", role, key) for key in keys for role in (Role.FOCAL, Role.HEAD)]
    return Register(
        units=(
            *(Unit(key, name) for key, name in zip(keys, names, strict=True)),
            Unit("cac-don-vi", "Các phòng, đơn vị thuộc Sở", members=tuple(keys)),
        ),
        people=(*people, Person("office", "office"), Person("leader", "leader")),
        posts=(*posts, Post("office", Role.OFFICE), Post("leader", Role.LEADER)),
    )
