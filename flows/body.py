"""The one body that the flows of all kinds share: check, plan, send, and say so in Prefect."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from prefect import Flow, get_run_logger
from prefect.artifacts import acreate_markdown_artifact, acreate_table_artifact
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun, State
from prefect.context import FlowRunContext
from prefect.states import Completed, Failed

from flows import names
from flows.events import tell_overdue
from flows.links import rebased
from flows.office import open_office
from flows.outcome import Outcome, Word, outcome, told_by
from flows.pages.run import run_page
from flows.searching import Searched, search
from flows.server import base
from notifiers.phrases import day
from obligations import service
from obligations.errors import DunghanError
from obligations.service import VIETNAM, RunReport
from storage.settings import load_settings

# A run this late has been overtaken by the sweep, which looks at the state of everything.
STALE = timedelta(days=1)

# Marks the runs that kept and sent nothing.
TRIED = "chạy thử"

Body = Callable[..., Coroutine[Any, Any, State[None]]]

FORM = """{about}

Args:
    plan: Tên ngắn của kế hoạch, ví dụ 24-kh-sgtvt-2024 (xem bằng lệnh dunghan list).
    clause: Mã nhiệm vụ trong kế hoạch, ví dụ III.3 hoặc III.3-2.
    unit: Chỉ kiểm tra đơn vị này (tên, tên viết tắt hoặc khóa); để trống là mọi đơn vị được giao.
    period: Chỉ kiểm tra kỳ này, ví dụ 2026-11, 2026-Q4, “Quý IV/2026”; để trống là mọi kỳ đang mở.
    as_of: Xem như hôm nay là ngày này; ngày ở tương lai thì luôn chỉ là xem thử, không lưu và không gửi gì.
    send: Tắt (mặc định) là chạy thử, cho xem sẽ gửi gì cho ai; bật là gửi ngay thành một bản riêng. Không gửi trùng.
    by: Họ tên người yêu cầu chạy, ghi vào nhật ký.
"""


@dataclass(frozen=True, slots=True)
class Request:
    """What a run was asked to do."""

    plan: str
    clause: str
    unit: str | None
    period: str | None
    as_of: date | None
    send: bool
    by: str | None = None

    @property
    def name(self) -> str:
        """Name a run that found nothing to be named after."""
        return " · ".join(filter(None, (self.clause, self.unit, self.period)))


def obligation_flow(name: str, about: str) -> Flow[..., Any]:
    """Make the flow of one kind: the shared body under its own name, with the form that people fill in."""

    async def body(
        plan: str,
        clause: str,
        unit: str | None = None,
        period: str | None = None,
        as_of: date | None = None,
        send: bool = False,
        by: str | None = None,
    ) -> State[None]:
        return await _run(Request(plan, clause, unit, period, as_of, send, by), name)

    body.__doc__ = FORM.format(about=about)
    body.__name__ = body.__qualname__ = name.replace("-", "_")
    # Retries would repeat what is not a fault: an overdue duty ends the run as failed.
    return Flow(body, name=name, description=about, retries=0)


async def _run(request: Request, name: str) -> State[None]:
    run = current_run()
    if stale(run):
        return await skipped(run, request.name)
    try:
        report, said = await asyncio.to_thread(
            _carry_out, request, who_asks(request.by, name), tried(run, request.send)
        )
    except DunghanError as error:
        return await broken(run, request.name, error)
    log = get_run_logger()
    for line in said.lines:
        log.info(line)
    # Under its key stands the obligation as a whole as it is; a part of it, or a what-if, stands with its run alone.
    whole = said.stored and request.unit is None and request.period is None
    await acreate_table_artifact(list(said.table), key=said.key if whole else None, description=said.headline)
    await acreate_markdown_artifact(
        rebased(run_page(report, said), base(load_settings())), description=f"Biên bản · {said.headline}"
    )
    await call_it(run, said.word, said.name, said.tags if said.stored else (*said.tags, TRIED))
    if said.word is Word.OVERDUE and said.stored and not request.send and report.reminded:
        await asyncio.to_thread(tell_overdue, report)
    return ended(said.word, said.message)


def who_asks(by: str | None, flow: str) -> str:
    """Name for the log who asked for a run: a person by a flow, or the flow alone."""
    return f"{by} (prefect/{flow})" if by else f"prefect/{flow}"


def tried(run: FlowRun, send: bool) -> bool:
    """Tell whether a run only shows what it would do: a person's run without `send`.

    What the timetable or a sweep starts plans reminders for the next sweep to send.
    """
    return not (send or run.auto_scheduled or names.NEWS in run.tags)


def _carry_out(request: Request, by: str, trial: bool) -> tuple[RunReport, Outcome]:
    settings = load_settings()
    office = open_office(settings)
    # A look at another day, or a trial, keeps nothing, so it looks for nothing.
    looks = not (request.as_of or trial)
    found = search(office, settings, by=by, only=(request.plan, request.clause)) if looks else Searched()
    report = service.run_obligation(
        office,
        request.plan,
        request.clause,
        unit=request.unit,
        period=request.period,
        as_of=request.as_of or (office.today() if trial else None),
        send=request.send,
        by=by,
    )
    with office.database.begin() as store:
        people = {person.key: person.name for person in store.register().people}
        told = told_by(store.reminders([row.stored.id for row in report.rows]), people, report.on)
    said = outcome(report, told, people)
    return report, replace(said, lines=(*found.lines, *found.failures, *said.lines))


def current_run() -> FlowRun:
    """Give the run we are in."""
    context = FlowRunContext.get()
    if context is None or context.flow_run is None:
        raise RuntimeError("Chỉ gọi được bên trong một lượt chạy của Prefect.")
    return context.flow_run


def stale(run: FlowRun, now: datetime | None = None) -> bool:
    """Tell whether a scheduled run comes more than a day late. What a person started is never stale."""
    due = run.expected_start_time
    return run.auto_scheduled and due is not None and (now or datetime.now(UTC)) - due > STALE


async def skipped(run: FlowRun, name: str, why: str | None = None) -> State[None]:
    """End a run that has nothing to do, and say why."""
    said = why or late_words(run)
    get_run_logger().info(said)
    await call_it(run, Word.SKIPPED, name)
    return ended(Word.SKIPPED, said)


def late_words(run: FlowRun) -> str:
    """Say that a scheduled run came too late."""
    due = run.expected_start_time
    when = f" của ngày {day(due.astimezone(VIETNAM).date())}" if due else ""
    return (
        f"Lượt chạy{when} đã trễ hơn một ngày nên bỏ qua; lượt quét hằng ngày kiểm tra thay, theo tình trạng hiện tại."
    )


async def broken(run: FlowRun, name: str, error: DunghanError) -> State[None]:
    """End a run on something a person has to mend: its words, without a traceback."""
    get_run_logger().error("%s", error)
    await call_it(run, Word.BROKEN, name)
    return ended(Word.BROKEN, str(error))


async def call_it(run: FlowRun, word: Word, name: str, more: Sequence[str] = ()) -> None:
    """Name the run and put the word of its state among its tags, in place of an earlier one."""
    tags = [tag for tag in run.tags if tag not in {*Word, names.QUIET, TRIED}]
    async with get_client() as client:
        await client.update_flow_run(run.id, name=name, tags=list(dict.fromkeys((*tags, *more, str(word)))))


def ended(word: Word, message: str) -> State[None]:
    """Make the final state that bears a word."""
    return (Failed if word.failed else Completed)(name=str(word), message=message)
