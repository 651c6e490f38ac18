"""Open mutated documents and report every failure that is not a clear message, the longest time and the most memory.

    python benchmarks/intake_fuzz.py [--count 2000] [--seed 1] [--from FILE ...]

Word, PDF and text files of our own making are damaged bit by bit, cut, shuffled; Word files also inside their parts.
A crash of the interpreter, an exception that is no DunghanError, and more than 10 seconds count as failures.
"""

from __future__ import annotations

import argparse
import io
import random
import resource
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from intake import Limits, open_plan
from obligations.errors import DunghanError

LONGEST = 10.0
BATCH = 50
PLAN = (
    "KẾ HOẠCH\nTuyên truyền cải cách hành chính năm 2026\nI. MỤC ĐÍCH\n1. Nâng cao nhận thức.\n"
    "II. NHIỆM VỤ\n1. Các phòng đăng tin, bài hằng tháng.\n2. Văn phòng báo cáo hằng quý, trước ngày 15/11/2026.\n"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How opening one damaged document ended."""

    number: int
    ended: str
    seconds: float
    trace: str = ""


def seeds(extra: list[str]) -> list[tuple[str, bytes]]:
    """Make the documents that are damaged."""
    made = [("text", (PLAN * 5).encode()), ("wide", (PLAN * 5).encode("utf-16")), ("docx", word()), ("pdf", pdf())]
    return made + [(Path(name).suffix.lstrip("."), Path(name).read_bytes()) for name in extra]


def word() -> bytes:
    """Make a Word file with numbering, a table with merged cells, and a header."""
    import docx

    document = docx.Document()
    for line in PLAN.splitlines():
        document.add_paragraph(line)
    document.add_paragraph("Mục được đánh số tự động", style="List Number")
    table = document.add_table(4, 5)
    table.style = "Table Grid"
    heads = ("STT", "Nội dung", "Chủ trì", "Phối hợp", "Thời gian")
    for at, head in enumerate(heads):
        table.cell(0, at).text = head
        for row in range(1, 4):
            table.cell(row, at).text = f"{head} {row}"
    table.cell(1, 2).merge(table.cell(2, 2))
    document.sections[0].header.paragraphs[0].text = "Đầu trang"
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def pdf() -> bytes:
    """Make a PDF of one page with text and a ruled table, uncompressed so that damage reaches everything."""
    rows = "".join(f"BT /F1 12 Tf 72 {720 - 20 * at} Td (Dong {at} cua ke hoach) Tj ET\n" for at in range(20))
    lines = "".join(f"72 {300 - 30 * at} m 500 {300 - 30 * at} l S\n" for at in range(5))
    lines += "".join(f"{72 + 107 * at} 300 m {72 + 107 * at} 180 l S\n" for at in range(5))
    content = (rows + lines).encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    file, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(file))
    return file + head + table + tail


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Damage bytes: flip, cut, repeat, swap numbers for huge ones."""
    body = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 30, 200))):
        if not body:
            break
        at = chance.randrange(len(body))
        length = chance.choice((1, 2, 8, 64, 1024))
        way = chance.randrange(6)
        if way == 0:
            body[at] ^= 1 << chance.randrange(8)
        elif way == 1:
            body[at : at + length] = chance.randbytes(length)
        elif way == 2:
            del body[at : at + length]
        elif way == 3:
            body[at:at] = body[at : at + length] * chance.choice((2, 10))
        elif way == 4:
            body[at : at + 1] = chance.choice((b"99999999", b"-1", b"\x00", b"<", b">", b"(" * 50, b"[" * 200))
        elif chance.random() < 0.2:
            del body[at:]
    return bytes(body)


def damaged_inside(data: bytes, chance: random.Random) -> bytes:
    """Damage one XML part of a Word file and zip it again."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        parts = ["word/document.xml", "word/numbering.xml", "word/styles.xml"]
        hit = chance.choice([p for p in parts if p in old.namelist()] or old.namelist())
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, _tags(body, chance) if name == hit else body)
    return made.getvalue()


def _tags(body: bytes, chance: random.Random) -> bytes:
    """Shuffle, repeat, drop and empty whole elements as well as bytes, so that much of it stays well formed."""
    if chance.random() < 0.4:
        return damaged(body, chance)
    for _ in range(chance.choice((1, 3, 20))):
        starts = [i for i in range(len(body)) if body[i : i + 1] == b'"'][::2]
        at = chance.choice(starts) if starts else 0
        end = body.find(b'"', at + 1)
        value = chance.choice((b"", b"-1", b"0", b"999999999", b"x", b"none", b"1", b"9"))
        body = body[: at + 1] + value + body[end:] if 0 < at < end < at + 60 else body
    return body


def attempt(number: int, sort: str, data: bytes, seed: int) -> Outcome:
    """Damage and open one document."""
    chance = random.Random(seed * 1_000_003 + number)  # noqa: S311 - chance that repeats
    inside = sort == "docx" and chance.random() < 0.7
    spoiled = damaged_inside(data, chance) if inside else damaged(data, chance)
    with tempfile.NamedTemporaryFile(suffix=".bin") as file:
        file.write(spoiled)
        file.flush()
        begun = time.monotonic()
        try:
            open_plan(file.name, limits=Limits(seconds=LONGEST - 1))
            ended, trace = "opened", ""
        except DunghanError as error:
            ended, trace = type(error).__name__, ""
        except Exception:  # noqa: BLE001 - what is counted here
            ended, trace = "FAILED", traceback.format_exc(limit=-4)
        return Outcome(number, f"{sort}: {ended}", time.monotonic() - begun, trace)


def batch(numbers: list[int], made: list[tuple[str, bytes]], seed: int) -> tuple[list[Outcome], int]:
    """Open a batch in a process of its own; give the outcomes and the most memory in KiB."""
    outcomes = [attempt(n, *made[n % len(made)], seed) for n in numbers]
    return outcomes, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> int:
    """Run and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--from", dest="extra", nargs="*", default=[])
    given = parser.parse_args()
    made = seeds(given.extra)
    outcomes: list[Outcome] = []
    memory, crashed = 0, []
    for start in range(0, given.count, BATCH):
        numbers = list(range(start, min(start + BATCH, given.count)))
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            try:
                more, used = pool.submit(batch, numbers, made, given.seed).result()
            except BrokenProcessPool:
                crashed.append(numbers)
                continue
        outcomes += more
        memory = max(memory, used)
    failed = [o for o in outcomes if o.trace or o.seconds > LONGEST]
    for outcome in failed:
        print(f"#{outcome.number} {outcome.ended} {outcome.seconds:.1f} s\n{outcome.trace}")
    for numbers in crashed:
        print(f"CRASHED among #{numbers[0]} to #{numbers[-1]}")
    for ended, times in sorted(Counter(o.ended for o in outcomes).items()):
        print(f"{times:6d}  {ended}")
    longest = max((o.seconds for o in outcomes), default=0.0)
    print(f"{len(outcomes)} documents, {len(failed)} failures, {len(crashed)} crashes; ", end="")
    print(f"longest {longest:.2f} s, most memory {memory / 1024:.0f} MB (seed {given.seed})")
    return 1 if failed or crashed else 0


if __name__ == "__main__":
    sys.exit(main())
