"""The channels at the command line: `channels list`, `channels check`."""

from __future__ import annotations

import typer

from obligations.channels import Channel, ChannelKind
from obligations.finding import Followed, Source, SourceState, sources
from obligations.zone import VIETNAM
from portal.desk import lookout, office
from portal.language import tr
from portal.output import console, say, table

KINDS = {
    ChannelKind.PORTAL: ("cổng thông tin điện tử", "official portal"),
    ChannelKind.SITE: ("trang của đơn vị", "unit's own site"),
    ChannelKind.NEWSPAPER: ("báo", "newspaper"),
    ChannelKind.BROADCAST: ("phát thanh, truyền hình", "radio, television"),
    ChannelKind.ZALO: ("Zalo", "Zalo"),
    ChannelKind.FACEBOOK: ("Facebook", "Facebook"),
    ChannelKind.YOUTUBE: ("YouTube", "YouTube"),
    ChannelKind.OTHER: ("khác", "other"),
}


def attach(app: typer.Typer) -> None:
    """Put the commands on the line."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    group.command("list", help=tr("Xem các kênh và nguồn tin được theo dõi.", "Show channels and their sources."))(
        _list
    )
    group.command("check", help=tr("Hỏi thử từng nguồn tin; không ghi gì.", "Try every source; keeps nothing."))(_check)
    app.add_typer(group, name="channels", help=tr("Các kênh đăng tin, bài.", "Where units publish."))


def _channels() -> tuple[tuple[Channel, ...], dict[str, SourceState]]:
    with office().database.begin() as store:
        return store.register().channels, store.source_states()


def _list() -> None:
    channels, states = _channels()
    if not channels:
        say(tr("Chưa khai kênh nào; thêm mục channels vào tệp danh bạ.", "No channels: add them to the register."))
        return
    rows = table(tr("Kênh", "Channel"), tr("Loại", "Kind"), tr("Tên miền", "Domains"), tr("Của", "Whose"))
    rows.add_column(tr("Nguồn tin", "Sources"))
    for channel in channels:
        told = "\n".join(f"{address}: {_state(states.get(address))}" for address in channel.sources)
        whose = ", ".join(channel.units) or tr("mọi đơn vị", "every unit")
        rows.add_row(channel.name, tr(*KINDS[channel.kind]), "\n".join(channel.domains), whose, told or "—")
    console().print(rows)


def _state(state: SourceState | None) -> str:
    if state is None:
        return tr("chưa theo dõi", "not followed yet")
    at = f"{state.checked_at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
    if state.failure:
        return tr(f"lỗi lúc {at}, {state.failure}", f"failed at {at}, {state.failure}")
    return tr(f"{state.entries} trang lúc {at}", f"{state.entries} pages at {at}")


def _check() -> None:
    channels, _ = _channels()
    faults = 0
    for source in sources(channels):
        told = lookout().eye.follow(source, None)
        faults += told.failure is not None
        say(_told(source, told))
    say(
        tr(f"{faults} nguồn tin cần sửa.", f"{faults} sources to mend.")
        if faults
        else tr("Mọi nguồn tin đều đọc được.", "Every source can be read.")
    )
    if faults:
        raise typer.Exit(3)


def _told(source: Source, told: Followed) -> str:
    if told.failure:
        return f"⚠ {source.address}: {told.failure}"
    dated = sum(entry.on is not None for entry in told.entries)
    return tr(
        f"• {source.address}: {len(told.entries)} trang, {dated} trang có ngày",
        f"• {source.address}: {len(told.entries)} pages, {dated} with a day",
    )
