"""What a changed plan changes: obligations added, gone, and changed field by field, for a person to approve."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract

from obligations.model import Draft, Obligation
from obligations.reading.amending import Relation, amended_in
from obligations.records import StoredObligation, StoredPlan
from obligations.text import fold

FIELDS = (
    "clause",
    "kind",
    "cadence",
    "count",
    "responsible",
    "coordinating",
    "recipient",
    "due",
    "mandatory",
    "aggregate",
)
# How alike two duties must be to be the same one: of 100, in words alone, and where the clause agrees too.
SAME_WORDS, SAME_CLAUSE = 80.0, 55.0
UNITS_WORTH, FIELD_WORTH = 8.0, 3.0


@dataclass(frozen=True, slots=True)
class Altered:
    """One field that reads otherwise now."""

    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Changed:
    """A duty that both plans lay, and the fields in which they differ."""

    before: StoredObligation
    after: StoredObligation
    fields: tuple[Altered, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a plan changes in an earlier one. `relation` is None for the same number with other words.

    `kept` counts the duties that stand as they stood; `covered` are those of the later plan, among them, that need no
    approval, since the earlier plan's duty is approved and goes on.
    """

    earlier: StoredPlan
    relation: Relation | None
    added: tuple[StoredObligation, ...]
    changed: tuple[Changed, ...]
    gone: tuple[StoredObligation, ...]
    kept: int
    covered: tuple[StoredObligation, ...] = ()


def earlier_plans(plan: StoredPlan, others: Sequence[StoredPlan]) -> list[tuple[StoredPlan, Relation | None]]:
    """Find the stored plans that a plan replaces, amends, or bears the number and year of."""
    said = {_number(a.number): a.relation for a in amended_in(plan.text)}
    found: list[tuple[StoredPlan, Relation | None]] = []
    for other in others:
        if other.id == plan.id or other.header.number is None:
            continue
        number = _number(other.header.number)
        same = (plan.header.number, plan.header.year) == (other.header.number, other.header.year)
        if number in said and _not_later(other, plan):
            found.append((other, said[number]))
        elif same:
            found.append((other, None))
    return found


def _number(text: str) -> str:
    return fold(text).replace(" ", "").lstrip("0")


def _not_later(earlier: StoredPlan, later: StoredPlan) -> bool:
    days = earlier.header.issued_on, later.header.issued_on
    return days[0] is None or days[1] is None or days[0] <= days[1]


def difference(
    earlier: StoredPlan,
    relation: Relation | None,
    before: Sequence[StoredObligation],
    after: Sequence[StoredObligation],
) -> Difference:
    """Compare two plans' duties, matched by clause and content. An amending plan leaves what it does not name."""
    pairs = _pairs(before, after)
    matched_before, matched_after = {i for i, _ in pairs}, {j for _, j in pairs}
    changed = [Changed(before[i], after[j], tuple(_altered(before[i].value, after[j].value))) for i, j in sorted(pairs)]
    gone = () if relation is Relation.AMENDS else [o for i, o in enumerate(before) if i not in matched_before]
    return Difference(
        earlier,
        relation,
        tuple(o for j, o in enumerate(after) if j not in matched_after),
        tuple(c for c in changed if c.fields),
        tuple(gone),
        sum(not c.fields for c in changed),
        tuple(c.after for c in changed if not c.fields and c.before.state is Draft.APPROVED),
    )


def _pairs(before: Sequence[StoredObligation], after: Sequence[StoredObligation]) -> list[tuple[int, int]]:
    """Pair duties one to one, the most alike first; those whose words and clause stand as they stood before all."""
    pairs = _unmoved(before, after)
    taken = [{i for i, _ in pairs}, {j for _, j in pairs}]
    words = [fold(o.value.quote) for o in after]
    left = {j: words[j] for j in range(len(after)) if j not in taken[1]}
    scored = [
        (_likeness(before[i].value, after[j].value, float(score)), -i, -j)
        for i in range(len(before))
        if i not in taken[0]
        for _, score, j in extract(
            fold(before[i].value.quote), left, scorer=ratio, limit=None, score_cutoff=SAME_CLAUSE
        )
    ]
    for score, i, j in sorted(scored, reverse=True):
        if score > 0 and -i not in taken[0] and -j not in taken[1]:
            taken[0].add(-i)
            taken[1].add(-j)
            pairs.append((-i, -j))
    return pairs


def _unmoved(before: Sequence[StoredObligation], after: Sequence[StoredObligation]) -> list[tuple[int, int]]:
    here = {_place(o): j for j, o in reversed(list(enumerate(after)))}
    once = {_place(o): i for i, o in reversed(list(enumerate(before)))}
    return [(i, here[place]) for place, i in once.items() if place in here]


def _place(obligation: StoredObligation) -> tuple[object, ...]:
    value = obligation.value
    return value.clause, value.quote, value.kind, value.cadence, value.responsible, value.due


def _likeness(before: Obligation, after: Obligation, words: float) -> float:
    """Measure how surely two duties are the same, 0 where they are not; `words`: how alike their quotes are, of 100."""
    if words < (SAME_CLAUSE if before.clause == after.clause else SAME_WORDS):
        return 0.0
    units = {fold(u) for u in before.responsible} & {fold(u) for u in after.responsible}
    fields = sum(getattr(before, f) == getattr(after, f) for f in FIELDS)
    return float(words + UNITS_WORTH * bool(units) + FIELD_WORTH * fields)


def _altered(before: Obligation, after: Obligation) -> Iterator[Altered]:
    for field in FIELDS:
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            yield Altered(field, old, new)
