"""Pages as grey pictures, never larger than allowed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pypdfium2  # type: ignore[import-untyped]  # it ships no types
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it ships no types

from intake.faults import TooLarge
from intake.lattice import Image
from intake.limits import Budget

POINTS = 72
# OpenCV turns no picture whose side is longer than 32767.
LONGEST_SIDE = 20_000


@dataclass(frozen=True, slots=True)
class Picture:
    """A page (from 1) as a grey image with its dots per inch."""

    number: int
    image: Image
    dpi: float

    @property
    def size(self) -> tuple[float, float]:
        """Give width and height in points."""
        high, wide = self.image.shape
        return wide * POINTS / self.dpi, high * POINTS / self.dpi


def rendered(page: pypdfium2.PdfPage, dpi: float, pixels: int) -> tuple[Image, float]:
    """Draw a page in grey; give the image and its pixels per point, fewer where the page is huge."""
    wide, high = page.get_size()
    scale = dpi / POINTS
    most = pixels / max(1.0, wide * high)
    scale = min(scale, most**0.5, LONGEST_SIDE / max(1.0, wide, high))
    bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
    image = np.array(bitmap.to_numpy(), dtype=np.uint8, copy=True)
    bitmap.close()
    return image.reshape(image.shape[0], image.shape[1]), scale


def picture_of(document: pypdfium2.PdfDocument, at: int, dpi: float, budget: Budget) -> Picture:
    """Draw a page of a PDF for recognition."""
    page = document[at]
    try:
        _refuse_huge(page, at + 1, budget)
        image, scale = rendered(page, dpi, budget.limits.pixels)
    finally:
        page.close()
    return Picture(at + 1, image, scale * POINTS)


def _refuse_huge(page: pypdfium2.PdfPage, number: int, budget: Budget) -> None:
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        wide, high = item.get_px_size()
        if wide * high > 4 * budget.limits.pixels:
            raise TooLarge(
                f"Trang {number} của {budget.name} chứa ảnh {wide}×{high} điểm, quá lớn: nên quét lại ở 200 dpi."
            )
