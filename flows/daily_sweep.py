"""The flow of every working morning: catch up with all duties, one digest a person, send."""

import asyncio
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import httpx
from prefect import flow, get_run_logger
from prefect.artifacts import acreate_markdown_artifact
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun, State
from prefect.exceptions import PrefectException

from flows.body import broken, call_it, current_run, ended, skipped, stale
from flows.deployments import reconcile
from flows.events import tell_evidence
from flows.kinds import DAILY_SWEEP
from flows.news import tell_news
from flows.office import open_office
from flows.outcome import Word
from flows.overview import Overview, overview, with_section
from flows.pinned import pin_all
from flows.recovery import skip_missed
from flows.report import counts_lines
from flows.searching import search, with_dead_links
from flows.server import base
from flows.sweeping import CATCHING_UP
from flows.wanted import plan
from notifiers.phrases import day
from obligations import service
from obligations.errors import DunghanError
from obligations.service import SweepReport
from storage.settings import load_settings

NAME = "Lượt quét"


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep did, and the evidence it found before, in lines."""

    report: SweepReport
    found: tuple[str, ...]


@flow(name=DAILY_SWEEP, description="Lượt quét mỗi sáng: kiểm tra mọi nhiệm vụ, gộp và gửi lời nhắc.", retries=0)
async def daily_sweep(as_of: date | None = None, send: bool = True) -> State[Any]:
    """Kiểm tra mọi nhiệm vụ đã duyệt theo tình trạng hiện tại, gộp lời nhắc thành một bản cho mỗi người và gửi.

    Args:
        as_of: Xem như hôm nay là ngày này; tắt “send” thì chỉ xem trước, không lưu và không gửi gì.
        send: Gửi các bản nhắc đang chờ. Chạy lại không gửi trùng.
    """
    run = current_run()
    if stale(run):
        return await skipped(run, NAME)
    try:
        by_hand = _by_hand(run)
        swept = await asyncio.to_thread(_sweep, as_of, send, scheduled=run.auto_scheduled, by_hand=by_hand)
    except DunghanError as error:
        return await broken(run, NAME, error)
    if swept is None:
        return await skipped(run, NAME, "Hôm nay là ngày nghỉ theo lịch làm việc; lượt quét để sang ngày làm việc tới.")
    log, report = get_run_logger(), swept.report
    said = with_section(overview(report), "Minh chứng mới", swept.found)
    if send or as_of is None:
        said = await _mended(report, said)
    for line in said.lines:
        log.info(line)
    await acreate_markdown_artifact(said.markdown, description=said.headline)
    await call_it(run, Word.SWEPT, f"{NAME} · {day(said.on)}")
    return ended(Word.SWEPT, said.headline)


async def _mended(report: SweepReport, said: Overview) -> Overview:
    """Bring deployments into line with what the sweep left, end the runs that were missed, refresh the pages.

    Another start may be at it at the same moment: what it did first is right already, and a failure here is told but
    keeps no reminder from leaving.
    """
    settings = load_settings()
    office = open_office(settings)
    wanted = await asyncio.to_thread(plan, office, settings.deployments_max, base(settings))
    try:
        async with get_client() as client:
            counts = await reconcile(client, wanted, office.today())
            missed = await skip_missed(client)
            news = await tell_news(client, report.runs) if counts.swept else 0
            done = ((missed, "lượt trễ hơn một ngày được bỏ qua"), (news, "lượt chạy riêng vì có việc mới"))
            said = with_section(said, "Lịch chạy", (*counts_lines(counts), *(f"{n} {what}." for n, what in done if n)))
            await pin_all(client, office, report, said, base(settings))
        await asyncio.to_thread(tell_evidence, office, report)
    except (httpx.HTTPError, PrefectException) as error:
        failed = f"Chưa đối chiếu được lịch chạy hoặc trang theo dõi, lượt sau làm lại: {error}"
        return with_section(said, "Lịch chạy", (failed,))
    return said


def _by_hand(run: FlowRun) -> bool:
    """Tell whether a person started a run: what a machine starts keeps to sending hours."""
    return not run.auto_scheduled and CATCHING_UP not in run.tags


def _sweep(as_of: date | None, send: bool, *, scheduled: bool, by_hand: bool) -> Swept | None:
    """Sweep; None on a day off, when only a person may ask for it."""
    settings, by = load_settings(), f"prefect/{DAILY_SWEEP}"
    office = open_office(settings)
    if scheduled and not office.calendar.is_working(office.today()):
        return None
    if as_of is not None:
        return Swept(service.sweep(office, as_of=as_of, send=send, at_once=by_hand, by=by), ())
    found = search(office, settings, by=by)
    report = service.sweep(office, send=send, at_once=by_hand, by=by)
    report = with_dead_links(office, settings, report, by=by)
    return Swept(replace(report, problems=(*found.failures, *report.problems)), found.lines)
