"""The register of units at the command line: `units import`, `units list`, `units check`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from notifiers.address import check_address, placeholders
from notifiers.clean import mask
from obligations import service
from obligations.errors import BadAddress
from obligations.model import Draft
from obligations.outbox import channel
from obligations.records import Change
from obligations.units import Person, Register, Unit, problems
from portal.desk import office
from portal.language import tr
from portal.options import BY, whoami
from portal.output import console, role, say, table
from portal.register_file import load_register

PATH = typer.Argument(help=tr("Tệp danh bạ (YAML).", "The register's file (YAML)."), show_default=False)


def attach(app: typer.Typer) -> None:
    """Put the commands on the line."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    group.command("import", help=tr("Nhập danh bạ, thay bản cũ.", "Store the register in place of the old."))(_import)
    group.command("list", help=tr("Xem danh bạ.", "Show the register."))(_list)
    group.command("check", help=tr("Tìm chỗ thiếu: đơn vị, người, địa chỉ.", "Find what is missing."))(_check)
    app.add_typer(group, name="units", help=tr("Danh bạ đơn vị và người nhận.", "The register of units and people."))


def _import(file: Annotated[Path, PATH], by: Annotated[str | None, BY] = None) -> None:
    register = load_register(file)
    _refuse_bad_addresses(register)
    desk = office()
    with desk.database.begin() as store:
        store.save_register(register)
        service.reopen(desk, store)
        size = f"{len(register.units)} đơn vị, {len(register.people)} người"
        store.record(Change(desk.clock(), by or whoami(), "units-import", "register", after=size))
    say(
        tr(
            f"Đã nhập danh bạ: {size}. Kiểm tra bằng `dunghan units check`.",
            f"Stored: {len(register.units)} units, {len(register.people)} people. Next: `dunghan units check`.",
        )
    )


def _refuse_bad_addresses(register: Register) -> None:
    """Refuse a register with addresses Apprise cannot deliver to: the fault shows now, not on the day of need."""
    faults = [f"  {p.name}: {fault}" for p in register.people for a in p.addresses if (fault := _fault(a))]
    if faults:
        raise BadAddress("Địa chỉ không dùng được, danh bạ chưa được nhập:\n" + "\n".join(faults))


def _fault(address: str) -> str | None:
    """Tell what is wrong with an address; a placeholder may get its value later, on the server."""
    missing = [name for name in placeholders(address) if name not in os.environ]
    return None if missing else check_address(address, os.environ)


def _list() -> None:
    with office().database.begin() as store:
        register = store.register()
    if not register.units:
        say(tr("Danh bạ còn trống; hãy `dunghan units import TỆP`.", "Empty register: `dunghan units import FILE`."))
        return
    rows = table(
        (tr("Khóa", "Key"), {"no_wrap": True}),
        (tr("Đơn vị", "Unit"), {"ratio": 3}),
        (tr("Tên khác", "Aliases"), {"ratio": 2}),
        (tr("Thành viên / người", "Members / people"), {"ratio": 3}),
    )
    for unit in register.units:
        rows.add_row(unit.key, unit.name, "\n".join(unit.aliases) or "—", _who(register, unit))
    console().print(rows)
    agency = "\n".join(_held(register, None))
    say(tr(f"Toàn cơ quan:\n{agency or '—'}", f"Agency:\n{agency or '—'}"))


def _who(register: Register, unit: Unit) -> str:
    return ", ".join(unit.members) or "\n".join(_held(register, unit.key)) or "—"


def _held(register: Register, unit: str | None) -> list[str]:
    people = {p.key: p for p in register.people}
    return [f"{role(p.role)}: {_reach(people[p.person])}" for p in register.posts if p.unit == unit]


def _reach(person: Person) -> str:
    ways = ", ".join(f"{channel(a)} {mask(a)}" for a in person.addresses)
    return f"{person.name} ({ways or tr('hộp thư tại chỗ', 'mailbox folder')})"


def _check() -> None:
    with office().database.begin() as store:
        register = store.register()
        drafts = [o for o in store.obligations() if o.state is not Draft.REJECTED and not o.value.aggregate]
    found = problems(register, [(f"{o.plan} {o.code}", o.value.responsible) for o in drafts])
    lines = [p.what for p in found]
    lines += [
        f"{p.name}: {fault}" for p in register.people for a in p.addresses if (fault := check_address(a, os.environ))
    ]
    for line in lines:
        say(f"• {line}")
    say(
        tr(f"{len(lines)} điểm cần bổ sung.", f"{len(lines)} things to mend.")
        if lines
        else tr("Danh bạ đủ: mọi nhiệm vụ có đơn vị, mọi người nhận được.", "All units known, all people reachable.")
    )
    if lines:
        raise typer.Exit(3)
