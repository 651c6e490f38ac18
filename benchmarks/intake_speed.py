"""How fast plans are opened and read: `python -m benchmarks.intake_speed [--scanned 6] [--from FILE ...]`.

Pages of 3,000 letters as text, with growth from 25 to 400; a long plan as Word and PDF; recognition beside bare
Tesseract on the same pictures. `--from` measures given files instead. Makes its own files (LibreOffice for PDF).
Figures are processor time, so that other work on the machine counts as little as it can.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # it ships no types
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it ships no types
from PIL import Image

from benchmarks.intake_long import LETTERS_A_PAGE, long_plan
from benchmarks.intake_mutants import printed, word_of
from benchmarks.timing import Figure
from intake import Opened, open_plan
from obligations.reading.reader import read

GROWTH = (25, 50, 100, 200, 400)
PAPER, RUNS = 200, 3
DPI = 200


def processor() -> float:
    """Give the processor time used so far, by this process and those it started."""
    own, started = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + started.ru_utime + started.ru_stime


def spent(work: Callable[[], object], runs: int = RUNS) -> float:
    """Give the least processor time that a piece of work took."""
    found = []
    for _ in range(runs):
        begun = processor()
        work()
        found.append(processor() - begun)
    return min(found)


def texts() -> Iterator[Figure]:
    """Measure reading text, from short plans to long ones; each is another text, so that nothing is remembered."""
    read(long_plan(5), "")
    first: float | None = None
    for pages in GROWTH:
        text = long_plan(pages)
        rate = len(text) / LETTERS_A_PAGE / spent(lambda text=text: read(text, ""), 1)  # type: ignore[misc]  # bound now
        first = first or rate
        yield Figure(f"reading text, {pages} pages", rate, "pages/s", rate / first, f"{GROWTH[0]} pages")


def papers(folder: Path) -> Iterator[Figure]:
    """Measure opening and reading a long plan as text, Word and PDF."""
    word = word_of(long_plan(PAPER))
    made = {"txt": long_plan(PAPER).encode(), "docx": word, "pdf": printed(word)}
    for suffix, data in made.items():
        file = folder / f"plan.{suffix}"
        file.write_bytes(data)
        yield from opening(file, RUNS)


def opening(file: Path, runs: int = 1) -> Iterator[Figure]:
    """Measure opening a file, and reading it once."""
    opened = open_plan(file)
    pages = len(opened.pages) or max(1, round(len(opened.text) / LETTERS_A_PAGE))
    took = spent(partial(open_plan, file), runs)
    yield Figure(f"opening {file.name}, {pages} pages", 1000 * took / pages, "ms/page")
    yield Figure(f"opening and reading {file.name}", took + spent(lambda: _read(opened), 1), "s")


def _read(opened: Opened) -> None:
    read(opened.text, opened.sha256)


def scans(folder: Path, pages: int) -> Iterator[Figure]:
    """Measure recognition beside Tesseract alone on the same pictures, in as many processes side by side."""
    scan = folder / "scan.pdf"
    document = pypdfium2.PdfDocument(printed(word_of(long_plan(pages))))
    images = [page.render(scale=DPI / 72, grayscale=True).to_pil() for page in document]
    Image.Image.save(images[0], scan, save_all=True, append_images=images[1:], resolution=DPI)
    names = list(pictures_in(scan))

    def bare() -> None:
        with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
            list(pool.map(alone, names))

    pairs = [(spent(partial(open_plan, scan), 1), spent(bare, 1)) for _ in range(RUNS)]
    ours, theirs = min(pairs, key=lambda pair: pair[0] / pair[1])
    yield Figure(f"opening a scan, {len(images)} pages", ours / len(images), "s/page", ours / theirs, "Tesseract alone")


def pictures_in(scan: Path) -> Iterator[Path]:
    """Take the pictures out of a scan as they lie in it, into files beside it."""
    for number, page in enumerate(pypdfium2.PdfDocument(scan)):
        (picture,) = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE])
        name = scan.with_name(f"{number}.jpg")
        with name.open("wb") as file:
            picture.extract(file)
        yield name


def alone(name: Path) -> None:
    """Run Tesseract alone, with the settings that we give it."""
    line = ["tesseract", str(name), "stdout", "-l", "vie", "--psm", "3", "--dpi", str(DPI), "tsv"]
    subprocess.run(line, check=True, capture_output=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"})


def main(arguments: list[str] | None = None) -> None:
    """Print every figure as it comes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scanned", type=int, default=4)
    parser.add_argument("--from", dest="files", nargs="*", default=[])
    given = parser.parse_args(arguments or [])
    begun = time.perf_counter()
    for file in map(Path, given.files):
        for figure in opening(file, RUNS):
            print(figure, flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for figure in () if given.files else (*texts(), *papers(folder), *scans(folder, given.scanned)):
            print(figure, flush=True)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"most memory {most:.0f} MB, {time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
