"""Which addresses may be asked at all: a checked target, or the reason why not."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import quote, urlsplit

PORTS = {"http": 80, "https": 443}
LONGEST = 2000  # letters of an address
NAME = re.compile(r"[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9])?")
# Blanks, control characters and backslashes are where two programs disagree about which host is meant.
ODD = re.compile(r"[\x00-\x20\x7f\\]|[\u0080-\u00a0\u2028\u2029]")

# Beside what `is_global` refuses, which is not enough (IANA special-purpose registries, RFC 6890 and later).
SPECIAL = tuple(
    map(
        ip_network,
        (
            "0.0.0.0/8",
            "100.64.0.0/10",
            "192.0.0.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "224.0.0.0/3",
            "168.63.129.16/32",  # a cloud's own address for its machines
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20",
        ),
    )
)
GLOBAL_V6 = ip_network("2000::/3")  # whatever embeds an IPv4 address in its first half lies outside
# What an internal portal may have; never a machine's own network services (169.254, fe80).
INTERNAL = tuple(
    map(ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "fc00::/7"))
)
LOOPBACK_V6 = ip_address("::1")


class NotFetched(Exception):
    """An address was not fetched; `tls_error` is OpenSSL's verify code where the certificate is why."""

    def __init__(self, why: str, tls_error: int | None = None) -> None:
        super().__init__(why)
        self.why, self.tls_error = why, tls_error


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes: every part checked. `internal`: the settings name this host."""

    scheme: str
    host: str
    port: int
    path: str
    internal: bool

    @property
    def site(self) -> str:
        """Give scheme, host and port as they stand in front of every path."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{name}" + ("" if self.port == PORTS[self.scheme] else f":{self.port}")

    @property
    def url(self) -> str:
        """Give the whole address."""
        return self.site + self.path


def target(address: str, internal: Collection[str] = ()) -> Target:
    """Check an address. `internal` names hosts (`ten.vn`) and hosts with a port (`ten.vn:8080`) of the settings.

    Raises NotFetched.
    """
    address = address.strip()
    if len(address) > LONGEST or ODD.search(address):
        raise NotFetched("địa chỉ quá dài hoặc có ký tự lạ")
    try:
        parts = urlsplit(address)
        host, port = _host(parts.hostname or ""), parts.port
    except ValueError as error:
        raise NotFetched("địa chỉ sai dạng") from error
    if parts.scheme not in PORTS:
        raise NotFetched("chỉ mở địa chỉ http:// hoặc https://")
    if "@" in parts.netloc:
        raise NotFetched("địa chỉ kèm tên đăng nhập không được mở")
    if not host:
        raise NotFetched("địa chỉ không có tên máy chủ")
    port = port if port is not None else PORTS[parts.scheme]
    if port not in PORTS.values() and f"{host}:{port}" not in internal:
        raise NotFetched(f"cổng {port} không được mở; chỉ mở cổng 80 và 443")
    path = quote(parts.path or "/", safe="%/:=&~+!$,;'@()*") + (
        f"?{quote(parts.query, safe='%/:=&?~+!$,;@()*')}" if parts.query else ""
    )
    return Target(parts.scheme, host, port, path, internal=host in internal or f"{host}:{port}" in internal)


def _host(name: str) -> str:
    """Give the host as DNS writes it; empty where it is no name and no address."""
    if ":" in name:
        return str(IPv6Address(name)) if "%" not in name else ""
    ascii_name = name.rstrip(".") if name.isascii() else name.rstrip(".").encode("idna").decode()
    return ascii_name if NAME.fullmatch(ascii_name) else ""


def refusal(number: str, *, internal: bool) -> str | None:
    """Say why an IP address may not be connected to; None where it may."""
    try:
        ip = ip_address(number)
    except ValueError:
        return "máy chủ có địa chỉ IP lạ"
    if internal and (ip == LOOPBACK_V6 or any(ip in net for net in INTERNAL if net.version == ip.version)):
        return None
    return None if _public(ip) else "máy chủ nằm ở địa chỉ nội bộ hoặc đặc biệt, không được mở"


def _public(ip: IPv4Address | IPv6Address) -> bool:
    if isinstance(ip, IPv6Address) and ip not in GLOBAL_V6:
        return False
    return ip.is_global and not ip.is_multicast and not any(ip in n for n in SPECIAL if n.version == ip.version)
