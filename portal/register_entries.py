"""The entries of a register's file: what each may hold, and what is said of what it may not."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from obligations.addresses import host
from obligations.channels import ChannelKind
from obligations.text import fold

ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S+|\$\{[A-Za-z_][A-Za-z0-9_]*\}\S*|mailto:\S+@\S+")
KEY = re.compile(r"[a-z0-9][a-z0-9-]*")
DOMAIN = re.compile(r"(?=[^/]*\.)[\w-]+(?:\.[\w-]+)+(?:/[^\s?#]*)?")
LONGEST_LINK = 500


def _spelled(text: str) -> str:
    if not fold(text):
        raise ValueError("đang để trống; hãy điền vào")
    return " ".join(unicodedata.normalize("NFC", text).split())


def _key(text: str) -> str:
    if not KEY.fullmatch(text):
        raise ValueError(f"khóa «{text}» chỉ được gồm chữ thường không dấu, chữ số và dấu gạch nối, như phong-ke-hoach")
    return text


def _address(text: str) -> str:
    if not ADDRESS.fullmatch(text):
        raise ValueError(f"«{text}» không phải địa chỉ; cần dạng giao-thức://…, như mailtos://… hoặc ${{TEN_BIEN}}")
    return text


def _several(value: object) -> object:
    """Take one value for a list of one; an entry left empty is an empty list."""
    return [] if value is None else [value] if isinstance(value, (str, dict)) else value


def _domain(text: str) -> str:
    name = text.strip().lower().removeprefix("https://").removeprefix("http://").rstrip("/")
    if not DOMAIN.fullmatch(name):
        raise ValueError(f"«{text}» không phải tên miền; cần dạng ten.gov.vn hoặc facebook.com/ten-trang")
    return name


def _link(text: str) -> str:
    if not text.startswith(("http://", "https://")) or not host(text) or len(text) > LONGEST_LINK:
        raise ValueError(f"«{text}» không phải địa chỉ web; cần dạng https://ten.gov.vn/rss")
    return text


def _channel_kind(value: object) -> object:
    try:
        return ChannelKind(str(value))
    except ValueError as error:
        raise ValueError(f"không có loại kênh «{value}»; cần một trong: {', '.join(ChannelKind)}") from error


Domain = Annotated[str, AfterValidator(_domain)]
Link = Annotated[str, AfterValidator(_link)]
Name = Annotated[str, AfterValidator(_spelled)]
Key = Annotated[str, AfterValidator(_key)]
Address = Annotated[str, AfterValidator(_address)]


class PersonEntry(BaseModel):
    """Somebody to tell."""

    model_config = ConfigDict(extra="forbid", strict=True)
    key: Key | None = None
    name: Name
    addresses: Annotated[list[Address], BeforeValidator(_several)] = []


Somebody = Annotated[list[str | PersonEntry], BeforeValidator(_several)]


class UnitEntry(BaseModel):
    """A unit, or a group where it has members."""

    model_config = ConfigDict(extra="forbid", strict=True)
    key: Key | None = None
    name: Name
    aliases: Annotated[list[Name], BeforeValidator(_several)] = []
    members: Annotated[list[str], BeforeValidator(_several)] = []
    head: Somebody = []
    focal: Somebody = []
    office: Somebody = []
    leader: Somebody = []


class AgencyEntry(BaseModel):
    """Who follows the plans for the whole agency, and who leads it."""

    model_config = ConfigDict(extra="forbid", strict=True)
    office: Somebody = []
    leader: Somebody = []


class SuccessionEntry(BaseModel):
    """That units pass into others on a day."""

    model_config = ConfigDict(extra="forbid", strict=True)
    old: Annotated[list[str], BeforeValidator(_several), Field(alias="from", min_length=1)]
    new: Annotated[list[str], BeforeValidator(_several), Field(alias="to", min_length=1)]
    on: date = Field(alias="date")
    document: str | None = None


class ChannelEntry(BaseModel):
    """Where units publish."""

    model_config = ConfigDict(extra="forbid", strict=True)
    key: Key | None = None
    name: Name
    kind: Annotated[ChannelKind, BeforeValidator(_channel_kind)]
    aliases: Annotated[list[Name], BeforeValidator(_several)] = []
    domains: Annotated[list[Domain], BeforeValidator(_several), Field(min_length=1)]
    feeds: Annotated[list[Link], BeforeValidator(_several)] = []
    sitemaps: Annotated[list[Link], BeforeValidator(_several)] = []
    lists: Annotated[list[Link], BeforeValidator(_several)] = []
    units: Annotated[list[str], BeforeValidator(_several)] = []


class RegisterEntry(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", strict=True)
    agency: AgencyEntry = AgencyEntry()
    units: Annotated[list[UnitEntry], Field(min_length=1)]
    people: Annotated[list[PersonEntry], BeforeValidator(_several)] = []
    successions: Annotated[list[SuccessionEntry], BeforeValidator(_several)] = []
    channels: Annotated[list[ChannelEntry], BeforeValidator(_several)] = []
