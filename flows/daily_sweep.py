"""The flow of every working morning: catch up with all duties, one digest a person, send."""

import asyncio
from datetime import date
from typing import Any

from prefect import flow, get_run_logger
from prefect.artifacts import acreate_markdown_artifact
from prefect.client.schemas.objects import State

from flows.body import broken, call_it, current_run, ended, skipped, stale
from flows.kinds import DAILY_SWEEP
from flows.office import open_office
from flows.outcome import Word
from flows.overview import KEY, Overview, overview
from notifiers.phrases import day
from obligations import service
from obligations.errors import DunghanError
from storage.settings import load_settings

NAME = "Lượt quét"


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
        said = await asyncio.to_thread(_sweep, as_of, send, scheduled=run.auto_scheduled)
    except DunghanError as error:
        return await broken(run, NAME, error)
    if said is None:
        return await skipped(run, NAME, "Hôm nay là ngày nghỉ theo lịch làm việc; lượt quét để sang ngày làm việc tới.")
    log = get_run_logger()
    for line in said.lines:
        log.info(line)
    await acreate_markdown_artifact(
        said.markdown, key=KEY if send or as_of is None else None, description=said.headline
    )
    await call_it(run, Word.SWEPT, f"{NAME} · {day(said.on)}")
    return ended(Word.SWEPT, said.headline)


def _sweep(as_of: date | None, send: bool, *, scheduled: bool) -> Overview | None:
    """Sweep; None on a day off, when only a person may ask for it."""
    office = open_office(load_settings())
    if scheduled and not office.calendar.is_working(office.today()):
        return None
    return overview(service.sweep(office, as_of=as_of, send=send, by=f"prefect/{DAILY_SWEEP}"))
