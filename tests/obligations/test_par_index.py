"""Points follow from the rules, and say the figures they rest on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from obligations.model import Form, PlanHeader, Status
from obligations.packs import Pack, PackRow
from obligations.par_index import Band, Criterion, Measure, Rules, Unit, comma, most, score, total
from obligations.records import StoredPlan
from obligations.timing.periods import parse
from tests.obligations.test_packs import proof, row
from tests.storage.samples import NOW


def D(text: str) -> Decimal:  # noqa: N802 - as the tests of time do with dates
    return Decimal(text)


BANDS = (Band(D("1"), D("1")), Band(D("0.9"), D("1"), scaled=True))
COMPLETION = Criterion("4.1", "Mức độ", D("1"), Measure.COMPLETION, bands=BANDS)


def pack(*rows: PackRow) -> Pack:
    header = PlanHeader("1/KH", "Sở", date(2024, 1, 2), 2024, "Kế hoạch", "a" * 64)
    plan = StoredPlan(1, "p", header, "", (), "kh.txt", sample=False, imported_at=NOW)
    return Pack(plan, parse("2024"), "Năm 2024", date(2024, 12, 31), rows)


def points(criterion: Criterion, *rows: PackRow) -> Decimal | None:
    (scored,) = score(pack(*rows), Rules("thử", "thử", (criterion,)))
    return scored.points


def shares(done: int, asked: int, status: Status = Status.MET) -> list[PackRow]:
    """Make that many duties, the first of them done."""
    return [row(status if n < done else Status.OVERDUE, code=f"III.{n}") for n in range(asked)]


@pytest.mark.parametrize(
    ("done", "asked", "expected"),
    [(10, 10, "1"), (19, 20, "0.95"), (9, 10, "0.90"), (17, 18, "0.94"), (89, 100, "0"), (4, 5, "0"), (0, 3, "0")],
)
@pytest.mark.parametrize("of", list(Unit))
def test_completion_goes_by_bands_exactly(done: int, asked: int, expected: str, of: Unit) -> None:
    criterion = Criterion("4.1", "Mức độ", D("1"), Measure.COMPLETION, of, BANDS)
    assert points(criterion, *shares(done, asked)) == D(expected)


def test_a_duty_is_done_once_all_have_done_it() -> None:
    rows = [
        row(Status.MET, "A"),
        row(Status.OVERDUE, "B"),
        row(Status.MET, code="III.4"),
        row(Status.WAIVED, "B", "III.4"),
    ]
    halves = Criterion("1", "x", D("1"), Measure.COMPLETION, Unit.DUTIES, (Band(D("0.5"), D("0.5")),))
    by_duty, by_row = score(pack(*rows), Rules("thử", "thử", (halves, COMPLETION)))
    assert (by_duty.points, by_duty.grounds[0]) == (D("0.5"), "Hoàn thành 1/2 nhiệm vụ (50%)")
    assert (by_row.points, by_row.grounds[0]) == (D("0"), "Hoàn thành 2/3 lượt nhiệm vụ (66,67%)")


def test_what_came_late_is_done_but_not_on_time() -> None:
    on_time = Criterion("4.1", "Mức độ", D("1"), Measure.ON_TIME, bands=BANDS)
    assert points(COMPLETION, *shares(2, 2, Status.MET_LATE)) == D("1")
    assert points(on_time, *shares(2, 2, Status.MET_LATE)) == D("0")


def test_where_nothing_was_asked_for_a_person_scores() -> None:
    assert points(COMPLETION, row(Status.WAIVED)) is None
    assert points(Criterion("5", "Sáng kiến", D("1"), Measure.MANUAL), *shares(1, 1)) is None


@pytest.mark.parametrize(
    ("forms", "at_least", "expected"),
    [((Form.VIDEO,), 1, "0.25"), ((Form.VIDEO,), 2, "0"), ((Form.SCREEN,), 1, "0"), ((), 3, "0.25"), ((), 4, "0")],
)
def test_forms_count_accepted_pieces_of_these_forms(forms: tuple[Form, ...], at_least: int, expected: str) -> None:
    rows = [row(Status.MET, pieces=[proof(1), proof(2, Form.VIDEO), proof(3, None)])]
    for measure in (Measure.FORMS, Measure.PIECES):
        criterion = Criterion("4.2", "Hình thức", D("0.25"), measure, forms=forms, at_least=at_least)
        assert points(criterion, *rows) == D(expected)


def test_each_point_names_the_pieces_behind_it() -> None:
    rows = [row(Status.MET, pieces=[proof(2, Form.VIDEO), proof(1)])]
    video = Criterion("4.2", "Video", D("0.25"), Measure.FORMS, forms=(Form.VIDEO,))
    one, other = score(pack(*rows), Rules("thử", "thử", (COMPLETION, video)))
    assert (one.pieces, other.pieces) == ((1, 2), (2,))
    assert (total([one, other]), most([one, other])) == (D("1.25"), D("1.25"))


@pytest.mark.parametrize(
    ("number", "said"), [("0.25", "0,25"), ("1.0", "1"), ("10", "10"), ("0", "0"), ("0.90", "0,9")]
)
def test_numbers_are_written_with_a_comma(number: str, said: str) -> None:
    assert comma(D(number)) == said
