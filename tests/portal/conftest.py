"""A command line in a folder of its own, as a person would use it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from portal import desk, main
from portal.sample import FOLDER, plan_text

ROOT = Path(__file__).parents[2]
DUNGHAN = Path(sys.executable).parent / "dunghan"


@dataclass(frozen=True, slots=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def all(self) -> str:
        """Everything it said, blanks joined."""
        return " ".join((self.out + self.err).split())


Cli = Callable[..., Said]


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Run `dunghan …` in a folder of its own, in this process: an interpreter for each would take minutes."""
    for name in [name for name in os.environ if name.startswith(("DUNGHAN_", "PREFECT_"))]:
        monkeypatch.delenv(name)
    for name, value in {"DUNGHAN_PREFECT_PORT": "1", "DUNGHAN_BY": "người thử", "COLUMNS": "140"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str | Path, code: int | None = 0) -> Said:
        monkeypatch.setattr(sys, "argv", ["dunghan", *map(str, arguments)])
        desk.settings.cache_clear()
        desk.office.cache_clear()
        desk.lookout.cache_clear()
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main.run()
        out, err = capsys.readouterr()
        said = Said(ended.value.code if isinstance(ended.value.code, int) else 0, out, err)
        assert code is None or said.code == code, said
        return said

    return run


# Reading and approving the sample takes a second: it is done once a process, and copied.
@pytest.fixture
def sampled(cli: Cli, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """Give a command line in a folder where the sample plan, as of 3/6/2024, is imported as `mau` and approved."""
    prepared = tmp_path_factory.getbasetemp() / "mau-da-duyet"
    if prepared.is_dir():
        shutil.copytree(prepared, tmp_path / "data")
        return cli
    (tmp_path / "ke-hoach.txt").write_text(plan_text(date(2024, 6, 3)), "utf-8")
    cli("units", "import", FOLDER / "units.yaml")
    cli("import", "ke-hoach.txt", "--name", "mau")
    cli("approve", "mau")
    shutil.copytree(tmp_path / "data", prepared)
    return cli
