"""A sweep on a full disk, then with room again: `python -m tests.portal.full_disk FOLDER PORT`, in a namespace."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from obligations import service
from obligations.errors import StorageUnreachable
from obligations.service import Office
from tests.portal.drill import office_in, states


def main(folder: Path, port: str) -> None:
    """Print what the operator sees on the full disk, then the states of the messages after the second sweep."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "none", str(folder)], check=True, timeout=20)
    office = office_in(folder, lambda to: f"mailto://127.0.0.1:{port}?from=dunghan@so.example.vn&to={to}")
    ballast = folder / "ballast"
    _fill(ballast)
    print(_swept(office))  # noqa: T201 - the answer itself
    ballast.unlink()
    print(_swept(office), dict(states(office)))  # noqa: T201 - the answer itself


def _fill(ballast: Path) -> None:
    with ballast.open("wb", buffering=0) as file:
        for size in (4096, 1):
            for _ in range(2000):
                try:
                    file.write(b"x" * size)
                except OSError:
                    break


def _swept(office: Office) -> str:
    try:
        report = service.sweep(office, send=True, by="thử")
    except StorageUnreachable as error:
        return f"told: {error}"
    return f"told: {' '.join(report.problems)} sent: {len(report.messages)}"


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
