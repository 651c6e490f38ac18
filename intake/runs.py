"""The words of one Word paragraph: insertions kept, deletions dropped; breaks, symbols and old fonts as text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from xml.etree.ElementTree import Element

from intake.grid import Piece
from intake.legacy import from_tcvn3, from_vni
from intake.numbering import W
from intake.styles import Styles, font_in, is_on, value_of
from intake.syllables import syllable_share

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
INLINE = frozenset(
    f"{W}{name}"
    for name in ("ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo")
)
SIGNS = {f"{W}tab": " ", f"{W}ptab": " ", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
# Signs of the picture fonts by their lowest byte; others become a bullet.
PICTURES = {
    "wingdings": {0xFC: "✓", 0xFE: "☑", 0xA8: "□", 0x6F: "□", 0xE0: "→", 0xF0: "→", 0x28: "☎", 0x2A: "✉"},
    "symbol": {0x2D: "-", 0xB3: "≥", 0xA3: "≤", 0xB1: "±", 0xAE: "→", 0xDE: "⇒", 0xB4: "×", 0xB0: "°"},
}
HINT = f"{W}lastRenderedPageBreak"


@dataclass(slots=True)
class Turner:
    """The page being written, counted by Word's own page breaks where it left any (`hinted`), and boxes of text met."""

    styles: Styles
    hinted: bool
    page: int
    boxes: list[Element] = field(default_factory=list)

    def pieces(self, paragraph: Element) -> tuple[Piece, ...]:
        """Give the words of a paragraph, one piece a page."""
        style = value_of(paragraph.find(f"{W}pPr"), "pStyle")
        runs = list(self._runs(paragraph, style))
        made = [
            Piece(turned("".join(text for text, _, _ in same), font), page)
            for (font, page), same in groupby(runs, key=lambda r: (r[1], r[2]))
        ]
        return tuple(Piece("".join(p.text for p in same), page) for page, same in groupby(made, key=lambda p: p.page))

    def _runs(self, parent: Element, style: str | None) -> Iterator[tuple[str, str, int]]:
        for child in parent:
            if child.tag == f"{W}r":
                yield from self._run(child, style)
            elif child.tag in INLINE:
                yield from self._runs(child, style)
            elif child.tag.startswith(MATH):
                yield "".join(t.text or "" for t in child.iter(f"{MATH}t")), "", self.page
            elif child.tag == f"{MC}AlternateContent":
                self._boxed(child)

    def _run(self, run: Element, style: str | None) -> Iterator[tuple[str, str, int]]:
        own = run.find(f"{W}rPr")
        if is_on(own, "vanish"):
            return
        font = ""
        for child in run:
            if child.tag == f"{W}t":
                font = font or font_in(own) or self.styles.font_of(value_of(own, "rStyle"), style)
                yield child.text or "", font, self.page
            elif child.tag == f"{W}br":
                yield self._break(child), "", self.page
            elif child.tag == HINT and self.hinted:
                self.page += 1
            elif child.tag in SIGNS:
                yield SIGNS[child.tag], font, self.page
            elif child.tag == f"{W}sym":
                yield _symbol(child), "", self.page
            elif child.tag in (f"{MC}AlternateContent", f"{W}drawing", f"{W}pict", f"{W}object"):
                self._boxed(child)
            elif child.tag == f"{W}ruby":
                yield from (r for base in child.iterfind(f"{W}rubyBase") for r in self._runs(base, style))

    def _break(self, element: Element) -> str:
        if element.get(f"{W}type") == "page" and not self.hinted and self.page:
            self.page += 1
        return "\n"

    def _boxed(self, element: Element) -> None:
        """Keep the boxes of text for later; Word writes each twice, for itself and for older readers."""
        choice = element.find(f"{MC}Choice") if element.tag == f"{MC}AlternateContent" else element
        fallback = element.find(f"{MC}Fallback")
        for way in (choice, fallback):
            found = [] if way is None else list(_outermost(way))
            if found:
                self.boxes.extend(found)
                return


def _outermost(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag == f"{W}txbxContent":
            yield child
        else:
            yield from _outermost(child)


def _symbol(element: Element) -> str:
    font = (element.get(f"{W}font") or "").lower()
    code = element.get(f"{W}char") or ""
    number = int(code, 16) if 0 < len(code) <= 4 and all(c in "0123456789abcdefABCDEF" for c in code) else 0
    signs = next((signs for name, signs in PICTURES.items() if font.startswith(name)), None)
    if signs is None and number and not 0xE000 <= number <= 0xF8FF and not 0xD800 <= number <= 0xDFFF:
        return chr(number)
    return (signs or {}).get(number & 0xFF, "•")


def turned(text: str, font: str) -> str:
    """Turn the letters of an old Vietnamese font (.VnTime, VNI-Times) into Unicode where that makes them words."""
    name = font.lower()
    if not name.startswith((".vn", "vni")) or text.isascii() or any("\u1ea0" <= c <= "\u1ef9" for c in text):
        return text.upper() if name.startswith(".vn") and name.endswith("h") and text.isascii() else text
    made = from_vni(text) if name.startswith("vni") else from_tcvn3(text)
    if name.startswith(".vn") and name.endswith("h"):
        made = made.upper()
    return made if syllable_share(made)[0] >= syllable_share(text)[0] else text
