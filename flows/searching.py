"""The search for evidence of a morning: lines that say what it brought; it never keeps a reminder from leaving."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from flows.office import open_lookout
from obligations.service import Office, SweepReport
from obligations.service.following import FindReport, find_new
from obligations.service.looking import look_through, unseen
from obligations.service.rechecking import dead_links, recheck
from storage.settings import Settings

LOG = logging.getLogger(__name__)
FAILED = "Chưa tìm được minh chứng mới ({}); lời nhắc vẫn gửi theo tình trạng đang có."


@dataclass(frozen=True, slots=True)
class Searched:
    """What a search brought, in lines: what it did, and what a person has to look at."""

    lines: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()


def search(office: Office, settings: Settings, *, by: str, only: tuple[str, str] | None = None) -> Searched:
    """Look at the links that wait, then for new pages, of one plan and code or of all; say what came of it.

    Pages are written by others: whatever goes wrong with one is told, with its traceback in the log.
    """
    try:
        lookout = open_lookout(settings)
        seen = look_through(office, lookout, by=by, only=unseen(office, only))
        return _said(len(seen), find_new(office, lookout, by=by, only=only))
    except Exception as error:
        LOG.exception("search")
        return Searched(failures=(FAILED.format(type(error).__name__),))


def _said(seen: int, report: FindReport) -> Searched:
    looked = (f"Đã mở và xét {seen} đường dẫn đang chờ.",) if seen else ()
    found = len(report.filed)
    filed = (f"Tìm thấy {found} tin, bài mới, {report.accepted} được tự chấp nhận.",) if found else ()
    return Searched((*looked, *filed), tuple(f"Nguồn tin không đọc được: {failure}" for failure in report.failures))


def with_dead_links(office: Office, settings: Settings, report: SweepReport, *, by: str) -> SweepReport:
    """Look again at accepted links whose time has come, and add those that are dead to what a person must look at."""
    try:
        recheck(office, open_lookout(settings), by=by)
    except Exception:
        LOG.exception("recheck")
    with office.database.begin() as store:
        there = {o.id: o.value for o in store.occurrences()}
        dead = [
            f"Minh chứng #{piece.id} ({there[number].plan} {there[number].code}): {fault}"
            for piece, number, fault in dead_links(store)
        ]
    return replace(report, problems=(*report.problems, *dead))
