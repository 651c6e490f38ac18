"""The obligations of the clauses: what each sentence asks, of whom, for whom, by when, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from obligations.model import Cadence, Finding, Kind, Obligation, PlanHeader, Span
from obligations.reading.drafts import LABEL_FLAG, UNIT_FLAG, UNSAID_FLAG, Draft, Reader, Sentence, damage_flags
from obligations.reading.levels import Level
from obligations.reading.names import Names, body_of
from obligations.reading.naming import NamedUnit
from obligations.reading.outline import Region
from obligations.reading.parties import subject
from obligations.reading.portals import portals_in, submitted
from obligations.reading.roles import charged_with, collective, each_of, recipient_of, supporting
from obligations.reading.sentences import sentences, trim
from obligations.reading.sheet import Sheet
from obligations.reading.totals import settle_totals, total_above
from obligations.reading.triggers import Trigger, takers_of, triggers_in

TRIGGER_GROUPS = (
    "cadence", "bare", "at_least", "cue", "digital_day", "continuous", "on_change", "unnamed_period", "item",
    "issue", "daily",
)  # fmt: skip
QUOTE_LIMIT, MOST_WORN = 600, 1.1


def read_duties(
    names: Names, header: PlanHeader, year: int, skipped: Sequence[Span] = ()
) -> tuple[list[Obligation], list[Finding]]:
    """Read the obligations of a plan's clauses, in order, with what a person must look at; tables are `skipped`."""
    reader = Reader(names, header, year, tuple(skipped))
    for number, clause in enumerate(names.sheet.clauses):
        if clause.region is Region.BODY or (clause.region is Region.FRONT and clause.level is not None):
            _read_clause(reader, number)
    settle_totals(reader)
    obligations = _distinct([d.value for d in reader.drafts])
    return obligations, reader.findings


def _read_clause(reader: Reader, number: int) -> None:
    sheet, clause = reader.sheet, reader.sheet.clauses[number]
    if not any(True for _ in sheet.within(clause.span, *TRIGGER_GROUPS)):
        return
    heading = reader.names.heading(number)
    body = (body_of(reader.names, number), clause.end)
    above = total_above(reader, number) if heading is not None else None
    mine: list[Draft] = []
    for sentence in _sentences(sheet, number, body, reader.skipped):
        total = above or _total_before(reader, mine, sentence)
        triggers = triggers_in(sheet, sentence.span, reader.year, listed=total is not None)
        if total is not None:
            triggers = [_in_period(trigger, total.trigger) for trigger in triggers]
        if not _continues(sheet, mine, triggers):
            mine.extend(_draft(reader, sentence, trigger) for trigger in triggers if _kept(reader, sentence, trigger))
        else:
            mine = _attach(reader, mine, triggers)
    reader.drafts.extend(mine)


def _sentences(sheet: Sheet, number: int, body: Span, skipped: Sequence[Span]) -> Iterator[Sentence]:
    opened = body[0]
    for span in sentences(sheet, body):
        if not any(a < span[1] and span[0] < b for a, b in skipped):
            yield Sentence(number, span, opened)
        if sheet.text[span[1] - 1] != ";":
            opened = span[1]


def _total_before(reader: Reader, mine: Sequence[Draft], sentence: Sentence) -> Draft | None:
    """Find the total in the same clause under which a sentence that begins with a unit is a part."""
    counted = [d for d in mine if d.trigger.count is not None]
    return counted[0] if counted and subject(reader.names, sentence.span) else None


def _in_period(trigger: Trigger, total: Trigger) -> Trigger:
    """Give a part that names no period the period of its total."""
    return replace(trigger, cadence=total.cadence, assumed=()) if trigger.assumed and trigger.count else trigger


def _continues(sheet: Sheet, mine: Sequence[Draft], triggers: Sequence[Trigger]) -> bool:
    """Tell whether a sentence only dates the reports of the one before: `Thời gian gửi: quý trước ngày 10 …`."""
    waiting = [d for d in mine if d.trigger.cadence.dated and d.kind is Kind.REPORT and not d.trigger.dues]
    dated = [t for t in triggers if t.dues and t.count is None]
    return (
        bool(waiting)
        and bool(dated)
        and len(dated) == len(triggers)
        and all(takers_of(sheet, due, [d.trigger for d in mine]) for t in dated for due in t.dues)
    )


def _attach(reader: Reader, mine: list[Draft], triggers: Sequence[Trigger]) -> list[Draft]:
    for due in (due for t in triggers for due in t.dues):
        for at in takers_of(reader.sheet, due, [d.trigger for d in mine]):
            draft = mine[at]
            days = {*draft.value.due, *due.dates(draft.trigger.cadence, reader.year)}
            trigger = replace(draft.trigger, dues=(*draft.trigger.dues, due))
            span = (draft.value.span[0], max(draft.value.span[1], due.end))
            value = replace(draft.value, due=tuple(sorted(days)), span=span, quote=reader.sheet.text[slice(*span)])
            mine[at] = replace(draft, trigger=trigger, value=value)
    return mine


def _kept(reader: Reader, sentence: Sentence, trigger: Trigger) -> bool:
    """Leave out what only sounds like a duty: undated words without a unit, and any in a statement of purpose."""
    section = section_of(reader.sheet, sentence.clause)
    if trigger.count is None and _nominal(reader.sheet, sentence.span) and not charged_with(reader, sentence)[0]:
        return False
    if trigger.cadence.dated and section == "purpose":
        return bool(trigger.dues or trigger.count or charged_with(reader, sentence)[0])
    if trigger.cadence.dated:
        return section != "funding" or bool(trigger.dues)
    if section in ("purpose", "funding"):
        return False
    named = charged_with(reader, sentence)[0]
    if trigger.cadence is Cadence.ON_CHANGE:
        return bool(named) or section in ("content", "execution")
    return bool(named)


def _nominal(sheet: Sheet, span: Span) -> bool:
    """Tell a sentence that only names a topic: `Việc thực hiện chế độ báo cáo hằng quý`."""
    first = sheet.word_at(span[0])
    return any(h.first == first and h.cost < 0.6 for h in sheet.within(span, "nominal"))


def section_of(sheet: Sheet, number: int) -> str:
    """Name the sort of section a clause lies in, read from the headings above it, outermost last."""
    here: int | None = number
    while here is not None:
        clause = sheet.clauses[here]
        if clause.level is not None and clause.level <= Level.NUMBER:
            first = sheet.word_at(clause.body)
            for hit in sheet.within((clause.body, min(clause.end, clause.body + 90)), "heading"):
                if hit.first == first:
                    return hit.value
        here = clause.parent
    return ""


def _draft(reader: Reader, sentence: Sentence, trigger: Trigger) -> Draft:
    sheet = reader.sheet
    units, _ = charged_with(reader, sentence)
    portals = portals_in(sheet, sentence.span) or portals_in(sheet, (sentence.opened, sentence.span[1]))
    kind = trigger.kind or kind_near(sheet, sentence.span, trigger)
    if kind is Kind.TASK and any("thông tin điện tử" in p.name.lower() for p in portals_in(sheet, sentence.span)):
        kind = Kind.POST
    handed_in = submitted(sheet, sentence.span, portals) if kind is Kind.POST else None
    kind = Kind.PORTAL_SUBMISSION if handed_in else kind
    flags = list(trigger.assumed)
    if units:
        responsible = each_of(sheet, units)
        flags += [UNIT_FLAG] if any(not u.known for u in units) else []
    else:
        responsible = (collective(reader),)
        flags.append(UNSAID_FLAG)
    clause = sheet.clauses[sentence.clause]
    quote = _quote_span(reader.names, sentence, trigger)
    days = sorted({day for due in trigger.dues for day in due.dates(trigger.cadence, reader.year)})
    sure = confidence(sheet, sentence.clause, trigger, units, section_of(sheet, sentence.clause))
    flags += [LABEL_FLAG] if _doubt(sheet, sentence.clause) >= 1.0 else []
    flags += damage_flags(trigger)
    value = Obligation(
        clause=clause.label,
        kind=kind,
        cadence=trigger.cadence,
        count=_count(sheet, sentence.span, trigger, kind),
        responsible=responsible,
        quote=sheet.text[slice(*quote)],
        span=quote,
        coordinating=supporting(reader, sentence, units),
        recipient=recipient_of(reader, sentence, kind, handed_in, portals, units),
        due=tuple(days),
        mandatory=any(True for _ in sheet.within(sentence.span, "mandatory")),
        confidence=sure,
        flags=tuple(flags),
    )
    return Draft(sentence, trigger, kind, units, value)


def kind_near(sheet: Sheet, span: Span, trigger: Trigger) -> Kind:
    """Tell what sort of duty it is by the nearest word that says so."""
    hits = [h for h in sheet.within(span, "kind") if h.cost <= MOST_WORN]
    if trigger.cadence is Cadence.ONCE:
        hits = [h for h in hits if h.value != "post"] or hits
    if not hits:
        return Kind.TASK
    if not trigger.cadence.dated:
        return Kind(hits[0].value) if hits[0].value in ("post", "report") else Kind.TASK
    return Kind(min(hits, key=lambda h: max(h.start - trigger.end, trigger.place - h.end, 0)).value)


def _count(sheet: Sheet, span: Span, trigger: Trigger, kind: Kind) -> int | None:
    """Count the document that a dated deliverable names as one; else the number that is stated."""
    if trigger.count is not None or kind is not Kind.DELIVERABLE or trigger.cadence is not Cadence.ONCE:
        return trigger.count
    made = [h for h in sheet.within(span, "kind") if h.value == "deliverable" and h.start <= trigger.place]
    named = made and any(h.start <= made[-1].end + 1 and h.end >= made[-1].end for h in sheet.within(span, "document"))
    return 1 if named else None


def _quote_span(names: Names, sentence: Sentence, trigger: Trigger) -> Span:
    """Choose the words to show: a short sentence with its heading, else the sentence, else a stretch of it."""
    sheet = names.sheet
    clause, span = sheet.clauses[sentence.clause], sentence.span
    headed = names.heading(sentence.clause) is not None and sentence.opened == body_of(names, sentence.clause)
    if headed and sentence.span[1] - clause.body <= QUOTE_LIMIT // 2 and span[0] - sentence.opened < 6:
        return trim(sheet.text, (clause.body, span[1]))
    if span[1] - span[0] <= QUOTE_LIMIT:
        return trim(sheet.text, span)
    start = max(span[0], trigger.place - QUOTE_LIMIT // 2)
    return trim(sheet.text, (start, min(span[1], start + QUOTE_LIMIT)))


def _doubt(sheet: Sheet, number: int) -> float:
    """Give the worst doubt among the labels that make up a clause's path."""
    worst, here = 0.0, number
    while True:
        clause = sheet.clauses[here]
        worst = max(worst, clause.doubt)
        if clause.parent is None:
            return worst
        here = clause.parent


def confidence(sheet: Sheet, number: int, trigger: Trigger, units: Sequence[NamedUnit], section: str) -> float:
    """Weigh damage, label, units and place into one number, 0.05..0.99."""
    sure = 0.98 if sheet.trusted else 0.93
    sure -= 0.14 * min(trigger.cost, 2.0) + 0.08 * min(_doubt(sheet, number), 3.0)
    sure -= 0.1 * len(trigger.assumed) + 0.3 * trigger.unread + 0.05 * any(d.worn for d in trigger.dues)
    sure -= 0.2 if not units else 0.25 * (1.0 - min(u.score for u in units))
    sure -= 0.1 if any(not u.known for u in units) else 0.0
    sure -= 0.12 if section in ("purpose", "funding") else 0.0
    return round(min(0.99, max(0.05, sure)), 2)


def _distinct(found: Sequence[Obligation]) -> list[Obligation]:
    seen: dict[tuple[object, ...], Obligation] = {}
    for value in found:
        key = (value.clause, value.cadence, value.kind, value.responsible, value.count, value.due, value.recipient)
        seen.setdefault(key, value)
    return list(seen.values())
