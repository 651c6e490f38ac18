"""The register answers by name, takes groups apart, and says what it lacks."""

from __future__ import annotations

import pytest

from obligations.model import Role
from obligations.units import (
    Person,
    Post,
    Register,
    Unit,
    expand,
    find,
    holders,
    implied,
    nearest,
    problems,
    slug,
)

REGISTER = Register(
    units=(
        Unit("vp", "Văn phòng Sở", ("VP Sở", "Văn phòng")),
        Unit("qlvt", "Phòng Quản lý vận tải, Phương tiện và người lái"),
        Unit("nv1", "Phòng Nghiệp vụ 1"),
        Unit("tan-an", "UBND xã Tân An"),
        Unit("long-binh", "UBND xã Long Bình"),
        Unit("long-minh", "UBND xã Long Minh"),
        Unit("phong", "Các phòng", (), ("qlvt", "nv1")),
        Unit("tat-ca", "Các phòng, đơn vị thuộc Sở", (), ("vp", "phong", "nv1")),
    ),
    people=(Person("a", "A", ("mailto://a@b",)), Person("b", "B"), Person("c", "C", ("tgram://1/2",))),
    posts=(
        Post("a", Role.HEAD, "vp"),
        Post("b", Role.FOCAL, "vp"),
        Post("c", Role.LEADER),
        Post("b", Role.LEADER, "qlvt"),
    ),
)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("vp", "vp"),
        ("Văn phòng Sở", "vp"),
        ("VAN PHONG SO", "vp"),
        ("văn phòng", "vp"),
        ("Phòng Quản lý vận tải - phương tiện và người lái", "qlvt"),
        ("Phong Quan ly van tai, Phuong tlen va nguoi lai", "qlvt"),
        ("Phòng Nghiệp vụ 2", None),
        ("UBND xã Tân Anh", None),
        ("UBND xã Long Sinh", None),
        ("Sở Nội vụ", None),
        ("", None),
    ],
)
def test_a_name_finds_its_unit_and_never_another(name: str, key: str | None) -> None:
    found = find(REGISTER, name)
    assert (found.key if found else None) == key


def test_between_two_units_that_are_both_like_it_nothing_is_chosen() -> None:
    register = Register((Unit("x", "Trường Tiểu học Minh Khai"), Unit("y", "Trường Tiểu học Minh Phai")))
    assert find(register, "Trường Tiểu học Minh Hhai") is None


def test_an_alias_that_two_units_share_answers_to_neither() -> None:
    register = Register((Unit("x", "Phòng X", ("Phòng",)), Unit("y", "Phòng Y", ("Phòng",))))
    assert find(register, "Phòng") is None


def test_groups_are_taken_apart_and_every_unit_comes_once_in_order() -> None:
    expanded = expand(REGISTER, ["Phòng Nghiệp vụ 1", "Các phòng, đơn vị thuộc Sở", "Sở Nội vụ", "Sở Nội vụ"])
    assert [u.key for u in expanded.units] == ["nv1", "vp", "qlvt"]
    assert expanded.unknown == ("Sở Nội vụ",)


def test_a_group_that_leads_to_itself_ends() -> None:
    register = Register((Unit("a", "A", (), ("b",)), Unit("b", "B", (), ("a", "c")), Unit("c", "C")))
    assert [u.key for u in expand(register, ["A"]).units] == ["c"]


@pytest.mark.parametrize(
    ("role", "unit", "people"),
    [
        (Role.HEAD, "vp", ["A"]),
        (Role.FOCAL, "vp", ["B"]),
        (Role.HEAD, "qlvt", []),
        (Role.HEAD, None, []),
        (Role.LEADER, "vp", ["C"]),
        (Role.LEADER, "qlvt", ["B"]),
        (Role.LEADER, None, ["C"]),
        (Role.OFFICE, "vp", []),
    ],
)
def test_roles_are_held_for_the_unit_or_for_the_agency(role: Role, unit: str | None, people: list[str]) -> None:
    assert [p.name for p in holders(REGISTER, role, unit)] == people


def test_names_alone_make_a_register_in_which_everybody_is_somebody() -> None:
    register = implied(["Văn phòng Sở", "Thanh tra Sở", "văn phòng sở"])
    assert [u.name for u in register.units] == ["Văn phòng Sở", "Thanh tra Sở"]
    assert [p.name for p in holders(register, Role.HEAD, "thanh-tra-so")] == ["Người đứng đầu Thanh tra Sở"]
    assert [p.name for p in holders(register, Role.FOCAL, "thanh-tra-so")] == ["Đầu mối Thanh tra Sở"]
    assert [p.name for p in holders(register, Role.OFFICE, "thanh-tra-so")] == ["Văn phòng theo dõi kế hoạch"]
    assert [p.name for p in holders(register, Role.LEADER)] == ["Lãnh đạo cơ quan"]
    assert not any(p.addresses for p in register.people)


def test_problems_name_the_place_and_the_nearest_names() -> None:
    found = {p.place: p for p in problems(REGISTER, [("III.2", ["Văn phòng Sở", "Phòng Quản lý vận tải"])])}
    assert found["III.2"].suggestions[0] == "Phòng Quản lý vận tải, Phương tiện và người lái"
    assert "«Phòng Quản lý vận tải»" in found["III.2"].what
    assert "Phòng Nghiệp vụ 1" in found
    assert "Văn phòng Sở" not in found
    assert "Các phòng" not in found
    assert "B" in found
    assert "A" not in found
    assert "agency.office" in found
    assert "agency.leader" not in found


def test_a_whole_register_has_no_problems_but_missing_addresses() -> None:
    register = implied(["Văn phòng Sở"])
    assert {p.place for p in problems(register, [("I", ["Văn phòng Sở"])])} == {p.name for p in register.people}


def test_suggestions_are_only_names_that_are_somewhat_like_it() -> None:
    assert nearest(REGISTER, "xyz") == ()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Văn phòng Sở", "van-phong-so"),
        ("Phòng Kế hoạch - Tài chính", "phong-ke-hoach-tai-chinh"),
        ("24/KH-SGTVT", "24-kh-sgtvt"),
    ],
)
def test_a_key_is_the_name_in_bare_letters(name: str, key: str) -> None:
    assert slug(name) == key


@pytest.mark.parametrize(
    ("role", "unit", "told"),
    [
        (Role.HEAD, "a", ["h"]),
        (Role.HEAD, "b", []),
        (Role.HEAD, None, []),
        (Role.OFFICE, "a", ["o"]),
        (Role.OFFICE, "b", ["own"]),
        (Role.LEADER, "a", []),
    ],
)
def test_a_role_is_held_for_the_unit_else_for_the_agency(role: Role, unit: str | None, told: list[str]) -> None:
    people = tuple(Person(key, key) for key in ("h", "o", "own"))
    posts = (Post("h", Role.HEAD, "a"), Post("o", Role.OFFICE), Post("own", Role.OFFICE, "b"), Post("x", Role.LEADER))
    there = Register((Unit("a", "A"), Unit("b", "B")), people, posts)
    assert [person.key for person in holders(there, role, unit)] == told
