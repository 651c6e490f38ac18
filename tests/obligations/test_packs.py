"""What a period comes to: which dues belong to it, and the figures that follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from obligations.model import Draft, Due, EvidenceKind, Form, Kind, Status, Verdict, Window
from obligations.packs import PackPiece, PackRow, by_duty, by_form, by_unit, figures, of_kind, within
from obligations.records import StoredObligation
from obligations.reminders import Standing
from obligations.timing.periods import parse
from tests.timing.values import D, duty, occurrence, piece


def due(period: str, legal: str) -> Due:
    day = D(legal)
    return Due(period, Window(day, day), day, day, day)


@pytest.mark.parametrize(
    ("period", "legal", "asked", "belongs"),
    [
        ("2024-Q2", "2024-06-30", "2024-Q2", True),
        ("2024-05", "2024-05-31", "2024-Q2", True),
        ("2024-Q2", "2024-06-30", "2024", True),
        ("2024-H1", "2024-06-14", "2024-Q2", True),
        ("2024", "2024-12-31", "2024-Q2", False),
        ("2024", "2024-12-31", "2024-Q4", True),
        ("2024-10-10", "2024-10-10", "10/2024", True),
        ("2024-Q2", "2024-07-05", "2024-Q3", True),
        ("2024-Q1", "2024-03-31", "2024-Q2", False),
        ("2024-W27", "2024-07-07", "2024-Q2", False),
    ],
)
def test_a_due_belongs_where_its_period_lies_or_where_it_falls(
    period: str, legal: str, asked: str, belongs: bool
) -> None:
    assert within(due(period, legal), parse(asked)) is belongs


def row(status: Status, unit: str = "A", code: str = "III.3", pieces: Sequence[PackPiece] = ()) -> PackRow:
    value = occurrence()
    stored = StoredObligation(1, "p", code, Draft.APPROVED, duty())
    return PackRow(stored, Standing(value, status, accepted=0), unit, "Quý II/2024", tuple(pieces))


def proof(number: int, form: Form | None = Form.ARTICLE, verdict: Verdict = Verdict.ACCEPTED) -> PackPiece:
    return PackPiece(replace(piece("2024-05-02", verdict, number), form=form), "A")


ROWS = [
    row(Status.MET, pieces=[proof(1), proof(2, Form.VIDEO)]),
    row(Status.MET_LATE, code="III.4", pieces=[proof(2, Form.VIDEO)]),
    row(Status.OVERDUE, "B", pieces=[proof(3, verdict=Verdict.PENDING)]),
    row(Status.IN_REVIEW, "B", "III.4"),
    row(Status.DUE_SOON, "C"),
    row(Status.PENDING, "C", "III.4"),
    row(Status.WAIVED, "C", "III.5"),
]


def test_figures_count_every_status_once_and_what_was_waived_apart() -> None:
    told = figures("tất cả", ROWS)
    assert (told.asked, told.met, told.late, told.in_review, told.overdue, told.ahead, told.waived) == (
        6,
        1,
        1,
        1,
        1,
        2,
        1,
    )
    assert told.asked == told.done + told.in_review + told.overdue + told.ahead
    assert (told.done, told.share, told.pieces) == (2, 2 / 6, 2)
    assert figures("không", []).share is None


def test_figures_by_unit_and_by_duty_add_up_to_the_whole() -> None:
    for grouped in (by_unit(ROWS), by_duty(ROWS)):
        assert sum(each.asked for each in grouped) == 6
        assert sum(each.waived for each in grouped) == 1
    assert [each.name for each in by_unit(ROWS)] == ["A", "B", "C"]
    assert [each.name for each in by_duty(ROWS)] == ["III.3", "III.4", "III.5"]


def test_forms_count_accepted_pieces_once_and_what_has_no_form_as_other() -> None:
    rows = [*ROWS, row(Status.MET, pieces=[proof(4), proof(5, None)])]
    assert by_form(rows) == {Form.ARTICLE: 2, Form.VIDEO: 1, Form.OTHER: 1}


def test_an_explanation_is_owed_for_what_is_neither_met_nor_waived() -> None:
    assert [r.lacking for r in ROWS] == [False, False, True, True, True, True, False]


def test_rows_are_narrowed_by_kind() -> None:
    assert of_kind(ROWS, ()) == tuple(ROWS)
    assert of_kind(ROWS, (Kind.REPORT,)) == ()


def test_a_piece_of_any_kind_counts_by_its_verdict() -> None:
    assert [proof(1).counts, proof(1, verdict=Verdict.PENDING).counts] == [True, False]
    assert proof(1).evidence.kind is EvidenceKind.LINK
    assert proof(1).evidence.effective_on == date(2024, 5, 2)
