"""What a plan comes to in a period, gathered from the store: duties, units, pieces and what was seen of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from obligations.errors import UnknownPeriod
from obligations.evidence import backdated
from obligations.model import Draft, Verdict
from obligations.packs import Coming, Pack, PackPiece, PackRow, within
from obligations.ports import Store
from obligations.records import EvidenceUse, Snapshot, StoredObligation, StoredOccurrence, StoredPlan
from obligations.service.checking import standings, unit_key
from obligations.service.values import WITHDRAWN, Office
from obligations.timing.periods import Period, following, label, parse


def pack(
    office: Office, store: Store, plan: StoredPlan, period: str, *, unit: str | None = None, on: date | None = None
) -> Pack:
    """Gather a plan's period as of a day; of one unit alone where named.

    Raises UnknownPeriod where nothing falls into it, UnknownUnit.
    """
    asked, day, register = parse(period), on or office.today(), store.register()
    key = unit_key(register, unit) if unit else None
    names = {u.key: u.name for u in register.units}
    duties = {o.code: o for o in store.obligations(plan.name, Draft.APPROVED)}
    every = [o for o in store.occurrences(plan.name, unit=key) if o.value.code in duties and o.waived != WITHDRAWN]
    chosen = [o for o in every if within(o.value.due, asked)]
    if not chosen:
        _refuse(store, plan, period)
    pieces = _pieces(store, chosen, names, day)
    rows = tuple(
        PackRow(
            duties[one.value.code],
            standing,
            names.get(one.value.unit, one.value.unit),
            label(one.value.due.period),
            pieces.get(one.id, ()),
            one.waived,
        )
        for one, standing in standings(office, store, chosen, day)
    )
    packed = {o.id for o in chosen}
    rest = [o for o in every if o.waived is None and not o.value.aggregate and o.id not in packed]
    coming = _coming(rest, following(asked), duties, names)
    return Pack(plan, asked, label(asked.key), day, rows, key, names.get(key, key) if key else None, coming)


def _coming(
    occurrences: Sequence[StoredOccurrence],
    after: Period,
    duties: dict[str, StoredObligation],
    names: dict[str, str],
) -> tuple[Coming, ...]:
    """List what falls due in the period after, each duty once with all its units, the earliest first."""
    units: dict[tuple[date, str, str], list[str]] = {}
    for value in (o.value for o in occurrences if o.value.due.legal in after):
        units.setdefault((value.due.legal, value.code, value.due.period), []).append(names.get(value.unit, value.unit))
    return tuple(
        Coming(duties[code], label(period), legal, tuple(units[legal, code, period]))
        for legal, code, period in sorted(units)
    )


def _refuse(store: Store, plan: StoredPlan, period: str) -> None:
    there = dict.fromkeys(label(o.value.due.period) for o in store.occurrences(plan.name))
    raise UnknownPeriod(
        f"{plan.name} không có nhiệm vụ đã duyệt nào trong kỳ “{period}”; có: {', '.join(there) or 'chưa có kỳ nào'}."
    )


def _pieces(
    store: Store, occurrences: Sequence[StoredOccurrence], names: dict[str, str], on: date
) -> dict[int, tuple[PackPiece, ...]]:
    there = {o.id: o.value for o in occurrences}
    offered = [u for u in store.evidence_uses(sorted(there)) if u.evidence.effective_on <= on]
    uses = [u for u in offered if u.evidence.verdict is not Verdict.RETURNED]
    seen: dict[int, list[Snapshot]] = {}
    for snapshot in store.snapshots(sorted({u.evidence.id for u in uses})):
        seen.setdefault(snapshot.evidence or 0, []).append(snapshot)

    def made(use: EvidenceUse) -> PackPiece:
        value, piece = there[use.occurrence], use.evidence
        unit = use.done_as or names.get(value.unit, value.unit)
        return PackPiece(piece, unit, use.shared, backdated(value, piece), tuple(seen.get(piece.id, ())))

    found: dict[int, list[PackPiece]] = {}
    for use in uses:
        found.setdefault(use.occurrence, []).append(made(use))
    return {occurrence: tuple(pieces) for occurrence, pieces in found.items()}
