"""A plan read: from its text to header, obligations and findings."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from obligations.errors import NotVietnamese
from obligations.model import Cadence, Finding, Obligation, Reading, Span
from obligations.reading.cadences import NINE_MONTHS, odd_periods
from obligations.reading.confidence import calibrated
from obligations.reading.contradictions import contradictions
from obligations.reading.dates import past_dues
from obligations.reading.drafts import DATE_FLAG, UNIT_FLAG, UNSAID_FLAG
from obligations.reading.duties import read_duties
from obligations.reading.header import read_header
from obligations.reading.missing import missing_labels
from obligations.reading.names import Names
from obligations.reading.naming import Vocabulary, default_vocabulary
from obligations.reading.outline import Region
from obligations.reading.phrases import Lexicon, default_lexicon
from obligations.reading.relative import relative_deadlines
from obligations.reading.sheet import Sheet, open_sheet
from obligations.reading.tables import find_tables, read_tables
from obligations.text import bare_text

MIN_WORDS = 40
VIETNAMESE_SHARE, FEW_SHARE, FEW_UNMARKED_SHARE = 0.45, 0.35, 0.5
FEWEST_LETTERS = 12
DOUBTED_LABEL = 1.2


def read(text: str, sha256: str, vocabulary: Vocabulary | None = None, lexicon: Lexicon | None = None) -> Reading:
    """Read a plan's text (NFC). The same text always gives the same reading.

    A plan that lays no duty on anybody gives no obligation and a finding. Raise NotVietnamese for another language.
    """
    with _unswept():
        return _read(text, sha256, vocabulary, lexicon)


@contextmanager
def _unswept() -> Iterator[None]:
    """Hold the sweep for cycles off: reading makes very many values and no cycles, a fifth of the time saved."""
    swept = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if swept:
            gc.enable()


def _read(text: str, sha256: str, vocabulary: Vocabulary | None, lexicon: Lexicon | None) -> Reading:
    sheet = open_sheet(text, lexicon)
    _require_vietnamese(sheet)
    vocabulary = vocabulary or default_vocabulary()
    header, findings = read_header(sheet, sha256, vocabulary)
    year = header.year or 0
    names = Names(sheet, vocabulary, header.issuer)
    tables = find_tables(names)
    duties, more = read_duties(names, header, year, [t.span for t in tables])
    rows, lost = read_tables(names, year, tables)
    obligations = calibrated(sheet, sorted((*duties, *rows), key=lambda o: o.span[0]))
    if not obligations:
        _require_vietnamese(sheet, found=False)
    findings = [
        *findings,
        *more,
        *lost,
        *_unclear(obligations),
        *contradictions(header, obligations),
        *_open_dates(sheet, year, obligations),
        *_general(sheet, obligations),
    ]
    return Reading(text, header, obligations, tuple(findings))


def _require_vietnamese(sheet: Sheet, found: bool | None = None) -> None:
    """Raise NotVietnamese for another language; of a few words that is said only where no duty was `found`."""
    common = default_lexicon().syllables.common
    counts = sheet.counts
    letters = sum(n for word, n in counts.items() if any(map(str.isalpha, word)))
    known = sum(n for word, n in counts.items() if bare_text(word) in common)
    few = FEW_SHARE if sheet.trusted else FEW_UNMARKED_SHARE
    said = found is False and sum(map(len, counts)) >= FEWEST_LETTERS
    least = VIETNAMESE_SHARE if letters >= MIN_WORDS else few if said else 0.0
    if known < least * letters:
        raise NotVietnamese("Văn bản không phải tiếng Việt nên không thể đọc; hãy kiểm tra lại tệp đã chọn.")


def _unclear(obligations: Sequence[Obligation]) -> Iterator[Finding]:
    for value in obligations:
        if UNSAID_FLAG in value.flags:
            yield Finding(value.clause, f"điều khoản không nêu đơn vị; tạm hiểu là {value.responsible[0]}", value.span)
        if UNIT_FLAG in value.flags:
            yield Finding(value.clause, "tên đơn vị giữ nguyên như trong văn bản vì chưa có trong danh mục", value.span)
        if DATE_FLAG in value.flags:
            yield Finding(value.clause, "ngày hạn bị mờ, không đọc được: cần người nhập ngày", value.span)
        if value.cadence is Cadence.EXTERNAL:
            yield Finding(value.clause, "thời hạn do văn bản khác quy định: cần người nhập ngày", value.span)


def _open_dates(sheet: Sheet, year: int, obligations: Sequence[Obligation]) -> Iterator[Finding]:
    """Tell of periods and deadlines in the clauses that no calendar of periods holds."""
    for span in odd_periods(sheet):
        what = f"chu kỳ “{_said(sheet, span)}” chưa đặt lịch tự động được: cần người nhập hạn"
        yield Finding(_place(sheet, span), what, span)
    for clause in sheet.clauses:
        if clause.region is not Region.BODY:
            continue
        for span in relative_deadlines(sheet, clause.span):
            what = f"thời hạn “{_said(sheet, span)}” tính từ một sự kiện: cần người nhập ngày khi sự kiện xảy ra"
            yield Finding(clause.label, what, span)
        for span in past_dues(sheet, clause.span, year):
            yield Finding(clause.label, f"thời hạn “{_said(sheet, span)}” không thuộc năm của kế hoạch", span)
        for hit in sheet.within(clause.span, "bare"):
            if hit.value == NINE_MONTHS and any(a.span[0] <= hit.start < a.span[1] for a in obligations):
                yield Finding(clause.label, "có kỳ báo cáo 9 tháng: cần kiểm tra lịch", (hit.start, hit.end))


def _said(sheet: Sheet, span: Span) -> str:
    return " ".join(sheet.text[slice(*span)].split())


def _place(sheet: Sheet, span: Span) -> str:
    return next((c.label for c in sheet.clauses if c.start <= span[0] < c.end), "")


def _general(sheet: Sheet, obligations: Sequence[Obligation]) -> Iterator[Finding]:
    if not obligations:
        yield Finding("", "không tìm thấy nhiệm vụ nào có định kỳ, thời hạn hoặc số lượng trong văn bản")
    if not sheet.trusted:
        yield Finding("", "văn bản mất dấu tiếng Việt (nhận dạng sai ngôn ngữ): cần đối chiếu với bản gốc")
    yield from missing_labels(sheet.clauses)
    for clause in sheet.clauses:
        if clause.doubt >= DOUBTED_LABEL:
            yield Finding(clause.label, "nhãn mục không rõ, được suy ra từ thứ tự các mục", (clause.start, clause.body))
