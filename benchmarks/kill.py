"""Run the kill test in full and print its figures: `python -m benchmarks.kill [KILLS A DATABASE]`, 200 without it.

For SQLite and PostgreSQL: kills, what was lost, at rest, doubled, doubled outside rows in doubt; then two planners and
four senders at once.
"""

from __future__ import annotations

import sys
import tempfile

from benchmarks.killing import kill, together
from tests import postgres


def main() -> None:
    """Print a line for each database and each question."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as folder:
        print(f"SQLite:     {kill(f'sqlite:///{folder}/a.db', kills)}", flush=True)
        print(f"SQLite, 2 planners and 4 senders: {together(f'sqlite:///{folder}/b.db', 300)}", flush=True)
    if why := postgres.missing():
        print(f"PostgreSQL: {why}")
        return
    with postgres.running() as server:
        print(f"PostgreSQL: {kill(server.url, kills)}", flush=True)
        server.empty()
        print(f"PostgreSQL, 2 planners and 4 senders: {together(server.url, 300)}", flush=True)


if __name__ == "__main__":
    main()
