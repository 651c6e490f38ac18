"""Answers to reminders: `answer ack`, `snooze`, `hand-over`, `done`, `continues`, `list`, `revoke`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer
from rich.text import Text

from obligations import service
from obligations.answers import Verb
from obligations.errors import BadAnswer
from obligations.ports import Store
from obligations.service import VIETNAM, Office, answering, filing
from obligations.service.answering import VERB_WORDS, About
from obligations.timing.periods import label
from portal.desk import office
from portal.language import tr
from portal.options import BY, PLAN, parse_day, whoami
from portal.output import console, day, say, table

CLAUSE = typer.Argument(help=tr("Điều khoản, ví dụ III.3.", "The clause, e.g. III.3."), show_default=False)
UNIT = typer.Option("--unit", help=tr("Đơn vị.", "The unit."))
PERIOD = typer.Option("--period", help=tr("Kỳ, ví dụ Q2/2024.", "The period, e.g. Q2/2024."))
PERSON = typer.Option("--person", help=tr("Trả lời thay cho ai của đơn vị.", "In whose name."))
UNTIL = typer.Option("--until", help=tr("Đến hết ngày nào.", "Until the end of this day."))
NOTE = typer.Option("--note", help=tr("Ghi chú.", "A note."))
DATE = typer.Option("--date", help=tr("Ngày thực hiện; không nêu là hôm nay.", "The day it was done; today if none."))

ENGLISH = {
    Verb.ACK: "on it",
    Verb.SNOOZE: "later",
    Verb.HAND_OVER: "handed over",
    Verb.DONE: "evidence filed",
    Verb.CONTINUES: "it goes on",
}


def attach(app: typer.Typer) -> None:
    """Put the commands on the line."""
    group = typer.Typer(rich_markup_mode=None)
    group.callback(invoke_without_command=True)(_answer)
    group.command("ack", help=tr("Đang thực hiện, hẹn đến một ngày.", "We are on it, until a day."))(_ack)
    group.command("snooze", help=tr("Nhắc lại sau, riêng người này.", "Remind this person later."))(_snooze)
    group.command("hand-over", help=tr("Chuyển người theo dõi.", "Let somebody else see to it."))(_hand_over)
    group.command("done", help=tr("Đã xong: nộp minh chứng.", "Done: file the evidence."))(_done)
    group.command("continues", help=tr("Nhiệm vụ thường xuyên vẫn thực hiện.", "A continuous duty goes on."))(
        _continues
    )
    group.command("list", help=tr("Xem các trả lời.", "Show the answers."))(_list)
    group.command("revoke", help=tr("Thu hồi mã trả lời của một người.", "Revoke a person's codes."))(_revoke)
    app.add_typer(group, name="answer", help=tr("Trả lời lời nhắc.", "Answer reminders."))


def _answer(
    context: typer.Context,
    token: Annotated[
        str | None, typer.Option("--token", help=tr("Mã trả lời trong thư.", "The answer code of a message."))
    ] = None,
) -> None:
    context.obj = token
    if context.invoked_subcommand is not None:
        return
    if token is None:
        say(context.get_help())
        return
    desk = office()
    with desk.database.begin() as store:
        about = answering.by_code(desk, store, token)
    _tell(about)


def _tell(about: About) -> None:
    value = about.occurrence.value
    console().print(Text(f"{about.plan.name} · {about.obligation.code} · {about.unit_name}", style="bold"))
    say(" ".join(about.obligation.value.quote.split()))
    say(f"{label(value.due.period)}, {tr('hạn', 'due')} {day(value.due.legal)}; {about.person.name}")
    verbs = ", ".join(verb.replace("_", "-") for verb in about.verbs)
    say(tr(f"Trả lời được bằng: {verbs}.", f"To be answered with: {verbs}."))


def _about(
    context: typer.Context,
    desk: Office,
    store: Store,
    where: tuple[str | None, str | None, str | None, str | None, str | None],
    by: str | None,
) -> About:
    """Find what is answered: by the code of a message, else by plan, clause, unit, period and person."""
    plan, clause, unit, period, person = where
    if context.obj:
        if any(where):
            raise BadAnswer(tr("Đã có --token thì không nêu kế hoạch, điều khoản.", "With --token name nothing else."))
        return answering.by_code(desk, store, context.obj, by=by or whoami())
    if plan is None or clause is None:
        raise BadAnswer(tr("Cần KẾ HOẠCH và ĐIỀU KHOẢN, hoặc --token MÃ.", "Give PLAN and CLAUSE, or --token CODE."))
    found = service.find_plan(store, plan)
    return answering.by_hand(
        store,
        found,
        service.one_obligation(store, found, clause),
        today=desk.today(),
        unit=unit,
        period=period,
        person=person,
        by=by or whoami(),
    )


def _said(about: About, vietnamese: str, english: str) -> None:
    period = label(about.occurrence.value.due.period)
    say(f"{about.obligation.code}, {about.unit_name}, {period}: {tr(vietnamese, english)}")


def _ack(
    context: typer.Context,
    until: Annotated[str, UNTIL],
    plan: Annotated[str | None, PLAN] = None,
    clause: Annotated[str | None, CLAUSE] = None,
    unit: Annotated[str | None, UNIT] = None,
    period: Annotated[str | None, PERIOD] = None,
    person: Annotated[str | None, PERSON] = None,
    note: Annotated[str | None, NOTE] = None,
    by: Annotated[str | None, BY] = None,
) -> None:
    desk, last = office(), parse_day(until)
    assert last is not None  # noqa: S101 - the option is required
    with desk.database.begin() as store:
        about = _about(context, desk, store, (plan, clause, unit, period, person), by)
        answering.acknowledge(desk, store, about, last, note=note)
    _said(
        about,
        f"đã ghi nhận đang thực hiện, không nhắc đơn vị đến hết {day(last)}. Quá hạn vẫn báo cấp trên.",
        f"noted; the unit is not reminded until {day(last)}. Escalation goes on.",
    )


def _snooze(
    context: typer.Context,
    plan: Annotated[str | None, PLAN] = None,
    clause: Annotated[str | None, CLAUSE] = None,
    until: Annotated[str | None, UNTIL] = None,
    unit: Annotated[str | None, UNIT] = None,
    period: Annotated[str | None, PERIOD] = None,
    person: Annotated[str | None, PERSON] = None,
    note: Annotated[str | None, NOTE] = None,
    by: Annotated[str | None, BY] = None,
) -> None:
    desk = office()
    with desk.database.begin() as store:
        about = _about(context, desk, store, (plan, clause, unit, period, person), by)
        kept = answering.snooze(desk, store, about, parse_day(until), note=note)
    name = about.person.name
    _said(
        about, f"tạm không nhắc {name} đến hết {day(kept.until)}.", f"{name} is not reminded until {day(kept.until)}."
    )


def _hand_over(
    context: typer.Context,
    to: Annotated[str, typer.Option("--to", help=tr("Người nhận: khóa hoặc tên.", "Who takes over: key or name."))],
    plan: Annotated[str | None, PLAN] = None,
    clause: Annotated[str | None, CLAUSE] = None,
    unit: Annotated[str | None, UNIT] = None,
    period: Annotated[str | None, PERIOD] = None,
    person: Annotated[str | None, PERSON] = None,
    note: Annotated[str | None, NOTE] = None,
    by: Annotated[str | None, BY] = None,
) -> None:
    desk = office()
    with desk.database.begin() as store:
        about = _about(context, desk, store, (plan, clause, unit, period, person), by)
        kept = answering.hand_over(desk, store, about, to, note=note)
        names = {p.key: p for p in store.register().people}
    taker = names[kept.to or ""]
    _said(about, f"từ nay nhắc {taker.name} thay {about.person.name}.", f"{taker.name} is told from now on.")
    if not taker.addresses:
        say(tr(f"⚠ {taker.name} chưa có địa chỉ nhận tin.", f"⚠ {taker.name} has no address."))


def _done(
    context: typer.Context,
    plan: Annotated[str | None, PLAN] = None,
    clause: Annotated[str | None, CLAUSE] = None,
    link: Annotated[str | None, typer.Option("--link", help=tr("Địa chỉ trang đã đăng.", "Web address."))] = None,
    doc: Annotated[str | None, typer.Option("--doc", help=tr("Số văn bản.", "Document number."))] = None,
    date: Annotated[str | None, DATE] = None,
    unit: Annotated[str | None, UNIT] = None,
    period: Annotated[str | None, PERIOD] = None,
    person: Annotated[str | None, PERSON] = None,
    by: Annotated[str | None, BY] = None,
) -> None:
    desk = office()
    on = parse_day(date) or desk.today()
    made: Callable[[], filing.Piece]
    if link is not None and doc is None:
        made = lambda: filing.link(link, on)  # noqa: E731 - one of two makers
    elif doc is not None and link is None:
        made = lambda: filing.document(doc, on)  # noqa: E731
    else:
        raise BadAnswer(tr("Cần đúng một trong: --link, --doc.", "Give one of --link, --doc."))
    with desk.database.begin() as store:
        about = _about(context, desk, store, (plan, clause, unit, period, person), by)
        filed = answering.done(desk, store, about, made())
    _said(
        about,
        f"đã nhận minh chứng #{filed.evidence.id}, đang chờ xác nhận.",
        f"evidence #{filed.evidence.id} is filed and waits for a verdict.",
    )
    if filed.doubt:
        say(tr(f"⚠ Chưa tính được: {filed.doubt}", f"⚠ It cannot count yet: {filed.doubt}"))


def _continues(
    context: typer.Context,
    result: Annotated[str, typer.Option("--result", help=tr("Kết quả trong quý, một câu.", "The quarter's result."))],
    plan: Annotated[str | None, PLAN] = None,
    clause: Annotated[str | None, CLAUSE] = None,
    unit: Annotated[str | None, UNIT] = None,
    period: Annotated[str | None, PERIOD] = None,
    person: Annotated[str | None, PERSON] = None,
    by: Annotated[str | None, BY] = None,
) -> None:
    desk = office()
    with desk.database.begin() as store:
        about = _about(context, desk, store, (plan, clause, unit, period, person), by)
        answering.continues(desk, store, about, result)
    _said(about, "đã ghi nhận vẫn thực hiện thường xuyên.", "noted: it goes on.")


def _list(plan: Annotated[str | None, PLAN] = None) -> None:
    with office().database.begin() as store:
        name = service.find_plan(store, plan).name if plan else None
        there = {o.id: o.value for o in store.occurrences(name)}
        answers = [a for a in store.answers() if a.occurrence in there]
        register = store.register()
    people = {p.key: p.name for p in register.people}
    rows = table(tr("Lúc", "When"), tr("Ai", "Who"), tr("Nhiệm vụ", "Which"), tr("Đơn vị", "Unit"), tr("Kỳ", "Period"))
    for head in (tr("Trả lời", "Answer"), tr("Đến ngày", "Until"), tr("Nội dung", "Words")):
        rows.add_column(head)
    for each in answers:
        value = there[each.occurrence]
        rows.add_row(
            f"{each.at.astimezone(VIETNAM):%d/%m/%Y %H:%M}",
            people.get(each.person, each.person),
            f"{value.plan} {value.code}",
            service.unit_name(register, value.unit),
            label(value.due.period),
            tr(VERB_WORDS[each.verb], ENGLISH[each.verb]),
            day(each.until),
            people.get(each.to or "", each.to) or each.note or "—",
        )
    console().print(rows)


def _revoke(
    person: Annotated[str, typer.Argument(help=tr("Khóa hoặc tên người.", "The person's key or name."))],
    why: Annotated[str, typer.Option("--why", help=tr("Lý do, ghi vào nhật ký.", "The reason, for the log."))],
    by: Annotated[str | None, BY] = None,
) -> None:
    desk = office()
    with desk.database.begin() as store:
        found = answering.revoke(desk, store, person, why=why, by=by or whoami())
    say(
        tr(
            f"Mọi mã trả lời đã gửi cho {found.name} đến lúc này không dùng được nữa.",
            f"Every answer code sent to {found.name} so far is void.",
        )
    )
