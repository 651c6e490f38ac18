"""A reading as one page to check: the plan's text with every duty marked, its reading beside it; offline, no script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise

from obligations.model import Finding, Obligation, Reading, Span
from obligations.service import codes
from portal.language import tr
from portal.output import cadence, day, days, kind
from portal.proof_style import STYLE

SURE, LOOK = 0.9, 0.75
FIRST_LINES = 2


def proof(reading: Reading, source: str) -> str:
    """Write the page. `source` is the file's name, for the reader; everything of the document is escaped."""
    title = escape(reading.header.title or source)
    rows = "\n".join(_rows(reading))
    return (
        f'<!DOCTYPE html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n{_head(reading, source)}\n<main>\n{rows}\n</main>\n"
        f"<footer>{escape(source)} · sha256 {escape(reading.header.sha256)}</footer>\n</body>\n</html>\n"
    )


def _head(reading: Reading, source: str) -> str:
    header = reading.header
    unknown = tr("chưa rõ", "not stated")
    facts = (
        (tr("Số", "No."), header.number or unknown),
        (tr("Cơ quan", "Issuer"), header.issuer or unknown),
        (tr("Ngày", "Dated"), day(header.issued_on) if header.issued_on else unknown),
        (tr("Năm", "Year"), str(header.year or unknown)),
        (tr("Nhiệm vụ", "Duties"), str(len(reading.obligations))),
        (tr("Điểm cần xem", "Findings"), str(len(reading.findings))),
    )
    told = " · ".join(f"{escape(name)} <b>{escape(value)}</b>" for name, value in facts)
    title = escape(header.title or source)
    parts = (f"<h1>{title}</h1>", f'<p class="facts">{told}</p>', _legend(), _general(reading), _list(reading))
    return "<header>\n{}\n</header>".format("\n".join(parts))


def _legend() -> str:
    marks = (
        ("", tr("nhiệm vụ đọc chắc chắn (từ 90%)", "read for sure (90% and more)")),
        ("look", tr("nên xem lại (75–90%)", "worth a look (75–90%)")),
        ("doubt", tr("phải xem lại (dưới 75%)", "must be looked at (under 75%)")),
        ("note", tr("điểm cần xem", "finding")),
    )
    sample = tr("chữ", "words")
    items = "".join(f'<li><mark class="{name}">{sample}</mark> {escape(words)}</li>' for name, words in marks)
    return f'<ul class="legend">{items}</ul>'


def _general(reading: Reading) -> str:
    loose = [f for f in reading.findings if not _placed(f)]
    if not loose:
        return ""
    items = "".join(f"<li>{escape(': '.join(filter(None, (f.place, f.what))))}</li>" for f in loose)
    return f'<div class="general"><b>{tr("Cả văn bản", "The whole document")}</b><ul>{items}</ul></div>'


def _placed(finding: Finding) -> bool:
    return finding.span is not None and finding.span[1] > finding.span[0]


def _list(reading: Reading) -> str:
    heads = (tr("Mã", "Code"), tr("Đơn vị", "Who"), tr("Việc", "What"), tr("Định kỳ", "How often"), tr("Hạn", "Due"))
    head = "".join(f"<th>{escape(h)}</th>" for h in heads)
    lines = []
    for number, (code, value) in enumerate(zip(codes(reading.obligations), reading.obligations, strict=True), start=1):
        who = escape("; ".join(value.responsible))
        lines.append(
            f'<tr><td><a href="#k{number}">{escape(code)}</a></td><td>{who}</td><td>{escape(kind(value.kind))}</td>'
            f"<td>{escape(cadence(value.cadence))}</td><td>{escape(_short_days(value))}</td></tr>"
        )
    summary = tr("Danh sách nhiệm vụ", "List of duties")
    return f"<nav><details><summary>{summary}</summary><table><tr>{head}</tr>{''.join(lines)}</table></details></nav>"


def _short_days(value: Obligation) -> str:
    more = len(value.due) - FIRST_LINES
    return days(value.due[:FIRST_LINES]) + (f" (+{more})" if more > 0 else "")


def _rows(reading: Reading) -> Iterator[str]:
    """Lay the text out in rows, a new one at each line where a duty or finding begins, with its cards beside it."""
    notes = [f for f in reading.findings if _placed(f)]
    duties = list(enumerate(zip(codes(reading.obligations), reading.obligations, strict=True), start=1))
    spans = [o.span for o in reading.obligations] + [f.span for f in notes if f.span]
    lines = sorted({0, *(reading.text.rfind("\n", 0, start) + 1 for start, _ in spans)})
    for start, end in zip(lines, [*lines[1:], len(reading.text)], strict=True):
        cards = [_card(number, code, o) for number, (code, o) in duties if start <= o.span[0] < end]
        cards += [_note(f) for f in notes if f.span and start <= f.span[0] < end]
        words = "".join(_marked(reading, notes, (start, end)))
        yield f'<div class="row"><div class="text">{words}</div><aside class="side">{"".join(cards)}</aside></div>'


def _marked(reading: Reading, notes: Sequence[Finding], row: Span) -> Iterator[str]:
    """Write a row's words, cut wherever a mark begins or ends, each piece in the weakest of its marks."""
    touching = [(n, o) for n, o in enumerate(reading.obligations, 1) if o.span[0] < row[1] and row[0] < o.span[1]]
    found = [f.span for f in notes if f.span and f.span[0] < row[1] and row[0] < f.span[1]]
    edges = {*row, *(e for _, o in touching for e in o.span), *(e for span in found for e in span)}
    cuts = sorted(e for e in edges if row[0] <= e <= row[1])
    last = row[1]
    while last > row[0] and reading.text[last - 1] == "\n":
        last -= 1
    for start, end in pairwise(cuts):
        words = escape(reading.text[start : min(end, last)])
        inside = [(n, o) for n, o in touching if o.span[0] <= start and end <= o.span[1]]
        links = "".join(_link(n) for n, o in inside if o.span[0] == start)
        weakest = min((o.confidence for _, o in inside), default=None)
        noted = "note" if any(a <= start and end <= b for a, b in found) else ""
        style = noted if weakest is None else _style(weakest)
        yield f'{links}<mark class="{style}">{words}</mark>' if style and words else links + words


def _link(number: int) -> str:
    return f'<a class="n" id="v{number}" href="#k{number}">{number}</a>'


def _style(confidence: float) -> str:
    return "sure" if confidence >= SURE else "look" if confidence >= LOOK else "doubt"


def _card(number: int, code: str, value: Obligation) -> str:
    marks = [tr("bắt buộc", "mandatory")] * value.mandatory + [tr("tổng", "total")] * value.aggregate
    fields = (
        (tr("Đơn vị", "Who"), "; ".join(value.responsible)),
        (tr("Phối hợp", "With"), "; ".join(value.coordinating)),
        (tr("Nơi nhận", "To"), value.recipient or ""),
        (tr("Số lượng", "Count"), "" if value.count is None else str(value.count)),
        (tr("Hạn", "Due"), days(value.due) if value.due else ""),
        (tr("Ghi chú", "Notes"), "; ".join([*marks, *value.flags])),
    )
    told = "".join(f"<dt>{escape(name)}</dt><dd>{escape(words)}</dd>" for name, words in fields if words)
    what = escape(f"{kind(value.kind)} · {cadence(value.cadence)}")
    style = _style(value.confidence)
    sure = f"{tr('tin cậy', 'confidence')} {value.confidence:.0%}"
    head = f'<h2><a class="n" href="#v{number}">{number}</a>{escape(code)} — {what}</h2>'
    return (
        f'<section class="card {style}" id="k{number}">{head}'
        f'<dl>{told}<dt>{tr("Đọc", "Read")}</dt><dd class="how">{escape(sure)}</dd></dl></section>'
    )


def _note(finding: Finding) -> str:
    place = f"<b>{escape(finding.place)}</b> " if finding.place else ""
    return f'<section class="card finding">⚠ {place}{escape(finding.what)}</section>'
