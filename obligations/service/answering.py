"""Answers to reminders: on it, later, somebody else, done, it goes on; each is kept and logged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from obligations.answers import UNANSWERED, Answer, Grant, Verb, stand_ins, verbs_for
from obligations.errors import BadAnswer, BadCode
from obligations.model import Role
from obligations.ports import Store
from obligations.records import Change, StoredObligation, StoredOccurrence, StoredPlan
from obligations.service import filing
from obligations.service.checking import answers_to, selected, standings, subject, unit_name
from obligations.service.filing import Filed, Piece
from obligations.service.plans import find_plan
from obligations.service.values import Office
from obligations.timing.periods import label
from obligations.units import Person, Register, holders

VERB_WORDS = {
    Verb.ACK: "nhận việc",
    Verb.SNOOZE: "nhắc lại sau",
    Verb.HAND_OVER: "chuyển người theo dõi",
    Verb.DONE: "nộp minh chứng",
    Verb.CONTINUES: "xác nhận vẫn thực hiện thường xuyên",
}


@dataclass(frozen=True, slots=True)
class About:
    """What is answered, who answers, with which verbs, and who enters it into the log."""

    plan: StoredPlan
    obligation: StoredObligation
    occurrence: StoredOccurrence
    unit_name: str
    person: Person
    verbs: tuple[Verb, ...]
    by: str


def by_code(office: Office, store: Store, code: str, *, by: str | None = None) -> About:
    """Find what an answer code is about; `by` is who enters it, the code's reader where None.

    Raises BadCode, ExpiredCode; BadAnswer where its reader has no part in it any more.
    """
    if office.codes is None:
        raise BadCode("Hệ thống này không phát mã trả lời.")
    grant, made = office.codes.read(code)
    void = store.answers_void_before(grant.person)
    if void is not None and made <= void:
        raise BadCode("Mã trả lời này đã bị thu hồi. Hãy dùng mã trong thư nhắc gửi sau đó.")
    return _granted(store, grant, by)


def _granted(store: Store, grant: Grant, by: str | None) -> About:
    found = next(iter(store.occurrences(only=[grant.occurrence])), None)
    if found is None:
        raise BadAnswer("Việc này không còn trong hệ thống: kế hoạch đã được gỡ hoặc nhiệm vụ đã sửa.")
    register = store.register()
    person = next((p for p in register.people if p.key == grant.person), None)
    if person is None or person.key not in {p.key for p in unit_people(store, found, register)}:
        raise BadAnswer("Người giữ mã này không còn theo dõi việc này; người được giao sẽ nhận mã trong thư của mình.")
    return _about(store, found, register, person, grant.verbs, by or person.name)


def by_hand(
    store: Store,
    plan: StoredPlan,
    obligation: StoredObligation,
    *,
    today: date,
    unit: str | None,
    period: str | None,
    person: str | None,
    by: str,
) -> About:
    """Find what an officer answers for a unit, in the name of its head unless another of its people is named.

    Raises UnknownUnit, UnknownPeriod; BadAnswer where several are open or nobody of the unit is known.
    """
    there = [o for o in selected(store, plan, obligation, unit, period) if not o.status.closed]
    if period is None:
        there = [o for o in there if o.value.due.opens <= today <= o.value.due.legal] or there
    if len(there) != 1:
        raise BadAnswer(_which(obligation, there))
    register = store.register()
    people = unit_people(store, there[0], register)
    chosen = [p for p in people if person in (None, p.key, p.name)]
    if not chosen:
        names = "; ".join(f"{p.name} ({p.key})" for p in people) or "chưa có ai"
        raise BadAnswer(f"Không rõ ai trả lời thay cho đơn vị; hãy thêm --person, một trong: {names}.")
    return _about(store, there[0], register, chosen[-1], verbs_for(obligation.value.cadence), by)


def _which(obligation: StoredObligation, there: Iterable[StoredOccurrence]) -> str:
    named = ", ".join(f"{o.value.unit} {o.value.due.period}" for o in there)
    if not named:
        return f"{obligation.code} không còn kỳ nào chưa xong để trả lời."
    return f"{obligation.code} có nhiều việc chưa xong; hãy thêm --unit và --period, một trong: {named}."


def unit_people(store: Store, occurrence: StoredOccurrence, register: Register) -> list[Person]:
    """List who is told of an occurrence on behalf of its unit, focal officers first; stand-ins in their places."""
    answer = answers_to(store, [occurrence.id], register).get(occurrence.id, UNANSWERED)
    who = stand_ins(lambda role, unit: holders(register, role, unit), answer)
    found = [p for role in (Role.FOCAL, Role.HEAD) for p in who(role, occurrence.value.unit)]
    return list({p.key: p for p in found}.values())


def _about(
    store: Store,
    found: StoredOccurrence,
    register: Register,
    person: Person,
    verbs: tuple[Verb, ...],
    by: str,
) -> About:
    value = found.value
    obligation = store.obligation(value.plan, value.code)
    if obligation is None:
        raise BadAnswer("Nhiệm vụ này không còn trong kế hoạch.")
    plan = find_plan(store, value.plan)
    return About(plan, obligation, found, unit_name(register, value.unit), person, verbs, by)


def acknowledge(office: Office, store: Store, about: About, until: date, *, note: str | None = None) -> Answer:
    """Say that the unit is on it until a day: its own rungs are quiet until then, the escalation never.

    Raises BadAnswer where the matter is closed or the day is past or too far.
    """
    last = office.today() + timedelta(days=office.policy.ack_days_max)
    return _keep(office, store, about, Verb.ACK, until=_within(office.today(), until, last), note=note)


def snooze(office: Office, store: Store, about: About, until: date | None = None, *, note: str | None = None) -> Answer:
    """Remind this person, and only this person, later: by default after one working day.

    Raises BadAnswer where the matter is closed or the day is past or beyond the policy's limit.
    """
    today = office.today()
    last = office.calendar.shift(today, office.policy.snooze_days_max)
    chosen = _within(today, until or office.calendar.shift(today, 1), last)
    return _keep(office, store, about, Verb.SNOOZE, until=chosen, note=note)


def _within(today: date, until: date, last: date) -> date:
    if today <= until <= last:
        return until
    raise BadAnswer(f"Ngày {until:%d/%m/%Y} không nhận được; hãy chọn từ {today:%d/%m/%Y} đến {last:%d/%m/%Y}.")


def hand_over(office: Office, store: Store, about: About, to: str, *, note: str | None = None) -> Answer:
    """Let another person of the register be told of this occurrence in one's place.

    Raises BadAnswer where nobody has that key or name, or the person belongs to another unit.
    """
    register = store.register()
    taker = _taker(register, about, to)
    return _keep(office, store, about, Verb.HAND_OVER, to=taker.key, note=note)


def _taker(register: Register, about: About, to: str) -> Person:
    """Find who takes over: somebody of the same unit, or without a unit."""
    posts = {p.key: {post.unit for post in register.posts if post.person == p.key} for p in register.people}
    own = about.occurrence.value.unit
    fitting = [p for p in register.people if own in posts[p.key] or not posts[p.key]]
    named = [p for p in register.people if to.strip() in (p.key, p.name)]
    names = "; ".join(f"{p.name} ({p.key})" for p in fitting if p.key != about.person.key) or "chưa có ai khác"
    if len(named) != 1:
        problem = "ứng với nhiều người" if named else "không có trong danh bạ"
        raise BadAnswer(f"“{to}” {problem}; có thể chuyển cho: {names}.")
    if named[0] not in fitting:
        raise BadAnswer(f"{named[0].name} thuộc đơn vị khác; có thể chuyển cho: {names}.")
    if named[0].key == about.person.key:
        raise BadAnswer(f"{named[0].name} đang theo dõi việc này; có thể chuyển cho: {names}.")
    return named[0]


def done(office: Office, store: Store, about: About, piece: Piece) -> Filed:
    """File evidence for what is answered; it waits for a verdict.

    Raises BadEvidence, and BadAnswer where the matter is closed.
    """
    _open(office, store, about, Verb.DONE)
    value = about.occurrence.value
    filed = filing.add(
        office, store, about.plan, about.obligation, piece, unit=value.unit, period=value.due.period, by=about.by
    )
    _add(
        store,
        about,
        Answer(about.occurrence.id, Verb.DONE, about.person.key, office.clock(), note=filed.evidence.reference),
    )
    return filed


def continues(office: Office, store: Store, about: About, result: str) -> Answer:
    """Say that a continuous duty goes on, with the quarter's result in a sentence.

    Raises BadAnswer without a result, or where it was answered before.
    """
    if not result.strip():
        raise BadAnswer("Hãy ghi kết quả trong quý bằng một câu, ví dụ “đã đăng 05 tin, bài; cập nhật 02 thủ tục”.")
    return _keep(office, store, about, Verb.CONTINUES, note=" ".join(result.split()))


def revoke(office: Office, store: Store, person: str, *, why: str, by: str) -> Person:
    """Make every answer code given to a person so far void. Raises BadAnswer for an unknown person or no reason."""
    found = [p for p in store.register().people if person in (p.key, p.name)]
    if len(found) != 1:
        raise BadAnswer(f"“{person}” không có trong danh bạ; xem `dunghan units list`.")
    if not why.strip():
        raise BadAnswer("--why đang để trống; hãy ghi lý do thu hồi.")
    store.revoke_answers(found[0].key, office.clock())
    store.record(Change(office.clock(), by, "revoke-codes", f"person/{found[0].key}", why=why))
    return found[0]


def _keep(
    office: Office,
    store: Store,
    about: About,
    verb: Verb,
    *,
    until: date | None = None,
    to: str | None = None,
    note: str | None = None,
) -> Answer:
    _open(office, store, about, verb)
    answer = Answer(about.occurrence.id, verb, about.person.key, office.clock(), until, to, note or None)
    _add(store, about, answer)
    return answer


def _open(office: Office, store: Store, about: About, verb: Verb) -> None:
    """Refuse what this answer may not say, and answers to what is closed."""
    if verb not in about.verbs:
        allowed = ", ".join(VERB_WORDS[each] for each in about.verbs)
        raise BadAnswer(f"Việc này không trả lời bằng “{VERB_WORDS[verb]}” được; có: {allowed}.")
    ((_, judged),) = standings(office, store, [about.occurrence], office.today())
    if judged.status.closed:
        raise BadAnswer(f"{_named(about)} đã xong hoặc không còn yêu cầu, không cần trả lời nữa.")


def _named(about: About) -> str:
    return f"{about.obligation.code}, {about.unit_name}, {label(about.occurrence.value.due.period)}"


def _add(store: Store, about: About, answer: Answer) -> None:
    store.add_answer(answer)
    said = answer.until.isoformat() if answer.until else answer.to or answer.note
    after = f"{about.person.key}: {said}"
    store.record(
        Change(answer.at, about.by, f"answer-{answer.verb}", subject(about.occurrence), why=answer.note, after=after)
    )
