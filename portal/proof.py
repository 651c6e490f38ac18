"""A reading as one page to check: the plan's text with every duty marked, its reading beside it; offline, no script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from intake import Page
from obligations.model import Finding, Obligation, Reading, Span
from obligations.reading.paragraphs import unwrapped
from obligations.service import codes
from portal.language import tr
from portal.opening import place_of
from portal.output import cadence, day, days, kind
from portal.proof_style import STYLE

SURE, LOOK = 0.9, 0.75
MOST_DAYS = 4
WEAKNESS = ("note", "sure", "look", "doubt")


def proof(reading: Reading, source: str, pages: Sequence[Page] = ()) -> str:
    """Write the page; everything of the document is escaped.

    `source` is the file's name, for the reader; `pages` are those of the file, where it has any.
    """
    title = escape(reading.header.title or source)
    rows = "\n".join(_rows(reading, pages))
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
    items = "".join(f"<li>{escape(': '.join(filter(None, (place_of(f), f.what))))}</li>" for f in loose)
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
    """Write the days; of more than four the first two and the last, and how many there are."""
    if len(value.due) <= MOST_DAYS:
        return days(value.due)
    count = tr(f"{len(value.due)} hạn", f"{len(value.due)} days")
    return f"{days(value.due[:2])}, …, {day(value.due[-1])} ({count})"


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of the text to be marked, what it looks like, and the number it is called by, if any."""

    span: Span
    style: str
    number: int = 0


def _rows(reading: Reading, pages: Sequence[Page]) -> Iterator[str]:
    """Lay the text out in rows, one from each line where a duty, finding or page begins, with its cards beside."""
    cards: dict[int, list[str]] = {0: []}
    marks: list[Marked] = []
    named = zip(codes(reading.obligations), reading.obligations, strict=True)
    for number, (code, value) in enumerate(named, start=1):
        cards.setdefault(_line_start(reading.text, value.span[0]), []).append(_card(number, code, value))
        marks.append(Marked(value.span, _style(value.confidence), number))
    for note in filter(_placed, reading.findings):
        span = note.span or (0, 0)
        cards.setdefault(_line_start(reading.text, span[0]), []).append(_note(note))
        marks.append(Marked(span, "note"))
    begins = {_line_start(reading.text, page.span[0]): page.number for page in pages if len(pages) > 1}
    lines = sorted({*cards, *begins})
    shown, waiting, touching = unwrapped(reading.text), sorted(marks, key=lambda m: m.span), list[Marked]()
    for row in zip(lines, [*lines[1:], len(reading.text)], strict=True):
        while waiting and waiting[0].span[0] < row[1]:
            touching.append(waiting.pop(0))
        touching = [mark for mark in touching if mark.span[1] > row[0]]
        words = "".join(_words(shown, touching, row))
        page = f'<span class="page">{tr("trang", "page")} {begins[row[0]]}</span>' if row[0] in begins else ""
        beside = "".join(cards.get(row[0], ()))
        yield f'<div class="row"><div class="text">{page}{words}</div><aside class="side">{beside}</aside></div>'


def _line_start(text: str, place: int) -> int:
    return text.rfind("\n", 0, place) + 1


def _words(shown: str, touching: Sequence[Marked], row: Span) -> Iterator[str]:
    """Write a row's words, cut wherever a mark begins or ends, each piece in the weakest of its marks."""
    cuts = sorted({*row, *(e for mark in touching for e in mark.span if row[0] <= e <= row[1])})
    last = row[0] + len(shown[slice(*row)].rstrip("\n"))
    for start, end in pairwise(cuts):
        words = escape(shown[start : min(end, last)])
        inside = [mark for mark in touching if mark.span[0] <= start and end <= mark.span[1]]
        links = "".join(_link(mark.number) for mark in inside if mark.number and mark.span[0] == start)
        style = max((mark.style for mark in inside), key=WEAKNESS.index, default="")
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
        (tr("Hạn", "Due"), _short_days(value) if value.due else ""),
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
    place = f"<b>{escape(place_of(finding))}</b> " if finding.place else ""
    return f'<section class="card finding">⚠ {place}{escape(finding.what)}</section>'
