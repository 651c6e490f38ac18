"""Names that Prefect takes and people understand."""

from __future__ import annotations

import re

import pytest
from prefect.types.names import WITHOUT_BANNED_CHARACTERS, raise_on_name_alphanumeric_dashes_only

from flows import names
from tests.flows.seeds import duty


@pytest.mark.parametrize(
    ("plan", "code", "name"),
    [
        ("24-kh-sgtvt-2024", "III.3", "24-kh-sgtvt-2024 · III.3"),
        ("24-kh", "PL.5-2", "24-kh · PL.5-2"),
        ("24/KH", "V.1.đ", "24-KH · V.1.đ"),
        ("a%b&c<d>e", "I", "a-b-c-d-e · I"),
    ],
)
def test_a_deployment_is_called_after_plan_and_code(plan: str, code: str, name: str) -> None:
    assert names.deployment_name(plan, code) == name
    assert re.match(WITHOUT_BANNED_CHARACTERS, name)


@pytest.mark.parametrize(
    ("units", "periods", "name"),
    [
        (["Thanh tra Sở"], ["Quý II/2024"], "III.3 · Thanh tra Sở · Quý II/2024"),
        (["A", "B", "C", "D", "E"], ["Quý II/2024"] * 5, "III.3 · 5 đơn vị · Quý II/2024"),
        (["A", "A"], ["Quý I/2024", "Quý II/2024"], "III.3 · A · Quý I/2024 – Quý II/2024"),
        ([], [], "III.3 · chưa có kỳ nào đang mở"),
    ],
)
def test_a_run_says_clause_unit_and_period(units: list[str], periods: list[str], name: str) -> None:
    assert names.run_name("III.3", units, periods) == name


def test_a_deployment_is_tagged_with_plan_units_kind_and_cadence() -> None:
    assert names.deployment_tags("24-kh", duty("III.3")) == (
        "dunghan",
        "kế hoạch: 24-kh",
        "đơn vị: Văn phòng Sở",
        "đơn vị: Thanh tra Sở",
        "loại: gửi cổng thông tin",
        "định kỳ: hằng quý",
    )


def test_artifact_keys_are_allowed_and_keep_near_codes_apart() -> None:
    codes = ("III.3", "III.3-2", "III.3.2", "V.1.d", "V.1.đ", "PL.5")
    keys = [names.artifact_key("24-kh-sgtvt-2024", code) for code in codes]
    assert len(set(keys)) == len(codes)
    for key in keys:
        raise_on_name_alphanumeric_dashes_only(key)
