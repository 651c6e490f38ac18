"""The flow by which a person runs a whole plan or a whole kind at once."""

import asyncio
from collections.abc import Iterator
from datetime import date
from typing import Any

from prefect import flow, get_run_logger
from prefect.artifacts import acreate_markdown_artifact
from prefect.client.schemas.objects import State

from flows.body import TRIED, broken, call_it, current_run, ended, who_asks
from flows.kinds import RERUN_MANY
from flows.links import rebased
from flows.office import open_office
from flows.outcome import TRIAL, Word, draft_lines, message_lines, outcome, told_by
from flows.overview import headline_of
from flows.pages.run import many_page
from flows.server import base
from notifiers.phrases import day
from obligations import service
from obligations.errors import DunghanError
from obligations.model import Kind
from obligations.service import ManyReport, Office, SweepReport
from storage.settings import load_settings

NAME = "Chạy lại"


@flow(name=RERUN_MANY, description="Chạy lại cả kế hoạch hoặc cả loại nhiệm vụ.", retries=0)
async def rerun_many(
    plan: str | None = None,
    clause: str | None = None,
    kind: Kind | None = None,
    unit: str | None = None,
    period: str | None = None,
    as_of: date | None = None,
    send: bool = False,
    in_hours: bool = False,
    by: str | None = None,
) -> State[Any]:
    """Chạy lại mọi nhiệm vụ đã duyệt của một kế hoạch, của một loại, hoặc của cả hai.

    Args:
        plan: Tên ngắn, số hoặc tên tệp của kế hoạch (xem bằng lệnh dunghan list); để trống là mọi kế hoạch.
        clause: Chỉ điều khoản hoặc mã nhiệm vụ này, ví dụ III.3; để trống là mọi nhiệm vụ.
        kind: Loại, để trống là mọi loại: post (tin, bài), portal_submission (gửi cổng), report (báo cáo),
            event (sự kiện), deliverable (sản phẩm), task (việc phải làm).
        unit: Chỉ kiểm tra đơn vị này (tên, tên viết tắt hoặc khóa); để trống là mọi đơn vị được giao.
        period: Chỉ kiểm tra kỳ này, ví dụ 2026-11, 2026-Q4, “Quý IV/2026”; để trống là mọi kỳ đang mở.
        as_of: Xem như hôm nay là ngày này; ngày ở tương lai thì luôn chỉ là xem thử, không lưu và không gửi gì.
        send: Tắt (mặc định) là chạy thử, cho xem sẽ gửi gì cho ai; bật là gửi ngay, mỗi người một bản. Không gửi trùng.
        in_hours: Bật thì ngoài giờ gửi (send_from, send_until, ngày nghỉ) chỉ ghi nhận, lượt quét sau gộp và gửi.
        by: Họ tên người yêu cầu chạy, ghi vào nhật ký.
    """
    run = current_run()
    which = {"plan": plan, "clause": clause, "kind": kind, "unit": unit, "period": period}
    name = " · ".join((NAME, *(str(value) for value in which.values() if value)))
    chosen = {**which, "as_of": as_of, "send": send, "at_once": not in_hours}
    try:
        report, told = await asyncio.to_thread(_carry_out, chosen, who_asks(by, RERUN_MANY))
    except DunghanError as error:
        return await broken(run, name, error)
    headline = f"{'' if report.stored else TRIAL}{_headline(report)}"
    deeds = [*message_lines(report.messages), *([] if report.stored else draft_lines(report.drafts))]
    for line in (f"{headline}.", *deeds, *(f"Cần xem: {problem}" for problem in report.problems)):
        get_run_logger().info(line)
    await acreate_markdown_artifact(
        rebased(many_page(report, headline, deeds, told), base(load_settings())), description=headline
    )
    word = _word(report)
    await call_it(run, word, name, () if report.stored else (TRIED,))
    return ended(word, headline)


def _word(report: ManyReport) -> Word:
    if report.stored:
        return Word.REMINDED if report.messages else Word.SWEPT
    return Word.WOULD_REMIND if report.drafts else Word.NOT_DUE


def _carry_out(chosen: dict[str, Any], by: str) -> tuple[ManyReport, list[dict[str, str]]]:
    office = open_office(load_settings())
    report = service.run_many(office, **chosen, by=by)
    return report, list(_told(office, report))


def _told(office: Office, report: ManyReport) -> Iterator[dict[str, str]]:
    """Tell each unit of each obligation in one table."""
    with office.database.begin() as store:
        people = {person.key: person.name for person in store.register().people}
        told = told_by(store.reminders([r.stored.id for run in report.runs for r in run.rows]), people, report.on)
    for run in report.runs:
        for cells in outcome(run, told, people).table:
            yield {"Nhiệm vụ": f"{run.plan.name} {run.obligation.code}", **cells}


def _headline(report: ManyReport) -> str:
    numbers = headline_of(SweepReport(report.on, report.runs, report.messages))
    would = "" if report.stored else f" · {len(report.drafts)} thư sẽ gửi"
    return f"{len(report.runs)} nhiệm vụ · {numbers}{would} (ngày {day(report.on)})"
