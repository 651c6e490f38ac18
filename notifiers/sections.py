"""Yields the sections of a letter: one's own items and those to follow up by urgency, a leader's by unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from notifiers import phrases
from notifiers.letter import Entry, Section
from notifiers.urgency import HEADINGS, Urgency, counts, urgency
from obligations.policy import assumption_words
from obligations.reminders import DigestItem

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
    lines += [("Lưu ý", assumption_words(name)) for name in first.standing.occurrence.due.assumed]
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
        words.append(f"{len(same)} đơn vị: {', '.join(i.unit_name for i in same)}")
    else:
        words.append(f"{first.unit_name}: {_state(first, on)}" if tell_unit else _state(first, on))
    words += [f"bị trả lại: {reason.rstrip('.')}" for i in same for reason in i.standing.returned]
    return f"{'; '.join(w.rstrip('.') for w in words)} ({phrases.source(first, brief=True)})."


def by_unit(items: Sequence[DigestItem], on: date) -> list[Section]:
    ordered = sorted(items, key=lambda i: (i.unit_name, _order(i, on)))
    grouped = [(unit, list(group)) for unit, group in groupby(ordered, key=lambda i: i.unit_name)]
    sections = [
        Section(f"{unit}: {counts(group, on)}", urgency(group[0], on), tuple(_rolled(item, on) for item in group))
        for unit, group in grouped
    ]
    return sorted(sections, key=lambda s: s.tone)


def _rolled(item: DigestItem, on: date) -> Entry:
    standing = item.standing
    lines = [*phrases.due_lines(standing, on), (_state_label(item, on), _state(item, on))]
    if standing.occurrence.kind in phrases.VAGUE:
        lines.append(("Kế hoạch ghi", f"“{phrases.quote(item, 160)}”"))
    lines.append(("Căn cứ", f"{phrases.source(item)}."))
    return Entry(phrases.deed(item), tuple(lines), _short([item], on, tell_unit=False))


def table(items: Sequence[DigestItem], on: date) -> tuple[tuple[str, ...], ...]:
    if not items:
        return ()
    rows = []
    for unit in sorted({i.unit_name for i in items}):
        mine = [i for i in items if i.unit_name == unit]
        late = [-phrases.days_left(i.standing, on) for i in mine if urgency(i, on) is Urgency.OVERDUE]
        rows.append((unit, len(mine), len(late), max(late, default=0)))
    rows.sort(key=lambda r: (-r[2], -r[3], r[0]))
    head = ("Đơn vị", "Chưa xong", "Quá hạn", "Chậm nhất")
    return (head, *((unit, str(n), str(late), f"{worst} ngày" if worst else "–") for unit, n, late, worst in rows))


def limited(sections: Iterable[Section]) -> tuple[tuple[Section, ...], int]:
    room, kept, left_out = ENTRY_LIMIT, [], 0
    for section in sections:
        entries = section.entries[:room]
        room -= len(entries)
        left_out += len(section.entries) - len(entries)
        if entries:
            kept.append(replace(section, entries=entries))
    return tuple(kept), left_out
