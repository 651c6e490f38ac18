"""Corrections by hand: text given by a person becomes a field of an obligation, or a clear refusal."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from obligations.errors import BadEdit
from obligations.ladders import FORM, ladder_text, steps_of
from obligations.model import Cadence, Kind, Obligation
from obligations.policy import DayOff
from obligations.timing.regimes import DAY_OFF, LEAD, REGIME, REGIMES, marked

NOTHING = {"", "-", "none", "không"}
# Of an event that is prepared for longer, the plan of the year before speaks.
LONGEST_LEAD = 365
TRUE, FALSE = {"true", "có", "co", "1", "yes"}, {"false", "không", "khong", "0", "no"}


def corrected(obligation: Obligation, changes: Mapping[str, str], regimes: Collection[str] = ()) -> Obligation:
    """Apply corrections given as text; `regimes` are the agency's own.

    Raises BadEdit naming the field and what it takes.
    """
    values = {_attribute(name): _parse(name, text) for name, text in changes.items() if name not in MARKS}
    changed = replace(obligation, **values)
    for name, text in changes.items():
        if name in MARKS:
            changed = marked(changed, MARKS[name][0], _choice(name, text, regimes))
    if "lead" in changes and changed.kind is not Kind.EVENT:
        raise BadEdit("lead chỉ dùng cho sự kiện; nếu đúng là sự kiện, hãy thêm --set kind=event.")
    return changed


def _choice(field: str, text: str, regimes: Collection[str]) -> str | None:
    """Read a rule chosen for one obligation. Raises BadEdit naming those there are."""
    choice = text.strip()
    if choice.lower() in NOTHING:
        return None
    if field == "lead":
        return _lead(choice)
    allowed = (*MARKS[field][1], *(regimes if field == "regime" else ()))
    if choice not in allowed:
        raise BadEdit(f"{field}={text}: giá trị không hợp lệ; cần một trong: {', '.join(allowed)}, hoặc “-”.")
    return choice


def _lead(text: str) -> str:
    """Read how many days before its day an event is prepared. Raises BadEdit."""
    if not re.fullmatch(r"\d{1,3}", text, re.ASCII) or int(text) > LONGEST_LEAD:
        raise BadEdit(f"lead={text}: giá trị không hợp lệ; cần số ngày từ 0 đến {LONGEST_LEAD}, hoặc “-”.")
    return str(int(text))


def _attribute(field: str) -> str:
    return "cadence" if field == "frequency" else field


def _parse(field: str, text: str) -> Any:
    if field not in FIELDS:
        raise BadEdit(f"Không có trường “{field}”; sửa được: {', '.join((*FIELDS, *MARKS))}.")
    parse, takes = FIELDS[field]
    try:
        return parse(text.strip())
    except ValueError as error:
        said = str(error) if parse is _ladder else f"cần {takes}"
        raise BadEdit(f"{field}={text}: giá trị không hợp lệ; {said}.") from error


def _count(text: str) -> int | None:
    if text.lower() in NOTHING:
        return None
    count = int(text)
    if count < 1:
        raise ValueError(text)
    return count


def _names(text: str) -> tuple[str, ...]:
    """Split names at `;` only: commas belong to names (“Sở Văn hóa, Thể thao và Du lịch”)."""
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _some_names(text: str) -> tuple[str, ...]:
    if not (names := _names(text)):
        raise ValueError(text)
    return names


def _dates(text: str) -> tuple[date, ...]:
    if text.lower() in NOTHING:
        return ()
    return tuple(sorted(day(part.strip()) for part in re.split(r"[;,]", text)))


def day(text: str) -> date:
    """Read a day as `2024-04-20` or, as is usual here, `20/4/2024`. Raises ValueError."""
    if found := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text):
        return date(int(found[3]), int(found[2]), int(found[1]))
    return date.fromisoformat(text)


def _ladder(text: str) -> str | None:
    return None if text.lower() in NOTHING else ladder_text(steps_of(text))


def _flag(text: str) -> bool:
    if text.lower() in TRUE | FALSE:
        return text.lower() in TRUE
    raise ValueError(text)


def _text(text: str) -> str | None:
    return None if text.lower() in NOTHING else text


# Rules chosen for one obligation: the mark they are kept under, and what may be chosen.
MARKS: dict[str, tuple[str, tuple[str, ...]]] = {
    "regime": (REGIME, tuple(REGIMES)),
    "day_off": (DAY_OFF, tuple(DayOff)),
    "lead": (LEAD, ()),
}

FIELDS: dict[str, tuple[Callable[[str], Any], str]] = {
    "kind": (Kind, f"một trong: {', '.join(Kind)}"),
    "frequency": (Cadence, f"một trong: {', '.join(Cadence)}"),
    "count": (_count, "một số nguyên từ 1, hoặc “-” nếu không nêu"),
    "responsible": (_some_names, "tên đơn vị, cách nhau bằng dấu chấm phẩy"),
    "coordinating": (_names, "tên đơn vị, cách nhau bằng dấu chấm phẩy"),
    "recipient": (_text, "tên nơi nhận, hoặc “-”"),
    "due": (_dates, "ngày như 20/4/2024, nhiều ngày cách nhau bằng dấu phẩy, hoặc “-”"),
    "mandatory": (_flag, "có hoặc không"),
    "aggregate": (_flag, "có hoặc không"),
    "ladder": (_ladder, f"{FORM}, hoặc “-” để theo thang chung"),
}
