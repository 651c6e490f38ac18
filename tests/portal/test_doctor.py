"""`dunghan doctor` finds each way in which an installation is known to go wrong, and says what to do."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from flows.probes import settings_signs
from obligations.records import Change
from obligations.signs import Grade, Sign
from obligations.units import Person
from portal.doctor import keeping, machine
from storage.dumping import Source
from storage.settings import Settings, load_settings
from tests.office import open_test_office, register
from tests.portal.conftest import Cli


def graves(signs: object) -> list[Sign]:
    return [sign for sign in signs if sign.grade in (Grade.FAULT, Grade.WARNING)]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("line", "installed", "says"),
    [
        ("sqlalchemy<2.1,>=2.0.40", "2.1.9", "không xếp lượt chạy nào"),
        ("fastapi<0.151,>=0.139", "0.165.0", "không khởi động được"),
        ("prefect<3.9,>=3.8.8", "3.9.1", "chưa được đo"),
        ("pendulum<4,>=3.1", "2.1.2", "ngoài khoảng"),
    ],
)
def test_a_library_outside_its_bounds_is_a_fault(line: str, installed: str, says: str) -> None:
    (sign,) = machine.libraries([line], lambda _: installed)
    assert sign.grade is Grade.FAULT
    assert says in sign.says
    assert "requirements.lock" in sign.says


def test_a_missing_library_is_a_fault_and_extras_are_not_asked_for() -> None:
    def nothing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    assert "thiếu holidays" in next(machine.libraries(["holidays>=0.90"], nothing)).says
    assert not graves(machine.libraries(['prefect-redis>=0.3; extra == "redis"'], nothing))


def test_what_is_installed_here_is_what_was_measured() -> None:
    assert not graves(machine.libraries())


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Load settings for a folder of its own, with its key."""
    for name in [name for name in os.environ if name.startswith("DUNGHAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir(mode=0o700)
    return load_settings()


def test_a_key_that_others_can_read_is_a_fault(settings: Settings) -> None:
    assert not graves(machine.key(settings, {}))
    key = settings.data_dir / "secret.key"
    key.chmod(0o644)
    signs = graves(machine.files(settings))
    assert [(sign.grade, "chmod 0600" in sign.says) for sign in signs] == [(Grade.FAULT, True)]


def test_a_key_of_the_wrong_shape_is_a_fault(settings: Settings) -> None:
    (settings.data_dir / "secret.key").write_text("ngắn", "utf-8")
    assert "44 ký tự" in graves(machine.key(settings, {}))[0].says


@pytest.mark.parametrize(
    ("free", "grade"), [(50_000_000, Grade.FAULT), (900_000_000, Grade.WARNING), (10**11, Grade.GOOD)]
)
def test_little_room_on_the_disk_is_told_in_time(settings: Settings, free: int, grade: Grade) -> None:
    assert next(machine.files(settings, lambda _: free)).grade is grade


def test_a_data_folder_that_is_not_there_is_a_fault(settings: Settings) -> None:
    settings.data_dir.rmdir()
    assert next(machine.files(settings)).grade is Grade.FAULT


def test_a_password_in_a_file_that_others_can_read_is_a_fault(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "dunghan.toml").write_text('prefect_password = "mat-khau-thu-1"\n', "utf-8")
    (tmp_path / "dunghan.toml").chmod(0o644)
    assert settings.prefect_password is None
    assert "chmod 0600 dunghan.toml" in graves(machine.files(load_settings()))[0].says


def test_variables_that_turn_prefect_elsewhere_are_told() -> None:
    around = {"PREFECT_API_URL": "http://khac/api", "PREFECT_SERVER_API_HOST": "0.0.0.0", "PATH": "/bin"}
    (sign,) = machine.environment(around, {"PREFECT_SERVER_API_HOST"})
    assert sign.grade is Grade.WARNING
    assert "PREFECT_API_URL, PREFECT_SERVER_API_HOST" in sign.says


def test_variables_that_scale_prefect_out_are_left_alone() -> None:
    around = {"PATH": "/bin", "PREFECT_MESSAGING_BROKER": "prefect_redis.messaging"}
    assert not list(machine.environment(around, {"PREFECT_SERVER_API_HOST"}))


def test_missing_programs_are_notes_with_the_package_to_install() -> None:
    says = " ".join(sign.says for sign in machine.programs(lambda _: None))
    assert "tesseract-ocr-vie" in says
    assert "libreoffice" in says


def said(**changed: Any) -> dict[str, Any]:
    """Give settings as a well-run server says them, with one changed."""
    server: dict[str, Any] = {
        "api": {"host": "127.0.0.1", "auth_string": None, "csrf_protection_enabled": True},
        "analytics_enabled": False,
        "services": {"db_vacuum": {"enabled": ["events", "flow_runs"]}, "scheduler": {"enabled": True}},
    }
    for path, value in changed.items():
        *above, last = path.split("__")
        place = server
        for name in above:
            place = place[name]
        place[last] = value
    return {"server": server}


@pytest.mark.parametrize(
    ("changed", "grade", "says"),
    [
        ({"api__host": "0.0.0.0"}, Grade.FAULT, "DUNGHAN_PREFECT_PASSWORD"),
        ({"analytics_enabled": True}, Grade.WARNING, "thống kê"),
        ({"api__csrf_protection_enabled": False}, Grade.WARNING, "CSRF"),
        ({"services__db_vacuum__enabled": ["events"]}, Grade.WARNING, "mãi mãi"),
        ({"services__scheduler__enabled": False}, Grade.FAULT, "xếp lịch"),
    ],
)
def test_a_server_badly_set_is_told(changed: dict[str, Any], grade: Grade, says: str) -> None:
    assert not list(settings_signs(said()))
    (sign,) = settings_signs(said(**changed))
    assert (sign.grade, says in sign.says) == (grade, True)


def test_a_server_open_to_all_with_a_password_is_no_fault() -> None:
    assert not list(settings_signs(said(api__host="0.0.0.0", api__auth_string="********")))


NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)


def _change(at: datetime, action: str = "import", subject: str = "plan/x") -> Change:
    return Change(at, "người thử", action, subject)


@pytest.mark.parametrize(
    ("changes", "about", "grade"),
    [
        ([_change(NOW + timedelta(days=1))], keeping.CLOCK, Grade.FAULT),
        ([_change(NOW - timedelta(days=1))], keeping.BACKUP, Grade.WARNING),
        ([_change(NOW - timedelta(days=8), "backup", "system/backup")], keeping.BACKUP, Grade.WARNING),
        ([_change(NOW - timedelta(days=2), "backup", "system/backup")], keeping.BACKUP, Grade.GOOD),
    ],
)
def test_the_log_tells_of_the_clock_and_of_backups(
    tmp_path: Path, changes: list[Change], about: str, grade: Grade
) -> None:
    desk = replace(open_test_office(tmp_path, NOW.date()), clock=lambda: NOW)
    with desk.database.begin() as store:
        for change in changes:
            store.record(change)
    assert (about, grade) in {(sign.about, sign.grade) for sign in keeping.kept(desk, {})}


def test_an_address_apprise_cannot_use_is_a_fault_and_masked() -> None:
    bad = replace(register(), people=(Person("a", "Người A", ("mailto://nguoi:mat-khau-bi-mat@",)),))
    (sign,) = keeping.addresses(bad, {})
    assert sign.grade is Grade.FAULT
    assert "mat-khau-bi-mat" not in sign.says


def test_a_torn_database_is_a_fault_with_the_way_back(tmp_path: Path) -> None:
    path = tmp_path / "dunghan.db"
    with closing(sqlite3.connect(path)) as there:
        there.execute("CREATE TABLE t (n)")
        there.executemany("INSERT INTO t VALUES (?)", [("x" * 900,) for _ in range(200)])
        there.commit()
    source = Source("dunghan", f"sqlite:///{path}")
    assert not list(keeping.database(source))
    path.write_bytes(path.read_bytes()[:-8192])
    (sign,) = keeping.database(source)
    assert "dunghan restore" in sign.says


@pytest.mark.parametrize(("today", "told"), [(date(2026, 6, 1), False), (date(2035, 6, 1), True)])
def test_a_year_without_its_notice_is_told(today: date, told: bool) -> None:
    assert bool(list(keeping.calendar(today))) is told


def test_doctor_prints_the_settings_masked_and_fails_where_nothing_runs(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUNGHAN_PREFECT_PASSWORD", "mat-khau-thu-1")
    cli("sample")
    examined = cli("doctor", code=1)
    assert "mat-khau-thu-1" not in examined.all
    assert "✗ Máy chủ Prefect: không chạy" in examined.out
    assert "✓ Thư viện" in examined.out
