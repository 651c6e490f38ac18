"""`dunghan read`: what a plan lays on whom, in a table that can be checked in a minute, or as the contract's JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.padding import Padding
from rich.text import Text

from intake import Opened
from obligations.errors import NoObligation
from obligations.model import Obligation, Reading
from obligations.reading.contract import as_contract
from obligations.reading.naming import default_vocabulary
from obligations.reading.reader import read
from obligations.service import codes
from portal.language import tr
from portal.lexicon import LEXICON, lexicon
from portal.opening import opened, place_of, standing, warned
from portal.options import JSON, UNITS, vocabulary
from portal.output import cadence, console, day, days, kind, names, print_json, say, table
from portal.proof import proof
from portal.register_file import load_register

UNSURE = 0.75
HTML = typer.Option(
    "--html",
    metavar="OUT",
    help=tr(
        "Ghi một trang để đối chiếu: văn bản gốc, nhiệm vụ được tô, cách hiểu bên cạnh.",
        "Write a page to check: the text with every duty marked, its reading beside it.",
    ),
)
FILE = typer.Argument(
    help=tr("Tệp kế hoạch: Word, PDF, bản quét, ảnh, .txt, .md.", "The plan: Word, PDF, scan, picture, .txt, .md."),
    show_default=False,
)


def attach(app: typer.Typer) -> None:
    """Put the command on the line."""
    app.command("read", help=tr("Đọc một kế hoạch, không cần cơ sở dữ liệu.", "Read a plan; needs no database."))(_read)


def _read(
    file: Annotated[Path, FILE],
    json: Annotated[bool, JSON] = False,
    quotes: Annotated[
        bool, typer.Option("--quotes", help=tr("In câu gốc dưới mỗi dòng.", "Print the quote under each row."))
    ] = False,
    units: Annotated[Path | None, UNITS] = None,
    html: Annotated[Path | None, HTML] = None,
    phrases: Annotated[Path | None, LEXICON] = None,
) -> None:
    source, reading = opened_reading(file, units, phrases)
    if html is not None:
        _write(html, proof(reading, file.name, source.pages))
    if json:
        print_json(as_contract(reading))
    else:
        show(reading, source, quotes=quotes)
        if html is not None:
            say(tr(f"Trang đối chiếu: {html}", f"Page to check: {html}"))
    if not reading.obligations:
        raise NoObligation(f"{file}: không đọc được nhiệm vụ nào trong văn bản này; hãy xem các điểm cần xem ở trên.")


def _write(out: Path, page: str) -> None:
    try:
        out.write_text(page, encoding="utf-8")
    except OSError as error:
        what = tr(f"{out}: không ghi được ({error.strerror}); hãy chọn thư mục khác.", f"{out}: {error.strerror}.")
        raise typer.BadParameter(what, param_hint="--html") from error


def reading_of(file: Path, units: Path | None = None, phrases: Path | None = None) -> Reading:
    """Open and read a plan's file with the agency's names where a register is given."""
    return opened_reading(file, units, phrases)[1]


def opened_reading(file: Path, units: Path | None, phrases: Path | None) -> tuple[Opened, Reading]:
    """Give a plan's file as it was opened, and its reading with what opening it warns of."""
    words = vocabulary(load_register(units)) if units else default_vocabulary()
    source = opened(file)
    return source, warned(read(source.text, source.sha256, words, lexicon(phrases)), source)


def show(reading: Reading, source: Opened, *, quotes: bool = False) -> None:
    """Print a reading for the focal officer: header, obligations, findings."""
    out = console()
    header = reading.header
    unknown = tr("chưa rõ", "not stated")
    out.print(Text(header.title or tr("Kế hoạch không rõ tên", "Plan without a title"), style="bold"))
    facts = (
        tr("Số", "No."),
        header.number or unknown,
        header.issuer or unknown,
        tr("ngày", "dated"),
        day(header.issued_on) if header.issued_on else unknown,
        tr("năm", "year"),
        str(header.year or unknown),
    )
    out.print("{} {} · {} · {} {} · {} {}".format(*facts), markup=False)
    _obligations(reading, source, quotes=quotes)
    _findings(reading, source)


def _obligations(reading: Reading, source: Opened, *, quotes: bool) -> None:
    rows = table(
        (tr("Điều khoản", "Clause"), {"no_wrap": True}),
        (tr("Đơn vị chịu trách nhiệm", "Who"), {"ratio": 3}),
        (tr("Việc", "What"), {"ratio": 2}),
        (tr("Định kỳ", "How often"), {"no_wrap": True}),
        (tr("Số lượng", "Count"), {"justify": "right"}),
        (tr("Hạn nêu trong văn bản", "Due in the text"), {}),
        (tr("Tin cậy", "Conf."), {"justify": "right"}),
        (tr("Cần xem", "Flags"), {"ratio": 2}),
    )
    out = console()
    for code, obligation in zip(codes(reading.obligations), reading.obligations, strict=True):
        page = source.page_of(obligation.span)
        place = code if page is None else f"{code}\n{tr('trang', 'page')} {page}"
        rows.add_row(place, *_cells(obligation))
        if quotes:
            rows.add_row("", Text(" ".join(obligation.quote.split()), style="italic dim"), *[""] * 6)
    out.print(rows)
    out.print(tr(f"{len(reading.obligations)} nhiệm vụ.", f"{len(reading.obligations)} obligations."))


def _cells(obligation: Obligation) -> tuple[str | Text, ...]:
    who = names(obligation.responsible)
    if obligation.coordinating:
        who += tr("\nphối hợp: ", "\nwith: ") + "; ".join(obligation.coordinating)
    what = kind(obligation.kind) + (f" → {obligation.recipient}" if obligation.recipient else "")
    marks = [tr("bắt buộc", "mandatory")] * obligation.mandatory + [tr("tổng", "total")] * obligation.aggregate
    sure = Text(f"{obligation.confidence:.0%}", style="" if obligation.confidence >= UNSURE else "bold yellow")
    count = "—" if obligation.count is None else str(obligation.count)
    flags = "; ".join([*marks, *obligation.flags]) or "—"
    return who, what, cadence(obligation.cadence), count, days(obligation.due), sure, flags


def _findings(reading: Reading, source: Opened) -> None:
    out = console()
    if not reading.findings:
        out.print(tr("Không có điểm nào cần xem.", "Nothing to look at."))
        return
    out.print(Text(tr(f"{len(reading.findings)} điểm cần xem:", f"{len(reading.findings)} findings:"), style="bold"))
    for finding in reading.findings:
        where = ", ".join(filter(None, (standing(reading, source, finding.span), place_of(finding))))
        line = ": ".join(filter(None, (where, finding.what)))
        out.print(Padding(Text(f"• {line}"), (0, 0, 0, 2)))
