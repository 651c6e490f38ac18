"""Yields a letter in its four forms: subject, text of 72 columns, HTML, a short one for messengers."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any

from notifiers.clean import body_text, header_text
from notifiers.letter import Entry, Letter, Section
from notifiers.sections import limited
from notifiers.templating import MAIL_HTML, MAIL_TEXT, MESSENGER, SUBJECT, Templates
from notifiers.urgency import Urgency
from obligations.records import Payload

SHORT_LIMIT = 3_300
"""Letters of the messenger's version: with the subject above it, still under 3,500."""

COLOURS = {
    Urgency.OVERDUE: "#b3261e",
    Urgency.TODAY: "#b54708",
    Urgency.SOON: "#8a6100",
    Urgency.PACE: "#8a6100",
    Urgency.RETURNED: "#8a6100",
    Urgency.REVIEW: "#1d5b8f",
    Urgency.QUESTION: "#1d5b8f",
}


def rendered(letter: Letter, templates: Templates) -> Payload:
    """Render a letter into everything a message needs."""
    context = context_of(letter)
    subject = header_text(" ".join(templates.render(SUBJECT, context).split()))
    return Payload(
        subject=subject,
        text=_tidy(templates.render(MAIL_TEXT, context)),
        html=body_text(templates.render(MAIL_HTML, context)),
        short=_short(letter, templates),
    )


def context_of(letter: Letter) -> dict[str, Any]:
    """Give what a template may use: plain words, cleaned of what has no place in a message."""
    number = count(1)
    return {
        "subject": header_text(letter.subject),
        "notice": body_text(letter.notice or ""),
        "greeting": body_text(letter.greeting),
        "opening": body_text(letter.opening),
        "table": [[body_text(cell) for cell in row] for row in letter.table],
        "sections": [_section(section, number, letter.answer_url) for section in letter.sections],
        "left_out": letter.left_out,
        "answer_note": body_text(letter.answer_note),
        "answer_url": letter.answer_url or "",
        "closing": [body_text(said) for said in letter.closing],
        "summary": [_part(title, lines) for title, lines in letter.summary],
        "signature": body_text(letter.signature),
    }


def _section(section: Section, number: count[int], answer_url: str | None) -> dict[str, Any]:
    return {
        "title": body_text(section.title),
        "tone": section.tone.name.lower(),
        "colour": COLOURS[section.tone],
        "counted": section.counted,
        "entries": [_entry(entry, next(number), answer_url) for entry in section.entries],
    }


def _entry(entry: Entry, number: int, answer_url: str | None) -> dict[str, Any]:
    return {
        "number": number,
        "title": body_text(entry.title),
        "lines": [{"label": body_text(label), "text": body_text(said)} for label, said in entry.lines],
        "short": body_text(entry.short),
        "answers": [
            {"unit": body_text(unit), "code": code, "url": f"{answer_url}/{code}" if answer_url else ""}
            for unit, code in entry.codes
        ],
    }


def _part(title: str, lines: tuple[str, ...]) -> dict[str, Any]:
    return {"title": body_text(title), "lines": [body_text(line) for line in lines]}


def _tidy(text: str) -> str:
    """Leave at most one empty line between blocks, and one line end at the end."""
    lines: list[str] = []
    for line in body_text(text).rstrip().split("\n"):
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines) + "\n"


def _short(letter: Letter, templates: Templates) -> str:
    """Render the messenger's version with as many whole entries as fit, and the count of the rest."""
    whole = _with_entries(letter, templates, sum(len(s.entries) for s in letter.sections))
    if len(whole) <= SHORT_LIMIT:
        return whole
    least, most = 0, sum(len(s.entries) for s in letter.sections)
    while most - least > 1:
        middle = (least + most) // 2
        fits = len(_with_entries(letter, templates, middle)) <= SHORT_LIMIT
        least, most = (middle, most) if fits else (least, middle)
    return _with_entries(letter, templates, least)[:SHORT_LIMIT]


def _with_entries(letter: Letter, templates: Templates, room: int) -> str:
    kept, left_out = limited(letter.sections, room)
    cut = replace(letter, sections=kept, left_out=letter.left_out + left_out)
    return _tidy(templates.render(MESSENGER, context_of(cut))).strip()
