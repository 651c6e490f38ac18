"""A year of every plan beside the repository, played day by day against a mail server and set beside its simulation."""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from intake import open_plan
from obligations.reading.reader import read
from obligations.units import implied
from tests.corpus import NAMES, PLANS
from tests.obligations.test_year import opened
from tests.obligations.year import delivered, digests_by_reader, play, reachable, simulated, unaccounted, working_days
from tests.servers import smtp_sink


def main() -> None:
    """Play each plan named, all where none is named; exit with 1 where anything differs."""
    if not PLANS.is_dir():
        sys.exit(f"no real plans: the folder {PLANS} is missing")
    wrong = [name for name in sys.argv[1:] or NAMES if not _holds(PLANS / name)]
    sys.exit(f"differs: {', '.join(wrong)}" if wrong else 0)


def _holds(path: Path) -> bool:
    plan = open_plan(path)
    reading = read(plan.text, plan.sha256)
    year = reading.header.year or date.today().year  # noqa: DTZ011 - only for a plan without a year
    began = time.monotonic()
    with smtp_sink() as sink, tempfile.TemporaryDirectory() as folder:
        register = reachable(implied(who for o in reading.obligations for who in o.responsible), sink)
        office = opened(Path(folder), date(year, 1, 1), register, [reading])
        days = working_days(office, date(year, 1, 1), date(year, 12, 31))
        expected = simulated([reading], register, office, days)
        played = play(office, days)
        told, missing, counted = delivered(played), unaccounted(played, register), digests_by_reader(played)
    readers = {(line[0], line[1]) for line in expected}
    doubled = sum(count > 1 for count in counted.values())
    print(
        f"{path.stem}: {len(days)} days, {len(expected)} reminders simulated, {len(told)} delivered,"
        f" {len(expected ^ told)} differ, {len(missing)} unaccounted; {len(readers)} digests and"
        f" {len(set(counted) - readers)} summaries alone in {len(sink.arrived)} mails, {doubled} doubled;"
        f" {time.monotonic() - began:.0f} s",
        flush=True,
    )
    return expected == told and not missing and not doubled and readers <= set(counted)


if __name__ == "__main__":
    main()
