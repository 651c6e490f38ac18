"""Yields addresses ready for Apprise, and what is wrong with those that are not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote, unquote

from apprise import Apprise

from notifiers.clean import header_text, mask
from notifiers.plugins import N_MGR, PGP_SUPPORT, parse
from notifiers.secrets import REDACTOR, quieten
from obligations.errors import BadAddress
from obligations.outbox import channel

PLACEHOLDER = re.compile(r"\$\{([^}]*)\}")


def fill(url: str, environ: Mapping[str, str]) -> str:
    """Fill `${NAME}` from the environment, quoted as a part of an address; a whole address stays as it is.

    Raise BadAddress where a name has no value.
    """

    def value(found: re.Match[str]) -> str:
        if not found[1].isidentifier():
            raise BadAddress(f"Địa chỉ {mask(url)}: chỗ {found[0]} phải ghi tên biến môi trường, ví dụ ${{MAT_KHAU}}.")
        given = environ.get(found[1], "")
        if not given:
            raise BadAddress(
                f"Địa chỉ {mask(url)} cần biến môi trường {found[1]} nhưng biến này chưa có giá trị: "
                f"hãy đặt {found[1]} rồi chạy lại."
            )
        return given if found.start() == 0 and "://" in given else quote(given, safe="")

    return PLACEHOLDER.sub(value, url.strip())


def placeholders(url: str) -> list[str]:
    """List the environment variables an address names."""
    return PLACEHOLDER.findall(url)


def settings(url: str) -> dict[str, Any]:
    """Read a filled address into the arguments of Apprise's plugin. Raise BadAddress with what to mend."""
    return {name: list(value) if isinstance(value, list) else value for name, value in _settings(url).items()}


@lru_cache(maxsize=256)
def _settings(url: str) -> dict[str, Any]:
    quieten()
    REDACTOR.learn(url)
    shown = mask(url)
    if any(unicodedata.category(c) == "Cc" for c in unquote(unquote(url))):
        raise BadAddress(f"Địa chỉ {shown} chứa ký tự xuống dòng hoặc ký tự điều khiển: hãy nhập lại địa chỉ.")
    if "://" not in url:
        raise BadAddress(
            f"Địa chỉ {shown} thiếu loại kênh: hãy viết dạng của Apprise, "
            "ví dụ mailtos://… cho thư điện tử, tgram://… cho Telegram, hoặc mailbox: để ghi ra tệp."
        )
    with REDACTOR.muted():
        read = parse(url)
        fault = _fault(read) if read else _unread(url)
    if fault or not read:
        raise BadAddress(f"Địa chỉ {shown}: {fault}")
    return read


def _unread(url: str) -> str:
    scheme = header_text(url.partition("://")[0], 30)
    known = scheme.lower() in N_MGR
    what = f"viết chưa đúng mẫu của kênh {scheme}" if known else f"Apprise không có kênh {scheme}"
    return f"{what}; hãy xem lại, kể cả phần trước dấu ://."


def _fault(read: dict[str, Any]) -> str | None:
    kind = channel(read["schema"] + ":")
    plugin: Any = Apprise.instantiate(dict(read))
    if kind in ("email", "telegram") and not read.get("targets"):
        return NO_RECIPIENT[kind]
    if plugin is None:
        return "Apprise không nhận địa chỉ này; hãy kiểm tra máy chủ, tài khoản và người nhận."
    if kind not in ("email", "telegram"):
        return None
    if getattr(plugin, "pgp_mode", "no") != "no" and not PGP_SUPPORT:
        return "có pgp= nhưng máy này chưa cài thư viện PGP; hãy bỏ pgp= hoặc cài PGPy."
    many = len(plugin.targets) + len(getattr(plugin, "cc", ())) + len(getattr(plugin, "bcc", ()))
    if many == 0:
        return NO_RECIPIENT[kind]
    return None if many == 1 else "mỗi địa chỉ chỉ ghi một người nhận (không cc, bcc); hãy tách thành nhiều địa chỉ."


NO_RECIPIENT = {
    "email": "thiếu người nhận hợp lệ; hãy thêm ?to=tên@cơ.quan.gov.vn vào cuối địa chỉ.",
    "telegram": "thiếu người nhận; hãy thêm số cuộc trò chuyện, ví dụ tgram://…/123456789.",
}


def check_address(url: str, environ: Mapping[str, str]) -> str | None:
    """Say in Vietnamese why Apprise cannot deliver to an address; None where it can."""
    if channel(url) == "mailbox":
        return None
    try:
        settings(fill(url, environ))
    except BadAddress as fault:
        return str(fault)
    return None
