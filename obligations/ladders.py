"""Ladders as people write them, `-10 focal; -5 focal,head; 0 head; +3 leader`, read into steps and written back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from obligations.model import Role
from obligations.policy import Step

FORM = "các bậc cách nhau bằng dấu chấm phẩy, như “-10 focal; -5 focal,head; 0 head; +3 leader”"
FURTHEST = 180
EVIDENCE, LEAD = "mc", "d"

_STEP = re.compile(rf"({EVIDENCE})?([+-]?\d+)({LEAD})?\s+(.+)")


@lru_cache(maxsize=256)
def steps_of(text: str) -> tuple[Step, ...]:
    """Read a ladder, lowest step first. Raises ValueError saying in Vietnamese which step is wrong.

    `-60d` counts calendar days, `mc-5` working days before the last day on which an event's evidence is on time.
    """
    steps = sorted((_step(part.strip()) for part in text.split(";") if part.strip()), key=height)
    if not steps:
        raise ValueError(f"thang nhắc trống; cần {FORM}")
    codes = [code(step) for step in steps]
    if twice := next((one for one in codes if codes.count(one) > 1), None):
        raise ValueError(f"bậc {twice} ghi hai lần; hãy gộp các vai trò vào một bậc")
    return tuple(steps)


def _step(text: str) -> Step:
    found = _STEP.fullmatch(text)
    if found is None:
        raise ValueError(f"bậc “{text}” viết chưa đúng; cần {FORM}")
    step = Step(int(found[2]), _roles(found[4]), lead=bool(found[3]), evidence=bool(found[1]))
    if abs(step.offset) > FURTHEST:
        raise ValueError(f"bậc “{text}” quá xa; số ngày phải trong khoảng -{FURTHEST} đến +{FURTHEST}")
    if step.offset > 0 and (step.lead or step.evidence):
        raise ValueError(f"bậc “{text}”: {LEAD} và {EVIDENCE} chỉ dùng cho ngày trước hạn hoặc đúng hạn")
    if step.lead and step.evidence:
        raise ValueError(f"bậc “{text}”: chỉ dùng một trong {LEAD} và {EVIDENCE}")
    return step


def _roles(text: str) -> tuple[Role, ...]:
    named = dict.fromkeys(part for part in re.split(r"[\s,+]+", text.strip().lower()) if part)
    if strangers := [name for name in named if name not in set(Role)]:
        raise ValueError(f"không có vai trò “{', '.join(strangers)}”; có: {', '.join(Role)}")
    return tuple(role for role in Role if role in named)


def height(step: Step) -> tuple[int, float]:
    """Order steps: up to the due date, then those for an event's evidence, then what comes late."""
    phase = 1 if step.evidence else 2 if step.offset > 0 else 0
    return phase, step.offset * 5 / 7 if step.lead else step.offset


def code(step: Step) -> str:
    """Name a step as it is stored and shown: `-60d`, `-10`, `0`, `mc-5`, `+3`."""
    number = f"{step.offset:+d}" if step.offset else "0"
    return f"{EVIDENCE if step.evidence else ''}{number}{LEAD if step.lead else ''}"


def ladder_text(steps: Iterable[Step]) -> str:
    """Write a ladder as `steps_of` reads it."""
    return "; ".join(f"{code(step)} {','.join(step.roles)}" for step in steps)
