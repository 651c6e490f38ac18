"""The time and size of the dashboard at 5,000 duties: `python -m benchmarks.ops_pages [DUTIES]`."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from flows.overview import overview, overview_page
from flows.pages.board import Page
from flows.pages.delivery import delivery_page
from flows.pages.matrix import matrix_page
from flows.pages.plan import plan_pages
from flows.pages.urgent import urgent_page
from tests.flows.boards import board


def main() -> None:
    """Make every page of 50 plans with so many duties together, four units each."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    made = board(plans=50, duties=many // 50, units=4)
    said = overview(made.report)
    makers: dict[str, Callable[[], list[Page]]] = {
        "tổng quan": lambda: [overview_page(said, made.updated)],
        "việc gấp": lambda: [urgent_page(made)],
        "ma trận": lambda: [matrix_page(made)],
        "thư nhắc": lambda: [delivery_page(made)],
        "50 kế hoạch": lambda: list(plan_pages(made)),
    }
    for name, make in makers.items():
        began = time.perf_counter()
        pages = make()
        took = time.perf_counter() - began
        largest = max(len(page.markdown.encode()) for page in pages)
        print(f"{many} nhiệm vụ · {name}: {took:.2f} s, trang lớn nhất {largest / 1024:.0f} KB", flush=True)


if __name__ == "__main__":
    main()
