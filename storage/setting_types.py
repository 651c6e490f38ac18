"""Yields the types of settings: what each takes, and the words for what it does not."""

from __future__ import annotations

import re
from datetime import time
from ipaddress import ip_address
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr

from obligations.ladders import steps_of

SHORTEST_PASSWORD = 12


def _web_address(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise ValueError("cần bắt đầu bằng http:// hoặc https://")
    return text.rstrip("/")


def _local(moment: time) -> time:
    if moment.tzinfo is not None:
        raise ValueError("cần giờ như 07:30, luôn là giờ Việt Nam")
    return moment


def _host(text: str) -> str:
    try:
        return text if text == "localhost" else str(ip_address(text))
    except ValueError as error:
        raise ValueError("cần một địa chỉ IP của máy này, như 127.0.0.1 hoặc 0.0.0.0") from error


def _base_path(text: str) -> str:
    path = text.rstrip("/")
    if path and not re.fullmatch(r"(/[A-Za-z0-9_-]+)+", path):
        raise ValueError("cần dạng /prefect: dấu / rồi chữ không dấu, số, - hoặc _")
    return path


def _password(secret: SecretStr) -> SecretStr:
    text = secret.get_secret_value()
    if len(text) < SHORTEST_PASSWORD or not (text.isascii() and text.isprintable()):
        # Prefect compares bytes with `hmac.compare_digest`, which refuses other letters: every request would fail.
        raise ValueError(f"cần từ {SHORTEST_PASSWORD} ký tự ASCII (chữ không dấu, số, dấu câu)")
    return secret


def _postgres(text: str) -> str:
    if not text.startswith(("postgresql://", "postgres://")):
        raise ValueError("cần dạng postgresql://tài-khoản:mật-khẩu@máy/tên")
    return text


def _ladder(text: str) -> str:
    steps_of(text)
    return text


WebAddress = Annotated[str, AfterValidator(_web_address)]
Day = Annotated[int, Field(ge=1, le=28)]
Ladder = Annotated[str, AfterValidator(_ladder)]
Clock = Annotated[time, AfterValidator(_local)]
Host = Annotated[str, AfterValidator(_host)]
BasePath = Annotated[str, AfterValidator(_base_path)]
Password = Annotated[SecretStr, AfterValidator(_password)]
PostgresAddress = Annotated[str, AfterValidator(_postgres)]
