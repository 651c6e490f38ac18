"""The calendars of the five real plans as golden files: clause, units, period and dates, no sentence of theirs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from intake import open_plan
from obligations.model import Kind
from obligations.policy import Policy
from obligations.reading.reader import read
from obligations.service import codes
from obligations.timing.occurrences import dues, occurrences
from obligations.units import Register, slug
from portal.options import vocabulary
from storage.calendars import public_calendar

PLANS = Path(__file__).parents[3] / "shared" / "plans"
UNITS = ("so-mot", "ubnd-huyen-hai", "don-vi-su-nghiep-ba")
GOLDEN = Path(__file__).with_name("golden")
NAMES = (
    "bariavungtau-ubnd-2023",
    "binhphuoc-xaydung-2024",
    "ninhthuan-gtvt-2024",
    "tayninh-gtvt-2024",
    "tayninh-ubnd-2024",
)

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not PLANS.is_dir(), reason=f"no plans in {PLANS}"),
]


def calendar_of_plan(name: str) -> list[str]:
    """List the due dates of a plan, one a line: code, kind, period, window, legal and internal date, units, assumed."""
    opened = open_plan(next(PLANS.glob(f"{name}.*")))
    reading = read(opened.text, opened.sha256, vocabulary(Register()))
    calendar, policy = public_calendar(), Policy()
    lines = []
    for code, one in zip(codes(reading.obligations), reading.obligations, strict=True):
        siblings = [other for other in reading.obligations if other is not one]
        who = " ".join(sorted(map(slug, one.responsible)))
        for due in dues(one, reading.header, siblings, policy, calendar):
            window = f"{due.window.first}..{due.window.last}"
            said = (code, one.kind, due.period, window, due.legal, due.internal, ",".join(due.assumed) or "-", who)
            lines.append(" | ".join(map(str, said)))
    return lines


@pytest.mark.parametrize("name", NAMES)
def test_the_calendar_of_a_real_plan_is_the_reviewed_one(name: str) -> None:
    golden = json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))
    assert calendar_of_plan(name) == golden


def test_the_reports_of_baria_vungtau_are_exactly_four_for_each_unit_with_the_windows_of_the_decree() -> None:
    opened = open_plan(next(PLANS.glob("bariavungtau-ubnd-2023.*")))
    reading = read(opened.text, opened.sha256, vocabulary(Register()))
    reports = [o for o in reading.obligations if o.clause == "III.1" and o.kind is Kind.REPORT]
    found: dict[str, list[str]] = {}
    for one in reports:
        siblings = [other for other in reading.obligations if other is not one]
        for o in occurrences(
            "p", "III.1", one, UNITS, dues(one, reading.header, siblings, Policy(), public_calendar())
        ):
            found.setdefault(o.unit, []).append(f"{o.due.window.first}..{o.due.window.last}")
    four = [
        "2022-12-15..2023-03-14",
        "2022-12-15..2023-06-14",
        "2022-12-15..2023-12-14",
        "2023-06-15..2023-09-14",
    ]
    assert {unit: sorted(windows) for unit, windows in found.items()} == dict.fromkeys(UNITS, four)
