"""A command line in a folder of its own, as a person would use it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

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
def cli(tmp_path: Path) -> Cli:
    """Run `dunghan …` as a process in a folder of its own."""
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("DUNGHAN_", "PREFECT_"))}
    environ |= {"DUNGHAN_PREFECT_PORT": "1", "DUNGHAN_BY": "người thử", "COLUMNS": "140"}

    def run(*arguments: str | Path, code: int | None = 0) -> Said:
        done = subprocess.run(
            [DUNGHAN, *map(str, arguments)],
            cwd=tmp_path,
            env=environ,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        said = Said(done.returncode, done.stdout, done.stderr)
        assert code is None or done.returncode == code, said
        assert "Traceback" not in said.err, said
        return said

    return run
