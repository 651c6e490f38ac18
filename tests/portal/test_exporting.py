"""Packs, reports and points as an officer exports them: whole, the same twice, and of one unit alone."""

from __future__ import annotations

import json
import subprocess
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.portal.conftest import Cli

OWN = """
name = "Riêng"
source = "QĐ 1"
[[criterion]]
code = "1"
name = "x"
points = 2
measure = "pieces"
at_least = 2
"""
TITLE = '=HYPERLINK("http://xau.example","Bấm vào đây")'


@pytest.fixture
def filed(sampled: Cli, tmp_path: Path) -> Cli:
    """File a link, a document with its text, and an event for the sample plan."""
    (tmp_path / "anh.jpg").write_bytes(b"\xff\xd8anh")
    (tmp_path / "bao-cao.pdf").write_bytes(b"%PDF-1.4 bao cao")
    cli = sampled
    by = ("--date", "10/6/2024", "--accept")
    cli("evidence", "add", "mau", "II.1.b", "Văn phòng Sở", "--link", "https://so.vn/1", "--title", TITLE, *by)
    doc = ("--doc", "5/BC-TTr ngày 10/6/2024", "--file", "bao-cao.pdf", "--accept")
    cli("evidence", "add", "mau", "II.1.b", "Thanh tra Sở", *doc)
    event = ("--event", "Hội nghị tuyên truyền", "--photo", "anh.jpg", "--date", "11/6/2024")
    cli("evidence", "add", "mau", "II.1.b", "Phòng Nghiệp vụ", *event)
    return cli


def export(cli: Cli, what: str, *more: str) -> str:
    return cli("export", what, "--plan", "mau", "--period", "Q2/2024", "--as-of", "28/6/2024", *more).out


def sheet(path: Path, name: str) -> list[tuple[Any, ...]]:
    return [row for row in load_workbook(path)[name].iter_rows(values_only=True) if any(v is not None for v in row)]


def test_a_pack_holds_the_index_the_files_and_a_manifest_that_checks(filed: Cli, tmp_path: Path) -> None:
    said = export(filed, "evidence", "--out", "goi")
    assert "chưa đủ minh chứng" in said
    files = sorted(p.relative_to(tmp_path / "goi").as_posix() for p in (tmp_path / "goi").rglob("*") if p.is_file())
    assert files == [
        "index.xlsx",
        "ke-hoach.txt",
        "manifest.sha256",
        "minh-chung/00002-1-bao-cao.pdf",
        "minh-chung/00003-1-anh.jpg",
    ]
    check = subprocess.run(
        ["sha256sum", "-c", "manifest.sha256"], cwd=tmp_path / "goi", capture_output=True, check=False, timeout=30
    )
    assert check.returncode == 0
    with zipfile.ZipFile(tmp_path / "goi.zip") as packed:
        assert sorted(packed.namelist()) == [f"goi/{name}" for name in files]


def test_the_index_names_duty_unit_period_due_day_title_number_address_and_copy(filed: Cli, tmp_path: Path) -> None:
    export(filed, "evidence", "--out", "goi")
    rows = sheet(tmp_path / "goi" / "index.xlsx", "Minh chứng")
    (head,) = [n for n, row in enumerate(rows) if row[0] == "TT"]
    by_unit = {row[3]: dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :]}
    assert set(by_unit) == {"Văn phòng Sở", "Thanh tra Sở", "Phòng Nghiệp vụ"}
    link, document = by_unit["Văn phòng Sở"], by_unit["Thanh tra Sở"]
    assert (link["Mã"], link["Kỳ"], link["Tiêu đề"], link["Địa chỉ"]) == (
        "II.1.b",
        "Quý II/2024",
        TITLE,
        "https://so.vn/1",
    )
    assert (document["Số, ký hiệu"], document["Bản lưu"]) == ("5/BC-TTr", "minh-chung/00002-1-bao-cao.pdf")
    assert document["Hoàn thành ngày"].date() == date(2024, 6, 10)
    assert by_unit["Phòng Nghiệp vụ"]["Kết quả"] == "chờ xác nhận"


def test_what_is_missing_has_room_for_the_explanation(filed: Cli, tmp_path: Path) -> None:
    export(filed, "evidence", "--out", "goi")
    rows = sheet(tmp_path / "goi" / "index.xlsx", "Còn thiếu")
    (head,) = [row for row in rows if row[0] == "TT"]
    assert "Giải trình" in head
    units = {row[3] for row in rows if isinstance(row[0], int)}
    assert "Phòng Nghiệp vụ" in units
    assert "Thanh tra Sở" not in {row[3] for row in rows if row[1] == "II.1.b"}


def test_exporting_twice_gives_the_same_bytes_and_replaces_the_first(filed: Cli, tmp_path: Path) -> None:
    packs = []
    for _ in range(2):
        export(filed, "evidence", "--out", "goi")
        export(filed, "report", "--out", "bao-cao.docx")
        packs.append([(tmp_path / name).read_bytes() for name in ("goi.zip", "goi/index.xlsx", "bao-cao.docx")])
    assert packs[0] == packs[1]
    assert sorted(p.name for p in tmp_path.glob(".xuat-*")) == []


def test_a_unit_s_pack_holds_nothing_of_the_others(filed: Cli, tmp_path: Path) -> None:
    export(filed, "evidence", "--out", "goi", "--unit", "Thanh tra Sở")
    assert [p.name for p in (tmp_path / "goi" / "minh-chung").iterdir()] == ["00002-1-bao-cao.pdf"]
    book = load_workbook(tmp_path / "goi" / "index.xlsx")
    words = " ".join(str(v) for page in book for row in page.iter_rows(values_only=True) for v in row if v is not None)
    assert "Thanh tra Sở" in words
    assert not any(other in words for other in ("so.vn/1", "Hội nghị", "Phòng Nghiệp vụ", "#1", "#3"))


def test_a_file_that_was_lost_or_damaged_is_named_and_the_rest_is_exported(filed: Cli, tmp_path: Path) -> None:
    kept = [p for p in (tmp_path / "data" / "minh-chung").rglob("*") if p.is_file()]
    for path in kept:
        if path.read_bytes().startswith(b"%PDF"):
            path.write_bytes(b"hong")
    said = " ".join(export(filed, "evidence", "--out", "goi").split())
    assert "Minh chứng #2: bản lưu của tệp “bao-cao.pdf” đã mất hoặc hỏng" in said
    assert [p.name for p in (tmp_path / "goi" / "minh-chung").iterdir()] == ["00003-1-anh.jpg"]


def test_what_is_not_a_pack_is_never_overwritten(filed: Cli, tmp_path: Path) -> None:
    (tmp_path / "goi").mkdir()
    (tmp_path / "goi" / "rieng.txt").write_text("của tôi", "utf-8")
    said = filed("export", "evidence", "--plan", "mau", "--period", "2024", "--out", "goi", code=38)
    assert "--out" in said.err
    assert (tmp_path / "goi" / "rieng.txt").read_text("utf-8") == "của tôi"
    filed("export", "report", "--plan", "mau", "--period", "2024", "--out", "anh.jpg/x.docx", code=38)


@pytest.mark.parametrize(
    ("more", "code"),
    [(("--plan", "khong-co", "--period", "2024"), 20), (("--plan", "mau", "--period", "Q1/2019"), 23)],
)
def test_wrong_turns_say_what_there_is(filed: Cli, more: tuple[str, ...], code: int) -> None:
    for what in ("evidence", "report", "par-index"):
        assert "có" in filed("export", what, *more, code=code).err


def test_the_report_lands_where_packs_do_unless_told_otherwise(filed: Cli, tmp_path: Path) -> None:
    export(filed, "report")
    assert (tmp_path / "data" / "xuat" / "mau_2024-Q2.docx").stat().st_size > 10_000


def test_points_come_with_the_figures_behind_them_and_by_the_agency_s_own_rules(filed: Cli, tmp_path: Path) -> None:
    said = export(filed, "par-index", "--out", "diem.xlsx")
    assert "Căn cứ: Công văn số 244/PNV" in said
    assert "4.2.b" in said
    assert any(row[0] == "4.2.b" for row in sheet(tmp_path / "diem.xlsx", "Tự chấm điểm"))
    (tmp_path / "rieng.toml").write_text(OWN, "utf-8")
    (scored,) = json.loads(export(filed, "par-index", "--rules", "rieng.toml", "--json"))
    assert (scored["points"], scored["most"], scored["evidence"]) == (2.0, 2.0, [1, 2])
    (tmp_path / "dunghan.toml").write_text('par_index_rules = "rieng.toml"\n', "utf-8")
    assert "Riêng" in export(filed, "par-index")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("name = [", "rieng.toml"),
        ('name = "x"\n', "source"),
        ('name="x"\nsource="y"\n[[criterion]]\ncode="1"\n', "measure"),
    ],
)
def test_malformed_rules_are_named(filed: Cli, tmp_path: Path, content: str, words: str) -> None:
    (tmp_path / "rieng.toml").write_text(content, "utf-8")
    said = filed("export", "par-index", "--plan", "mau", "--period", "2024", "--rules", "rieng.toml", code=31)
    assert words in said.err
