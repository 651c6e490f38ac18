"""How far opening a file may go in bytes, pages, depth and time, and how far it has come."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from intake.faults import TooLarge, TooSlow

MEGABYTE = 1024 * 1024
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of files and of unpacked parts, pages, levels of XML and of tables, pixels of a page, seconds in all."""

    text_bytes: int = 20 * MEGABYTE
    file_bytes: int = 100 * MEGABYTE
    unpacked_bytes: int = 24 * MEGABYTE
    zip_entries: int = 5000
    pages: int = 600
    xml_depth: int = 256
    xml_elements: int = 1_500_000
    table_depth: int = 6
    page_letters: int = 60_000
    pixels: int = 40_000_000
    seconds: float = 1800.0


def silent(_done: int, _total: int) -> None:
    """Show no progress."""


@dataclass(slots=True)
class Budget:
    """The limits of one opening, whom to tell of its progress, and the moment (monotonic) it has to end."""

    name: str
    limits: Limits = field(default_factory=Limits)
    progress: Progress = silent
    ends: float = 0.0

    def __post_init__(self) -> None:
        self.ends = time.monotonic() + self.limits.seconds

    def left(self) -> float:
        """Give the seconds left; raise TooSlow where there are none."""
        left = self.ends - time.monotonic()
        if left <= 0:
            raise TooSlow(
                f"Đọc {self.name} quá {self.limits.seconds:g} giây nên đã dừng; hãy tách lấy riêng phần kế hoạch."
            )
        return left

    def pages(self, count: int) -> None:
        """Raise TooLarge where a document has more pages than allowed."""
        if count > self.limits.pages:
            raise TooLarge(
                f"{self.name} có {count} trang, quá {self.limits.pages} trang; hãy tách lấy riêng phần kế hoạch."
            )
