"""Yields the sections of a letter: one's own items and those to follow up by urgency, a leader's by unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from notifiers import phrases
from notifiers.clean import cut
from notifiers.letter import Entry, Section
from notifiers.urgency import HEADINGS, Urgency, counts, urgency
from obligations.policy import assumption_words
from obligations.reminders import DigestItem

UNIT_LIMIT = 8
"""Units named in one line of a messenger."""

ENTRY_LIMIT = 60
"""Entries written out in a mail; a person with more looks them up in the list."""


def _order(item: DigestItem, on: date) -> tuple[int, date, str, str, str]:
    o = item.standing.occurrence
    return (urgency(item, on), phrases.deadline(item.standing, on), o.plan, o.code, item.unit_name)


def by_urgency(
    items: Sequence[DigestItem], on: date, entry: Callable[[list[DigestItem], date], Entry], part: str
) -> list[Section]:
    ordered = sorted(items, key=lambda i: _order(i, on))
    sections = []
    for tone, group in groupby(ordered, key=lambda i: urgency(i, on)):
        entries = tuple(entry(list(same), on) for _, same in groupby(group, key=_obligation))
        heading = f"{part}: {HEADINGS[tone].lower()}" if part else HEADINGS[tone]
        sections.append(Section(heading, tone, entries))
    return sections


def _obligation(item: DigestItem) -> tuple[str, str, str, date]:
    o = item.standing.occurrence
    return (o.plan, o.code, o.due.period, o.due.legal)


def own_entry(same: list[DigestItem], on: date) -> Entry:
    """Write what one unit is asked; a head of several units finds them named."""
    return _entry(same, on, tell_unit=len(same) > 1)


def followed_entry(same: list[DigestItem], on: date) -> Entry:
    return _entry(same, on, tell_unit=True)


def _entry(same: list[DigestItem], on: date, *, tell_unit: bool) -> Entry:
    first = same[0]
    lines = phrases.due_lines(first.standing, on)
    if tell_unit and len(same) == 1:
        lines.append(("Đơn vị", first.unit_name))
    lines += [(i.unit_name if len(same) > 1 else _state_label(i, on), _state(i, on)) for i in same]
    lines += [
        (f"Trả lại ({i.unit_name})" if len(same) > 1 else "Minh chứng bị trả lại", f"{reason.rstrip('.')}.")
        for i in same
        for reason in i.standing.returned
    ]
    lines.append(("Căn cứ", f"{phrases.source(first)}."))
    lines.append(("Kế hoạch ghi", f"“{phrases.quote(first)}”"))
    lines += [_assumed(name) for name in first.standing.occurrence.due.assumed]
    lines.append(("Lần nhắc", f"{phrases.rung_words(first.rung)}."))
    return Entry(phrases.deed(first), tuple(lines), _short(same, on, tell_unit=tell_unit))


def _state_label(item: DigestItem, on: date) -> str:
    return "Tiến độ" if urgency(item, on) is Urgency.PACE else "Kết quả"


def _state(item: DigestItem, on: date) -> str:
    said = phrases.pace(item.standing) if urgency(item, on) is Urgency.PACE else phrases.progress(item.standing)
    return f"{said}."


def _short(same: list[DigestItem], on: date, *, tell_unit: bool) -> str:
    first = same[0]
    named = phrases.deadline(first.standing, on)
    words = [f"{phrases.brief_deed(first)}; hạn {phrases.day(named)}, {phrases.countdown((named - on).days)}"]
    if len(same) > 1:
        named_units = [i.unit_name for i in same[:UNIT_LIMIT]] + ["…"] * (len(same) > UNIT_LIMIT)
        words.append(f"{len(same)} đơn vị: {', '.join(named_units)}")
    else:
        words.append(f"{first.unit_name}: {_state(first, on)}" if tell_unit else _state(first, on))
    words += [f"bị trả lại: {cut(reason, 120)}" for i in same[:UNIT_LIMIT] for reason in i.standing.returned[:2]]
    return f"{'; '.join(w.rstrip('.') for w in words)} ({phrases.source(first, brief=True)})."


def by_unit(items: Sequence[DigestItem], on: date) -> list[Section]:
    """Roll items up by unit, the one that is latest first."""
    return [
        Section(f"{unit}: {counts(group, on)}", urgency(group[0], on), tuple(_rolled(item, on) for item in group))
        for unit, group in _units(items, on)
    ]


def table(items: Sequence[DigestItem], on: date) -> tuple[tuple[str, ...], ...]:
    """Count a leader's items by unit, under a header row; empty where there are none."""
    if not items:
        return ()
    rows = []
    for unit, group in _units(items, on):
        late = _days_late(group, on)
        rows.append((unit, str(len(group)), str(len(late)), f"{max(late)} ngày" if late else "–"))
    return (("Đơn vị", "Chưa xong", "Quá hạn", "Chậm nhất"), *rows)


def _units(items: Sequence[DigestItem], on: date) -> list[tuple[str, list[DigestItem]]]:
    ordered = sorted(items, key=lambda i: (i.unit_name, _order(i, on)))
    grouped = [(unit, list(group)) for unit, group in groupby(ordered, key=lambda i: i.unit_name)]
    return sorted(grouped, key=lambda g: (-len(_days_late(g[1], on)), -max(_days_late(g[1], on), default=0), g[0]))


def _days_late(items: Sequence[DigestItem], on: date) -> list[int]:
    return [-phrases.days_left(i.standing, on) for i in items if urgency(i, on) is Urgency.OVERDUE]


def _rolled(item: DigestItem, on: date) -> Entry:
    standing = item.standing
    lines = [*phrases.due_lines(standing, on), (_state_label(item, on), _state(item, on))]
    if standing.occurrence.kind in phrases.VAGUE:
        lines.append(("Kế hoạch ghi", f"“{phrases.quote(item, 160)}”"))
    lines.append(("Căn cứ", f"{phrases.source(item)}."))
    return Entry(phrases.deed(item), tuple(lines), _short([item], on, tell_unit=False))


def _assumed(name: str) -> tuple[str, str]:
    label, _, words = assumption_words(name).partition(": ")
    return (label, words)


def limited(sections: Iterable[Section]) -> tuple[tuple[Section, ...], int]:
    room, kept, left_out = ENTRY_LIMIT, [], 0
    for section in sections:
        entries = section.entries[:room]
        room -= len(entries)
        left_out += len(section.entries) - len(entries)
        if entries:
            kept.append(replace(section, entries=entries))
    return tuple(kept), left_out
