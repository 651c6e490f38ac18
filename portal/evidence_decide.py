"""What an officer decides of one piece: `evidence accept`, `return`, `move`, `share`, `unshare`."""

from __future__ import annotations

from typing import Annotated

import typer

from obligations import service
from obligations.errors import BadEvidence
from obligations.model import Verdict
from obligations.ports import Store
from obligations.records import StoredObligation, StoredPlan
from obligations.service import filing, reviewing
from portal.desk import office
from portal.evidence import NUMBER, tell, verdict
from portal.language import tr
from portal.options import BY, PLAN, whoami

FORCE = typer.Option("--force", help=tr("Đổi cả kết quả đã có.", "Also where a verdict was given."))
PERIOD = typer.Option("--period", help=tr("Kỳ, ví dụ Q2/2024.", "Period, e.g. Q2/2024."))
CLAUSE = typer.Argument(help=tr("Điều khoản.", "The clause."), show_default=False)
WHY = typer.Option("--why", help=tr("Lý do, ghi vào nhật ký.", "The reason, for the log."))


def attach(group: typer.Typer) -> None:
    """Put the commands on the line."""
    group.command("accept", help=tr("Chấp nhận.", "Accept."))(_accept)
    group.command("return", help=tr("Trả lại, có lý do.", "Return, with a reason."))(_return)
    group.command("move", help=tr("Chuyển sang kỳ, đơn vị khác.", "Move to another period or unit."))(_move)
    group.command("share", help=tr("Cho tính cả nhiệm vụ khác.", "Let it serve another duty too."))(_share)
    group.command("unshare", help=tr("Thôi tính nhiệm vụ khác.", "Let it serve that duty no more."))(_unshare)


def undecided(store: Store, evidence: int, *, force: bool = False) -> int:
    """Give the version seen. Raises BadEvidence where somebody decided before, unless `force`."""
    piece = filing.filed(store, evidence).evidence
    if piece.verdict is not Verdict.PENDING and not force:
        said = verdict(piece).plain
        raise BadEvidence(
            tr(
                f"Minh chứng #{evidence} {said} rồi (xem `dunghan evidence show {evidence}`); muốn đổi, thêm --force.",
                f"Evidence #{evidence} is {said} (see `dunghan evidence show {evidence}`); --force changes it.",
            )
        )
    return piece.version


def _accept(
    evidence: Annotated[int, NUMBER],
    force: Annotated[bool, FORCE] = False,
    by: Annotated[str | None, BY] = None,
) -> None:
    desk = office()
    with desk.database.begin() as store:
        seen = undecided(store, evidence, force=force)
        tell(store, filing.accept(desk, store, evidence, by=by or whoami(), seen=seen))


def _return(
    evidence: Annotated[int, NUMBER],
    why: Annotated[str, typer.Option("--why", help=tr("Lý do, đơn vị sẽ đọc.", "The reason; the unit reads it."))],
    force: Annotated[bool, FORCE] = False,
    by: Annotated[str | None, BY] = None,
) -> None:
    desk = office()
    with desk.database.begin() as store:
        seen = undecided(store, evidence, force=force)
        tell(store, filing.give_back(desk, store, evidence, why=why, by=by or whoami(), seen=seen))


def _move(
    evidence: Annotated[int, NUMBER],
    why: Annotated[str, WHY],
    period: Annotated[str | None, PERIOD] = None,
    unit: Annotated[str | None, typer.Option("--unit", help=tr("Đơn vị khác.", "Another unit."))] = None,
    clause: Annotated[str | None, typer.Option("--clause", help=tr("Điều khoản khác.", "Another clause."))] = None,
    by: Annotated[str | None, BY] = None,
) -> None:
    desk = office()
    with desk.database.begin() as store:
        value = filing.filed(store, evidence).occurrence.value
        plan, duty = _duty(store, value.plan, clause or value.code)
        wanted, who = unit or value.unit, by or whoami()
        tell(store, reviewing.move(desk, store, evidence, plan, duty, unit=wanted, period=period, why=why, by=who))


def _share(
    evidence: Annotated[int, NUMBER],
    plan: Annotated[str, PLAN],
    clause: Annotated[str, CLAUSE],
    why: Annotated[str, WHY],
    period: Annotated[str | None, PERIOD] = None,
    by: Annotated[str | None, BY] = None,
) -> None:
    desk = office()
    with desk.database.begin() as store:
        duty = _duty(store, plan, clause)
        filed = reviewing.share(desk, store, evidence, *duty, period=period, why=why, by=by or whoami())
        tell(store, filed)


def _unshare(
    evidence: Annotated[int, NUMBER],
    plan: Annotated[str, PLAN],
    clause: Annotated[str, CLAUSE],
    why: Annotated[str, WHY],
    by: Annotated[str | None, BY] = None,
) -> None:
    desk = office()
    with desk.database.begin() as store:
        tell(store, reviewing.unshare(desk, store, evidence, *_duty(store, plan, clause), why=why, by=by or whoami()))


def _duty(store: Store, plan: str, clause: str) -> tuple[StoredPlan, StoredObligation]:
    found = service.find_plan(store, plan)
    return found, service.one_obligation(store, found, clause)
