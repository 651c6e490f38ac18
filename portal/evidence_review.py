"""`evidence review`: works through what waits for a person, at a terminal or from a file of decisions."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from pydantic import BaseModel, ConfigDict, ValidationError

from obligations import service
from obligations.errors import BadEvidence, DunghanError
from obligations.ports import Store
from obligations.service import Office, filing, reviewing
from obligations.service.filing import Filed
from obligations.service.reviewing import Waiting
from portal.desk import office
from portal.evidence import UNIT, chosen, show, tell
from portal.evidence_decide import undecided
from portal.language import tr
from portal.options import BY, CLAUSES, JSON, PLAN, whoami
from portal.output import print_json, say

DECISIONS = typer.Option(
    "--decisions",
    help=tr("Tệp JSON các quyết định (- là đầu vào chuẩn).", "A JSON file of decisions (- is standard input)."),
)


class Decision(BaseModel):
    """Một quyết định: evidence, decision (accept, return, move), version đã xem, why, và nơi chuyển đến."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    evidence: int
    decision: Literal["accept", "return", "move"]
    version: int | None = None
    why: str = ""
    clause: str | None = None
    unit: str | None = None
    period: str | None = None


def attach(group: typer.Typer) -> None:
    """Put the command on the line."""
    group.command("review", help=tr("Xem xét lần lượt những gì chờ xác nhận.", "Work through what waits."))(_review)


def _review(
    plan: Annotated[str | None, PLAN] = None,
    clauses: Annotated[list[str] | None, CLAUSES] = None,
    unit: Annotated[str | None, UNIT] = None,
    json: Annotated[bool, JSON] = False,
    decisions: Annotated[str | None, DECISIONS] = None,
    by: Annotated[str | None, BY] = None,
) -> None:
    desk, who = office(), by or whoami()
    if decisions is not None:
        _carry_out(desk, list(_read(decisions)), who)
        return
    with desk.database.begin() as store:
        found = reviewing.waiting(store, chosen(store, plan, clauses or (), unit))
    if json:
        print_json([_contract(each) for each in found])
    elif not found:
        say(tr("Không có minh chứng nào chờ xác nhận.", "Nothing waits for a verdict."))
    elif sys.stdin.isatty():
        _walk(desk, found, who)
    else:
        _print(desk, found)


def _print(desk: Office, found: tuple[Waiting, ...]) -> None:
    with desk.database.begin() as store:
        for each in found:
            show(store, each)
    say(
        tr(
            f"{len(found)} minh chứng chờ xác nhận. Chạy lệnh này trong cửa sổ dòng lệnh để xem xét lần lượt, hoặc dùng"
            " --json và --decisions.",
            f"{len(found)} wait. Run this at a terminal to work through them, or use --json and --decisions.",
        )
    )


def _contract(each: Waiting) -> dict[str, Any]:
    piece, value = each.filed.evidence, each.filed.occurrence.value
    return {
        "evidence": piece.id,
        "version": piece.version,
        "kind": piece.kind.value,
        "reference": piece.reference,
        "title": piece.title,
        "date": piece.effective_on.isoformat(),
        "received": piece.received_at.isoformat(),
        "by": piece.submitted_by,
        "plan": value.plan,
        "clause": value.code,
        "unit": value.unit,
        "period": value.due.period,
        "look_at": list(each.look_at),
    }


def _read(place: str) -> Iterator[Decision]:
    """Read decisions: a JSON list, or one object a line. Raises BadEvidence naming the entry that is malformed."""
    try:
        text = sys.stdin.read() if place == "-" else Path(place).read_text("utf-8")
        entries = (
            json.loads(text) if text.lstrip().startswith("[") else list(map(json.loads, filter(None, text.split("\n"))))
        )
    except (OSError, ValueError) as error:
        raise BadEvidence(
            tr(f"Không đọc được các quyết định từ {place}: {error}.", f"Decisions in {place} cannot be read: {error}.")
        ) from error
    for number, entry in enumerate(entries, 1):
        try:
            yield Decision.model_validate(entry)
        except ValidationError as error:
            fields = "; ".join(f"{'.'.join(map(str, f['loc']))}: {f['msg']}" for f in error.errors())
            raise BadEvidence(tr(f"Quyết định thứ {number}: {fields}.", f"Decision {number}: {fields}.")) from error


def _carry_out(desk: Office, decisions: list[Decision], by: str) -> None:
    """Carry out each decision in a transaction of its own: one that comes too late stops none of the others."""
    refused = [each for each in decisions if not _tried(desk, each, by)]
    say(tr(f"{len(decisions) - len(refused)} quyết định đã ghi.", f"{len(decisions) - len(refused)} decisions kept."))
    if refused:
        numbers = ", ".join(f"#{each.evidence}" for each in refused)
        raise BadEvidence(tr(f"Chưa ghi được quyết định cho {numbers}.", f"Not kept: {numbers}."))


def _tried(desk: Office, decision: Decision, by: str) -> bool:
    try:
        with desk.database.begin() as store:
            tell(store, _decided(desk, store, decision, by))
    except DunghanError as error:
        say(f"✗ {error}")
        return False
    return True


def _decided(desk: Office, store: Store, decision: Decision, by: str) -> Filed:
    number = decision.evidence
    seen = undecided(store, number) if decision.version is None else decision.version
    if decision.decision == "accept":
        return filing.accept(desk, store, number, by=by, seen=seen)
    if decision.decision == "return":
        return filing.give_back(desk, store, number, why=decision.why, by=by, seen=seen)
    value = filing.filed(store, number).occurrence.value
    plan = service.find_plan(store, value.plan)
    duty = service.one_obligation(store, plan, decision.clause or value.code)
    unit, period = decision.unit or value.unit, decision.period
    return reviewing.move(desk, store, number, plan, duty, unit=unit, period=period, why=decision.why, by=by, seen=seen)


def _walk(desk: Office, found: tuple[Waiting, ...], by: str) -> None:
    """Ask about one piece after the other; what another officer decided meanwhile is said and left."""
    for place, each in enumerate(found, 1):
        say(tr(f"── {place}/{len(found)} ──", f"── {place}/{len(found)} ──"))
        with desk.database.begin() as store:
            show(store, each)
        if not _asked(desk, each, by):
            return


def _asked(desk: Office, each: Waiting, by: str) -> bool:
    """Ask until a decision is kept or put off; False to stop."""
    question = tr(
        "[c] chấp nhận · [t] trả lại · [k] chuyển kỳ · [b] bỏ qua · [q] thôi",
        "[c] accept · [t] return · [k] move · [b] skip · [q] quit",
    )
    while True:
        answer = str(typer.prompt(question, default="b", show_default=False)).strip().lower()[:1]
        if answer in ("b", "q"):
            return answer == "b"
        if answer in ASKED and _tried(desk, ASKED[answer](each), by):
            return True


def _acceptance(each: Waiting) -> Decision:
    return Decision(evidence=each.filed.evidence.id, version=each.filed.evidence.version, decision="accept")


def _return(each: Waiting) -> Decision:
    why = typer.prompt(tr("Lý do (đơn vị sẽ đọc)", "Why (the unit reads it)"))
    return Decision(evidence=each.filed.evidence.id, version=each.filed.evidence.version, decision="return", why=why)


def _move(each: Waiting) -> Decision:
    period = typer.prompt(tr("Kỳ, ví dụ Q2/2024", "Period, e.g. Q2/2024"))
    unit = typer.prompt(
        tr("Đơn vị (để trống nếu giữ nguyên)", "Unit (empty: the same)"), default="", show_default=False
    )
    why = typer.prompt(tr("Lý do", "Why"))
    piece = each.filed.evidence
    return Decision(
        evidence=piece.id, version=piece.version, decision="move", why=why, period=period, unit=unit or None
    )


ASKED: dict[str, Callable[[Waiting], Decision]] = {"c": _acceptance, "t": _return, "k": _move}
