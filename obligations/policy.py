"""Every setting of time and reminding, with its default and what it means in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from obligations.model import Kind, Role
from obligations.text import fold


class DayOff(StrEnum):
    """Where the internal due date goes when the legal one is a day off; the legal one never moves."""

    KEEP = "keep"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a ladder as data: `offset` working days from the internal due date, and the roles told.

    `lead` marks a step that counts calendar days: the preparation of an event (rule 11). `evidence` marks one that
    counts from the last day on which an event's evidence is on time.
    """

    offset: int
    roles: tuple[Role, ...]
    lead: bool = False
    evidence: bool = False


@dataclass(frozen=True, slots=True)
class Tier:
    """Who receives reports, and by which day of the period's last month. `pattern` is searched in the folded name."""

    name: str
    pattern: str
    day: int


class Level(StrEnum):
    """The tiers a report passes, in the order of `Policy.tiers`: its recipient decides."""

    DEPARTMENT = "department"
    PROVINCE = "province"
    MINISTRY = "ministry"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Regime:
    """A named regime: the last day of the data in a period's last month, the due days by tier, and where that is said.

    `days` holds what the source fixes; a tier it leaves out goes by the agency's own setting. `four_a_year`: a report
    of six months replaces that of the second quarter, the yearly one that of the fourth.
    """

    name: str
    source: str
    cut_off: int = 14
    days: tuple[tuple[Level, int], ...] = ()
    four_a_year: bool = True


_CITIES = "ha noi|hai phong|hue|da nang|can tho|ho chi minh|dong nai"

TIERS = (
    Tier("Sở", r"\bso (?!lieu\b|luong\b)", 10),
    Tier("UBND tỉnh", rf"\b(?:ubnd|uy ban nhan dan)(?: tinh\b| thanh pho (?:{_CITIES})\b)", 17),
    Tier("Bộ", r"^(?:cac )?bo (?!phan\b|chi huy\b)|\bchinh phu\b|\bthu tuong\b", 20),
)

STEPS = (
    Step(-10, (Role.FOCAL,)),
    Step(-5, (Role.FOCAL, Role.HEAD)),
    Step(-2, (Role.HEAD,)),
    Step(0, (Role.HEAD,)),
    Step(1, (Role.HEAD, Role.OFFICE)),
    Step(3, (Role.LEADER,)),
)

_UNIT = (Role.FOCAL, Role.HEAD)

# The day is prepared from 60 days before; once it is over the unit is asked for its evidence (rule 11).
EVENT_STEPS = (
    Step(-60, _UNIT, lead=True),
    Step(-30, _UNIT, lead=True),
    *STEPS,
    Step(-5, _UNIT, evidence=True),
    Step(0, (Role.HEAD,), evidence=True),
)


@dataclass(frozen=True, slots=True)
class Policy:
    """What the field leaves open, as one value.

    `tiers` and `other_day` give the day of a period's last month by which a report is due where the clause names none
    (TT 06/2025/TT-TTCP Điều 7 for 17 and 20; always an assumption). `cut_off` is the last day of a report's data in
    that month, `four_a_year` the rule by which longer reports replace shorter ones; `regimes` are the agency's own.
    `steps` is the ladder, `own_steps` the ladders of
    kinds that have their own; the last step is repeated every `repeat_days` working days (a week), `weekly_repeats`
    times. A last rung missed by more than `last_grace_days` working days is not sent any more, so that an old plan does
    not flood the leaders. A yearly quota of `pace_from` pieces or more is reminded of its pace at the end of the first
    three quarters. A continuous duty is asked about once a quarter, `question_days` working days before its end. An
    acknowledgement may reach `ack_days_max` days ahead, a snooze `snooze_days_max` working days. With `summary` those
    who keep the plans are told every morning how things stand.
    """

    tiers: tuple[Tier, ...] = TIERS
    other_day: int = 10
    cut_off: int = 14
    four_a_year: bool = True
    regimes: tuple[Regime, ...] = ()
    day_off: DayOff = DayOff.BEFORE
    due_soon_days: int = 10
    event_lead_days: int = 60
    event_evidence_days: int = 15
    steps: tuple[Step, ...] = STEPS
    own_steps: tuple[tuple[Kind, tuple[Step, ...]], ...] = ((Kind.EVENT, EVENT_STEPS),)
    pace_roles: tuple[Role, ...] = (Role.FOCAL, Role.HEAD)
    pace_from: int = 4
    summary: bool = True
    question_roles: tuple[Role, ...] = (Role.FOCAL, Role.HEAD)
    question_days: int = 5
    ack_days_max: int = 60
    snooze_days_max: int = 5
    repeat_days: int = 5
    weekly_repeats: int = 8
    last_grace_days: int = 5


def report_day(recipient: str | None, policy: Policy) -> int:
    """Give the day of the period's last month by which a report to `recipient` is due.

    A report that passes several tiers ("UBND tỉnh, qua Sở Nội vụ") goes by the earliest.
    """
    name = fold(recipient or "")
    return min((tier.day for tier in policy.tiers if re.search(tier.pattern, name)), default=policy.other_day)


class Assumption(StrEnum):
    """What stands in for something the clause or the plan leaves open, as named in `Due.assumed`."""

    REPORT_DAY = "report_day"
    PLAN_DATE = "plan_date"
    YEAR_END = "year_end"
    CALENDAR = "calendar"


_WORDS = {
    Assumption.REPORT_DAY: "kế hoạch không ghi ngày nộp báo cáo; lấy hạn nộp mặc định theo nơi nhận",
    Assumption.PLAN_DATE: "kế hoạch không ghi ngày ban hành; tính từ đầu năm kế hoạch",
    Assumption.YEAR_END: "kế hoạch không ghi thời hạn; lấy ngày cuối năm kế hoạch",
    Assumption.CALENDAR: "chưa có thông báo ngày nghỉ lễ, Tết của năm này; ngày làm việc là ước tính",
}


def assumption_words(name: str) -> str:
    """Say in Vietnamese what an entry of `Due.assumed` means."""
    return "Giả định: " + _WORDS[Assumption(name)] + "."


_ROLES = {
    Role.FOCAL: "cán bộ đầu mối",
    Role.HEAD: "người đứng đầu",
    Role.OFFICE: "người theo dõi kế hoạch",
    Role.LEADER: "lãnh đạo cơ quan",
}


def role_words(role: Role) -> str:
    """Name a role in Vietnamese."""
    return _ROLES[role]
