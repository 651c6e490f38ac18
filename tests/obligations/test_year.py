"""What is simulated against what is delivered: every rung of every ladder accounted for, the digests counted.

The whole year, day by day, is `python -m benchmarks.year`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from intake import open_plan
from obligations import service
from obligations.model import Reading, Role
from obligations.policy import Policy
from obligations.reading.reader import read
from obligations.service import Office
from obligations.service.reminding import office_people
from obligations.units import Register, implied
from portal.sample import plan_text, sample_register
from storage.calendars import public_calendar
from tests.corpus import NAMES, PLANS, needs_corpus
from tests.obligations.year import (
    delivered,
    digests_by_reader,
    play,
    reachable,
    simulated,
    unaccounted,
    working_days,
)
from tests.office import open_test_office
from tests.servers import smtp_sink


def opened(folder: Path, first: date, register: Register, readings: list[Reading]) -> Office:
    office = replace(open_test_office(folder, first), calendar=public_calendar(), policy=Policy())
    with office.database.begin() as store:
        store.save_register(register)
        for n, reading in enumerate(readings):
            plan = service.ingest(store, reading, source=f"{n}.txt", at=office.clock(), by="thử", name=f"ke-hoach-{n}")
            service.approve(office, store, plan.plan, by="thử", partial=True)
    return office


def without_a_focal_officer(register: Register, unit: str) -> Register:
    return replace(register, posts=tuple(p for p in register.posts if (p.role, p.unit) != (Role.FOCAL, unit)))


def check(folder: Path, readings: list[Reading], register: Register, first: date, last: date, dead: str) -> int:
    """Play the days on which the simulation says something, and the working day after each; compare."""
    with smtp_sink() as sink:
        people = reachable(register, sink, dead)
        office = opened(folder, first, people, readings)
        every = working_days(office, first, last)
        expected = simulated(readings, people, office, every)
        busy = {line[0] for line in expected}
        after = {office.calendar.next_working(day + timedelta(days=1)) for day in busy}
        played = play(office, [day for day in every if day in busy | after])
        assert delivered(played) == expected
        assert unaccounted(played, people) == []
        counted = digests_by_reader(played)
        readers = {(line[0], line[1]) for line in expected}
        assert set(counted.values()) == {1}
        keepers = {p.key for p in office_people(people)}
        assert {reader for reader in counted if reader not in readers} <= {(d, k) for d in played.days for k in keepers}
        assert readers <= set(counted)
        arrived = [mail.recipients[0] for mail in sink.arrived]
        assert len(arrived) >= sum(1 for _, person in counted if person != dead)
        assert not any(dead and address.startswith(dead) for address in arrived)
    return len(expected)


def test_the_turn_of_a_quarter_of_the_sample_plan_is_delivered_as_simulated(tmp_path: Path) -> None:
    reading = read(plan_text(date(2026, 3, 2)), "a" * 64)
    register = without_a_focal_officer(sample_register(), "thanh-tra-so")
    dead = next(p.person for p in register.posts if (p.role, p.unit) == (Role.HEAD, "phong-nghiep-vu"))
    assert check(tmp_path, [reading], register, date(2026, 3, 16), date(2026, 4, 10), dead) > 20


@pytest.mark.corpus
@needs_corpus
@pytest.mark.parametrize("name", NAMES)
def test_the_turn_of_the_year_of_a_real_plan_is_delivered_as_simulated(tmp_path: Path, name: str) -> None:
    plan = open_plan(PLANS / name)
    reading = read(plan.text, plan.sha256)
    year = reading.header.year or 2024
    register = implied(who for o in reading.obligations for who in o.responsible)
    assert check(tmp_path, [reading], register, date(year, 12, 25), date(year + 1, 1, 6), "") > 0
