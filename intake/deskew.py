"""A scanned page set upright, and the way back from the upright picture to the scan."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from intake.lattice import Image
from intake.opened import Box

WORKING_DPI = 50
# In degrees: how far a page may lean, the steps of the search, and what is too little to bother.
FURTHEST, COARSE, FINE, LEAST = 5.0, 0.5, 0.1, 0.15


@dataclass(frozen=True, slots=True)
class Upright:
    """A picture set upright and by how many degrees it was turned."""

    image: Image
    angle: float

    def back(self, box: Box) -> Box:
        """Give the place on the scan of a box on the upright picture."""
        if not self.angle:
            return box
        turn = _turn(self.image, -self.angle)
        corners = [(box[x], box[y], 1.0) for x in (0, 2) for y in (1, 3)]
        there = (np.array(corners) @ turn.T).tolist()
        return (
            min(p[0] for p in there),
            min(p[1] for p in there),
            max(p[0] for p in there),
            max(p[1] for p in there),
        )


def upright(image: Image, dpi: float) -> Upright:
    """Turn a page so that its lines are level."""
    angle = _lean(image, dpi)
    if abs(angle) < LEAST:
        return Upright(image, 0.0)
    high, wide = image.shape
    turned = cv2.warpAffine(image, _turn(image, angle), (wide, high), flags=cv2.INTER_LINEAR, borderValue=(255,))
    return Upright(turned.astype(np.uint8), angle)


def _turn(image: Image, angle: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    high, wide = image.shape
    return np.asarray(cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1.0), dtype=np.float64)


def _lean(image: Image, dpi: float) -> float:
    """Find the angle under which the lines of a page are told apart best."""
    small = cv2.resize(image, None, fx=WORKING_DPI / dpi, fy=WORKING_DPI / dpi, interpolation=cv2.INTER_AREA)
    ink = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)[1].astype(np.uint8)
    coarse = max(np.arange(-FURTHEST, FURTHEST + COARSE, COARSE), key=lambda a: _contrast(ink, float(a)))
    near = np.arange(coarse - COARSE + FINE, coarse + COARSE, FINE)
    best = max(near, key=lambda a: _contrast(ink, float(a)))
    level = _contrast(ink, 0.0)
    return round(float(best), 2) if _contrast(ink, float(best)) > 1.01 * level else 0.0


def _contrast(ink: Image, angle: float) -> float:
    high, wide = ink.shape
    turned = cv2.warpAffine(ink, _turn(ink, angle), (wide, high), flags=cv2.INTER_NEAREST)
    rows = turned.sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(rows)).sum())
