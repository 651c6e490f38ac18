"""The YAML register: what it may say, and what is answered to what it may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from obligations.errors import BadRegister
from obligations.model import Role
from obligations.units import Person, Post, Unit, expand, holders
from portal.register_file import dump_register, load_register

ROOT = Path(__file__).parents[2]

FULL = """
agency:
  office: theo-doi
  leader: [giam-doc, {name: Phó Giám đốc}]
units:
  - key: vp
    name: Văn phòng Sở
    aliases: [VP Sở, Văn phòng]
    head: {name: Chánh Văn phòng, addresses: ["mailtos://${USER}@example.vn", "tgram://1/2"]}
    focal: theo-doi
  - name: Thanh tra  Sở
  - key: tat-ca
    name: Các phòng, đơn vị thuộc Sở
    members: [vp, Thanh tra Sở]
people:
  - {key: theo-doi, name: Người theo dõi, addresses: "${HOP_THU}"}
  - {key: giam-doc, name: Giám đốc}
"""


def written(tmp_path: Path, text: str) -> Path:
    """Write a register file."""
    path = tmp_path / "danh-ba.yaml"
    path.write_text(text, "utf-8")
    return path


def test_a_full_file_gives_units_people_and_posts(tmp_path: Path) -> None:
    register = load_register(written(tmp_path, FULL))
    assert register.units == (
        Unit("vp", "Văn phòng Sở", ("VP Sở", "Văn phòng")),
        Unit("thanh-tra-so", "Thanh tra Sở"),
        Unit("tat-ca", "Các phòng, đơn vị thuộc Sở", (), ("vp", "thanh-tra-so")),
    )
    assert (
        Person("chanh-van-phong", "Chánh Văn phòng", ("mailtos://${USER}@example.vn", "tgram://1/2")) in register.people
    )
    assert Post("chanh-van-phong", Role.HEAD, "vp") in register.posts
    assert [p.name for p in holders(register, Role.LEADER)] == ["Giám đốc", "Phó Giám đốc"]
    assert holders(register, Role.OFFICE)[0].addresses == ("${HOP_THU}",)


def test_what_is_dumped_is_read_back_the_same(tmp_path: Path) -> None:
    register = load_register(written(tmp_path, FULL))
    again = load_register(written(tmp_path, dump_register(register)))
    assert again.units == register.units
    assert set(again.people) == set(register.people)
    assert set(again.posts) == set(register.posts)


def one(body: str) -> str:
    """Write a register with one unit whose further entries are `body`."""
    return f"units:\n  - name: Phòng A\n{body}"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", None, "tệp trống"),
        ("# chỉ có ghi chú\n", None, "tệp trống"),
        ("- a\n- b\n", None, "cần các mục agency, units, people"),
        ("units: [\n", 2, "không đọc được như YAML"),
        ("units:\n\t- name: A\n", 2, "không đọc được như YAML"),
        ("units: []\n", 1, "ít nhất một đơn vị"),
        ("agency: {}\n", None, "units: thiếu mục này"),
        ("units: Phòng A\n", 1, "cần là một danh sách"),
        (one("    haed: x\n"), 3, "đơn vị «Phòng A» › haed: không có mục này"),
        ("don-vi: 1\n" + one(""), 1, "không có mục này"),
        ("units:\n  - key: a\n", 2, "thiếu mục này"),
        ("units:\n  - name: 12\n", 2, "đặt trong dấu nháy"),
        ("units:\n  - name: ''\n", 2, "để trống"),
        (one("    key: Phòng_A\n"), 3, "chữ thường không dấu"),
        (one("    name: Phòng B\n"), 3, "viết hai lần"),
        (one("    aliases: 3\n"), 3, "cần là một danh sách"),
        (one("  - name: Phòng a\n"), 3, "khóa «phong-a» đã dùng cho «Phòng A»"),
        (one("  - {key: b, name: phòng a}\n"), 3, "đã là của «Phòng A»"),
        (one("  - name: Phòng B\n    aliases: [Phong A]\n"), 4, "mỗi tên chỉ thuộc một đơn vị"),
        (one("    members: [phong-x]\n"), 3, "«phong-x» chưa được khai trong units"),
        (one("    members: [phong-a]\n"), 3, "nhóm chứa chính nó"),
        (
            one("    members: [b]\n  - {key: b, name: Phòng B, members: [Phòng A]}\n"),
            3,
            "nhóm chứa chính nó (Phòng A → Phòng B → Phòng A)",
        ),
        (one("    head: ong-a\n"), 3, "«ong-a» chưa được khai trong people"),
        (one("    head: {key: a}\n"), 3, "đơn vị «Phòng A» › head › name: thiếu mục này"),
        (one("    head: {name: A, phone: '1'}\n"), 3, "phone: không có mục này"),
        (one("    head: 5\n"), 3, "cần là một danh sách"),
        (one("    head: {name: Trưởng phòng, addresses: [truongphong]}\n"), 3, "«truongphong» không phải địa chỉ"),
        (one("people:\n  - {key: a, name: A}\n  - {key: a, name: B}\n"), 5, "đã là của người khác"),
        ("agency: {office: ai-do}\n" + one(""), 1, "agency › office"),
        ("units: &a\n  - *a\n", None, "cần các mục con"),
    ],
)
def test_a_fault_is_told_with_line_place_and_remedy(tmp_path: Path, text: str, line: int | None, words: str) -> None:
    with pytest.raises(BadRegister) as caught:
        load_register(written(tmp_path, text))
    message = str(caught.value)
    assert message.startswith("danh-ba.yaml" + (f", dòng {line}:" if line else ""))
    assert words in message


def test_a_missing_file_and_a_foreign_encoding_are_told(tmp_path: Path) -> None:
    with pytest.raises(BadRegister, match="không mở được tệp"):
        load_register(tmp_path / "khong-co.yaml")
    path = tmp_path / "tcvn.yaml"
    path.write_bytes(b"units:\n  - name: Ph\xdfng\n")
    with pytest.raises(BadRegister, match="UTF-8"):
        load_register(path)


def test_the_sample_is_whole_and_its_group_is_everybody() -> None:
    register = load_register(ROOT / "portal" / "sample" / "units.yaml")
    assert len(expand(register, ["Các phòng, đơn vị thuộc Sở"]).units) == 6
    assert all(
        holders(register, Role.HEAD, u.key) and holders(register, Role.FOCAL, u.key)
        for u in register.units
        if not u.members
    )
    assert not any(person.addresses for person in register.people)


def test_the_example_of_the_guide_loads(tmp_path: Path) -> None:
    guide = (ROOT / "docs" / "units.md").read_text("utf-8")
    example = guide.split("```yaml\n")[1].split("```")[0]
    register = load_register(written(tmp_path, example))
    assert [u.key for u in expand(register, ["cac-phong-don-vi"]).units] == [
        "van-phong-so",
        "phong-ke-hoach-tai-chinh",
        "thanh-tra-so",
    ]
