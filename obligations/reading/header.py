"""What a plan says of itself: number, issuer, day, year and title, each None with a finding where it is not stated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import regex
from rapidfuzz.distance import Levenshtein

from obligations.model import Finding, PlanHeader, Span
from obligations.reading.damage import syllable_pattern
from obligations.reading.datewords import FILL, SIGNS
from obligations.reading.naming import Vocabulary, province_in, restore, units_in
from obligations.reading.outline import Region
from obligations.reading.regions import caps_share, is_title
from obligations.reading.sheet import Sheet
from obligations.text import bare_text, fold

TYPES = ("KH", "QĐ", "CTr", "TB", "HD", "NQ", "CT", "PA", "ĐA", "BC", "TTr", "CV")


def _said(word: str) -> str:
    """Write a date word as a pattern that may stand against its neighbours: a letterhead runs words together."""
    return f"(?:{syllable_pattern(word)}|{SIGNS[word]}{FILL}*)"


AGENCY_CODES = (("HDND", "HĐND"), ("GDDT", "GDĐT"), ("LDTB", "LĐTB"), ("KHDT", "KHĐT"))
DAY_LINE = regex.compile(
    rf"{_said('ngày')}\s*(\d{{1,2}})\s*{_said('tháng')}\s*(\d{{1,2}})\s*{_said('năm')}\s*(20\d\d)"
    r"|(?<![\d/])(\d{1,2})/(\d{1,2})/(20\d\d)"
)
NUMBER_LINE = regex.compile(
    r"(?<![\w])s(?:ố|[6oóéôbdøö0])\s*[:.;]?\s*(\d{0,5}[a-z]?)\s*/\s*"
    r"([\p{L}\d]{2,5})\s*[-–]\s*([\p{L}&]{2,12})",
    regex.IGNORECASE,
)
PARTY_NUMBER = regex.compile(
    r"(?<![\w])s(?:ố|[6oóéôbdøö0])\s*[:.;]?\s*(\d{1,5})\s*[-–]\s*([\p{L}]{2,4})\s*/\s*([\p{L}]{2,8})(?!\w)",
    regex.IGNORECASE,
)
ATTACHED = regex.compile(r"\(\s*(?:b[aâ]n|k[eè]m)", regex.IGNORECASE)
YEAR_WORD = regex.compile(rf"{_said('năm')}\s*(20\d\d)(?!\s?[-–]\s?20)")
ANY_YEAR = regex.compile(r"(?<![\d/])(20\d\d)(?![\d/]|\s?[-–]\s?20)")
MOTTO = regex.compile(r"(?i)(?<=\s)(?:c[oộ0]ng\s+h[oòö0]a\s+x|[dđpb].c\s+l[aậ]p)\P{Lu}*.*$")
GROUNDS = (
    "can cu", "can ctr", "can ctt", "thuc hien", "thc hien", "de trien khai", "nham", "giam doc", "chu tich",
    "uy ban nhan dan", "hoi dong", "bo truong", "truong ban", "ke hoach", "quyet dinh",
)  # fmt: skip
TITLE_LINES = 5
FRONT_REACH = 2600


@dataclass(frozen=True, slots=True)
class Front:
    """The front of a plan in three stretches: above its title, the title, and the words up to the first clause."""

    letterhead: Span
    title: Span | None
    preamble: Span


def read_header(sheet: Sheet, sha256: str, vocabulary: Vocabulary) -> tuple[PlanHeader, list[Finding]]:
    """Read a plan's header. What is blank or missing is None and a finding."""
    front = _front(sheet)
    title = _title(sheet, front)
    attached = _attached(sheet, front)
    stretches = [front.letterhead, *attached]
    issued_on = next((day for span in stretches if (day := _day(sheet.lower, span)) is not None), None)
    number = next((n for span in stretches if (n := _number(sheet, span)) is not None), None)
    year = _year(sheet, front, issued_on)
    issuer = _issuer(sheet, front, vocabulary)
    header = PlanHeader(number, issuer, issued_on, year, title, sha256)
    return header, list(_missing(header, front.letterhead))


def _front(sheet: Sheet) -> Front:
    lines, regions = sheet.lines, sheet.regions
    stop = next((i for i, r in enumerate(regions) if r is not Region.FRONT), len(lines))
    end = min(lines[stop - 1].end if stop else 0, FRONT_REACH)
    end = end or min(len(sheet.text), FRONT_REACH)
    titled = [i for i, line in enumerate(lines[:stop]) if is_title(line)]
    if not titled:
        return Front((0, end), None, (0, end))
    at = titled[-1] if len(titled) > 1 and fold(lines[titled[-1]].words) == "ke hoach" else titled[0]
    last = at + 1
    named = 0
    while last < stop and named < TITLE_LINES and not _grounds(lines[last].words, named):
        named += bool(lines[last].words)
        last += 1
    return Front((0, lines[at].start), (lines[at].start, lines[last - 1].end), (lines[last - 1].end, end))


def _grounds(words: str, named: int) -> bool:
    folded = fold(words)
    opens = words.startswith(("(", "-")) or folded.startswith((*GROUNDS, "can "))
    speaks = words.endswith((":", ";")) or folded.endswith("nhu sau") or len(words) > 160
    return named > 0 and (opens or speaks)


def _title(sheet: Sheet, front: Front) -> str | None:
    if front.title is None:
        return None
    words = " ".join(sheet.text[slice(*front.title)].replace("*", " ").replace("#", " ").split())
    return words if sheet.trusted else restore(words)


def _attached(sheet: Sheet, front: Front) -> Iterator[Span]:
    """Find `(Ban hành kèm theo Quyết định số … ngày …)` below the title."""
    start = front.letterhead[1]
    for match in ATTACHED.finditer(sheet.text, start, front.preamble[1]):
        close = sheet.text.find(")", match.start())
        yield match.start(), close if 0 <= close < match.start() + 300 else match.start() + 300


def _day(lower: str, span: Span) -> date | None:
    for match in DAY_LINE.finditer(lower, *span):
        day, month, year = (int(g) for g in match.groups() if g)
        if 0 < month <= 12 and 0 < day <= 31:
            try:
                return date(year, month, day)
            except ValueError:
                continue
    return None


def _number(sheet: Sheet, span: Span) -> str | None:
    for match in NUMBER_LINE.finditer(sheet.text, *span):
        count, sort, agency = match.groups()
        if count:
            return f"{count}/{_type_code(sort)}-{_agency_code(agency.upper())}"
    party = PARTY_NUMBER.search(sheet.text, *span)
    return f"{party[1]}-{_type_code(party[2])}/{party[3]}" if party else None


def _agency_code(seen: str) -> str:
    """Mend the code of an agency: the recogniser has no Đ."""
    for worn, right in AGENCY_CODES:
        seen = seen.replace(worn, right)
    return seen


def _type_code(seen: str) -> str:
    """Mend the code of a sort of document: `OP` and `QD` are `QĐ`."""
    if seen in TYPES:
        return seen
    shape = bare_text(seen).translate(str.maketrans("opb0", "qddq"))
    best = min(TYPES, key=lambda t: Levenshtein.distance(bare_text(t), shape))
    return best if Levenshtein.distance(bare_text(best), shape) == 0 else seen


def _year(sheet: Sheet, front: Front, issued_on: date | None) -> int | None:
    if front.title is not None:
        for pattern in (YEAR_WORD, ANY_YEAR):
            if (match := pattern.search(sheet.lower, *front.title)) is not None:
                return int(match.group(1))
    if issued_on is not None:
        return issued_on.year
    counts = Counter(YEAR_WORD.findall(sheet.lower))
    return int(counts.most_common(1)[0][0]) if counts else None


def _issuer(sheet: Sheet, front: Front, vocabulary: Vocabulary) -> str | None:
    above = "\n".join(_letterhead_lines(sheet, front.letterhead))
    province = _province(sheet, front, above)
    named = [_short(u.name) for line in _blocks(above) for u in units_in(line, (0, len(line)), vocabulary)]
    if not named:
        named = _speaker(sheet, front, vocabulary)
    if not named:
        return None
    return _placed(_most_precise(named), province, _district(named))


def _letterhead_lines(sheet: Sheet, span: Span) -> Iterator[str]:
    for line in sheet.lines:
        if line.start >= span[1]:
            return
        words = MOTTO.sub("", " " + line.words).strip()
        if words and caps_share(words) > 0.6 and not any(c.isdigit() for c in words):
            yield words


def _blocks(above: str) -> list[str]:
    """Give the letterhead line by line, and joined, since a name may run over a line."""
    lines = above.split("\n")
    blocks: list[str] = []
    for line in lines:
        if blocks and _belongs(line):
            blocks[-1] = f"{blocks[-1]} {line}"
        else:
            blocks.append(line)
    return blocks


def _belongs(line: str) -> bool:
    return fold(line).startswith(PLACE_WORDS)


def _short(name: str) -> str:
    return name.replace("Ủy ban nhân dân", "UBND") if name.startswith("Ủy ban nhân dân") else name


def _speaker(sheet: Sheet, front: Front, vocabulary: Vocabulary) -> list[str]:
    """Find who speaks in the words before the first clause: `Sở Xây dựng ban hành Kế hoạch …`."""
    found = []
    for line in sheet.lines:
        if front.preamble[0] <= line.start < front.preamble[1] and line.words:
            for part in _parts(sheet.text, (line.head, line.end)):
                units = units_in(sheet.text, part, vocabulary)
                if units and units[0].span[0] - part[0] <= 3:
                    found.append(_short(units[0].name))
    return found[-1:]


def _parts(text: str, span: Span) -> list[Span]:
    cuts = [span[0], *(m.end() for m in regex.finditer(r"[;,.]\s+", text, pos=span[0], endpos=span[1])), span[1]]
    return [(a, min(b, a + 120)) for a, b in pairwise(cuts) if b > a]


def _most_precise(named: Sequence[str]) -> str:
    """Choose the lowest of the units in a letterhead: the department under the committee of the province."""
    lower = [n for n in named if not n.startswith(("UBND", "Tỉnh ủy", "Hội đồng nhân dân"))]
    chosen = (lower or list(named))[-1]
    above = [n for n in named if n.startswith("UBND")]
    return f"Văn phòng {above[0]}" if chosen == "Văn phòng" and above else chosen


def _province(sheet: Sheet, front: Front, above: str) -> str | None:
    title = sheet.text[slice(*front.title)] if front.title else ""
    lines = [above, title, sheet.text[slice(*front.letterhead)], sheet.text[slice(*front.preamble)]]
    return next((found for words in lines if words and (found := province_in(words)) is not None), None)


PLACE_WORDS = ("tinh ", "thanh pho ", "huyen ", "xa ", "phuong ", "thi tran ", "quan ", "thi xa ", "dac khu ", "va ")
LOCAL = ("UBND xã ", "UBND phường ", "UBND thị trấn ", "UBND huyện ", "UBND quận ", "UBND thị xã ")
CITIES = frozenset({"Hà Nội", "Hải Phòng", "Đà Nẵng", "Cần Thơ", "Huế", "Hồ Chí Minh"})


def _district(named: Sequence[str]) -> str | None:
    """Find the district or commune whose committee stands above: `UBND huyện Phú Hòa` gives `huyện Phú Hòa`."""
    places = [n.removeprefix("UBND ") for n in named if n.startswith(LOCAL)]
    return places[0] if places else None


def _placed(name: str, province: str | None, district: str | None) -> str:
    """Complete a name with its province or district: `Sở Xây dựng` is `Sở Xây dựng tỉnh Bình Phước`."""
    if name.startswith(LOCAL):
        return name
    if district is not None and name.startswith(("Phòng", "Văn phòng", "Thanh tra", "Trung tâm")):
        return f"{name} {district}"
    if province is None or fold(province) in fold(name):
        return name
    where = f"thành phố {province}" if province in CITIES else f"tỉnh {province}"
    if name in ("UBND", "UBND tỉnh", "UBND thành phố"):
        return f"UBND {where}"
    return f"{name} {where}" if name.startswith(("Sở", "Ban ", "Thanh tra", "Công an", "Văn phòng")) else name


def _missing(header: PlanHeader, span: Span) -> Iterator[Finding]:
    for place, value, what in (
        ("number", header.number, "số của văn bản để trống hoặc không đọc được"),
        ("issuer", header.issuer, "không đọc được cơ quan ban hành"),
        ("issued_on", header.issued_on, "ngày ban hành để trống hoặc không đọc được"),
        ("year", header.year, "không thấy năm của kế hoạch"),
        ("title", header.title, "không thấy tên gọi của văn bản"),
    ):
        if value is None:
            yield Finding(place, what, span if span[1] > span[0] else None)
