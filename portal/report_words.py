"""The words and figures of a period's report: headings, paragraphs, tables, and what an officer still fills in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from obligations.model import Status
from obligations.packs import Figures, Pack, PackRow, by_form, by_unit, figures
from obligations.text import fold
from portal.evidence import FORMS
from portal.pack_index import one_line

_LISTED = 30  # shortcomings written out; the pack's index has them all
_QUOTE = 160
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: `I. …` at level 1, `1. …` at level 2."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph; `fill_in` marks what an officer writes in its place."""

    text: str
    fill_in: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; `widths` are shares of the page's width, the last row is a sum where `summed`."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    summed: bool = False


Block = Heading | Para | Table


def period_words(label: str) -> str:
    """Say a period inside a sentence: `Quý II/2024` is `quý II năm 2024`; a day stays as it is."""
    said = label[:1].lower() + label[1:]
    return said.replace("/", " năm ") if said.count("/") == 1 else said


def plan_words(pack: Pack, agency: str) -> str:
    """Name the plan as documents do: `Kế hoạch số 24/KH-SM ngày 19/4/2024 của Sở Mẫu`.

    The head of a plan prints its issuer in capitals: where that is the agency, it goes by its own name.
    """
    header = pack.plan.header
    number = f" số {header.number}" if header.number else f" {pack.plan.name}"
    issued = (
        f" ngày {header.issued_on.day}/{header.issued_on.month}/{header.issued_on.year}" if header.issued_on else ""
    )
    own = header.issuer is not None and fold(agency).startswith(fold(header.issuer))
    issuer = agency if own else one_line(header.issuer, _QUOTE)
    return f"Kế hoạch{number}{issued}{f' của {issuer}' if issuer else ''}"


def subject(pack: Pack) -> str:
    """Give the report's subject (trích yếu)."""
    header = pack.plan.header
    number = f" số {header.number}" if header.number else ""
    return f"Kết quả thực hiện Kế hoạch{number} trong {period_words(pack.period_label)}"


def basis(pack: Pack, author: str, agency: str) -> Iterator[Para]:
    """Say by what the report is made, and by whom."""
    yield Para(f"Căn cứ {plan_words(pack, agency)};")
    yield Para(
        f"{author} báo cáo kết quả thực hiện trong {period_words(pack.period_label)} "
        f"(số liệu đến ngày {pack.on.day}/{pack.on.month}/{pack.on.year}) như sau:"
    )


def blocks(pack: Pack) -> Iterator[Block]:
    """Give the body of the report: what was done, what fell short, what comes next."""
    yield from _done(pack)
    yield from _short(pack)
    yield from _next(pack)


def _done(pack: Pack) -> Iterator[Block]:
    rows, whole = pack.own, figures("Tổng cộng", pack.own)
    yield Heading("I. TÌNH HÌNH TRIỂN KHAI VÀ KẾT QUẢ THỰC HIỆN")
    yield Heading("1. Công tác chỉ đạo, triển khai", 2)
    yield Para("[Nêu văn bản chỉ đạo, việc phân công, quán triệt, bố trí kinh phí trong kỳ.]", fill_in=True)
    yield Heading("2. Kết quả chung", 2)
    yield Para(_whole(pack, whole))
    yield Heading("3. Kết quả theo đơn vị", 2)
    counts = [*by_unit(rows), whole]
    numbered = tuple((str(n) if each is not whole else "", *_count(each)) for n, each in enumerate(counts, 1))
    head = ("TT", "Đơn vị", "Được giao", "Đúng hạn", "Muộn", "Chờ xác nhận", "Quá hạn", "Chưa đến hạn", "Hoàn thành")
    widths = (0.06, 0.25, 0.1, 0.09, 0.1, 0.1, 0.09, 0.1, 0.11)
    yield Table("Bảng 1. Lượt nhiệm vụ theo đơn vị", head, numbered, widths, summed=True)
    yield Heading("4. Kết quả theo nhiệm vụ", 2)
    yield _duties(rows)
    yield Heading("5. Hình thức tuyên truyền", 2)
    yield from _forms(rows)


def _whole(pack: Pack, whole: Figures) -> str:
    units = len({row.unit_name for row in pack.own})
    duties = len({row.obligation.code for row in pack.own})
    said = (
        f"Trong {period_words(pack.period_label)}, kế hoạch giao {duties} nhiệm vụ cho {units} đơn vị, gồm "
        f"{whole.asked} lượt nhiệm vụ đến kỳ. Đã hoàn thành {whole.done} lượt ({percent(whole)}), trong đó đúng hạn "
        f"{whole.met}, muộn {whole.late}; chờ xác nhận {whole.in_review}; quá hạn {whole.overdue}; chưa đến hạn "
        f"{whole.ahead}."
    )
    waived = f" Có {whole.waived} lượt được miễn, không tính vào số được giao." if whole.waived else ""
    return f"{said}{waived} Tổng số {whole.pieces} minh chứng đã được xác nhận."


def percent(told: Figures) -> str:
    """Write the share done as people here do: 87,5%."""
    return "–" if told.share is None else f"{100 * told.share:.1f}".rstrip("0").rstrip(".").replace(".", ",") + "%"


def _count(each: Figures) -> tuple[str, ...]:
    told = (each.asked, each.met, each.late, each.in_review, each.overdue, each.ahead)
    return (each.name, *map(str, told), percent(each))


def _duties(rows: Sequence[PackRow]) -> Table:
    groups: dict[str, list[PackRow]] = {}
    for row in rows:
        groups.setdefault(row.obligation.code, []).append(row)
    told = tuple(_duty(n, code, group) for n, (code, group) in enumerate(groups.items(), 1))
    head = ("TT", "Mục", "Nội dung", "Đơn vị thực hiện", "Hoàn thành", "Minh chứng")
    return Table("Bảng 2. Kết quả từng nhiệm vụ", head, told, (0.06, 0.1, 0.42, 0.2, 0.11, 0.11))


def _duty(number: int, code: str, group: Sequence[PackRow]) -> tuple[str, ...]:
    each = figures(code, group)
    units = list(dict.fromkeys(row.unit_name for row in group))
    who = ", ".join(units) if len(units) <= _NAMED else f"{len(units)} đơn vị"
    quote = one_line(group[0].obligation.value.quote, _QUOTE)
    return str(number), code, quote, who, f"{each.done}/{each.asked}", str(each.pieces)


def _forms(rows: Sequence[PackRow]) -> Iterator[Block]:
    told = by_form(rows)
    if not told:
        yield Para("Chưa có minh chứng nào được xác nhận trong kỳ.")
        return
    listed = tuple((str(n), FORMS[form][0].capitalize(), str(count)) for n, (form, count) in enumerate(told.items(), 1))
    yield Table("Bảng 3. Minh chứng theo hình thức", ("TT", "Hình thức", "Số lượng"), listed, (0.1, 0.73, 0.17))


def _short(pack: Pack) -> Iterator[Block]:
    yield Heading("II. TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN")
    yield Heading("1. Tồn tại, hạn chế", 2)
    behind = [r for r in pack.own if r.standing.status in (Status.OVERDUE, Status.IN_REVIEW, Status.MET_LATE)]
    if not behind:
        yield Para("Trong kỳ không có nhiệm vụ quá hạn hoặc hoàn thành muộn.")
    for row in behind[:_LISTED]:
        yield Para(f"- {_shortcoming(row)}")
    if len(behind) > _LISTED:
        yield Para(f"- Và {len(behind) - _LISTED} việc khác, theo danh mục kèm theo.")
    yield Heading("2. Nguyên nhân", 2)
    yield Para("[Tổng hợp giải trình của các đơn vị.]", fill_in=True)


def _shortcoming(row: PackRow) -> str:
    standing = row.standing
    due = standing.occurrence.due.legal
    said = {
        Status.OVERDUE: f"quá hạn, đã có {standing.accepted}/{standing.occurrence.needed}",
        Status.IN_REVIEW: "đã gửi, chưa được xác nhận",
        Status.MET_LATE: f"hoàn thành muộn, ngày {standing.met_on:%d/%m/%Y}" if standing.met_on else "hoàn thành muộn",
    }
    where = f"{row.unit_name}: mục {row.obligation.code}, {period_words(row.period_label)}"
    return f"{where} (hạn {due:%d/%m/%Y}): {said[standing.status]}."


def _next(pack: Pack) -> Iterator[Block]:
    yield Heading("III. PHƯƠNG HƯỚNG, NHIỆM VỤ THỜI GIAN TỚI")
    if any(row.lacking for row in pack.own):
        yield Para("1. Hoàn thành các nhiệm vụ còn lại của kỳ này; bổ sung minh chứng và giải trình theo danh mục.")
    else:
        yield Para("1. Tiếp tục duy trì kết quả đã đạt được.")
    if not pack.coming:
        yield Para("2. Triển khai kế hoạch của kỳ tiếp theo khi được ban hành.")
        return
    yield Para("2. Thực hiện các nhiệm vụ đến hạn trong kỳ tới:")
    listed = tuple(
        (
            str(n),
            each.obligation.code,
            one_line(each.obligation.value.quote, _QUOTE),
            _who(each.unit_names),
            f"{each.legal:%d/%m/%Y}",
        )
        for n, each in enumerate(pack.coming, 1)
    )
    head = ("TT", "Mục", "Nội dung", "Đơn vị thực hiện", "Hạn")
    yield Table("Bảng 4. Nhiệm vụ đến hạn trong kỳ tới", head, listed, (0.06, 0.1, 0.44, 0.24, 0.16))


def _who(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) <= _NAMED else f"{len(names)} đơn vị"
