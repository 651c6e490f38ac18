"""Yields dates in Vietnamese words: which date to name, how far off it is in working days, when an event is due."""

from __future__ import annotations

from datetime import date

from obligations.model import Cadence, Due, Kind
from obligations.reminders import Standing
from obligations.timing.occurrences import on_time_until
from obligations.timing.workdays import DAY, WEEKENDS, Calendar

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
NEAR = 30
"""Calendar days up to which what is left is counted in working days; beyond that nobody counts them."""


def day(value: date) -> str:
    """Write a date: `28/06/2024`."""
    return f"{value:%d/%m/%Y}"


def weekday(value: date) -> str:
    """Write a date with its weekday: `thứ Sáu, 28/06/2024`."""
    return f"{WEEKDAYS[value.weekday()]}, {day(value)}"


def deadline(standing: Standing, on: date) -> date:
    """Tell the date to name on a day: the internal one until it is past, then the last on which it is on time."""
    occurrence = standing.occurrence
    return occurrence.due.internal if on <= occurrence.due.internal else on_time_until(occurrence.kind, occurrence.due)


def days_left(standing: Standing, on: date) -> int:
    """Count calendar days to the date named; below zero it is overdue."""
    return (deadline(standing, on) - on).days


def countdown(named: date, on: date, calendar: Calendar = WEEKENDS) -> str:
    """Say how far off a date is: `còn 2 ngày làm việc`, `hôm nay là hạn cuối`, `đã quá hạn 2 ngày`."""
    days = (named - on).days
    if days == 0:
        return "hôm nay là hạn cuối"
    if days < 0:
        return f"đã quá hạn {-days} ngày"
    if days > NEAR:
        return f"còn {days} ngày"
    working = sum(calendar.is_working(on + n * DAY) for n in range(1, days + 1))
    return f"còn {working} ngày làm việc" if working else f"còn {days} ngày, đều là ngày nghỉ"


def due_lines(standing: Standing, on: date, calendar: Calendar = WEEKENDS) -> list[tuple[str, str]]:
    """Say by when, in a date and in words, with the plan's own date where we work towards another."""
    occurrence, named = standing.occurrence, deadline(standing, on)
    if occurrence.cadence is Cadence.CONTINUOUS:
        return [("Hạn trả lời", f"trước khi hết quý, {weekday(occurrence.due.internal)}.")]
    said = f"{weekday(named)}; {countdown(named, on, calendar)}."
    if occurrence.kind is Kind.EVENT:
        return _event_lines(occurrence.due, on, said, calendar)
    if named != occurrence.due.legal:
        said += f" Hạn theo kế hoạch là {weekday(occurrence.due.legal)}, trùng ngày nghỉ."
    return [("Hạn", said)]


def _event_lines(due: Due, on: date, said: str, calendar: Calendar) -> list[tuple[str, str]]:
    if on > due.internal:
        return [("Hạn gửi minh chứng", said)]
    evidence = ("Gửi minh chứng", f"chậm nhất {weekday(on_time_until(Kind.EVENT, due))}.")
    if due.internal == due.legal:
        return [("Ngày tổ chức", said.replace(countdown(on, on, calendar), "hôm nay")), evidence]
    return [("Ngày tổ chức", f"{weekday(due.legal)}."), ("Chuẩn bị xong", f"chậm nhất {said}"), evidence]
