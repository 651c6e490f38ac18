"""The commands `backup` and `restore`: an archive of everything, made while all runs, put back while nothing does."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from flows.server import Answer, home, who_answers
from obligations.errors import BadBackup, DunghanError
from obligations.records import Change
from obligations.service import VIETNAM
from portal.desk import office, settings
from portal.language import tr
from portal.options import BY, whoami
from portal.output import say
from storage.backup import ENDING, FOLDER, Backup, back_up, contents, restore, verify
from storage.dumping import Source, holds_something
from storage.secrets import FILE as KEY_FILE
from storage.secrets import key_digest, load_key
from storage.settings import Settings

ARCHIVE = typer.Argument(help=tr("Tệp sao lưu dunghan-….zip.", "The backup, dunghan-….zip."), dir_okay=False)


def attach(app: typer.Typer) -> None:
    """Put the commands on the line."""
    app.command("backup", help=tr("Sao lưu tất cả, kể cả khi đang chạy.", "Back everything up, running or not."))(
        _backup
    )
    app.command("restore", help=tr("Khôi phục từ bản sao lưu.", "Put a backup back."))(_restore)


def sources(settings: Settings) -> tuple[Source, Source]:
    """Name the two databases of an installation: ours and Prefect's."""
    prefect = settings.prefect_database_url or f"sqlite:///{home(settings) / 'prefect.db'}"
    return Source("dunghan", settings.database_url), Source("prefect", prefect)


def _backup(
    to: Annotated[Path | None, typer.Option(help=tr("Thư mục để bản sao lưu.", "The folder for it."))] = None,
    with_key: Annotated[
        bool, typer.Option("--with-key", help=tr("Kèm cả khóa bí mật secret.key.", "With the secret key."))
    ] = False,
    keep: Annotated[
        int | None, typer.Option(min=1, help=tr("Chỉ giữ N bản mới nhất.", "Keep only the newest N."))
    ] = None,
    check: Annotated[
        Path | None, typer.Option(help=tr("Chỉ kiểm tra một bản sao lưu.", "Only verify a backup."))
    ] = None,
    by: Annotated[str | None, BY] = None,
) -> None:
    now, known = settings(), sources(settings())
    if check is not None:
        say(tr("✓ Bản sao lưu nguyên vẹn: ", "✓ The backup is sound: ") + _described(verify(check, known)))
        return
    desk, folder = office(), to or now.data_dir / FOLDER
    made = back_up(
        known, now.data_dir, load_key(now.data_dir), folder, datetime.now(VIETNAM), with_key=with_key, tell=_tell
    )
    with desk.database.begin() as store:
        store.record(Change(desk.clock(), by or whoami(), "backup", "system/backup", after=made.file.name))
    say(tr("✓ Đã sao lưu và đọc lại: ", "✓ Backed up and read back: ") + _described(made))
    if not with_key:
        key = now.data_dir / KEY_FILE
        say(
            tr(
                f"Khóa {key} KHÔNG nằm trong bản này: hãy cất một bản ở nơi khác, thiếu nó thì không gửi được thư.",
                f"The key {key} is NOT in it: keep a copy elsewhere; without it no message can leave.",
            )
        )
    for old in _older(folder, keep):
        old.unlink()
        say(tr(f"Đã xóa bản cũ {old.name}.", f"Removed the old {old.name}."))


def _older(folder: Path, keep: int | None) -> list[Path]:
    """List the backups beyond the newest `keep`: names sort as their times do."""
    return sorted(folder.glob(f"dunghan-*{ENDING}"), reverse=True)[keep:] if keep else []


def _tell(name: str, size: int) -> None:
    if "/" not in name:
        say(f"  … {name}: {size / 1e6:.1f} MB")


def _described(backup: Backup) -> str:
    size = sum(part.size for part in backup.parts) / 1e6
    made = backup.made_at.astimezone(VIETNAM)
    return tr(
        f"{backup.file} ({made:%H:%M %d/%m/%Y}, {len(backup.parts)} phần, {size:.1f} MB)",
        f"{backup.file} ({made:%d/%m/%Y %H:%M}, {len(backup.parts)} parts, {size:.1f} MB)",
    )


def _restore(
    file: Annotated[Path, ARCHIVE],
    force: Annotated[
        bool,
        typer.Option("--force", help=tr("Cả khi đang có dữ liệu (được cất riêng).", "Even over data (moved aside).")),
    ] = False,
    by: Annotated[str | None, BY] = None,
) -> None:
    now, known = settings(), sources(settings())
    _refuse_while_running(now)
    backup = verify(file, known)
    _refuse_wrong_key(now, backup)
    _refuse_over_data(known, force=force)
    aside = now.data_dir / f".truoc-khoi-phuc-{datetime.now(VIETNAM):%Y%m%d-%H%M%S}"
    restore(backup, known, now.data_dir, aside)
    desk = office()
    with desk.database.begin() as store:
        store.record(Change(desk.clock(), by or whoami(), "restore", "system/backup", after=backup.file.name))
        plans = len(store.plans())
    say(tr("✓ Đã khôi phục ", "✓ Restored ") + _described(contents(file)))
    if aside.exists():
        say(tr(f"Dữ liệu trước đó được giữ ở {aside}.", f"What was there before is kept in {aside}."))
    say(
        tr(
            f"Có {plans} kế hoạch. Chạy `dunghan doctor` rồi `dunghan start`; lượt quét đầu gửi những gì đến hạn, kể cả"
            " những thư đã gửi sau lúc sao lưu.",
            f"{plans} plans. Run `dunghan doctor`, then `dunghan start`; the first sweep sends what is due, also what"
            " was sent after the backup was made.",
        )
    )


def _refuse_while_running(settings: Settings) -> None:
    if not settings.prefect_api_url and who_answers(settings) in (Answer.OURS, Answer.LOCKED):
        raise BadBackup("Đúng Hạn đang chạy; hãy dừng `dunghan start` (Ctrl-C) trước khi khôi phục.")


def _refuse_wrong_key(settings: Settings, backup: Backup) -> None:
    """Refuse a backup whose addresses nobody could read afterwards."""
    if KEY_FILE in backup.names:
        return
    place = settings.data_dir / KEY_FILE
    try:
        fits = key_digest(load_key(None if not place.exists() else settings.data_dir)) == backup.key
    except DunghanError:
        fits = False
    if not fits:
        raise BadBackup(
            f"Bản sao lưu này cần đúng khóa bí mật lúc sao lưu: hãy chép secret.key đã cất riêng vào {place}"
            " (hoặc đặt biến DUNGHAN_SECRET_KEY) rồi chạy lại."
        )


def _refuse_over_data(known: tuple[Source, Source], *, force: bool) -> None:
    if force:
        return
    for source in known:
        if holds_something(source):
            raise BadBackup(
                f"Đang có dữ liệu ở cơ sở dữ liệu {source.name}; thêm --force để khôi phục đè lên"
                " (tệp SQLite cũ được cất riêng; cơ sở dữ liệu PostgreSQL thì bị thay)."
            )
