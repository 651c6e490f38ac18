"""A small plan and its people, as the tests of the flows need them in a database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from obligations.model import Cadence, Draft, Kind, Obligation, PlanHeader, Reading, Role
from obligations.ports import Database
from obligations.units import Person, Post, Register, Unit

PLAN = "12-kh-stc-2026"
MADE = datetime(2026, 1, 5, tzinfo=UTC)
ISSUED = date(2026, 1, 5)
UNITS = ("Văn phòng Sở", "Thanh tra Sở")

REGISTER = Register(
    units=(Unit("vp", "Văn phòng Sở"), Unit("tt", "Thanh tra Sở")),
    people=(Person("a", "Người đầu mối A"), Person("b", "Thủ trưởng B"), Person("c", "Lãnh đạo C")),
    posts=(
        Post("a", Role.FOCAL, "vp"),
        Post("a", Role.FOCAL, "tt"),
        Post("b", Role.HEAD, "vp"),
        Post("b", Role.HEAD, "tt"),
        Post("a", Role.OFFICE),
        Post("c", Role.LEADER),
    ),
)


def duty(
    clause: str,
    kind: Kind = Kind.PORTAL_SUBMISSION,
    cadence: Cadence = Cadence.QUARTERLY,
    *,
    units: Sequence[str] = UNITS,
    quote: str = "mỗi quý gửi 01 tin, bài",
    due: tuple[date, ...] = (),
    count: int | None = 1,
) -> Obligation:
    """Make an obligation; its quote need not stand in the text."""
    return Obligation(clause, kind, cadence, count, tuple(units), quote, (0, len(quote)), due=due)


def reading(*duties: Obligation, issued: date | None = ISSUED) -> Reading:
    """Make the reading of a plan of that day (None: it does not say) that lays these duties."""
    year = issued.year if issued else None
    header = PlanHeader("12/KH-STC", "Sở Thử nghiệm", issued, year, "Kế hoạch thử nghiệm", "a" * 64)
    return Reading("mỗi quý gửi 01 tin, bài", header, duties, ())


def fill(database: Database, *duties: Obligation, issued: date | None = ISSUED) -> None:
    """Store the register and the plan with these duties, each approved, under its clause as code."""
    with database.begin() as store:
        store.save_register(REGISTER)
        codes = [duty.clause for duty in duties]
        plan = reading(*duties, issued=issued)
        store.add_plan(plan, name=PLAN, codes=codes, source="thử.txt", sample=False, at=MADE)
        for stored in store.obligations(PLAN):
            store.set_obligation_state(stored.id, Draft.APPROVED)
