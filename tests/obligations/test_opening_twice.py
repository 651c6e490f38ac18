"""Opening what is open already changes nothing, whatever the duty and the year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obligations import service
from obligations.model import Cadence, Kind
from obligations.policy import Policy
from obligations.service import Office
from obligations.timing.regimes import REGIMES, with_regime
from storage.calendars import public_calendar
from tests.office import GROUP, duty, open_test_office, reading, register

NUMBERS = count()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Open an office with the public calendar, once for all examples."""
    folder: Path = tmp_path_factory.mktemp("mo-lai")
    desk = replace(open_test_office(folder, date(2024, 6, 27)), calendar=public_calendar())
    with desk.database.begin() as store:
        store.save_register(register())
    return desk


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(list(Kind)),
    st.sampled_from([cadence for cadence in Cadence if cadence.dated]),
    st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    st.sampled_from(sorted(REGIMES)),
)
def test_opening_twice_changes_nothing(office: Office, kind: Kind, cadence: Cadence, issued: date, regime: str) -> None:
    desk = replace(office, policy=with_regime(Policy(), REGIMES[regime]))
    base = reading(f"{next(NUMBERS):064}")
    header = replace(base.header, issued_on=issued, year=issued.year, number=f"{next(NUMBERS)}/KH")
    plan_of = replace(base, header=header, obligations=(duty("3. Hằng", "III.3", kind, cadence, GROUP),))
    with desk.database.begin() as store:
        plan = service.ingest(store, plan_of, source="x.txt", at=desk.clock(), by="thử").plan
        service.approve(desk, store, plan, by="thử")
        before, log = store.occurrences(plan.name), store.changes(f"plan/{plan.name}")
        (obligation,) = store.obligations(plan.name)
        assert service.open_occurrences(desk, store, plan, obligation) == 0
        assert store.occurrences(plan.name) == before
        assert store.changes(f"plan/{plan.name}") == log
    assert all(desk.calendar.is_working(o.value.due.internal) for o in before)
    assert len({(o.value.unit, o.value.due.period) for o in before}) == len(before)
