"""Evidence looked at and looked for: `evidence look`, `find`, `recheck`."""

from __future__ import annotations

from typing import Annotated

import typer

from obligations.agreeing import WORDS, agreed_day, agreed_title
from obligations.channels import channel_of
from obligations.errors import BadEvidence
from obligations.judging import Page
from obligations.service import unit_name
from obligations.service.following import find_new
from obligations.service.looking import Looked, look_through
from obligations.service.rechecking import recheck
from obligations.units import Register
from obligations.zone import day_of
from portal import evidence as words
from portal.desk import lookout, office
from portal.language import tr
from portal.options import BY, whoami
from portal.output import console, day, say, table

WHAT = typer.Argument(
    help=tr("Số của minh chứng, hoặc địa chỉ web để xem thử.", "Numbers of pieces, or a web address to try."),
    show_default=False,
)
ALL = typer.Option("--all", help=tr("Mọi đường dẫn, kể cả vừa xem.", "Every link, also those just seen."))


def attach(group: typer.Typer) -> None:
    """Put the commands on the line."""
    group.command("look", help=tr("Mở và xét các đường dẫn đang chờ.", "Open and judge links that wait."))(_look)
    group.command("find", help=tr("Tìm tin, bài mới trên các kênh.", "Look for new pages on the channels."))(_find)
    group.command("recheck", help=tr("Xem lại đường dẫn đã chấp nhận.", "Look again at accepted links."))(_recheck)


def _look(what: Annotated[list[str] | None, WHAT] = None, by: Annotated[str | None, BY] = None) -> None:
    given = what or []
    for address in (one for one in given if "://" in one):
        _tell_page(lookout().eye.look(address))
    numbers = [_number(one) for one in given if "://" not in one]
    if given and not numbers:
        return
    seen = look_through(office(), lookout(), by=by or whoami(), only=numbers if given else None)
    if not seen:
        say(tr("Không có đường dẫn nào chờ xem.", "No link waits to be looked at."))
    _tell(seen)


def _number(text: str) -> int:
    if not text.lstrip("#").isdigit():
        raise BadEvidence(tr(f"“{text}” không phải số minh chứng hay địa chỉ web.", f"“{text}” is no piece's number."))
    return int(text.lstrip("#"))


def _tell(seen: list[Looked]) -> None:
    with office().database.begin() as store:
        register = store.register()
    for one in seen:
        piece, value = one.evidence, one.occurrence.value
        head = f"#{piece.id} {value.plan} {value.code}, {unit_name(register, value.unit)}, {value.due.period}: "
        console().print(head, words.verdict(piece), sep="")
        say(f"   {piece.title or piece.reference}")
        for reason in one.judgement.reasons:
            say(f"   • {reason}")


def _tell_page(page: Page) -> None:
    """Show what was read off a page, for whom it may serve or not."""
    with office().database.begin() as store:
        register: Register = store.register()
    on, title = agreed_day(page.dates, day_of(page.fetched_at)), agreed_title(page.titles)
    channel = channel_of(register.channels, page.final)
    rows = table("", "")
    rows.add_row(tr("Địa chỉ", "Address"), page.final)
    rows.add_row(tr("Trả lời", "Answer"), page.failure or str(page.status))
    rows.add_row(tr("Kênh", "Channel"), channel.name if channel else tr("chưa có trong danh bạ", "not in the register"))
    rows.add_row(tr("Tiêu đề", "Title"), title.value or title.why or "—")
    rows.add_row(tr("Ngày đăng", "Published"), on.value or on.why or "—")
    for found in page.dates:
        rows.add_row("", f"{found.value} ({WORDS[found.method]})")
    rows.add_row(tr("Chữ đọc được", "Readable text"), tr(f"{len(page.text)} ký tự", f"{len(page.text)} letters"))
    console().print(rows)


def _find(by: Annotated[str | None, BY] = None) -> None:
    report = find_new(office(), lookout(), by=by or whoami())
    say(
        tr(
            f"Đã theo dõi {report.followed} nguồn, có {report.told} trang chưa xem, mở {report.opened} trang,"
            f" ghi {len(report.filed)} minh chứng ({report.accepted} tự chấp nhận).",
            f"Followed {report.followed} sources, {report.told} pages not seen yet, opened {report.opened},"
            f" filed {len(report.filed)} pieces ({report.accepted} accepted without a person).",
        )
    )
    _tell(list(report.filed))
    for failure in report.failures:
        say(f"⚠ {failure}")


def _recheck(everything: Annotated[bool, ALL] = False, by: Annotated[str | None, BY] = None) -> None:
    seen = recheck(office(), lookout(), by=by or whoami(), everything=everything)
    faults = [one for one in seen if one.fault]
    say(
        tr(
            f"Đã xem lại {len(seen)} đường dẫn, {len(faults)} đường dẫn cần chú ý.",
            f"Looked at {len(seen)} links again, {len(faults)} need attention.",
        )
    )
    for one in faults:
        say(f"⚠ #{one.evidence.id} {one.evidence.reference} ({day(one.evidence.effective_on)}): {one.fault}")
