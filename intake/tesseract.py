"""Words on pictures as Tesseract reads them in Vietnamese, each with its box and how sure it is."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from intake.faults import Damaged, MissingProgram, TooSlow
from intake.lattice import Image
from intake.limits import Budget

LANGUAGE = "vie"
INSTALL = "hãy cài bằng lệnh `apt install tesseract-ocr tesseract-ocr-vie` (Debian, Ubuntu) rồi đọc lại tệp"
WORD = "5"
AUTO, BLOCK, LINE = 3, 6, 7
NULL = subprocess.DEVNULL


@dataclass(frozen=True, slots=True)
class Read:
    """A word on picture `picture` (from 0) in line `line`: text, box in pixels, confidence 0 to 100."""

    picture: int
    line: tuple[int, int, int]
    text: str
    box: tuple[float, float, float, float]
    confidence: float


@lru_cache(maxsize=1)
def _languages(program: str) -> frozenset[str]:
    told = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=30, check=False)
    return frozenset(line.strip() for line in (told.stdout + told.stderr).splitlines())


def tesseract() -> str:
    """Find Tesseract with its Vietnamese model. Raise MissingProgram, which says what to install."""
    program = shutil.which("tesseract")
    if program is None:
        raise MissingProgram(f"Tệp là ảnh quét mà máy chưa cài chương trình nhận dạng chữ Tesseract: {INSTALL}.")
    if LANGUAGE not in _languages(program):
        raise MissingProgram(f"Tesseract trên máy chưa có mô hình tiếng Việt: {INSTALL}.")
    return program


def read_page(image: Image, dpi: float, budget: Budget, mode: int = AUTO) -> list[Read]:
    """Read one picture."""
    # As a file: what comes in at stdin Tesseract takes letter by letter, which costs a page of A4 some 40 ms.
    with tempfile.NamedTemporaryFile(prefix="dunghan-", suffix=".pgm") as place:
        place.write(_portable(image))
        place.flush()
        return list(_words(_run(place.name, dpi, mode, budget)))


def read_many(images: Sequence[Image], dpi: float, budget: Budget, mode: int = BLOCK) -> list[Read]:
    """Read small pictures with one start of the program."""
    if not images:
        return []
    with tempfile.TemporaryDirectory(prefix="dunghan-") as folder:
        names = []
        for number, image in enumerate(images):
            place = Path(folder) / f"{number}.pgm"
            place.write_bytes(_portable(image))
            names.append(str(place))
        listing = Path(folder) / "pictures.txt"
        listing.write_text("\n".join(names) + "\n", encoding="utf-8")
        return list(_words(_run(str(listing), dpi, mode, budget)))


def _portable(image: Image) -> bytes:
    high, wide = image.shape
    return b"P5 %d %d 255\n" % (wide, high) + image.tobytes()


def _run(source: str, dpi: float, mode: int, budget: Budget) -> str:
    line = [tesseract(), source, "stdout", "-l", LANGUAGE, "--psm", str(mode), "--dpi", str(round(dpi)), "tsv"]
    # More than one thread makes Tesseract several times slower; pages run side by side instead.
    alone = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(line, stdin=NULL, capture_output=True, env=alone, timeout=budget.left(), check=False)
    except subprocess.TimeoutExpired as error:
        budget.left()
        raise TooSlow(
            f"Nhận dạng chữ của {budget.name} quá lâu nên đã dừng; hãy tách bớt trang rồi thử lại."
        ) from error
    if done.returncode:
        raise Damaged(f"Tesseract không nhận dạng được {budget.name}: hãy quét lại từ 200 dpi rồi thử lại.")
    return done.stdout.decode("utf-8", "replace")


def _words(table: str) -> Iterator[Read]:
    for row in table.splitlines():
        columns = row.split("\t")
        if len(columns) < 12 or columns[0] != WORD or not columns[11].strip():
            continue
        page, block, paragraph, line = (int(v) for v in columns[1:5])
        left, top, wide, high = (float(v) for v in columns[6:10])
        box = (left, top, left + wide, top + high)
        yield Read(page - 1, (block, paragraph, line), columns[11].strip(), box, float(columns[10]))
