"""The index of an evidence pack as sheets: what proves what, what is missing with room to explain, figures, points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from obligations.model import EvidenceKind
from obligations.packs import Figures, Pack, PackPiece, PackRow, by_unit, figures
from obligations.par_index import Rules, Score, comma, most, total
from portal.evidence import FORMS, VERDICTS
from portal.output import KINDS, STATUSES
from portal.sheet import Column, Linked, Sheet, Value

_QUOTE = 220
_SAID = 120

PROOFS = (
    Column("TT", 6),
    Column("Mã", 10),
    Column("Nhiệm vụ", 44),
    Column("Đơn vị", 24),
    Column("Kỳ", 14),
    Column("Hạn", 12),
    Column("Hoàn thành ngày", 12),
    Column("Tiêu đề", 40),
    Column("Số, ký hiệu", 16),
    Column("Địa chỉ", 40),
    Column("Bản lưu", 30),
    Column("Hình thức", 16),
    Column("Kết quả", 14),
    Column("Ghi chú", 36),
)
GAPS = (
    Column("TT", 6),
    Column("Mã", 10),
    Column("Nhiệm vụ", 44),
    Column("Đơn vị", 24),
    Column("Kỳ", 14),
    Column("Hạn", 12),
    Column("Cần", 7),
    Column("Đã có", 7),
    Column("Chờ xác nhận", 9),
    Column("Còn thiếu", 8),
    Column("Tình trạng", 16),
    Column("Lần trả lại gần nhất", 30),
    Column("Giải trình", 50, fill_in=True),
    Column("Tài liệu kèm theo", 30, fill_in=True),
)
COUNTS = (
    Column("TT", 6),
    Column("Đơn vị", 40),
    Column("Được giao", 11),
    Column("Đúng hạn", 10),
    Column("Muộn", 10),
    Column("Chờ xác nhận", 10),
    Column("Quá hạn", 10),
    Column("Chưa đến hạn", 10),
    Column("Được miễn", 10),
    Column("Minh chứng", 12),
)
POINTS = (
    Column("Mã", 8),
    Column("Tiêu chí", 44),
    Column("Điểm tối đa", 9),
    Column("Tự chấm", 9),
    Column("Căn cứ", 60),
    Column("Minh chứng", 30),
    Column("Tài liệu phải có", 36),
    Column("Ghi chú", 44),
    Column("Giải trình", 40, fill_in=True),
)

Places = Mapping[int, Sequence[str]]


def sheets(pack: Pack, places: Places, faults: Sequence[str]) -> Iterator[Sheet]:
    """Give the sheets of a pack's index; `places` are the files of each piece in the pack, `faults` what is lost."""
    lines = _lines(pack)
    proofs = tuple(_proofs(pack, places))
    yield Sheet("Minh chứng", "DANH MỤC MINH CHỨNG", PROOFS, proofs, lines)
    gaps = tuple(_gap(number, row) for number, row in enumerate((r for r in pack.own if r.lacking), 1))
    told = (*lines, f"Còn {len(gaps)} việc chưa có đủ minh chứng; ghi giải trình vào hai cột cuối.", *faults)
    yield Sheet("Còn thiếu", "NHIỆM VỤ CHƯA ĐỦ MINH CHỨNG VÀ GIẢI TRÌNH", GAPS, gaps, told)
    counts = [*by_unit(pack.own), figures("Tổng cộng", pack.own)]
    yield Sheet(
        "Tổng hợp", "KẾT QUẢ THEO ĐƠN VỊ", COUNTS, tuple(_count(n, each) for n, each in enumerate(counts, 1)), lines
    )


def _lines(pack: Pack) -> tuple[str, ...]:
    header = pack.plan.header
    plan = f"Kế hoạch: {header.number or pack.plan.name}"
    issued = f" ngày {header.issued_on:%d/%m/%Y}" if header.issued_on else ""
    title = f" · {one_line(header.title, _QUOTE)}" if header.title else ""
    unit = f" · Đơn vị: {pack.unit_name}" if pack.unit_name else ""
    return f"{plan}{issued}{title}", f"Kỳ: {pack.period_label}{unit} · Số liệu đến ngày {pack.on:%d/%m/%Y}"


def one_line(text: str | None, limit: int) -> str:
    """Write a text on one line, cut at `limit` letters."""
    said = " ".join((text or "").split())
    return said if len(said) <= limit else f"{said[: limit - 1]}…"


def _duty(row: PackRow) -> tuple[str, str, str, str]:
    value = row.obligation.value
    said = f"{KINDS[value.kind][0]}: {one_line(value.quote, _QUOTE)}"
    return row.obligation.code, said, row.unit_name, row.period_label


def _proofs(pack: Pack, places: Places) -> Iterator[Sequence[Value]]:
    number = 0
    for row in pack.own:
        for piece in row.pieces:
            number += 1
            yield _proof(number, row, piece, places.get(piece.evidence.id, ()))


def _proof(number: int, row: PackRow, piece: PackPiece, files: Sequence[str]) -> Sequence[Value]:
    code, said, _, period = _duty(row)
    value = piece.evidence
    link = value.kind is EvidenceKind.LINK
    numbered = value.kind is EvidenceKind.DOCUMENT
    return (
        number,
        code,
        said,
        piece.unit_name,
        period,
        row.standing.occurrence.due.legal,
        value.effective_on,
        value.title or (None if link or numbered else one_line(value.reference, _QUOTE)),
        value.reference if numbered else None,
        Linked(value.reference, value.reference) if link else None,
        Linked("\n".join(files), files[0]) if files else None,
        FORMS[value.form][0] if value.form else None,
        VERDICTS[value.verdict][0],
        "; ".join(_remarks(piece)) or None,
    )


def _remarks(piece: PackPiece) -> Iterable[str]:
    if piece.shared:
        yield f"Dùng chung: {piece.shared}"
    if piece.late:
        yield piece.late
    if piece.evidence.signer:
        yield f"Người ký: {piece.evidence.signer}"
    if not piece.counts:
        yield from piece.evidence.notes


def _gap(number: int, row: PackRow) -> Sequence[Value]:
    standing = row.standing
    code, said, unit, period = _duty(row)
    return (
        number,
        code,
        said,
        unit,
        period,
        standing.occurrence.due.legal,
        standing.occurrence.needed,
        standing.accepted,
        standing.in_review,
        standing.missing,
        STATUSES[standing.status][0],
        one_line(standing.returned[-1], _SAID) if standing.returned else None,
        None,
        None,
    )


def _count(number: int, each: Figures) -> Sequence[Value]:
    told = (each.asked, each.met, each.late, each.in_review, each.overdue, each.ahead, each.waived, each.pieces)
    return (number, each.name, *told)


def points_sheet(pack: Pack, rules: Rules, scores: Sequence[Score]) -> Sheet:
    """Give the sheet of a self-assessment: each criterion with its points and the figures behind them."""
    rows = [_point(each) for each in scores]
    rows.append((None, "Tổng cộng", most(scores), total(scores), None, None, None, None, None))
    lines = (*_lines(pack), f"Bộ tiêu chí: {rules.name}", f"Căn cứ: {rules.source}", *filter(None, (rules.note,)))
    return Sheet("Tự chấm điểm", "TỰ CHẤM ĐIỂM TUYÊN TRUYỀN CẢI CÁCH HÀNH CHÍNH", POINTS, tuple(rows), lines)


def _point(each: Score) -> Sequence[Value]:
    rule = each.criterion
    return (
        rule.code,
        rule.name,
        rule.points,
        each.points if each.points is not None else "người chấm",
        "\n".join(each.grounds),
        ", ".join(f"#{number}" for number in each.pieces) or None,
        rule.evidence or None,
        rule.note or None,
        None,
    )


def points_lines(scores: Sequence[Score]) -> Iterator[str]:
    """Say each criterion's points and the figures behind them, line by line."""
    for each in scores:
        rule = each.criterion
        given = "cần người chấm" if each.points is None else f"{comma(each.points)}/{comma(rule.points)} điểm"
        yield f"{rule.code} {rule.name}: {given}"
        yield from (f"     {ground}" for ground in each.grounds)
        if each.pieces:
            yield f"     Minh chứng: {', '.join(f'#{number}' for number in each.pieces)}"
        if rule.note:
            yield f"     ⚠ {rule.note}"
