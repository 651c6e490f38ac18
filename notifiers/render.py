"""Yields a letter in its three forms: text of 72 columns, HTML for mail and phone, and a short one for messengers."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from html import escape
from itertools import count
from string import Template

from notifiers.clean import body_text
from notifiers.letter import Entry, Letter, Section
from notifiers.urgency import Urgency

WIDTH = 72
SHORT_LIMIT = 3_300
"""Letters of the messenger's version: with the subject above it, still under 3,500."""

COLOURS = {
    Urgency.OVERDUE: "#b3261e",
    Urgency.TODAY: "#b54708",
    Urgency.SOON: "#8a6100",
    Urgency.PACE: "#8a6100",
    Urgency.REVIEW: "#1d5b8f",
}

PAGE = Template(
    '<!DOCTYPE html>\n<html lang="vi"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>$title</title></head>\n'
    '<body style="margin:0;padding:0;background:#f4f5f7;color:#1c1c1e">\n'
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="border-collapse:collapse"><tr>'
    '<td align="center" style="padding:12px">\n'
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:640px;background:#ffffff;'
    'border-collapse:collapse;font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.5"><tr>'
    '<td style="padding:20px">\n$content\n</td></tr></table>\n</td></tr></table>\n</body></html>\n'
)
PARAGRAPH = Template('<p style="margin:0 0 14px">$text</p>')
NOTICE = Template('<p style="margin:0 0 14px;padding:8px 12px;background:#fff4d6">$text</p>')
SECTION = Template('<h2 style="margin:22px 0 8px;font-size:17px;color:$colour">$title ($count)</h2>')
UNIT = Template('<h2 style="margin:22px 0 8px;font-size:17px;color:$colour">$title</h2>')
ENTRY = Template(
    '<table width="100%" cellpadding="0" cellspacing="0" style="border-collapse:collapse;margin:0 0 14px;'
    'border-left:4px solid $colour"><tr><td style="padding:4px 0 4px 12px">'
    '<p style="margin:0 0 4px;font-weight:bold">$number. $title</p>$lines</td></tr></table>'
)
LINE = Template('<p style="margin:0 0 3px"><span style="color:#5f6368">$label:</span> $text</p>')
CELL = Template('<$tag style="padding:6px 8px;border:1px solid #d0d5dd;text-align:$align">$text</$tag>')
TABLE = Template(
    '<table width="100%" cellpadding="0" cellspacing="0" style="border-collapse:collapse;margin:0 0 14px;'
    'font-size:15px">$rows</table>'
)
FOOT = Template('<p style="margin:22px 0 0;font-size:13px;color:#5f6368">$text</p>')


def as_text(letter: Letter) -> str:
    """Write a letter as plain text of at most 72 columns; only a word longer than that (an address) runs over."""
    blocks = [letter.notice or "", letter.greeting, letter.opening, *_text_table(letter)]
    number = count(1)
    for section in letter.sections:
        blocks.append(_text_heading(section))
        blocks += [_text_entry(next(number), entry) for entry in section.entries]
    blocks += [_left_out(letter), *letter.closing, "Trân trọng./."]
    blocks.append(f"--\n{letter.signature}")
    return body_text("\n\n".join(_wrapped(b) for b in blocks if b) + "\n")


def _text_heading(section: Section) -> str:
    title = section.title.upper() if ":" not in section.title else section.title
    return f"{title}\n{'-' * min(len(title), WIDTH)}"


def _text_entry(number: int, entry: Entry) -> str:
    head = f"{number}. "
    lines = [_fill(entry.title, head, " " * len(head))]
    lines += [_text_line(label, said) for label, said in entry.lines]
    return "\n".join(lines)


def _text_line(label: str, said: str) -> str:
    return _fill(f"{label}: {said}", "   ", "     ")


def _text_table(letter: Letter) -> Iterator[str]:
    if not letter.table:
        return
    first = WIDTH - 36
    for_unit = [textwrap.wrap(row[0], first) or [""] for row in letter.table]
    rows = []
    for names, row in zip(for_unit, letter.table, strict=True):
        rows.append(names[0].ljust(first) + "".join(cell.rjust(12) for cell in row[1:]))
        rows += [f"  {rest}" for rest in names[1:]]
    yield "\n".join(rows)


def _wrapped(block: str) -> str:
    return "\n".join(line if len(line) <= WIDTH else _fill(line) for line in block.split("\n"))


def _fill(text: str, first: str = "", rest: str = "") -> str:
    return textwrap.fill(
        text, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )


def _left_out(letter: Letter) -> str:
    return f"… và {letter.left_out} việc khác." if letter.left_out else ""


def as_html(letter: Letter, title: str) -> str:
    """Write a letter as HTML: inline style, no remote content, everything escaped."""
    blocks = [NOTICE.substitute(text=_safe(letter.notice))] if letter.notice else []
    blocks += [PARAGRAPH.substitute(text=_safe(text)) for text in (letter.greeting, letter.opening)]
    blocks += _html_table(letter)
    number = count(1)
    for section in letter.sections:
        blocks.append(_html_heading(section))
        blocks += [_html_entry(next(number), entry, COLOURS[section.tone]) for entry in section.entries]
    if letter.left_out:
        blocks.append(PARAGRAPH.substitute(text=_safe(_left_out(letter))))
    blocks += [PARAGRAPH.substitute(text=_safe(said)) for said in letter.closing]
    blocks.append(PARAGRAPH.substitute(text="Trân trọng./."))
    blocks.append(FOOT.substitute(text=_safe(letter.signature)))
    return PAGE.substitute(title=_safe(title), content="\n".join(blocks))


def _html_heading(section: Section) -> str:
    form = UNIT if ":" in section.title else SECTION
    return form.substitute(colour=COLOURS[section.tone], title=_safe(section.title), count=len(section.entries))


def _html_entry(number: int, entry: Entry, colour: str) -> str:
    lines = "".join(LINE.substitute(label=_safe(label), text=_safe(said)) for label, said in entry.lines)
    return ENTRY.substitute(colour=colour, number=number, title=_safe(entry.title), lines=lines)


def _html_table(letter: Letter) -> Iterator[str]:
    if not letter.table:
        return
    rows = []
    for index, row in enumerate(letter.table):
        tag = "td" if index else "th"
        cells = [
            CELL.substitute(tag=tag, align="right" if column else "left", text=_safe(cell))
            for column, cell in enumerate(row)
        ]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    yield TABLE.substitute(rows="".join(rows))


def _safe(text: str) -> str:
    return escape(body_text(text), quote=True)


def as_short(letter: Letter) -> str:
    """Write a letter for messengers: plain, cut at whole entries with a count of what is left out."""
    head = [text for text in (letter.notice, letter.greeting) if text]
    tail = list(letter.closing)
    total = sum(len(s.entries) for s in letter.sections) + letter.left_out
    room = SHORT_LIMIT - sum(len(t) + 2 for t in (*head, *tail)) - 40
    blocks, told = _short_sections(letter, max(room, 0))
    rest = [f"… và {total - told} việc khác."] if told < total else []
    return body_text("\n\n".join([*head, *blocks, *rest, *tail]))[:SHORT_LIMIT]


def _short_sections(letter: Letter, room: int) -> tuple[list[str], int]:
    blocks: list[str] = []
    told = 0
    for section in letter.sections:
        lines = [section.title.upper() if ":" not in section.title else section.title]
        room -= len(lines[0]) + 2
        for entry in section.entries:
            line = f"{told + 1}. {entry.short}"
            if len(line) + 1 > room:
                return [*blocks, "\n".join(lines)] if len(lines) > 1 else blocks, told
            room -= len(line) + 1
            lines.append(line)
            told += 1
        blocks.append("\n".join(lines))
    return blocks, told
