"""Extensions, waivers, mergers and new years: what was planned stops, and the order of doing makes no difference."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from obligations import service
from obligations.errors import BadEdit, BadExtension, UnknownPeriod
from obligations.model import Draft, Status
from obligations.ports import Delivered, Outcome, Store
from obligations.records import Message, MessageState, ReminderState, StoredObligation, StoredOccurrence, StoredPlan
from obligations.service import Office, filing
from obligations.service.opening import open_occurrences
from obligations.service.renewing import later, renew, set_term
from obligations.units import Register, Succession
from tests.office import at, open_test_office, reading, register

JUNE_27, PLAN = date(2024, 6, 27), "24-kh-sm-2024"
JULY_15 = date(2024, 7, 15)
MERGED = Succession("thanh-tra", ("van-phong",), date(2024, 7, 1), "QĐ 12/QĐ-UBND")
# Who is told how reminding goes, of everybody.
OVERSEERS = ("theo-doi", "giam-doc")
Step = Callable[[Office], None]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Open an office on 27/6/2024, everything approved."""
    return opened(tmp_path, JUNE_27)


def opened(folder: Path, today: date) -> Office:
    desk = open_test_office(folder, today)
    with desk.database.begin() as store:
        store.save_register(register())
        plan = service.ingest(store, reading(), source="ke-hoach.txt", at=desk.clock(), by="thử").plan
        service.approve(desk, store, plan, ["III.1", "III.3"], by="thử")
    return desk


def found(store: Store, code: str = "III.3") -> tuple[StoredPlan, StoredObligation]:
    plan = service.find_plan(store, PLAN)
    return plan, service.one_obligation(store, plan, code)


def extend(
    office: Office, unit: str | None = None, until: date = JULY_15, *, force: bool = False
) -> list[StoredOccurrence]:
    with office.database.begin() as store:
        return service.extend(
            office,
            store,
            *found(store),
            until=until,
            document="15/CV-SM",
            why="chờ số liệu",
            by="thử",
            unit=unit,
            period="2024-Q2",
            force=force,
        )


def waive(office: Office, unit: str = "Thanh tra Sở") -> None:
    with office.database.begin() as store:
        service.waive(office, store, *found(store), why="đi thanh tra", by="thử", unit=unit, period="2024-Q2")


def merge(office: Office, *successions: Succession) -> None:
    """Have the units pass over, on a day after all of it."""
    later_on = replace(office, clock=at(date(2024, 7, 2)))
    with office.database.begin() as store:
        store.save_register(replace(register(), successions=successions or (MERGED,)))
        open_occurrences(later_on, store, *found(store))


def stand(office: Office, period: str = "2024-Q2") -> dict[str, StoredOccurrence]:
    with office.database.begin() as store:
        return {o.value.unit: o for o in store.occurrences(PLAN, "III.3", period=period)}


def sweep(office: Office, on: date) -> list[str]:
    report = service.sweep(replace(office, clock=at(on)), by="thử")
    told = [m for m in report.messages if m.state is MessageState.SENT and m.person not in OVERSEERS]
    return [m.payload.text for m in told]


def test_an_extension_moves_both_dates_counts_what_is_done_later_and_stands_in_the_log(office: Office) -> None:
    extend(office, "Văn phòng Sở")
    due = stand(office)["van-phong"].value.due
    assert (due.legal, due.internal, due.window.last) == (JULY_15, JULY_15, JULY_15)
    assert stand(office)["thanh-tra"].value.due.legal == date(2024, 6, 30)
    with office.database.begin() as store:
        (line,) = [c for c in store.changes(f"plan/{PLAN}/III.3") if c.action == "extend"]
        assert (line.by, line.why, line.before, line.after) == (
            "thử",
            "chờ số liệu",
            "2024-06-30",
            "2024-07-15 (15/CV-SM)",
        )


def test_an_extension_survives_opening_again(office: Office) -> None:
    extend(office)
    with office.database.begin() as store:
        open_occurrences(office, store, *found(store))
    assert {o.value.due.legal for o in stand(office).values()} == {JULY_15}


def test_what_was_planned_and_not_sent_stops_with_an_extension_and_the_ladder_begins_anew(office: Office) -> None:
    failing = replace(office, send=lambda _: Outcome(Delivered.LATER, "máy chủ thư bận"))
    service.sweep(failing, by="thử")
    with office.database.begin() as store:
        waiting = store.messages(MessageState.WAITING)
        assert any("Quý II/2024" in m.payload.text for m in waiting)
    extend(office)
    assert not any("Quý II/2024" in text for text in sweep(office, date(2024, 6, 28)))
    told = sweep(office, date(2024, 7, 11))
    assert any("15/07/2024" in text for text in told)


def test_a_message_that_waits_is_called_off_when_its_only_item_is_extended(office: Office) -> None:
    on = replace(office, send=lambda _: Outcome(Delivered.NEVER, "không được gửi"))
    with on.database.begin() as store:
        plan, obligation = found(store)
        rows = service.check(on, store, store.occurrences(plan.name, obligation.code), JUNE_27, by="thử", keep=True)
        made = service.remind(on, store, JUNE_27, now=on.clock(), occurrences=[r.stored.id for r in rows])
    extend(office)
    sent: list[Message] = []
    keep = replace(office, send=lambda m: sent.append(m) or Outcome(Delivered.SENT))  # type: ignore[func-returns-value]
    service.deliver(keep, made)
    assert sent == []
    with office.database.begin() as store:
        assert {m.state for m in store.messages()} == {MessageState.CANCELLED}
        assert not store.reminders(state=ReminderState.PLANNED)


@pytest.mark.parametrize(
    ("until", "document", "why", "said"),
    [
        (date(2024, 6, 30), "15/CV", "lý do", "phải sau ngày đó"),
        (JULY_15, " ", "lý do", "--document"),
        (JULY_15, "15/CV", "", "--why"),
    ],
)
def test_an_extension_needs_a_later_day_a_document_and_a_reason(
    office: Office, until: date, document: str, why: str, said: str
) -> None:
    with office.database.begin() as store, pytest.raises(BadExtension, match=said):
        service.extend(
            office, store, *found(store), until=until, document=document, why=why, by="thử", period="2024-Q2"
        )


def test_a_second_extension_asks_for_force(office: Office) -> None:
    extend(office)
    with pytest.raises(BadExtension, match="--force"):
        extend(office, until=date(2024, 7, 20))
    extend(office, until=date(2024, 7, 20), force=True)
    assert {o.value.due.legal for o in stand(office).values()} == {date(2024, 7, 20)}


def test_several_open_periods_have_to_be_told_apart(tmp_path: Path) -> None:
    office = opened(tmp_path, date(2024, 7, 10))
    with office.database.begin() as store, pytest.raises(UnknownPeriod, match=r"2024-Q2.*2024-Q3"):
        service.waive(office, store, *found(store), why="x", by="thử")


def test_a_waiver_stops_at_once_and_only_for_its_unit(office: Office) -> None:
    service.sweep(replace(office, send=lambda _: Outcome(Delivered.LATER)), by="thử")
    waive(office)
    there = stand(office)
    assert (there["thanh-tra"].status, there["thanh-tra"].waived) == (Status.WAIVED, "đi thanh tra")
    assert there["van-phong"].status is not Status.WAIVED
    assert not any("Thanh tra" in text for text in sweep(office, date(2024, 6, 28)))
    assert stand(office)["thanh-tra"].status is Status.WAIVED


def state(office: Office) -> list[tuple[object, ...]]:
    with office.database.begin() as store:
        return sorted(
            (o.value.unit, o.value.due.period, str(o.value.due.legal), str(o.status), o.waived or "")
            for o in store.occurrences(PLAN, "III.3")
        )


def put_off(office: Office) -> None:
    extend(office, "Thanh tra Sở")


# What becomes of Thanh tra Sở (and of others), and how its duty of the quarter ends once it was extended and waived.
SUCCESSIONS: dict[str, tuple[tuple[Succession, ...], dict[str, tuple[str, Status]]]] = {
    "renamed": (
        (replace(MERGED, new=("phong-moi",)),),
        {"phong-moi": ("2024-07-15", Status.WAIVED), "van-phong": ("2024-06-30", Status.PENDING)},
    ),
    "into one that has the duty too": ((MERGED,), {"van-phong": ("2024-07-15", Status.PENDING)}),
    "with another into a new one": (
        (replace(MERGED, new=("phong-moi",)), replace(MERGED, old="van-phong", new=("phong-moi",))),
        {"phong-moi": ("2024-07-15", Status.PENDING)},
    ),
    "split among new ones": (
        (replace(MERGED, new=("phong-moi", "phong-hai")),),
        {"phong-moi": ("2024-07-15", Status.WAIVED), "phong-hai": ("2024-07-15", Status.WAIVED)},
    ),
    "split among those that have the duty too": (
        (replace(MERGED, new=("van-tai", "cang-vu")),),
        {"van-tai": ("2024-07-15", Status.PENDING), "cang-vu": ("2024-07-15", Status.PENDING)},
    ),
    "split between a new one and one that has it": (
        (replace(MERGED, new=("cang-vu", "phong-moi")),),
        {"cang-vu": ("2024-07-15", Status.PENDING), "phong-moi": ("2024-07-15", Status.WAIVED)},
    ),
    "through a chain": (
        (replace(MERGED, new=("phong-moi",)), replace(MERGED, old="phong-moi", new=("phong-hai",))),
        {"phong-hai": ("2024-07-15", Status.WAIVED)},
    ),
}


@pytest.fixture
def with_successors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have two units stand ready that others pass into."""
    from obligations.units import Unit
    from tests import office as seeds

    whole = seeds.register()
    more = replace(whole, units=(*whole.units, Unit("phong-moi", "Phòng Mới"), Unit("phong-hai", "Phòng Hai")))
    monkeypatch.setitem(globals(), "register", lambda: more)


def waive_if_its_own(office: Office) -> None:
    """Waive under the old name; what it shares with others by then is refused and stays open."""
    with suppress(BadExtension):
        waive(replace(office, clock=at(date(2024, 7, 2))))


@pytest.mark.usefixtures("with_successors")
@pytest.mark.parametrize("sort", SUCCESSIONS)
def test_any_order_of_extending_waiving_and_merging_ends_the_same(tmp_path: Path, sort: str) -> None:
    successions, expected = SUCCESSIONS[sort]
    steps: dict[str, Step] = {
        "extend": put_off,
        "waive": waive_if_its_own,
        "merge": lambda office: merge(office, *successions),
    }
    ends = []
    for number, order in enumerate(permutations(steps)):
        office = opened(tmp_path / str(number), JUNE_27)
        for name in order:
            steps[name](office)
        merge(office, *successions)
        ends.append(state(office))
        there = stand(office)
        assert {unit: (str(o.value.due.legal), o.status) for unit, o in there.items() if unit in expected} == expected
        assert "thanh-tra" not in there
    assert all(end == ends[0] for end in ends)


def test_under_an_old_name_nobody_is_released_from_what_others_owe(office: Office) -> None:
    merge(office)
    with pytest.raises(BadExtension, match=r"Thanh tra Sở đã nhập vào Văn phòng Sở.*--unit “Văn phòng Sở”"):
        waive(replace(office, clock=at(date(2024, 7, 2))))
    assert stand(office)["van-phong"].status is not Status.WAIVED


def test_many_into_one_leave_one_open_occurrence_with_the_pieces_of_all(office: Office) -> None:
    submit(office, "Thanh tra Sở")
    merge(office)
    there = stand(office)
    assert "thanh-tra" not in there
    with office.database.begin() as store:
        (use,) = store.evidence_uses([there["van-phong"].id])
        assert use.done_as == "Thanh tra Sở"
    assert "thanh-tra" not in stand(office, "2024-Q4")


def submit(office: Office, unit: str) -> None:
    piece = filing.link(f"https://cong.example.vn/{unit}", date(2024, 6, 10))
    with office.database.begin() as store:
        filed = filing.add(office, store, *found(store), piece, unit=unit, period=None, by="thử")
        filing.accept(office, store, filed.evidence.id, by="thử")


def test_what_a_unit_met_before_it_passed_keeps_the_old_name(office: Office) -> None:
    submit(office, "Thanh tra Sở")
    service.sweep(office, by="thử")
    merge(office)
    assert stand(office)["thanh-tra"].status is Status.MET
    assert stand(office)["van-phong"].status is not Status.MET
    assert "thanh-tra" not in stand(office, "2024-Q3")


def test_before_its_day_a_succession_changes_nothing(office: Office) -> None:
    before = state(office)
    merge(office, replace(MERGED, on=date(2024, 9, 1)))
    assert state(office) == before


def test_a_split_gives_each_successor_its_own_duty(office: Office) -> None:
    merge(office, Succession("thanh-tra", ("van-tai", "cang-vu"), date(2024, 7, 1)))
    there = stand(office)
    assert "thanh-tra" not in there
    assert {"van-tai", "cang-vu"} <= set(there)


def test_an_old_name_still_finds_what_has_passed_on(office: Office) -> None:
    merge(office)
    later_on = replace(office, clock=at(date(2024, 7, 2)))
    with office.database.begin() as store:
        done = service.extend(
            later_on,
            store,
            *found(store),
            until=JULY_15,
            document="1/CV",
            why="x",
            by="thử",
            unit="Thanh tra Sở",
            period="2024-Q2",
        )
    assert [one.value.unit for one in done] == ["van-phong"]


def test_opening_again_after_a_merger_changes_nothing(office: Office) -> None:
    merge(office)
    before = state(office)
    merge(office)
    assert state(office) == before


def test_a_new_year_is_proposed_once_with_dates_a_year_later(office: Office) -> None:
    with office.database.begin() as store:
        plan = service.find_plan(store, PLAN)
        done = renew(office, store, plan, 2027, by="thử")
        assert not renew(office, store, plan, 2027, by="thử").new
        drafts = store.obligations(done.plan.name)
        assert done.plan.name == "24-kh-sm-2027"
        assert {o.state for o in drafts} == {Draft.DRAFT}
        assert [o.value.due for o in drafts if o.value.clause == "III.1"] == [(date(2027, 5, 10),)]
        service.approve(office, store, done.plan, by="thử")
        periods = {o.value.due.period for o in store.occurrences(done.plan.name, "III.3")}
        assert periods == {"2027-Q1", "2027-Q2", "2027-Q3", "2027-Q4"}


@pytest.mark.parametrize("year", [2024, 2020, 3000])
def test_a_plan_is_renewed_for_a_later_year_only(office: Office, year: int) -> None:
    with office.database.begin() as store, pytest.raises(BadEdit, match="--year 2025"):
        renew(office, store, service.find_plan(store, PLAN), year, by="thử")


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2024-02-29", "2027-02-28"), ("2023-02-28", "2024-02-29"), ("2024-06-30", "2027-06-30")],
)
def test_the_last_of_february_stays_the_last(day: str, expected: str) -> None:
    there = date.fromisoformat(expected)
    assert later(date.fromisoformat(day), there.year - int(day[:4])) == there


def test_a_plan_that_ends_early_asks_nothing_after_its_day(office: Office) -> None:
    with office.database.begin() as store:
        set_term(office, store, service.find_plan(store, PLAN), date(2024, 10, 31), why="theo kế hoạch", by="thử")
        assert {o.value.due.period for o in store.occurrences(PLAN, "III.3")} == {"2024-Q2", "2024-Q3"}
        plan = service.find_plan(store, PLAN)
        assert plan.header.completes_on == date(2024, 10, 31)
    with office.database.begin() as store, pytest.raises(BadEdit):
        set_term(office, store, plan, date(2024, 1, 1), why="nhầm", by="thử")


def test_the_register_keeps_its_successions(office: Office) -> None:
    kept: Register = replace(register(), successions=(MERGED, Succession("van-tai", ("cang-vu", "ke-hoach"), JULY_15)))
    with office.database.begin() as store:
        store.save_register(kept)
        assert store.register() == kept
