"""The main job on the real plans: read, import, approve, run, and what arrives at a real mail server."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from obligations.units import Person, Register, Unit, implied
from portal.register_file import dump_register
from tests.corpus import NAMES, PLANS, SCORER, SHARED, needs_corpus
from tests.portal.conftest import DUNGHAN, Cli
from tests.servers import SmtpSink, smtp_sink

pytestmark = [pytest.mark.corpus, needs_corpus]


def reachable(register: Register, sink: SmtpSink) -> Register:
    """Give everybody an address of their own at the sink."""
    people = [Person(p.key, p.name, (sink.url(f"{p.key}@so.example.vn"),)) for p in register.people]
    return replace(register, people=tuple(people))


def import_units(cli: Cli, folder: Path, register: Register) -> None:
    path = folder / "units.yaml"
    path.write_text(dump_register(register), "utf-8")
    cli("units", "import", path)


def names_of(cli: Cli, plan: Path) -> list[str]:
    answer = json.loads(cli("read", plan, "--json").out)
    return sorted({name for o in answer["obligations"] for name in o["responsible"]})


@pytest.mark.parametrize("name", NAMES)
def test_every_real_plan_is_imported_approved_and_run(cli: Cli, tmp_path: Path, name: str) -> None:
    plan = PLANS / name
    with smtp_sink() as sink:
        import_units(cli, tmp_path, reachable(implied(names_of(cli, plan)), sink))
        cli("import", plan)
        cli("approve", plan.stem)
        occurrences = json.loads(cli("status", plan.stem, "--json").out)
        # A continuous duty is asked about and never overdue.
        assert {o["status"] for o in occurrences} <= {"overdue", "pending"}
        cli("remind", "--as-of", "30/9/2024" if "2024" in name else "30/9/2023")
        told = [mail.recipients[0] for mail in sink.arrived]
        assert len(told) == len(set(told))
        assert bool(told) == bool(occurrences)
        cli("remind", "--as-of", "30/9/2024" if "2024" in name else "30/9/2023")
        assert len(sink.arrived) == len(told)


UNITS = (
    "Văn phòng Sở",
    "Phòng Kế hoạch - Tài chính - QLHTGT",
    "Phòng Quản lý vận tải, Phương tiện và người lái",
    "Thanh tra Sở",
    "Cảng vụ đường thủy nội địa",
)
GROUP, ALIAS = "Các phòng chuyên môn, đơn vị thuộc Sở", "Các phòng, đơn vị thuộc Sở"


def department(sink: SmtpSink) -> Register:
    """Five units, each with a head and a focal officer, and the group of all five."""
    alone = implied(UNITS)
    group = Unit("cac-phong", GROUP, aliases=(ALIAS,), members=tuple(unit.key for unit in alone.units))
    return reachable(replace(alone, units=(*alone.units, group)), sink)


def test_only_heads_who_have_not_met_the_quarter_get_one_digest_and_none_on_the_second_run(
    cli: Cli, tmp_path: Path
) -> None:
    plan = PLANS / "tayninh-gtvt-2024.txt"
    with smtp_sink() as sink:
        import_units(cli, tmp_path, department(sink))
        cli("import", plan)
        cli("approve", plan.stem)
        for unit in ("Thanh tra Sở", "Văn phòng Sở"):
            link = f"https://cong.example.vn/{len(unit)}-{unit[:4]}"
            cli("evidence", "add", plan.stem, "III.3", unit, "--link", link, "--date", "15/5/2024", "--accept")
        cli("rerun", plan.stem, "III.3", "--as-of", "2024-06-27")
        subjects = {mail.recipients[0]: mail.mail["subject"] for mail in sink.arrived}
        assert len(sink.arrived) == len(subjects) == 3
        bodies = [mail.part("plain") for mail in sink.arrived]
        assert all("Quý II/2024" in body and "III.3" in body for body in bodies)
        assert not any("Thanh tra Sở" in body or "Văn phòng Sở" in body for body in bodies)
        cli("rerun", plan.stem, "III.3", "--as-of", "2024-06-27")
        assert len(sink.arrived) == 3


@pytest.mark.parametrize(
    ("plans", "gold", "least"),
    [("plans", "gold", {"recall": 0.95, "precision": 0.95, "exact": 0.85}), ("ocr/plans", "ocr/gold", {"f1": 0.90})],
)
def test_the_real_plans_are_read_as_people_read_them(plans: str, gold: str, least: dict[str, float]) -> None:
    command = [sys.executable, str(SCORER), "--command", f"{DUNGHAN} read {{}} --json", "--json"]
    command += ["--plans", str(SHARED / plans), "--gold", str(SHARED / gold)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    score = json.loads(done.stdout.splitlines()[-1])
    assert score["failed"] == 0
    assert {key: score[key] for key, floor in least.items() if score[key] < floor} == {}
