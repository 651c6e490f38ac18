"""Reporting regimes as data with their source: when the data closes, and by which day which tier sends its report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from obligations.model import Obligation
from obligations.policy import DayOff, Level, Policy, Regime, Tier

REGIME, DAY_OFF, LEAD = "chế độ báo cáo: ", "ngày nghỉ: ", "chuẩn bị trước số ngày: "


REGIMES: Mapping[str, Regime] = {
    regime.name: regime
    for regime in (
        Regime(
            "nd09-2019",
            "Nghị định 09/2019/NĐ-CP Điều 12 (thời gian chốt số liệu); hạn gửi theo cơ quan ban hành chế độ báo cáo",
        ),
        Regime(
            "bnv-581",
            "Công văn 581/BNV-CCHC của Bộ Nội vụ: gửi Bộ chậm nhất ngày 20 tháng cuối kỳ",
            days=((Level.MINISTRY, 20),),
        ),
        Regime(
            "tt06-2025-ttcp",
            "Thông tư 06/2025/TT-TTCP Điều 7: cấp dưới gửi UBND tỉnh ngày 17, UBND tỉnh gửi Bộ ngày 20",
            days=((Level.PROVINCE, 17), (Level.MINISTRY, 20)),
        ),
    )
}


def with_regime(policy: Policy, regime: Regime) -> Policy:
    """Lay a regime over the rules: its cut-off, its due days, its rule of four reports."""
    days = dict(regime.days)
    levels = (Level.DEPARTMENT, Level.PROVINCE, Level.MINISTRY)
    tiers = tuple(
        Tier(tier.name, tier.pattern, days.get(level, tier.day))
        for tier, level in zip(policy.tiers, levels, strict=False)
    )
    return replace(
        policy,
        tiers=(*tiers, *policy.tiers[len(levels) :]),
        other_day=days.get(Level.OTHER, policy.other_day),
        cut_off=regime.cut_off,
        four_a_year=regime.four_a_year,
    )


def marked(obligation: Obligation, mark: str, value: str | None) -> Obligation:
    """Keep a choice made for one obligation among its flags, in place of an earlier one; None takes it away."""
    others = tuple(flag for flag in obligation.flags if not flag.startswith(mark))
    return replace(obligation, flags=(*others, f"{mark}{value}") if value else others)


def chosen(obligation: Obligation, mark: str) -> str | None:
    """Give the choice that was made for one obligation."""
    return next((flag.removeprefix(mark) for flag in obligation.flags if flag.startswith(mark)), None)


def rules_for(obligation: Obligation, policy: Policy) -> Policy:
    """Give the rules for one obligation: the agency's, with what was chosen for it alone."""
    if name := chosen(obligation, REGIME):
        own = {regime.name: regime for regime in policy.regimes}
        if regime := own.get(name) or REGIMES.get(name):
            policy = with_regime(policy, regime)
    if day_off := chosen(obligation, DAY_OFF):
        policy = replace(policy, day_off=DayOff(day_off))
    if lead := chosen(obligation, LEAD):
        policy = replace(policy, event_lead_days=int(lead))
    return policy
