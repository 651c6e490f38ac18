"""Every dated obligation has a flow, and the right one."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from itertools import product

import pytest

from flows import kinds
from obligations.model import Cadence, Kind
from tests.flows.seeds import duty


@pytest.mark.parametrize(
    ("kind", "cadence", "flow"),
    [
        (Kind.POST, Cadence.MONTHLY, "monthly-posts"),
        (Kind.REPORT, Cadence.MONTHLY, "monthly-posts"),
        (Kind.TASK, Cadence.MONTHLY, "monthly-posts"),
        (Kind.PORTAL_SUBMISSION, Cadence.QUARTERLY, "quarterly-portal"),
        (Kind.REPORT, Cadence.QUARTERLY, "quarterly-report"),
        (Kind.REPORT, Cadence.HALF_YEARLY, "half-year-report"),
        (Kind.REPORT, Cadence.YEARLY, "annual-report"),
        (Kind.POST, Cadence.YEARLY, "yearly-quota"),
        (Kind.DELIVERABLE, Cadence.ONCE, "one-off"),
        (Kind.EVENT, Cadence.ONCE, "one-off"),
        (Kind.POST, Cadence.WEEKLY, "weekly"),
        (Kind.POST, Cadence.CONTINUOUS, None),
        (Kind.REPORT, Cadence.ON_CHANGE, None),
        (Kind.TASK, Cadence.EXTERNAL, None),
    ],
)
def test_kind_and_cadence_choose_the_flow(kind: Kind, cadence: Cadence, flow: str | None) -> None:
    assert kinds.flow_of(duty("I", kind, cadence)) == flow


@pytest.mark.parametrize(("kind", "cadence"), list(product(Kind, Cadence)))
def test_whatever_has_dates_has_a_flow_that_exists(kind: Kind, cadence: Cadence) -> None:
    flow = kinds.flow_of(duty("I", kind, cadence))
    assert (flow in kinds.ENTRYPOINTS) == cadence.dated


@pytest.mark.parametrize(
    ("quote", "due", "expected"),
    [
        ("Tổ chức Ngày Chuyển đổi số quốc gia", (), True),
        ("hưởng ứng NGÀY CHUYỂN ĐỔI SỐ", (), True),
        ("sự kiện 10-10 hằng năm", (), True),
        ("ngày 10 tháng 10", (), True),
        ("tổ chức hội thi", (date(2026, 10, 10),), True),
        ("tổ chức hội thi", (date(2026, 10, 11),), False),
        ("hội thi ngày 110/105", (), False),
    ],
)
def test_the_event_of_ten_ten_has_its_own_flow(quote: str, due: tuple[date, ...], expected: bool) -> None:
    event = duty("VI", Kind.EVENT, Cadence.ONCE, quote=quote, due=due)
    assert (kinds.flow_of(event) == "digital-transformation-day") is expected


def test_a_report_about_ten_ten_is_no_event() -> None:
    assert kinds.flow_of(duty("VI", Kind.REPORT, Cadence.ONCE, due=(date(2026, 10, 10),))) == "one-off"


@pytest.mark.parametrize(("name", "entrypoint"), kinds.ENTRYPOINTS.items())
def test_every_entry_point_leads_to_the_flow_of_that_name(name: str, entrypoint: str) -> None:
    module, _, attribute = entrypoint.rpartition(".")
    assert getattr(import_module(module), attribute).name == name
