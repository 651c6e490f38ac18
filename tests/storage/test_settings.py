"""Settings come from one file and, over it, the environment; a mistake is told with its place."""

from __future__ import annotations

from os import environ
from pathlib import Path

import pytest

from obligations.errors import BadSettings
from obligations.model import Kind, Role
from obligations.policy import EVENT_STEPS, DayOff, Policy, Step, report_day
from storage.settings import Settings, load_settings, masked, policy_of


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, with no setting in the environment."""
    for name in [name for name in environ if name.startswith("DUNGHAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _write(folder: Path, text: str) -> None:
    (folder / "dunghan.toml").write_text(text, "utf-8")


def test_without_a_file_everything_has_a_default(folder: Path) -> None:
    settings = load_settings()
    assert settings.data_dir == folder / "data"
    assert settings.database_url == f"sqlite:///{folder}/data/dunghan.db"
    assert settings.mailbox_dir == folder / "data" / "hom-thu"
    assert policy_of(settings) == Policy()


def test_the_ladder_is_set_for_all_kinds_or_for_one(folder: Path) -> None:
    _write(folder, '[ladder]\ndefault = "-3 head; +1 office"\nreport = "0 head"')
    policy = policy_of(load_settings())
    assert policy.steps == (Step(-3, (Role.HEAD,)), Step(1, (Role.OFFICE,)))
    assert dict(policy.own_steps) == {Kind.EVENT: EVENT_STEPS, Kind.REPORT: (Step(0, (Role.HEAD,)),)}


def test_every_setting_says_what_it_is_for() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_the_environment_wins_over_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(folder, 'agency_name = "Sở Mẫu"\ndue_soon_days = 3\n[report_due_days]\ndepartment = 12\nministry = 18\n')
    monkeypatch.setenv("DUNGHAN_DUE_SOON_DAYS", "4")
    monkeypatch.setenv("DUNGHAN_REPORT_DUE_DAYS", '{"ministry": 19}')
    monkeypatch.setenv("DUNGHAN_DAY_OFF_RULE", "after")
    monkeypatch.setenv("DUNGHAN_LANGUAGE", "")
    settings = load_settings()
    assert (settings.agency_name, settings.due_soon_days, settings.language) == ("Sở Mẫu", 4, "vi")
    policy = policy_of(settings)
    assert (policy.due_soon_days, policy.day_off) == (4, DayOff.AFTER)
    assert [report_day(name, policy) for name in ("Sở Nội vụ", "UBND tỉnh", "Bộ Nội vụ", None)] == [12, 17, 19, 10]


def test_everything_beside_follows_the_data_folder(folder: Path) -> None:
    _write(folder, 'data_dir = "kho"')
    settings = load_settings()
    assert settings.database_url == f"sqlite:///{folder}/kho/dunghan.db"
    assert settings.mailbox_dir == folder / "kho" / "hom-thu"


def test_a_file_elsewhere_counts_its_paths_from_itself(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = folder / "cau-hinh"
    elsewhere.mkdir()
    _write(elsewhere, 'database_url = "sqlite:///rieng.db"\nmailbox_dir = "/var/hom-thu"')
    monkeypatch.setenv("DUNGHAN_CONFIG", str(elsewhere / "dunghan.toml"))
    settings = load_settings()
    assert settings.data_dir == elsewhere / "data"
    assert settings.database_url == f"sqlite:///{elsewhere}/rieng.db"
    assert settings.mailbox_dir == Path("/var/hom-thu")


@pytest.mark.parametrize("url", ["sqlite:////tuyet/doi.db", "postgresql://ai:mk@may/ten"])
def test_an_address_that_is_whole_already_stays(folder: Path, url: str) -> None:
    _write(folder, f'database_url = "{url}"')
    assert load_settings().database_url == url


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('agency = "Sở"', r"dunghan\.toml: không có thiết lập “agency”; có: data_dir"),
        ("[report_due_days]\nso = 3", r"dunghan\.toml: không có thiết lập “report_due_days\.so”"),
        ("[report_due_days]\nother = 31", r"“report_due_days\.other” không hợp lệ, không quá 28"),
        ('due_soon_days = "nhiều"', "“due_soon_days” không hợp lệ, cần một số nguyên .số ngày"),
        ("due_soon_days = -1", "từ 0 trở lên"),
        ("due_soon_days = 1.5", "cần một số nguyên"),
        ('language = "fr"', "cần một trong: 'vi'"),
        ('day_off_rule = "skip"', "cần một trong: 'keep'"),
        ("agency_name = 5", "cần một chuỗi"),
        ('agency_name = ""', "không được để trống"),
        ('prefect_api_url = "so.vn"', "http://"),
        ("report_due_days = 5", "cần một bảng"),
        ("data_dir = 5", "cần một đường dẫn"),
        ('ladder = "0 head"', "cần một bảng"),
        ('[ladder]\ndefault = "-5 sếp"', "không có vai trò “sếp”"),
        ('[ladder]\nbai = "0 head"', "ladder"),
        ('agency_name = "Sở', r"dunghan\.toml không phải TOML hợp lệ"),
    ],
)
def test_a_mistake_in_the_file_is_told(folder: Path, text: str, words: str) -> None:
    _write(folder, text)
    with pytest.raises(BadSettings, match=words):
        load_settings()


def test_every_mistake_is_told_at_once(folder: Path) -> None:
    _write(folder, "prefect_port = 0\nweekly_repeats = 99")
    with pytest.raises(BadSettings) as told:
        load_settings()
    assert len(str(told.value).splitlines()) == 2


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DUNGHAN_PREFECT_PORT", "http", "biến DUNGHAN_PREFECT_PORT: “prefect_port” không hợp lệ"),
        ("DUNGHAN_REPORT_DUE_DAYS", "{", "JSON"),
        ("DUNGHAN_AGENCY", "Sở", "DUNGHAN_AGENCY"),
        ("DUNGHAN_CONFIG", "khong-co.toml", r"khong-co\.toml"),
    ],
)
def test_a_mistake_in_the_environment_is_told(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings, match=words):
        load_settings()


def test_a_file_in_another_encoding_is_told(folder: Path) -> None:
    (folder / "dunghan.toml").write_bytes('agency_name = "Sở"'.encode("utf-16"))
    with pytest.raises(BadSettings, match=r"dunghan\.toml"):
        load_settings()


def test_settings_are_shown_without_passwords(folder: Path) -> None:
    _write(folder, 'database_url = "postgresql://ai:mat-khau@may/ten"\nprefect_api_url = "http://ai:khoa@may/api"')
    shown = masked(load_settings())
    assert shown["database_url"] == "postgresql://ai:***@may/ten"
    assert shown["prefect_api_url"] == "http://ai:***@may/api"
    assert shown["report_due_days"] == "department=10, province=17, ministry=20, other=10"
    assert set(shown) == set(Settings.model_fields)
