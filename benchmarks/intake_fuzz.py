"""Open and read damaged documents: `python -m benchmarks.intake_fuzz [--count 10000] [--seed 1] [--log FILE]`.

Four in ten are text, three Word, three PDF. Each must be opened, read and shown within ten seconds of processor time
(other work on the machine does not count) and 500 MB, or be refused with a message of ours. They are read in a process
of their own, which is ended and begun anew where it hangs or dies. With `--log` every outcome is kept, and a run that
was broken off goes on where it stood.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import psutil

from benchmarks.intake_mutants import Stock, mutant, stock
from intake import Limits, open_plan
from obligations.errors import DunghanError
from obligations.reading.reader import read
from portal.proof import proof

LONGEST, MOST_MEGABYTES = 10.0, 500
WATCHED_EVERY, PATIENCE = 5.0, 300.0
CEILING = 3 << 30
SEED = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one damaged document ended: `said` is the message or the trace; memory is the most at once, in MB."""

    number: int
    sort: str
    ended: str
    seconds: float
    megabytes: int
    said: str = ""

    @property
    def failed(self) -> bool:
        """Tell whether it broke a promise."""
        slow = self.seconds > LONGEST or self.megabytes > MOST_MEGABYTES
        return slow or self.ended in ("FAILED", "HUNG", "CRASHED")


def attempt(number: int, seed: int, sound: Stock) -> Outcome:
    """Damage, open, read and show one document."""
    sort, data = mutant(number, seed, sound)
    _forget_peak()
    begun = processor()
    ended, said = "read", ""
    with tempfile.NamedTemporaryFile(suffix=".bin") as file:
        file.write(data)
        file.flush()
        try:
            opened = open_plan(file.name, limits=Limits(seconds=LONGEST - 1))
            reading = read(opened.text, opened.sha256)
            if any(reading.text[slice(*o.span)] != o.quote for o in reading.obligations):
                ended, said = "FAILED", "a quote is not its text"
            proof(reading, opened.source)
        except DunghanError as error:
            ended, said = type(error).__name__, str(error)
        except Exception:  # noqa: BLE001 - what is counted here
            ended, said = "FAILED", traceback.format_exc(limit=-5)
    return Outcome(number, sort, ended, round(processor() - begun, 2), _peak(), said)


def processor() -> float:
    """Give the processor time used so far, by this process and the programs it ran."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(times.ru_utime + times.ru_stime for times in used)


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _peak() -> int:
    """Give the most memory this process held at once since it was last forgotten, or any program it ran, in MB."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    own = int(next(line for line in lines if line.startswith("VmHWM")).split()[1])
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) >> 10


def _work(pipe: Connection, numbers: list[int], seed: int, sound: Stock) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (CEILING, CEILING))
    for number in numbers:
        pipe.send(attempt(number, seed, sound))


def outcomes(numbers: list[int], seed: int, sound: Stock) -> Iterator[Outcome]:
    """Give the outcome of every document, in order, whatever becomes of the process that reads them."""
    context = multiprocessing.get_context("spawn")
    while numbers:
        here, there = context.Pipe(duplex=False)
        process = context.Process(target=_work, args=(there, numbers, seed, sound))
        process.start()
        there.close()
        done = 0
        try:
            while done < len(numbers) and _answers(here, psutil.Process(process.pid)):
                yield here.recv()
                done += 1
        except EOFError:
            yield Outcome(numbers[done], mutant(numbers[done], seed, sound)[0], "CRASHED", 0.0, 0)
            done += 1
        else:
            if done < len(numbers):
                yield Outcome(numbers[done], mutant(numbers[done], seed, sound)[0], "HUNG", PATIENCE, 0)
                done += 1
        process.kill()
        process.join()
        numbers = numbers[done:]


def _answers(pipe: Connection, process: psutil.Process) -> bool:
    """Wait for the next outcome; give up where the process has worked, or done nothing, for too long."""
    begun, used = time.monotonic(), sum(process.cpu_times()[:2])
    while not pipe.poll(WATCHED_EVERY):
        worked = sum(process.cpu_times()[:2]) - used
        if worked > 2 * LONGEST or time.monotonic() - begun > PATIENCE:
            return False
    return True


def report(found: list[Outcome]) -> str:
    """Write how documents ended, the longest time and the most memory."""
    counts = Counter(f"{o.sort}: {o.ended}" for o in found)
    lines = [f"{times:6d}  {ended}" for ended, times in sorted(counts.items())]
    slow, large = max(found, key=lambda o: o.seconds), max(found, key=lambda o: o.megabytes)
    lines += [f"{o.sort} {o.number}: {o.ended}, {o.seconds} s, {o.megabytes} MB\n{o.said}" for o in found if o.failed]
    failures = sum(o.failed for o in found)
    lines.append(
        f"{len(found)} documents, {failures} failures; longest {slow.seconds} s (number {slow.number}), "
        f"most memory {large.megabytes} MB (number {large.number})"
    )
    return "\n".join(lines)


def main() -> int:
    """Run and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--log", type=Path)
    given = parser.parse_args()
    log: Path | None = given.log
    kept = log.read_text("utf-8").splitlines() if log is not None and log.exists() else []
    found = [Outcome(**json.loads(line)) for line in kept]
    numbers = sorted(set(range(given.count)) - {o.number for o in found})
    for outcome in outcomes(numbers, given.seed, stock()):
        found.append(outcome)
        if log is not None:
            with log.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(outcome), ensure_ascii=False) + "\n")
    print(report(found))
    return int(any(o.failed for o in found))


if __name__ == "__main__":
    sys.exit(main())
