"""What the command line asks of a running Đúng Hạn: bring deployments into line, run one obligation now."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flows import kinds, names
from flows.office import open_office
from flows.safety import login
from flows.server import Answer, adopt, base, pages, root, who_answers
from flows.wanted import Plan
from flows.wanted import plan as plan_deployments
from obligations import service
from obligations.errors import ServerUnreachable
from obligations.model import Kind
from storage.settings import Settings

if TYPE_CHECKING:  # importing Prefect takes a second, which only those pay whose server runs
    from prefect.client.orchestration import PrefectClient
    from prefect.client.schemas.objects import FlowRun

    from flows.deployments import Counts

LOCKED = (
    "Máy chủ ở {} không nhận mật khẩu; hãy đặt DUNGHAN_PREFECT_PASSWORD (hoặc prefect_password trong dunghan.toml) như"
    " lúc chạy `dunghan start`."
)
PATIENCE_SECONDS = 120.0
PAUSE_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Rerun:
    """A run that was asked for: its name and address, the word of its state (None while it runs), what it says."""

    name: str
    url: str
    word: str | None
    failed: bool
    message: str

    def __str__(self) -> str:
        return f"{self.name}: {self.word or 'đang chờ chạy'}{f' – {self.message}' if self.message else ''} ({self.url})"


def connect(settings: Settings) -> PrefectClient:
    """Open a client to our server, which has to be running. Use it as an async context manager."""
    adopt(settings)
    from prefect.client.orchestration import PrefectClient

    known = login(settings)
    return PrefectClient(f"{root(settings)}/api", auth_string=":".join(known) if known else None)


def check_server(settings: Settings) -> str:
    """Say that our server answers, and where. Raises ServerUnreachable with what to do where it does not."""
    answer = who_answers(settings)
    if answer is Answer.OURS:
        return root(settings)
    if answer is Answer.LOCKED:
        raise ServerUnreachable(LOCKED.format(root(settings)))
    stranger = (
        f"Cổng {settings.prefect_port} đang được chương trình khác dùng; hãy đặt DUNGHAN_PREFECT_PORT thành cổng khác,"
        " rồi chạy"
    )
    absent = f"Đúng Hạn chưa chạy ở {root(settings)}; hãy chạy"
    raise ServerUnreachable(
        f"{stranger if answer is Answer.STRANGER else absent} `dunghan start` ở một cửa sổ lệnh khác."
    )


def apply_if_running(settings: Settings) -> Counts | None:
    """Bring deployments into line with what is approved; None where Đúng Hạn does not run here."""
    if who_answers(settings) is not Answer.OURS:
        return None
    office = open_office(settings)
    return asyncio.run(
        apply(settings, plan_deployments(office, settings.deployments_max, base(settings)), office.today())
    )


async def apply(
    settings: Settings, plan: Plan, today: date, progress: Callable[[int, int], None] = lambda _done, _all: None
) -> Counts:
    """Bring the deployments of the running server into line; return how many were made, changed, left and removed."""
    async with connect(settings) as client:
        from flows.deployments import reconcile

        return await reconcile(client, plan, today, progress)


def rerun(
    settings: Settings,
    plan: str,
    code: str,
    *,
    unit: str | None = None,
    period: str | None = None,
    as_of: date | None = None,
    send: bool = False,
    by: str | None = None,
    wait: bool = True,
) -> Rerun:
    """Run one obligation on the server now, under its own deployment, and wait for its state.

    Raises ServerUnreachable where Đúng Hạn does not run here, knows no such deployment, or nobody picks the run up.
    """
    check_server(settings)
    flow, stored_plan, stored_code = _deployment(settings, plan, code)
    asked = {"plan": stored_plan, "clause": stored_code, **_asked(unit, period, as_of, send=send, by=by)}
    return asyncio.run(_rerun(settings, flow, names.deployment_name(stored_plan, stored_code), asked, wait=wait))


def rerun_many(
    settings: Settings,
    *,
    plan: str | None = None,
    clause: str | None = None,
    kind: Kind | None = None,
    unit: str | None = None,
    period: str | None = None,
    as_of: date | None = None,
    send: bool = False,
    by: str | None = None,
) -> Rerun:
    """Run every obligation of a plan, of a clause, of a kind on the server now, and wait for its state.

    Raises ServerUnreachable where Đúng Hạn does not run here, or nobody picks the run up.
    """
    check_server(settings)
    which = {"plan": plan, "clause": clause, "kind": str(kind) if kind else None}
    asked = {**which, **_asked(unit, period, as_of, send=send, by=by)}
    return asyncio.run(_rerun(settings, kinds.RERUN_MANY, names.RERUN_MANY, asked, wait=True))


def _asked(unit: str | None, period: str | None, as_of: date | None, *, send: bool, by: str | None) -> dict[str, Any]:
    on = as_of.isoformat() if as_of else None
    return {"unit": unit, "period": period, "as_of": on, "send": send, "by": by}


def _deployment(settings: Settings, plan: str, code: str) -> tuple[str, str, str]:
    with open_office(settings).database.begin() as store:
        stored_plan = service.find_plan(store, plan)
        obligation = service.one_obligation(store, stored_plan, code)
    flow = kinds.flow_of(obligation.value)
    if flow is None:
        raise ServerUnreachable(f"{plan} {code} không có thời hạn nên không có lịch chạy; hãy đặt thời hạn trước.")
    return flow, stored_plan.name, obligation.code


async def _rerun(settings: Settings, flow: str, own: str, asked: dict[str, Any], *, wait: bool) -> Rerun:
    """Run under the obligation's own deployment, or under that of its kind where the kind is swept as a whole."""
    async with connect(settings) as client:
        from prefect.exceptions import ObjectNotFound

        try:
            found = await client.read_deployment_by_name(f"{flow}/{own}")
        except ObjectNotFound:
            try:
                found = await client.read_deployment_by_name(f"{flow}/{names.WHOLE_KIND}")
            except ObjectNotFound as error:
                raise ServerUnreachable(
                    f"Máy chủ chưa có lịch chạy “{flow}/{own}”; nhiệm vụ đã được duyệt chưa?"
                ) from error
        run = await client.create_flow_run_from_deployment(found.id, parameters=asked, tags=[names.BY_HAND])
        run = await finished(client, run) if wait else run
        return answered(settings, run)


async def finished(client: PrefectClient, run: FlowRun, patience: float = PATIENCE_SECONDS) -> FlowRun:
    """Wait until a run has ended. Raises ServerUnreachable, and calls the run off, where nobody picks it up."""
    until = time.monotonic() + patience
    while run.state is None or not run.state.is_final():
        if time.monotonic() > until and (run.state is None or run.state.is_scheduled()):
            await _call_off(client, run)
        await asyncio.sleep(PAUSE_SECONDS)
        run = await client.read_flow_run(run.id)
    return run


async def _call_off(client: PrefectClient, run: FlowRun) -> None:
    from prefect.states import Cancelled

    await client.set_flow_run_state(run.id, Cancelled(message="Không có tiến trình nào nhận chạy."), force=True)
    raise ServerUnreachable(
        "Không có tiến trình nào nhận chạy; hãy xem tệp logs/worker.log trong thư mục dữ liệu, rồi chạy lại"
        " `dunghan start`."
    )


def answered(settings: Settings, run: FlowRun) -> Rerun:
    """Say what became of a run."""
    state = run.state if run.state and run.state.is_final() else None
    return Rerun(
        name=run.name,
        url=f"{pages(settings)}/v2/runs/flow-run/{run.id}",
        word=state.name if state else None,
        failed=bool(state and not state.is_completed()),
        message=(state.message or "") if state else "",
    )
