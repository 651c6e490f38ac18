"""Everything at once: server, worker, timetable and first sweep, until a person ends it."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

import httpx
from typer import echo

from flows import client, server
from flows.children import Child, end, launch
from flows.kinds import DAILY_SWEEP
from flows.office import open_office
from flows.operator import POOL as OPERATORS
from flows.operator import Trouble, tell
from flows.report import addresses, counts_lines, next_lines
from flows.server import Answer
from flows.wanted import Plan, fingerprint, plan
from flows.worker import command
from obligations import service
from obligations.errors import DunghanError, ServerUnreachable
from obligations.service import Office
from storage.settings import Settings

if TYPE_CHECKING:
    from uuid import UUID

SERVER_SECONDS, SCHEDULE_SECONDS, SWEEP_SECONDS = 180.0, 60.0, 60.0
POLL_SECONDS, LOOK_SECONDS, ALARM_SECONDS, NEWS_SECONDS = 0.3, 1.0, 5.0, 10.0
PATIENCE_SECONDS = 15.0

Say = Callable[[str], None]


def start(settings: Settings, *, on_ready: Callable[[], None] = lambda: None, say: Say = echo) -> int:
    """Run Đúng Hạn until Ctrl-C or SIGTERM; return the exit code. `on_ready` is called when all is up.

    Raises ServerUnreachable where the port is taken or a child process dies.
    """
    _refuse_taken_port(settings)
    server.adopt(settings)
    office = open_office(settings)
    children: list[Child] = []
    with _interrupts():
        try:
            known = _bring_up(settings, office, children, say)
            on_ready()
            _watch(settings, office, children, known, say)
        except KeyboardInterrupt:
            say("Đang dừng…")
        except ServerUnreachable as error:
            say(tell(settings, office, Trouble.STOPPED, str(error)))
            raise
        finally:
            _ignore_interrupts()
            _take_down(children)
    say("Đã dừng. Chạy lại `dunghan start` để làm tiếp từ chỗ này.")
    return 0


def _refuse_taken_port(settings: Settings) -> None:
    if settings.prefect_api_url:
        return
    answer = server.who_answers(settings)
    if answer is Answer.OURS:
        raise ServerUnreachable(
            f"Đúng Hạn đang chạy rồi ở {server.root(settings)}; hãy mở địa chỉ đó, hoặc dừng nó (Ctrl-C) trước đã."
        )
    if answer is Answer.LOCKED:
        raise ServerUnreachable(client.LOCKED.format(server.root(settings)))
    if answer is Answer.STRANGER:
        raise ServerUnreachable(
            f"Cổng {settings.prefect_port} đang được chương trình khác dùng; hãy tắt chương trình đó, hoặc đặt"
            " DUNGHAN_PREFECT_PORT thành cổng khác, ví dụ 4300."
        )


def _bring_up(settings: Settings, office: Office, children: list[Child], say: Say) -> str:
    """Start everything in order; return the fingerprint of what was put on the timetable."""
    logs = settings.data_dir / "logs"
    environ = server.environment(settings)
    prefect = [sys.executable, "-m", "prefect"]
    if not settings.prefect_api_url:
        children.append(launch("máy chủ Prefect", [*prefect, "server", "start"], environ, logs / "server.log"))
    _wait("Đang khởi động máy chủ Prefect", lambda: server.healthy(settings), SERVER_SECONDS, children, say)
    sweep = asyncio.run(_prepare(settings, say))
    known = fingerprint(office)
    wanted = _apply(settings, office, say)
    children.append(
        launch("tiến trình chạy nhiệm vụ", command("dunghan", settings.runs_at_once), environ, logs / "worker.log")
    )
    _wait("Đang chờ máy chủ xếp lịch", lambda: asyncio.run(_scheduled(settings)), SCHEDULE_SECONDS, children, say)
    say("Lịch chạy đã có trên máy chủ.")
    asyncio.run(_first_sweep(settings, office, sweep, say))
    for line in (*addresses(settings), *next_lines(office, wanted)):
        say(line)
    return known


async def _prepare(settings: Settings, say: Say) -> UUID:
    """Mend what the last stop left, then make pool and sweep; return the sweep's deployment."""
    from flows import automations, recovery, sweeping
    from flows.deployments import ensure_pool

    async with client.connect(settings) as prefect:
        await ensure_pool(prefect)
        await ensure_pool(prefect, OPERATORS)
        # On a server of their own, other workers may carry runs of this pool.
        dead = 0 if settings.prefect_api_url else await recovery.bury_dead(prefect)
        missed = await recovery.skip_missed(prefect)
        if dead or missed:
            say(f"Từ lần dừng trước: {dead} lượt chạy dở được khép lại, {missed} lượt trễ hơn một ngày được bỏ qua.")
        made = await sweeping.apply_declared(prefect, sweeping.file(), server.base(settings))
        if changed := await automations.apply_automations(prefect, automations.declared(), made):
            say(f"Tự động hóa: {changed} mục được tạo, đổi hoặc bỏ theo tệp automations.yaml.")
        return next(where for name, where in made.items() if name.startswith(f"{DAILY_SWEEP}/"))


def _apply(settings: Settings, office: Office, say: Say) -> Plan:
    """Bring the deployments into line with what is approved; return what is wanted."""
    wanted = plan(office, settings.deployments_max, server.base(settings))
    for line in counts_lines(asyncio.run(client.apply(settings, wanted, office.today(), _progress(say)))):
        say(line)
    return wanted


def _progress(say: Say) -> Callable[[int, int], None]:
    def tell(done: int, total: int) -> None:
        if done % 25 == 0 and done < total:
            say(f"  … đã xếp lịch {done}/{total} nhiệm vụ")

    return tell


async def _scheduled(settings: Settings) -> bool:
    from flows.recovery import is_scheduled

    async with client.connect(settings) as prefect:
        return await is_scheduled(prefect)


async def _first_sweep(settings: Settings, office: Office, deployment: UUID, say: Say) -> None:
    from flows.sweeping import first_sweep

    async with client.connect(settings) as prefect:
        run = await first_sweep(prefect, deployment, office)
        if run is None:
            return
        say("Đang quét lượt đầu…")
        ended = client.answered(settings, await client.finished(prefect, run, SWEEP_SECONDS))
    say(f"Lượt quét đầu: {ended.word} – {ended.message}")


def _watch(settings: Settings, office: Office, children: list[Child], known: str, say: Say) -> None:
    """Follow approvals until interrupted. Raises ServerUnreachable where a child dies."""
    asked = looked = time.monotonic()
    while True:
        _check_alive(children)
        if time.monotonic() - looked > ALARM_SECONDS:
            _tell_operator(settings, office, say)
            looked = time.monotonic()
        if time.monotonic() - asked > NEWS_SECONDS:
            known = _follow(settings, office, known, say)
            asked = time.monotonic()
        time.sleep(LOOK_SECONDS)


def _tell_operator(settings: Settings, office: Office, say: Say) -> None:
    """Tell the operator what automations asked for; what fails now is asked for again at the next look."""
    try:
        for line in asyncio.run(_dispatched(settings, office)):
            say(line)
    except (httpx.HTTPError, DunghanError) as error:
        say(f"Chưa báo được cho người vận hành, sẽ thử lại: {error}")


async def _dispatched(settings: Settings, office: Office) -> list[str]:
    from flows.dispatch import carry_out

    async with client.connect(settings) as prefect:
        return await carry_out(prefect, settings, office)


def _follow(settings: Settings, office: Office, known: str, say: Say) -> str:
    """Send what had to wait, and apply what was approved, changed or rejected since.

    Return the fingerprint of what is applied, the old one where it did not work.
    """
    try:
        service.retry(office)
        now = fingerprint(office)
        if now != known:
            _apply(settings, office, say)
    except (httpx.HTTPError, DunghanError) as error:
        say(f"Chưa cập nhật được lịch nhiệm vụ, sẽ thử lại: {error}")
        return known
    return now


def _wait(what: str, ready: Callable[[], bool], most: float, children: list[Child], say: Say) -> None:
    """Wait until something is so, saying every few seconds that we still do."""
    began = said = time.monotonic()
    say(f"{what}…")
    while not ready():
        _check_alive(children)
        now = time.monotonic()
        if now - began > most:
            tails = "\n".join(f"Cuối tệp {child.log}:\n{child.tail()}" for child in children)
            raise ServerUnreachable(f"{what}: quá {most:.0f} giây chưa xong.\n{tails}")
        if now - said > 3:
            said = now
            say(f"  … {now - began:.0f} giây")
        time.sleep(POLL_SECONDS)


def _check_alive(children: list[Child]) -> None:
    for child in children:
        if not child.alive:
            raise ServerUnreachable(
                f"Đúng Hạn phải dừng vì {child.title} đã tắt (mã {child.process.returncode})."
                f" Cuối tệp {child.log}:\n{child.tail()}"
            )


def _take_down(children: list[Child]) -> None:
    """End the worker first, so that the run it carries can still report to the server."""
    for child in reversed(children):
        end(child, PATIENCE_SECONDS)


@contextmanager
def _interrupts() -> Iterator[None]:
    """Have Ctrl-C, SIGTERM and a closed terminal end the program the same way."""
    before = {number: signal.signal(number, _interrupt) for number in _signals()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _ignore_interrupts() -> None:
    for number in _signals():
        signal.signal(number, signal.SIG_IGN)


def _signals() -> tuple[signal.Signals, ...]:
    return tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
