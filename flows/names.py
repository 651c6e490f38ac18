"""What things are called in Prefect: deployments, runs, tags and artifact keys of an obligation."""

from __future__ import annotations

import re
from collections.abc import Sequence

from obligations.model import Cadence, Kind, Obligation
from obligations.text import fold

# Prefect refuses these in the names of flows and deployments.
BANNED = re.compile(r"[/%&<>]")

# Marks the deployments that are ours to change and to remove.
OURS = "dunghan"

# The deployment that runs a whole plan or kind by hand, and the one that tells the operator.
RERUN_MANY = "chạy lại nhiều nhiệm vụ"
TELL_OPERATOR = "báo người vận hành"

# Before the keys of plans' pages.
PLAN_PAGE = "trang-ke-hoach-"

# Marks the runs that a person asked for from the command line.
BY_HAND = "chạy tay"

# Marks the runs that a sweep made because there was news.
NEWS = "có việc mới"

# Marks the runs that found nothing new to say, so that the others can be listed without them.
QUIET = "không có việc mới"

# The deployment of a kind that is swept as a whole.
WHOLE_KIND = "mọi nhiệm vụ"

# A run is found under the first units of its duty; of a group of a hundred, tags would fill the screen.
UNITS = 12

KINDS = {
    Kind.POST: "tin, bài",
    Kind.PORTAL_SUBMISSION: "gửi cổng thông tin",
    Kind.REPORT: "báo cáo",
    Kind.EVENT: "sự kiện",
    Kind.DELIVERABLE: "sản phẩm",
    Kind.TASK: "việc phải làm",
}
CADENCES = {
    Cadence.WEEKLY: "hằng tuần",
    Cadence.MONTHLY: "hằng tháng",
    Cadence.QUARTERLY: "hằng quý",
    Cadence.HALF_YEARLY: "6 tháng",
    Cadence.NINE_MONTHS: "9 tháng",
    Cadence.YEARLY: "hằng năm",
    Cadence.ONCE: "một lần",
    Cadence.CONTINUOUS: "thường xuyên",
    Cadence.ON_CHANGE: "khi có thay đổi",
    Cadence.EXTERNAL: "theo văn bản khác",
}


def deployment_name(plan: str, code: str) -> str:
    """Name an obligation's deployment after its plan and code: `24-kh-sgtvt-2024 · III.3`."""
    return BANNED.sub("-", f"{plan} · {code}")


def deployment_tags(plan: str, obligation: Obligation) -> tuple[str, ...]:
    """Tag an obligation's deployment with plan, units, kind and cadence; its runs inherit them."""
    units = map(unit_tag, obligation.responsible[:UNITS])
    words = kind_tag(obligation.kind), tag("định kỳ", CADENCES[obligation.cadence])
    return tuple(dict.fromkeys((OURS, tag("kế hoạch", plan), *units, *words)))


def unit_tag(unit: str) -> str:
    """Give the tag of a unit."""
    return tag("đơn vị", unit)


def kind_tag(kind: Kind) -> str:
    """Give the tag of a kind."""
    return tag("loại", KINDS[kind])


def tag(what: str, name: str) -> str:
    """Make a tag. Prefect's run list parts the tags it filters by at commas, so a tag has none."""
    return f"{what}: {' '.join(name.replace(',', ' ').split())}"


def run_name(code: str, units: Sequence[str], periods: Sequence[str]) -> str:
    """Name a run: `III.3 · Thanh tra Sở · Quý II/2024`, of a group `III.3 · 5 đơn vị · Quý II/2024`.

    Several periods are named by the first and the last, none by saying so.
    """
    who, when = list(dict.fromkeys(units)), list(dict.fromkeys(periods))
    if not who:
        return f"{code} · chưa có kỳ nào đang mở"
    return " · ".join(
        (code, who[0] if len(who) == 1 else f"{len(who)} đơn vị", " – ".join(dict.fromkeys((when[0], when[-1]))))
    )


def artifact_key(plan: str, code: str) -> str:
    """Give the key under which an obligation's table stands; only `a-z`, `0-9` and `-` are allowed.

    A second duty of a clause (`III.3-2`) and the letter `đ` stay apart from the clause `III.3.2` and the letter `d`.
    """
    return "-".join((slug(plan), "--".join(slug(part) for part in code.split("-"))))


def plan_key(plan: str) -> str:
    """Give the key under which a plan's page stands."""
    return f"{PLAN_PAGE}{slug(plan)}"


def slug(text: str) -> str:
    """Write a name with `a-z`, `0-9` and `-` alone, as keys have to be."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(re.sub("[đĐ]", "dd", text)))) or "x"
