"""Examines what is kept: the database, the register, addresses, drafts that wait, the clock, the calendar, backups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from notifiers.address import check_address
from notifiers.clean import mask
from obligations.model import Draft
from obligations.ports import Store
from obligations.service import VIETNAM, Office
from obligations.service.health import Held, delivery_health
from obligations.signs import Grade, Sign
from obligations.units import Register, problems
from storage.calendars import notices
from storage.dumping import Source, damage

DATABASE, REGISTER, CLOCK, CALENDAR = "Cơ sở dữ liệu", "Danh bạ", "Đồng hồ", "Lịch nghỉ lễ"
DELIVERY, BACKUP, PLANS = "Thư nhắc", "Sao lưu", "Kế hoạch"
SHOWN, BACKUP_AGE, BACK = 5, timedelta(days=7), timedelta(minutes=5)
NEXT_YEAR_FROM = 11


def database(source: Source) -> Iterator[Sign]:
    """Read a SQLite file whole."""
    if source.file is not None and source.file.is_file() and (fault := damage(source.file)):
        yield Sign(
            Grade.FAULT,
            DATABASE,
            f"tệp {source.file} hỏng ({fault}); hãy dừng Đúng Hạn rồi khôi phục: dunghan restore <bản sao lưu> --force",
        )


def kept(office: Office, environ: Mapping[str, str]) -> Iterator[Sign]:
    """Examine what the database holds."""
    now = office.clock()
    with office.database.begin() as store:
        yield from _clock(store, now)
        yield from _plans(store)
        yield from _register(store, environ)
        yield from _delivery(store, office, now)
        yield from _backups(store, now)
    yield from calendar(office.today())


def _clock(store: Store, now: datetime) -> Iterator[Sign]:
    """A clock that went back makes what was written look like the future, and puts every due date off."""
    last = max((change.at for change in store.changes()), default=now)
    if now < last - BACK:
        yield Sign(
            Grade.FAULT,
            CLOCK,
            f"máy đang ghi {_moment(now)}, nhưng nhật ký đã có dòng lúc {_moment(last)}; hãy chỉnh lại giờ của máy.",
        )


def _plans(store: Store) -> Iterator[Sign]:
    plans, drafts = store.plans(), store.obligations(state=Draft.DRAFT)
    approved = store.obligations(state=Draft.APPROVED)
    yield Sign(Grade.GOOD, PLANS, f"{len(plans)} kế hoạch, {len(approved)} nhiệm vụ đã duyệt.")
    if drafts:
        names = sorted({one.plan for one in drafts})
        yield Sign(Grade.NOTE, PLANS, f"{len(drafts)} nhiệm vụ chờ duyệt ở {_some(names)}: dunghan approve <kế hoạch>")


def _register(store: Store, environ: Mapping[str, str]) -> Iterator[Sign]:
    register = store.register()
    wanted = [(f"{one.plan} {one.code}", one.value.responsible) for one in store.obligations(state=Draft.APPROVED)]
    found = [problem.what for problem in problems(register, wanted)]
    if not register.units:
        yield Sign(Grade.WARNING, REGISTER, "còn trống: dunghan units import <tệp>")
    elif found:
        more = f" … và {len(found) - SHOWN} chỗ khác: dunghan units check" if len(found) > SHOWN else ""
        yield from (Sign(Grade.WARNING, REGISTER, what) for what in found[:SHOWN])
        if more:
            yield Sign(Grade.WARNING, REGISTER, more.removeprefix(" … "))
    else:
        yield Sign(Grade.GOOD, REGISTER, f"{len(register.units)} đơn vị, {len(register.people)} người, đều có địa chỉ.")
    yield from addresses(register, environ)


def addresses(register: Register, environ: Mapping[str, str]) -> Iterator[Sign]:
    """Find the addresses that Apprise cannot use as things are now."""
    for person in register.people:
        for address in person.addresses:
            if fault := check_address(address, environ):
                yield Sign(Grade.FAULT, REGISTER, f"{person.name}, {mask(address)}: {fault}")


def _delivery(store: Store, office: Office, now: datetime) -> Iterator[Sign]:
    health = delivery_health(store, now, hours=office.hours, calendar=office.calendar, patience=office.patience)
    for grade, held, words in (
        (Grade.FAULT, health.late, "lẽ ra đã phải đi"),
        (Grade.WARNING, health.dead, "không gửi được"),
        (Grade.NOTE, health.doubtful, "chưa rõ đã đến hay chưa"),
    ):
        if held:
            yield Sign(grade, DELIVERY, f"{len(held)} thư {words}: {_some([_held(one) for one in held])}")
    if health.unjoined:
        yield Sign(Grade.FAULT, DELIVERY, f"{health.unjoined} lời nhắc chưa vào thư nào; hãy chạy: dunghan remind")
    if health.sound:
        yield Sign(Grade.GOOD, DELIVERY, "không có thư nào kẹt.")


def _held(held: Held) -> str:
    return f"{held.person_name}{f' ({held.why})' if held.why else ''}"


def _backups(store: Store, now: datetime) -> Iterator[Sign]:
    made = [change.at for change in store.changes("system/backup") if change.action == "backup"]
    if not made:
        yield Sign(Grade.WARNING, BACKUP, "chưa sao lưu lần nào: dunghan backup --to <nơi khác máy này>")
    elif now - made[-1] > BACKUP_AGE:
        yield Sign(Grade.WARNING, BACKUP, f"lần cuối {_moment(made[-1])}, đã quá 7 ngày: dunghan backup")
    else:
        yield Sign(Grade.GOOD, BACKUP, f"lần cuối {_moment(made[-1])}.")


def calendar(today: date) -> Iterator[Sign]:
    """Tell where due dates rest on a year whose days off nobody has announced to us."""
    years = [today.year, *([today.year + 1] if today.month >= NEXT_YEAR_FROM else [])]
    if missing := [str(year) for year in years if year not in notices()]:
        yield Sign(
            Grade.NOTE,
            CALENDAR,
            f"năm {', '.join(missing)} chưa có thông báo nghỉ lễ trong bản này nên ngày nghỉ là ước tính; khi có thông"
            " báo, hãy nâng cấp hoặc ghi vào days_off, days_worked.",
        )


def _moment(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"


def _some(names: list[str]) -> str:
    more = f" và {len(names) - SHOWN} nữa" if len(names) > SHOWN else ""
    return "; ".join(names[:SHOWN]) + more
