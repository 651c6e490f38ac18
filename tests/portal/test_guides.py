"""The guides are walked through: every command in them is run, in order, as it stands there."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from obligations.zone import VIETNAM
from portal import sample
from tests.portal.conftest import Cli, Said
from tests.servers import smtp_sink

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"#\s*exits with (\d+)\s*$")


def blocks(guide: str) -> Iterator[tuple[str, str, str]]:
    """Give the language, file name and text of every fenced block."""
    for found in BLOCK.finditer((DOCS / guide).read_text("utf-8")):
        yield found[1], found[2].strip(), found[3]


def walk(cli: Cli, guide: str, folder: Path, **replaced: str) -> list[tuple[str, Said]]:
    """Write the files of a guide and run its commands, the days of its example moved to those around today."""
    said = []
    for language, name, text in blocks(guide):
        for old, new in (MOVED | replaced).items():
            text = text.replace(old, new)
        if name:
            (folder / name).write_text(text, "utf-8")
        for line in text.splitlines() if language == "sh" else ():
            if line.startswith("$ dunghan "):
                command = _with_backup(line, folder)
                expected = CODE.search(command)
                words = shlex.split(command.removeprefix("$ dunghan "), comments=True)
                said.append((command, cli(*words, code=int(expected[1]) if expected else 0)))
    return said


def _with_backup(line: str, folder: Path) -> str:
    """Name the backup that was made in place of the example's."""
    made = next(iter(sorted(folder.glob("sao-luu-rieng/*.zip"))), None)
    return line.replace("sao-luu-rieng/dunghan-20261122-190000.zip", str(made))


TODAY = datetime.now(VIETNAM).date()
LATER = TODAY + timedelta(days=30)
MOVED = {
    "22/11/2026": f"{TODAY:%d/%m/%Y}",
    "28/12/2026": f"{LATER:%d/%m/%Y}",
    "--period 2026": f"--period {TODAY.year}",
}


def test_the_focal_officer_gets_from_a_plan_to_the_first_reminder(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "ke-hoach.txt").write_text(sample.plan_text(TODAY), "utf-8")
    with smtp_sink() as sink:
        replaced = {"127.0.0.1:2525": f"127.0.0.1:{sink.port}", "ke-hoach.pdf": "ke-hoach.txt"}
        said = walk(cli, "huong-dan.md", tmp_path, **replaced)
        assert len(said) >= 15, "the guide has commands"
        assert sink.arrived, "the first reminder arrived"
    assert (tmp_path / "doi-chieu.html").exists()
    assert (tmp_path / "lich.ics").exists()
    by_command = {line.split()[2]: answer for line, answer in said}
    assert "Phòng Nghiệp vụ" in by_command["read"].out
    assert "Kế hoạch" in next(answer.out for line, answer in said if "remind --dry-run" in line)


def test_the_operator_s_day_is_walked_through(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DUNGHAN_PREFECT_PORT")
    said = walk(cli, "van-hanh.md", tmp_path, **{"prefect_port = 4300": "prefect_port = 1"})
    assert len(said) >= 10, "the guide has commands"
    assert any("restore" in line for line, _ in said)


@pytest.mark.parametrize("guide", ["huong-dan.md", "van-hanh.md"])
def test_what_a_guide_points_to_is_there(guide: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)[^)]*\)", (DOCS / guide).read_text("utf-8"))
    assert links
    assert not [link for link in links if not (DOCS / link).exists()]
