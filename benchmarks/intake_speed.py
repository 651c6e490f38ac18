"""Measure how long opening takes: PDF pages with text, growth with length, and recognition beside bare Tesseract.

    python benchmarks/intake_speed.py [--pages 10 50 200] [--scanned 6] [--from FILE ...]

Makes its own files (LibreOffice for PDF). `--from` measures given files instead, in seconds and milliseconds a page.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import docx
import pypdfium2  # type: ignore[import-untyped]  # it ships no types
from PIL import Image

from intake import open_plan

CLAUSE = (
    "Các phòng chuyên môn, đơn vị trực thuộc phối hợp với Văn phòng Sở đăng tải tin, bài tuyên truyền về cải cách "
    "hành chính trên Trang thông tin điện tử; báo cáo kết quả thực hiện trước ngày 15 của tháng cuối quý."
)
CLAUSES_A_PAGE = 13


def plan(folder: Path, pages: int) -> Path:
    """Make a PDF of about so many pages."""
    document = docx.Document()
    for number in range(pages * CLAUSES_A_PAGE):
        document.add_paragraph(f"{number % 30 + 1}. {CLAUSE}")
    word = folder / f"plan{pages}.docx"
    document.save(str(word))
    line = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*line, "--outdir", str(folder), str(word)], check=True, capture_output=True)
    return word.with_suffix(".pdf")


def timed(file: Path) -> tuple[float, int]:
    """Open a file; give seconds of processor time (other work on the machine does not count) and pages."""
    begun = time.process_time()
    opened = open_plan(file)
    return time.process_time() - begun, max(1, len(opened.pages))


def texts(folder: Path, sizes: list[int]) -> None:
    """Measure PDF with text; the first opening warms the libraries up."""
    timed(plan(folder, 1))
    for size in sizes:
        file = plan(folder, size)
        seconds, pages = min(timed(file) for _ in range(3))
        print(f"text PDF, {pages} pages: {seconds:.2f} s, {1000 * seconds / pages:.1f} ms a page")
        seconds, _ = timed(file.with_suffix(".docx"))
        print(f"same as .docx: {seconds:.2f} s, {1000 * seconds / pages:.1f} ms a page")


def scans(folder: Path, pages: int) -> None:
    """Measure recognition beside Tesseract alone on the same pictures, in the same number of processes."""
    document = pypdfium2.PdfDocument(plan(folder, pages))
    images = [page.render(scale=200 / 72, grayscale=True).to_pil() for page in document]
    names = []
    for number, image in enumerate(images):
        names.append(folder / f"{number}.png")
        image.save(names[-1], dpi=(200, 200))
    scan = folder / "scan.pdf"
    Image.Image.save(images[0], scan, save_all=True, append_images=images[1:], resolution=200)
    for _ in range(2):
        begun, used = time.perf_counter(), processor()
        with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
            list(pool.map(alone, names))
        bare, bare_used = time.perf_counter() - begun, processor() - used
        begun, used = time.perf_counter(), processor()
        open_plan(scan)
        ours, ours_used = time.perf_counter() - begun, processor() - used
        print(f"scan, {len(images)} pages: {ours:.2f} s, Tesseract alone {bare:.2f} s, ", end="")
        print(f"processor {ours_used:.2f} s and {bare_used:.2f} s, overhead {ours_used / bare_used - 1:+.1%}")


def processor() -> float:
    """Give the processor time used so far, by this process and those it started."""
    own, started = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + started.ru_utime + started.ru_stime


def alone(name: Path) -> None:
    """Run Tesseract alone."""
    line = ["tesseract", str(name), "stdout", "-l", "vie", "--psm", "3", "tsv"]
    subprocess.run(line, check=True, capture_output=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"})


def main() -> None:
    """Run and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, nargs="*", default=[10, 50, 200])
    parser.add_argument("--scanned", type=int, default=6)
    parser.add_argument("--from", dest="files", nargs="*", default=[])
    given = parser.parse_args()
    for name in given.files:
        seconds, pages = timed(Path(name))
        print(f"{Path(name).name}: {seconds:.2f} s, {1000 * seconds / pages:.1f} ms a page")
    with tempfile.TemporaryDirectory() as folder:
        if not given.files and given.pages:
            texts(Path(folder), given.pages)
        if not given.files and given.scanned:
            scans(Path(folder), given.scanned)
    print(f"most memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
