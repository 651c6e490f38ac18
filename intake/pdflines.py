"""The letters of a PDF page as words in lines: in the order they were drawn, or by their places where that is torn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from intake.draft import clean
from intake.grid import Piece, Pieces
from intake.opened import Box

# pdfium gives these for a hyphen at the end of a line.
HYPHENS = (0x02, 0xFFFE)
BREAKS = (0x0A, 0x0D)
BLANKS = (0x20, 0x09, 0xA0, 0x00)
LOST = "\ufffd"
# In heights of a letter: how far back the next one stands where lines are torn, the depth of one line, a blank between
# words, and how near the same letter is drawn twice for a bold look.
BACK, SAME_LINE, GAP, TWICE = 0.5, 0.3, 0.18, 0.12


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter, its box (left, top, right, bottom as seen) and the line it stands on."""

    code: int
    box: Box
    base: float

    @property
    def height(self) -> float:
        """Give how tall its line is."""
        return max(1.0, self.box[3] - self.box[1])

    @property
    def seen(self) -> bool:
        """Tell whether it is a sign and not a blank or break."""
        return self.code not in BLANKS and self.code not in BREAKS


def lines_of(letters: Sequence[Letter], number: int) -> tuple[Pieces, ...]:
    """Put letters together into words and lines."""
    lines = _placed(letters) if _torn(letters) else _drawn(letters)
    return tuple(pieces for line in lines if (pieces := tuple(_words(line, number))))


def _torn(letters: Sequence[Letter]) -> bool:
    """Letters lent from another font are often drawn after the rest of their line, which then reads without them."""
    seen = [letter for letter in letters if letter.seen]
    back = sum(
        abs(a.base - b.base) < SAME_LINE * a.height and b.box[0] < a.box[0] - BACK * a.height for a, b in pairwise(seen)
    )
    return back > 0


def _drawn(letters: Sequence[Letter]) -> Iterator[list[Letter]]:
    line: list[Letter] = []
    for letter in letters:
        if letter.code not in BREAKS:
            line.append(letter)
        if letter.code in BREAKS or letter.code in HYPHENS:
            yield line
            line = []
    yield line


def _placed(letters: Sequence[Letter]) -> Iterator[list[Letter]]:
    rows: list[list[Letter]] = []
    for letter in sorted((x for x in letters if x.seen), key=lambda x: x.base):
        if rows and letter.base - rows[-1][0].base < SAME_LINE * letter.height:
            rows[-1].append(letter)
        else:
            rows.append([letter])
    for row in rows:
        yield list(_spaced(sorted(row, key=lambda x: x.box[0])))


def _spaced(row: Sequence[Letter]) -> Iterator[Letter]:
    before: Letter | None = None
    for letter in row:
        if before is not None:
            same = before.code == letter.code and letter.box[0] - before.box[0] < TWICE * letter.height
            if same:
                continue
            if letter.box[0] - before.box[2] > GAP * letter.height:
                yield Letter(BLANKS[0], letter.box, letter.base)
        yield letter
        before = letter


def _words(line: Sequence[Letter], number: int) -> Iterator[Piece]:
    word: list[Letter] = []
    first = True
    for letter in [*line, None]:
        if letter is not None and letter.seen:
            word.append(letter)
            continue
        text = clean("".join(_sign(x.code, first and at == 0) for at, x in enumerate(word)))
        if text:
            yield Piece(text, number, _around(word))
            first = False
        word = []


def _sign(code: int, first: bool) -> str:
    if code in HYPHENS:
        return "-"
    if 0xE000 <= code <= 0xF8FF:
        return "-" if first else "•"
    return chr(code) if code < 0x110000 and not 0xD800 <= code <= 0xDFFF else LOST


def _around(letters: Sequence[Letter]) -> Box:
    boxes = [letter.box for letter in letters]
    return (
        round(min(b[0] for b in boxes), 1),
        round(min(b[1] for b in boxes), 1),
        round(max(b[2] for b in boxes), 1),
        round(max(b[3] for b in boxes), 1),
    )
