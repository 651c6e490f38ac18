"""Deadlines that count from an event: `trong 05 ngày làm việc kể từ ngày nhận được Kế hoạch`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from obligations.model import Span
from obligations.reading.damage import syllable_pattern
from obligations.reading.dates import DAY, MONTH
from obligations.reading.sheet import Sheet


def _either(*phrases: str) -> str:
    """Write phrases of good Vietnamese as one pattern of what damage leaves of them."""
    written = (r"\s+".join(map(syllable_pattern, phrase.split())) for phrase in sorted(phrases, key=len, reverse=True))
    return "(?:" + "|".join(written) + ")"


AMOUNT = rf"(?:\d{{1,3}}|{_either('một', 'hai', 'ba', 'năm', 'bảy', 'mười')})(?:\s*\([^()\d]{{2,24}}\))?"
UNIT = rf"(?:{DAY}(?:\s+{_either('làm việc')})?|{MONTH}|{_either('tuần', 'giờ làm việc', 'giờ')})"
SINCE = _either(
    "kể từ", "tính từ", "từ khi", "sau khi", "từ ngày", "từ thời điểm", "trước khi", "kể từ khi", "sau ngày"
)
WITHIN = _either(
    "trong thời hạn", "trong vòng", "trong thời gian", "trong", "chậm nhất", "chậm nhất sau", "chậm nhất là",
    "chậm nhất trong", "sau", "không quá",
)  # fmt: skip
RELATIVE = re.compile(rf"(?<!\w)(?P<fixed>(?:{WITHIN}\s+)?{AMOUNT}\s+{UNIT},?\s+{SINCE})(?!\w)[^.;\n]{{0,80}}")


def relative_deadlines(sheet: Sheet, span: Span, dated: Sequence[Span] = ()) -> list[Span]:
    """Find the deadlines of a stretch of text that no calendar fixes; `dated` are places that are dates after all."""
    everywhere = _everywhere(sheet.lower)
    first, last = (bisect_left(everywhere, (place,)) for place in span)
    found = [(a, min(b, span[1])) for a, fixed, b in everywhere[first:last] if fixed <= span[1]]
    return [(a, _end(sheet, a, b)) for a, b in found if not any(x < b and a < y for x, y in dated)]


@lru_cache(maxsize=4)
def _everywhere(lower: str) -> list[tuple[int, ...]]:
    """Find every such deadline of a plan once: where it begins, where its fixed words end, where it ends."""
    return [(match.start(), match.end("fixed"), match.end()) for match in RELATIVE.finditer(lower)]


def _end(sheet: Sheet, start: int, end: int) -> int:
    """Cut the words behind the event off at the next comma or the next verb of duty."""
    comma = sheet.text.find(",", start, end)
    return comma if comma > 0 else end
