"""Yields .eml files in a folder for people without an address: each is the mail they would have got."""

from __future__ import annotations

import hashlib
import os
import re
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from apprise import NotifyFormat

from notifiers.clean import header_text
from notifiers.mail import compose
from obligations.ports import Delivered, Outcome
from obligations.records import Message
from obligations.text import fold


def put(message: Message, folder: Path) -> Outcome:
    """Write a message into the mailbox folder, whole or not at all, and once only."""
    try:
        _write(folder, file_name(message), _mail(message))
    except UnicodeError as fault:
        return Outcome(Delivered.NEVER, f"không tạo được thư: {fault.__class__.__name__}")
    except OSError as fault:
        return Outcome(Delivered.LATER, f"không ghi được thư vào {folder}: {fault.strerror}")
    return Outcome(Delivered.SENT, answer=file_name(message))


def file_name(message: Message) -> str:
    """Name a message's file, so that a listing sorts by day and person and a key always has the same name."""
    person = re.sub(r"\s+", "-", fold(message.person)) or "nguoi-nhan"
    return f"{message.on:%Y-%m-%d}-{person[:60]}-{hashlib.sha256(message.key.encode()).hexdigest()[:12]}.eml"


def _mail(message: Message) -> bytes:
    local = re.sub(r"\s+", "-", fold(message.person)) or "nguoi-nhan"
    mail = compose(
        message,
        NotifyFormat.HTML,
        from_addr=("Đúng Hạn", "dunghan@hop-thu.invalid"),
        to=[(header_text(message.person_name), f"{local}@hop-thu.invalid")],
    )
    return mail.as_string().encode("ascii")


def _write(folder: Path, name: str, content: bytes) -> None:
    if (folder / name).exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=folder, prefix=".", suffix=".tmp", delete=False) as draft:
        try:
            draft.write(content)
            draft.flush()
            os.fsync(draft.fileno())
            Path(draft.name).replace(folder / name)
        except OSError:
            with suppress(OSError):
                Path(draft.name).unlink()
            raise
