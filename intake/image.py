"""A picture file (png, jpg, bmp, tiff of many pages) read by recognition."""

from __future__ import annotations

import io
import warnings

import cv2
import numpy as np
from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError

from intake.draft import Draft
from intake.faults import Damaged, TooLarge
from intake.leaves import bound
from intake.limits import Budget
from intake.opened import FileKind
from intake.recognise import recognised
from intake.render import LONGEST_SIDE, Picture

BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    UnidentifiedImageError,
    OverflowError,
)
FORMATS = ("PNG", "JPEG", "TIFF", "BMP")
# Recognition wants 200 dots to the inch; a picture that names none is taken for a page of A4.
BEST, FINEST, COARSEST = 200.0, 320.0, 150.0
A4_ACROSS = 8.27
BELIEVABLE = (60.0, 1300.0)
TOO_COARSE = "ảnh chỉ khoảng {dpi:.0f} dpi: nên quét lại từ 200 dpi"


def opened(data: bytes, _kind: FileKind, budget: Budget) -> Draft:
    """Open a picture. Raise Damaged, TooLarge, TooSlow or MissingProgram."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _opened(data, budget)
    except (*BROKEN, Pillow.DecompressionBombError) as error:
        raise Damaged(f"{budget.name} là tệp ảnh bị hỏng, không mở được: hãy quét hoặc tải lại.") from error


def _opened(data: bytes, budget: Budget) -> Draft:
    with Pillow.open(io.BytesIO(data), formats=FORMATS) as file:
        count = int(getattr(file, "n_frames", 1))
        budget.pages(count)
        coarse: list[float] = []
        leaves = recognised(range(count), lambda at: _picture(file, at, budget, coarse), budget)
    draft = bound(leaves)
    if coarse:
        draft.warnings.append(TOO_COARSE.format(dpi=min(coarse)))
    return draft


def _picture(file: Pillow.Image, at: int, budget: Budget, coarse: list[float]) -> Picture:
    file.seek(at)
    wide, high = file.size
    if wide * high > 2 * budget.limits.pixels or max(wide, high) > LONGEST_SIDE:
        raise TooLarge(f"Ảnh {wide}×{high} điểm trong {budget.name} quá lớn: nên quét lại từ 200 đến 300 dpi.")
    dpi = _dots(file)
    if dpi < COARSEST:
        coarse.append(dpi)
    image = np.asarray(_grey(ImageOps.exif_transpose(file)), dtype=np.uint8)
    if COARSEST <= dpi <= FINEST or _too_much(wide, high, BEST / dpi, budget):
        return Picture(at + 1, np.ascontiguousarray(image), dpi)
    way = cv2.INTER_AREA if dpi > BEST else cv2.INTER_CUBIC
    scaled = cv2.resize(image, None, fx=BEST / dpi, fy=BEST / dpi, interpolation=way)
    return Picture(at + 1, np.ascontiguousarray(scaled, dtype=np.uint8), BEST)


def _too_much(wide: int, high: int, scale: float, budget: Budget) -> bool:
    return wide * high * scale**2 > budget.limits.pixels or max(wide, high) * scale > LONGEST_SIDE


def _grey(image: Pillow.Image) -> Pillow.Image:
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        clear = image.convert("RGBA")
        return Pillow.alpha_composite(Pillow.new("RGBA", clear.size, "white"), clear).convert("L")
    return image.convert("L")


def _dots(file: Pillow.Image) -> float:
    told = file.info.get("dpi", (0.0, 0.0))
    dpi = float(told[0]) if isinstance(told, tuple) and told else 0.0
    guess = min(file.size) / A4_ACROSS
    # Cameras and screens write 72 or 96 whatever the picture is.
    return dpi if BELIEVABLE[0] <= dpi <= BELIEVABLE[1] and dpi not in (72.0, 96.0) else max(guess, dpi, 1.0)
