"""Yields the sections of a letter: one's own items and those to follow up by urgency, a leader's by unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from notifiers import dates, phrases
from notifiers.clean import cut
from notifiers.letter import Entry, Section
from notifiers.urgency import HEADINGS, Urgency, counts, urgency
from obligations.model import Cadence
from obligations.policy import assumption_words
from obligations.reminders import DigestItem
from obligations.timing.workdays import Calendar

UNIT_LIMIT = 8
"""Units named in one line of a messenger."""

ENTRY_LIMIT = 60
"""Entries written out in a mail; a person with more looks them up in the list."""


@dataclass(frozen=True, slots=True)
class Morning:
    """The day a letter is written on, and the calendar it counts working days by."""

    on: date
    calendar: Calendar


def _order(item: DigestItem, on: date) -> tuple[int, date, str, str, str]:
    o = item.standing.occurrence
    return (urgency(item, on), dates.deadline(item.standing, on), o.plan, o.code, item.unit_name)


def by_urgency(
    items: Sequence[DigestItem], at: Morning, entry: Callable[[list[DigestItem], Morning], Entry], part: str
) -> list[Section]:
    """Put items under headings by how pressing they are; the units of one duty share an entry."""
    ordered = sorted(items, key=lambda i: _order(i, at.on))
    sections = []
    for tone, group in groupby(ordered, key=lambda i: urgency(i, at.on)):
        entries = tuple(entry(list(same), at) for _, same in groupby(group, key=_obligation))
        heading = f"{part}: {HEADINGS[tone].lower()}" if part else HEADINGS[tone]
        sections.append(Section(heading, tone, entries))
    return sections


def _obligation(item: DigestItem) -> tuple[str, str, str, date]:
    o = item.standing.occurrence
    return (o.plan, o.code, o.due.period, o.due.legal)


def own_entry(same: list[DigestItem], at: Morning) -> Entry:
    """Write what one unit is asked; a head of several units finds them named."""
    return _entry(same, at, tell_unit=len(same) > 1)


def followed_entry(same: list[DigestItem], at: Morning) -> Entry:
    """Write what units are to be urged to do; each is named."""
    return _entry(same, at, tell_unit=True)


def _entry(same: list[DigestItem], at: Morning, *, tell_unit: bool) -> Entry:
    first, several = same[0], len(same) > 1
    lines = dates.due_lines(first.standing, at.on, at.calendar)
    if tell_unit and not several:
        lines.append(("Đơn vị", first.unit_name))
    if first.standing.occurrence.cadence is not Cadence.CONTINUOUS:
        lines += [(i.unit_name if several else _state_label(i, at.on), _state(i, at.on)) for i in same]
    elif several:
        lines.append(("Các đơn vị", f"{', '.join(i.unit_name for i in same)}."))
    lines += [
        (_of("Đơn vị hẹn", i, several), f"đang thực hiện, xong trước khi hết ngày {dates.day(i.promised)}.")
        for i in same
        if i.promised
    ]
    lines += [
        (_of("Minh chứng bị trả lại", i, several), f"{reason.rstrip('.')}.")
        for i in same
        for reason in i.standing.returned
    ]
    if not phrases.quoted_whole(first):
        lines.append(("Kế hoạch ghi", f"“{phrases.quote(first)}”"))
    lines.append(("Căn cứ", f"{phrases.source(first)}."))
    lines += [_assumed(name) for name in first.standing.occurrence.due.assumed]
    codes = tuple((i.unit_name if several else "", i.token) for i in same if i.token)
    return Entry(phrases.title(first), tuple(lines), _short(same, at, tell_unit=tell_unit), codes)


def _of(label: str, item: DigestItem, several: bool) -> str:
    return f"{label} ({item.unit_name})" if several else label


def _state_label(item: DigestItem, on: date) -> str:
    return "Tiến độ" if urgency(item, on) is Urgency.PACE else "Kết quả"


def _state(item: DigestItem, on: date) -> str:
    said = phrases.pace(item.standing) if urgency(item, on) is Urgency.PACE else phrases.progress(item.standing)
    return f"{said}."


def _short(same: list[DigestItem], at: Morning, *, tell_unit: bool) -> str:
    first, several = same[0], len(same) > 1
    question = first.standing.occurrence.cadence is Cadence.CONTINUOUS
    words = [phrases.title(first)]
    if not question:
        named = dates.deadline(first.standing, at.on)
        words.append(f"hạn {dates.day(named)}, {dates.countdown(named, at.on, at.calendar)}")
    if several:
        named_units = [i.unit_name for i in same[:UNIT_LIMIT]] + ["…"] * (len(same) > UNIT_LIMIT)
        words.append(f"{len(same)} đơn vị: {', '.join(named_units)}")
    elif tell_unit:
        words.append(first.unit_name if question else f"{first.unit_name}: {_state(first, at.on)}")
    elif not question:
        words.append(_state(first, at.on))
    words += [f"hẹn xong trước khi hết ngày {dates.day(i.promised)}" for i in same[:1] if i.promised]
    words += [f"bị trả lại: {cut(reason, 120)}" for i in same[:UNIT_LIMIT] for reason in i.standing.returned[:2]]
    return f"{'; '.join(w.rstrip('.') for w in words).replace('?;', '?')} ({phrases.source(first, brief=True)})."


def by_unit(items: Sequence[DigestItem], at: Morning) -> list[Section]:
    """Roll items up by unit, the one that is latest first."""
    return [
        Section(
            f"{unit}: {counts(group, at.on)}",
            urgency(group[0], at.on),
            tuple(_rolled(item, at) for item in group),
            counted=False,
        )
        for unit, group in _units(items, at.on)
    ]


def table(items: Sequence[DigestItem], on: date) -> tuple[tuple[str, ...], ...]:
    """Count a leader's items by unit, under a header row; empty where there are none."""
    if not items:
        return ()
    rows = []
    for unit, group in _units(items, on):
        late = _days_late(group, on)
        rows.append((unit, str(len(group)), str(len(late)), f"{max(late)} ngày" if late else "–"))
    return (("Đơn vị", "Chưa xong", "Quá hạn", "Trễ nhất"), *rows)


def _units(items: Sequence[DigestItem], on: date) -> list[tuple[str, list[DigestItem]]]:
    ordered = sorted(items, key=lambda i: (i.unit_name, _order(i, on)))
    grouped = [(unit, list(group)) for unit, group in groupby(ordered, key=lambda i: i.unit_name)]
    return sorted(grouped, key=lambda g: (-len(_days_late(g[1], on)), -max(_days_late(g[1], on), default=0), g[0]))


def _days_late(items: Sequence[DigestItem], on: date) -> list[int]:
    return [-dates.days_left(i.standing, on) for i in items if urgency(i, on) is Urgency.OVERDUE]


def _rolled(item: DigestItem, at: Morning) -> Entry:
    standing = item.standing
    lines = [*dates.due_lines(standing, at.on, at.calendar), (_state_label(item, at.on), _state(item, at.on))]
    if item.promised:
        lines.append(("Đơn vị hẹn", f"đang thực hiện, xong trước khi hết ngày {dates.day(item.promised)}."))
    lines.append(("Căn cứ", f"{phrases.source(item)}."))
    return Entry(phrases.title(item), tuple(lines), _short([item], at, tell_unit=False))


def _assumed(name: str) -> tuple[str, str]:
    label, _, words = assumption_words(name).partition(": ")
    return (label, words)


def limited(sections: Iterable[Section], room: int = ENTRY_LIMIT) -> tuple[tuple[Section, ...], int]:
    """Keep the first entries, as many as there is room for; give them and how many are left out."""
    kept, left_out = [], 0
    for section in sections:
        entries = section.entries[:room]
        room -= len(entries)
        left_out += len(section.entries) - len(entries)
        if entries:
            kept.append(replace(section, entries=entries))
    return tuple(kept), left_out
