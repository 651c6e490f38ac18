"""What an imported plan changes in an earlier one, printed for the person who approves it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import Enum

from obligations.model import Cadence, Kind
from obligations.reading.amending import Relation
from obligations.records import StoredObligation, StoredPlan
from obligations.service.amending import Altered, Difference
from portal.language import tr
from portal.output import cadence, day, kind, say

FIELDS = {
    "clause": ("điều khoản", "clause"),
    "kind": ("loại", "kind"),
    "cadence": ("định kỳ", "how often"),
    "count": ("số lượng", "count"),
    "responsible": ("đơn vị", "who"),
    "coordinating": ("phối hợp", "with"),
    "recipient": ("nơi nhận", "to"),
    "due": ("hạn", "due"),
    "mandatory": ("bắt buộc", "mandatory"),
    "aggregate": ("tổng", "total"),
}
RELATIONS = {
    Relation.REPLACES: ("thay thế", "replaces"),
    Relation.AMENDS: ("sửa đổi, bổ sung", "amends"),
    None: ("cùng số, khác nội dung với", "bears the number of"),
}


def tell(differences: Sequence[Difference]) -> None:
    """Print what each earlier plan gains, loses and changes, and what to do about it."""
    for each in differences:
        earlier = each.earlier
        say(tr(f"⚠ Kế hoạch này {tr(*RELATIONS[each.relation])} {earlier.name}:",
               f"⚠ This plan {tr(*RELATIONS[each.relation])} {earlier.name}:"))  # fmt: skip
        lines = [
            *(f"  + {_shown(o)}" for o in each.added),
            *(f"  ~ {c.after.code}: {'; '.join(map(_change, c.fields))}" for c in each.changed),
            *(f"  − {_shown(o)}" for o in each.gone),
        ]
        say("\n".join([*lines, tr(f"  = {each.kept} nhiệm vụ không đổi", f"  = {each.kept} unchanged")]))
        if each.covered:
            say(
                tr(
                    f"  {len(each.covered)} nhiệm vụ không đổi đã duyệt ở {earlier.name} vẫn chạy tiếp, giữ minh chứng "
                    "đã có: không duyệt lại ở kế hoạch mới, kẻo nhắc hai lần.",
                    f"  {len(each.covered)} unchanged duties approved in {earlier.name} go on with their evidence: "
                    "do not approve them again, or units are reminded twice.",
                )
            )
        if each.gone or each.changed:
            codes = " ".join(o.code for o in (*each.gone, *(c.before for c in each.changed)))
            say(
                tr(
                    f"  Lịch sử giữ nguyên. Sau khi duyệt kế hoạch mới, dừng phần cũ bằng: "
                    f"dunghan reject {earlier.name} {codes} --why “…”",
                    f"  History stays. After approving the new plan, end the old duties with: "
                    f"dunghan reject {earlier.name} {codes} --why “…”",
                )
            )


def to_approve(plan: StoredPlan, drafts: Sequence[StoredObligation], differences: Sequence[Difference]) -> str:
    """Write the command that approves what an earlier plan does not go on laying; the whole plan where it lays none."""
    covered = {o.code for each in differences for o in each.covered}
    codes = [o.code for o in drafts if o.code not in covered] if covered else []
    return " ".join(["dunghan approve", plan.name, *codes])


def _shown(obligation: StoredObligation) -> str:
    value = obligation.value
    return f"{obligation.code} {kind(value.kind)}, {cadence(value.cadence)}: {'; '.join(value.responsible)}"


def _change(altered: Altered) -> str:
    return f"{tr(*FIELDS[altered.field])} {_written(altered.before)} → {_written(altered.after)}"


def _written(value: object) -> str:
    if isinstance(value, bool):
        return tr("có", "yes") if value else tr("không", "no")
    if isinstance(value, tuple):
        return "; ".join(map(_written, value)) or "—"
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Enum):
        return kind(value) if isinstance(value, Kind) else cadence(Cadence(value.value))
    return "—" if value is None else str(value)
