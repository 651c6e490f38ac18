"""The morning summary of the plan's office, summed up from what is stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from obligations.model import Role, Status, Verdict
from obligations.ports import Store
from obligations.records import MessageState
from obligations.service.checking import unit_name
from obligations.service.notices import NOTICES
from obligations.service.reminding import carries_summary
from obligations.service.values import Office
from obligations.summary import Late, Sent, Summary, Vacancy
from obligations.units import Register

AGENCY = "Toàn cơ quan"


def morning(office: Office, store: Store, on: date, faults: Sequence[str] = ()) -> Summary:
    """Sum up a morning: what was sent to whom, what is overdue, in review, and which roles nobody holds.

    `faults` are what else a person has to mend.
    """
    register = store.register()
    return Summary(
        on=on,
        sent=tuple(_sent(store, on)),
        late=tuple(_late(store, register)),
        in_review=sum(use.evidence.verdict is Verdict.PENDING for use in store.evidence_uses()),
        vacant=tuple(_vacant(store.vacancies(on), register)),
        faults=(*faults, *office.warnings()),
    )


def _sent(store: Store, on: date) -> Iterator[Sent]:
    for message in store.messages(on=on):
        notice = message.key.startswith(NOTICES) or carries_summary(message)
        if not notice and message.state is not MessageState.CANCELLED:
            yield Sent(message.person_name, message.address, str(message.state))


def _late(store: Store, register: Register) -> Iterator[Late]:
    """Count what is overdue by unit, the unit with most first; a total's parts stand for it."""
    late = [o.value for o in store.occurrences_in(Status.OVERDUE) if not o.value.aggregate]
    late.sort(key=lambda value: (value.unit, value.due.legal))
    found = []
    for unit, values in groupby(late, key=lambda value: value.unit):
        mine = list(values)
        found.append(Late(unit_name(register, unit), len(mine), mine[0].due.legal))
    yield from sorted(found, key=lambda one: (-one.count, one.since, one.unit_name))


def _vacant(found: Iterable[tuple[str, Role, int]], register: Register) -> Iterator[Vacancy]:
    counts: dict[tuple[str, Role], int] = {}
    for unit, role, count in found:
        name = unit_name(register, unit) if role in (Role.FOCAL, Role.HEAD) else AGENCY
        counts[name, role] = counts.get((name, role), 0) + count
    yield from (Vacancy(name, role, count) for (name, role), count in sorted(counts.items()))
