"""What the operator is told, and when there is nothing to tell."""

from __future__ import annotations

import email
import email.policy
from datetime import date
from pathlib import Path

import pytest

from flows.operator import Trouble, lacking, tell
from obligations import service
from obligations.model import Cadence, Kind
from obligations.service import Office
from obligations.service.filing import add, document
from tests.flows.conftest import settings_in
from tests.flows.seeds import PLAN, duty, fill
from tests.office import open_test_office

FRIDAY = date(2026, 3, 27)
THIS_WEEK = duty("III.1", Kind.DELIVERABLE, Cadence.ONCE, due=(date(2026, 3, 27),), units=["Thanh tra Sở"])
NEXT_WEEK = duty("III.2", Kind.DELIVERABLE, Cadence.ONCE, due=(date(2026, 3, 31),), units=["Thanh tra Sở"])


@pytest.fixture
def office(tmp_path: Path) -> Office:
    found = open_test_office(tmp_path, FRIDAY)
    fill(found.database, THIS_WEEK, NEXT_WEEK)
    with found.database.begin() as store:
        for obligation in store.obligations(PLAN):
            service.open_occurrences(found, store, service.find_plan(store, PLAN), obligation)
    return found


def letters(folder: Path) -> list[str]:
    """Read what came, subject and body."""
    found = [email.message_from_bytes(f.read_bytes(), policy=email.policy.default) for f in folder.glob("mail/*.eml")]
    return [f"{one['subject']}\n{body.get_content()}" for one in found if (body := one.get_body(("plain",)))]


@pytest.mark.parametrize("what", [what for what in Trouble if what is not Trouble.NO_EVIDENCE])
def test_every_trouble_is_told_with_what_to_do_and_where_to_look(what: Trouble, office: Office, tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    said = tell(settings, office, what, "chi tiết <ở đây>")
    assert said == "Báo người vận hành, qua hộp thư trên máy: đã gửi."
    (letter,) = letters(tmp_path)
    for words in (str(what).capitalize(), "chi tiết <ở đây>", "dunghan ", "/v2/artifacts/key/bat-dau"):
        assert words in letter
    assert "trong giờ này đã báo" in tell(settings, office, what)
    assert len(letters(tmp_path)) == 1


def test_missing_evidence_names_the_units_and_only_what_is_due_this_week(office: Office, tmp_path: Path) -> None:
    assert lacking(office, PLAN) == [f"– {PLAN} III.1, Thanh tra Sở, ngày 27/3/2026: hạn 27/03/2026."]
    tell(settings_in(tmp_path), office, Trouble.NO_EVIDENCE, plan=PLAN)
    assert "III.1, Thanh tra Sở" in letters(tmp_path)[0]


def test_evidence_that_came_meanwhile_is_not_asked_for(office: Office, tmp_path: Path) -> None:
    with office.database.begin() as store:
        plan = service.find_plan(store, PLAN)
        one = service.one_obligation(store, plan, "III.1")
        add(office, store, plan, one, document("12/BC-TT", FRIDAY), unit="Thanh tra Sở", period=None, by="thử")
    said = tell(settings_in(tmp_path), office, Trouble.NO_EVIDENCE, plan=PLAN)
    assert (said, letters(tmp_path)) == ("Không báo: minh chứng của tuần này đã có.", [])
