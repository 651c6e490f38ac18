"""The key that addresses are sealed with, kept outside the database, and the sealing itself."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import re
import secrets
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from obligations.errors import BadSettings, StorageUnreachable

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

VARIABLE, FILE = "DUNGHAN_SECRET_KEY", "secret.key"
MASK = "***"
HARMLESS = {"sslmode", "host", "port", "dbname", "application_name", "connect_timeout"}


def load_key(folder: Path | None) -> bytes:
    """Give the key of DUNGHAN_SECRET_KEY, else of the file `secret.key` in this folder, made (0600) on first use.

    Raises BadSettings where the key is malformed or there is neither variable nor folder, StorageUnreachable where
    the file cannot be read or made.
    """
    if given := os.environ.get(VARIABLE):
        return checked(given.encode(), f"biến môi trường {VARIABLE}")
    if folder is None:
        raise BadSettings(f"Cơ sở dữ liệu trên máy chủ cần khóa bí mật trong biến môi trường {VARIABLE}.")
    path = folder / FILE
    try:
        if not path.exists():
            _make(path)
        return checked(path.read_bytes().strip(), f"tệp {path}")
    except OSError as error:
        raise StorageUnreachable(
            f"Không đọc hoặc tạo được tệp khóa {path} ({error.strerror}). Hãy kiểm tra quyền của thư mục,"
            f" hoặc đặt khóa vào biến {VARIABLE}."
        ) from error


def _make(path: Path) -> None:
    """Write a new key under its name in one step: of two processes that start together, one wins, both read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(new_key() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def new_key() -> bytes:
    """Make a key: 32 random bytes in URL-safe base64."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32))


def checked(key: bytes, where: str) -> bytes:
    """Give back a key that has the right shape. Raises BadSettings."""
    try:
        length = len(base64.urlsafe_b64decode(key))
    except (binascii.Error, ValueError):
        length = 0
    if length != 32:
        raise BadSettings(
            f"Khóa ở {where} không hợp lệ: cần 32 byte viết bằng base64 URL-safe (44 ký tự). Hãy khôi phục khóa cũ từ"
            " bản sao lưu; chỉ tạo khóa mới khi chưa có dữ liệu."
        )
    return key


def key_digest(key: bytes) -> str:
    """Give what tells keys apart without telling the key."""
    return hashlib.sha256(b"dunghan seal\0" + key).hexdigest()


@lru_cache(maxsize=4)
def _fernet(key: bytes) -> Fernet:
    from cryptography.fernet import Fernet  # only commands that touch an address pay for the import

    return Fernet(key)


def seal(key: bytes, text: str) -> str:
    """Encrypt a text (Fernet: AES-128-CBC with HMAC)."""
    return _fernet(key).encrypt(text.encode()).decode()


def unseal(key: bytes, token: str) -> str:
    """Decrypt what `seal` gave. Raises StorageUnreachable where the key is another or the text was changed."""
    from cryptography.fernet import InvalidToken

    try:
        return _fernet(key).decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise StorageUnreachable(WRONG_KEY) from error


def masked_url(url: str) -> str:
    """Give an address without its secrets: user's password, and what stands behind `?` except harmless options."""
    shown = re.sub(r"(://[^:/?#]*):.*@", rf"\1:{MASK}@", url)
    return re.sub(r"([?&])([^=&]+)=[^&]*", lambda o: o[0] if o[2] in HARMLESS else f"{o[1]}{o[2]}={MASK}", shown)


WRONG_KEY = (
    "Khóa bí mật không phải khóa mà cơ sở dữ liệu này được niêm phong, nên không đọc được các địa chỉ nhận tin."
    f" Hãy đặt lại đúng tệp {FILE} (hoặc biến {VARIABLE}) từ bản sao lưu."
)
