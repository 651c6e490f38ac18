"""Tables put together: over page breaks, with numbers in order."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from intake.grid import Grid, GridCell, Piece, gap, is_layout, joined, words
from intake.lattice import lattices
from intake.rownumbers import renumbered

Rows = list[list[str]]


def grid(rows: Rows) -> Grid:
    """Make a table of plain cells."""
    cells = [
        GridCell(at, column, 1, 1, (Piece(text),) if text else ())
        for at, row in enumerate(rows)
        for column, text in enumerate(row)
    ]
    return Grid(tuple(cells), len(rows), len(rows[0]))


def said(table: Grid) -> Rows:
    """Give a table's rows as texts."""
    return [[words(cell) for cell in row] for row in table.laid()]


HEAD = ["STT", "Việc", "Hạn"]


@pytest.mark.parametrize(
    ("upper", "lower", "whole"),
    [
        ([HEAD, ["1", "a", "x"]], [["2", "b", "y"]], [HEAD, ["1", "a", "x"], ["2", "b", "y"]]),
        ([HEAD, ["1", "a", "x"]], [HEAD, ["2", "b", "y"]], [HEAD, ["1", "a", "x"], ["2", "b", "y"]]),
        ([HEAD, ["1", "a", "x"]], [["", "và b", ""], ["2", "c", "y"]], [HEAD, ["1", "a và b", "x"], ["2", "c", "y"]]),
        ([HEAD, ["1", "a", "x"]], [HEAD, ["", "và b", "z"]], [HEAD, ["1", "a và b", "x z"]]),
        ([HEAD, ["1", "a", "x"]], [HEAD], [HEAD, ["1", "a", "x"]]),
        ([["A", "B"], ["a", "x"]], [["", "y"]], [["A", "B"], ["a", "x"], ["", "y"]]),
    ],
)
def test_parts_of_a_table_are_joined(upper: Rows, lower: Rows, whole: Rows) -> None:
    assert said(joined(grid(upper), grid(lower))) == whole


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        (["1", "2", "3"], ["1", "2", "3"]),
        (["1", "", "3"], ["1", "2", "3"]),
        (["I", "2", "8"], ["1", "2", "3"]),
        (["4", "5", "6"], ["4", "5", "6"]),
        (["1", "7", "3"], ["1", "2", "3"]),
        (["9", "10", "1l"], ["9", "10", "11"]),
    ],
)
def test_numbers_of_rows_follow_their_order(read: list[str], meant: list[str]) -> None:
    table = renumbered(grid([HEAD, *([number, "việc", "hạn"] for number in read)]))
    assert [row[0] for row in said(table)[1:]] == meant


def test_the_heading_of_a_group_is_no_numbered_row() -> None:
    rows = [["SH", "Việc", "Chủ trì", "Hạn"], ["1", "a", "b", "x"], ["", "Nhóm hai", "", ""], ["2", "b", "c", "y"]]
    assert [row[0] for row in said(renumbered(grid(rows)))] == ["STT", "1", "", "2"]


def test_on_a_scan_a_full_row_that_lost_its_number_is_a_row_of_its_own() -> None:
    upper = grid([HEAD, ["1", "a", "x"], ["2", "b", "y"]])
    assert len(said(joined(upper, grid([["", "c", "z"]]), sure=False))) == 4
    assert said(joined(upper, grid([["", "và c", ""]]), sure=False))[-1] == ["2", "b và c", "y"]


@pytest.mark.parametrize(
    ("before", "after", "between"),
    [
        ("20/11/202", "4", ""),
        ("20/11/20", "26", ""),
        ("15/KH-", "UBND", ""),
        ("20/11/2026", "4", " "),
        ("ngày", "20/11/2026", " "),
        ("12/", "2026", ""),
    ],
)
def test_a_word_cut_by_a_narrow_column_is_whole_again(before: str, after: str, between: str) -> None:
    upper, lower = (0.0, 0.0, 50.0, 10.0), (0.0, 12.0, 20.0, 22.0)
    assert gap(Piece(before, 1, upper), Piece(after, 1, lower)) == between
    assert gap(Piece(before, 1, upper), Piece(after, 1, upper)) == " "


def test_a_letterhead_is_layout_and_an_appendix_is_not() -> None:
    assert is_layout(grid([["UBND TỈNH", "", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["Số: 1", "", "ngày"]]))
    assert not is_layout(grid([HEAD, ["1", "a", "x"]]))


def test_lines_on_a_page_make_a_lattice_with_merged_cells_and_open_sides() -> None:
    page = np.full((800, 1000), 255, dtype=np.uint8)
    for y in (100, 200, 300, 400):
        cv2.line(page, (100, y), (900, y), (0,), 2)
    for x in (300, 500):
        cv2.line(page, (x, 100), (x, 400), (0,), 2)
    page[195:206, 305:495] = 255
    found = lattices(page, 150)
    assert [(t.height, t.width) for t in found] == [(3, 3)]
    merged = [f for f in found[0].fields if f.rows == 2]
    assert [(f.row, f.column) for f in merged] == [(0, 1)]
    assert len(found[0].fields) == 8


def test_a_page_without_a_table_has_no_lattice() -> None:
    page = np.full((800, 1000), 255, dtype=np.uint8)
    cv2.line(page, (100, 100), (900, 100), (0,), 2)
    cv2.putText(page, "Ke hoach", (100, 300), cv2.FONT_HERSHEY_SIMPLEX, 3, (0,), 5)
    assert lattices(page, 150) == []
