"""Examines the Prefect server that runs: its settings, its worker, its timetable."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx

from flows import client, server
from flows.safety import login
from flows.server import Answer, root, who_answers
from obligations.signs import Grade, Sign
from storage.settings import Settings

if TYPE_CHECKING:
    from prefect.client.orchestration import PrefectClient

WORKER_SILENT, RUN_LATE = timedelta(minutes=2), timedelta(minutes=15)
PAGE = 200


SERVER, WORKER, TIMETABLE = "Máy chủ Prefect", "Tiến trình chạy", "Lịch chạy"


def examine(settings: Settings) -> Iterator[Sign]:
    """Examine the server the settings name, and what hangs on it."""
    answer = who_answers(settings)
    if answer is Answer.NOBODY:
        yield Sign(Grade.FAULT, SERVER, f"không chạy ở {root(settings)}; hãy chạy `dunghan start`.")
    elif answer is Answer.STRANGER:
        yield Sign(
            Grade.FAULT,
            SERVER,
            f"cổng {settings.prefect_port} đang do chương trình khác dùng; hãy đổi DUNGHAN_PREFECT_PORT.",
        )
    elif answer is Answer.LOCKED:
        yield Sign(Grade.FAULT, SERVER, client.LOCKED.format(root(settings)))
    else:
        yield Sign(Grade.GOOD, SERVER, f"đang chạy ở {root(settings)}.")
        yield from settings_signs(_asked(settings))
        yield from asyncio.run(_inside(settings))


def _asked(settings: Settings) -> dict[str, Any]:
    with httpx.Client(trust_env=False, timeout=server.PATIENCE, auth=login(settings)) as web:
        said: dict[str, Any] = web.get(f"{root(settings)}/api/admin/settings").raise_for_status().json()
    return said


def settings_signs(said: dict[str, Any]) -> Iterator[Sign]:
    """Examine the settings a server says it runs under: those that leak, call outside, or let its database grow."""
    from flows.safety import beyond_this_machine

    of_server = said["server"]
    api, vacuum = of_server["api"], of_server["services"]["db_vacuum"]["enabled"]
    open_to_all = beyond_this_machine(api["host"]) and not api["auth_string"]
    rules = (
        (
            not open_to_all,
            Grade.FAULT,
            f"nghe ở {api['host']} mà không có mật khẩu: ai vào được cổng này cũng đọc được mọi bí mật;"
            " hãy đặt DUNGHAN_PREFECT_PASSWORD.",
        ),
        (
            not of_server["analytics_enabled"],
            Grade.WARNING,
            "gửi thống kê ra ngoài; hãy khởi động bằng `dunghan start`.",
        ),
        (
            api["csrf_protection_enabled"],
            Grade.WARNING,
            "không chặn yêu cầu giả mạo (CSRF); đặt PREFECT_SERVER_API_CSRF_PROTECTION_ENABLED=true.",
        ),
        (
            "flow_runs" in vacuum,
            Grade.WARNING,
            "giữ lượt chạy mãi mãi; đặt PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED=events,flow_runs.",
        ),
        (
            of_server["services"]["scheduler"]["enabled"],
            Grade.FAULT,
            "bộ xếp lịch bị tắt; đặt PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED=true.",
        ),
    )
    return (Sign(grade, SERVER, says) for good, grade, says in rules if not good)


async def _inside(settings: Settings) -> list[Sign]:
    async with client.connect(settings) as prefect:
        return [
            *await _version(prefect),
            *await _workers(prefect, settings),
            *await _timetable(prefect),
            *await _sweep(prefect),
        ]


async def _version(prefect: PrefectClient) -> list[Sign]:
    import prefect as ours

    theirs = await prefect.api_version()
    if theirs == ours.__version__:
        return []
    return [Sign(Grade.WARNING, SERVER, f"phiên bản {theirs} khác với thư viện ở đây ({ours.__version__}).")]


async def _workers(prefect: PrefectClient, settings: Settings) -> list[Sign]:
    from prefect.exceptions import ObjectNotFound

    from flows.worker import POOL

    try:
        pool = await prefect.read_work_pool(POOL)
    except ObjectNotFound:
        return [Sign(Grade.FAULT, WORKER, "chưa có; hãy chạy `dunghan start`.")]
    signs = []
    since = datetime.now(UTC) - WORKER_SILENT
    alive = [w for w in await prefect.read_workers_for_work_pool(POOL) if (w.last_heartbeat_time or since) > since]
    if not alive:
        signs.append(
            Sign(Grade.FAULT, WORKER, "không tiến trình nào lên tiếng trong 2 phút; hãy chạy lại `dunghan start`.")
        )
    else:
        signs.append(Sign(Grade.GOOD, WORKER, f"{len(alive)} tiến trình."))
    if pool.is_paused:
        signs.append(Sign(Grade.FAULT, WORKER, "nhóm chạy “dunghan” đang bị tạm dừng; mở lại trong trang Work Pools."))
    if pool.concurrency_limit != 1 and settings.prefect_database_url is None and not settings.prefect_api_url:
        signs.append(
            Sign(Grade.WARNING, WORKER, "nhiều lượt cùng lúc trên SQLite sẽ khóa lẫn nhau; đặt runs_at_once = 1.")
        )
    return signs


async def _timetable(prefect: PrefectClient) -> list[Sign]:
    from prefect.client.schemas.filters import (
        FlowRunFilter,
        FlowRunFilterExpectedStartTime,
        FlowRunFilterState,
        FlowRunFilterStateType,
    )
    from prefect.client.schemas.objects import StateType

    from flows import recovery

    signs = []
    if not await recovery.is_scheduled(prefect):
        signs.append(
            Sign(
                Grade.FAULT,
                TIMETABLE,
                "máy chủ không xếp một lượt chạy nào: thường do SQLAlchemy từ 2.1 trở lên; hãy cài lại từ"
                " requirements.lock rồi khởi động lại.",
            )
        )
    late = await prefect.read_flow_runs(
        flow_run_filter=FlowRunFilter(
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
            expected_start_time=FlowRunFilterExpectedStartTime(before_=datetime.now(UTC) - RUN_LATE),
        ),
        work_pool_filter=recovery.MINE,
        limit=PAGE,
    )
    if late:
        signs.append(Sign(Grade.WARNING, TIMETABLE, f"{len(late)} lượt trễ hơn 15 phút; xem tiến trình chạy ở trên."))
    return signs or [Sign(Grade.GOOD, TIMETABLE, "đã xếp, không có lượt nào trễ.")]


async def _sweep(prefect: PrefectClient) -> list[Sign]:
    from prefect.exceptions import ObjectNotFound

    from flows.kinds import DAILY_SWEEP

    try:
        found = await prefect.read_deployment_by_name(f"{DAILY_SWEEP}/{DAILY_SWEEP}")
    except ObjectNotFound:
        return [Sign(Grade.FAULT, TIMETABLE, "chưa có lượt quét hằng ngày; hãy chạy lại `dunghan start`.")]
    if found.paused or not any(schedule.active for schedule in found.schedules):
        return [
            Sign(Grade.FAULT, TIMETABLE, "lượt quét hằng ngày đang tạm dừng nên không thư nào được gửi; hãy mở lại.")
        ]
    return []
