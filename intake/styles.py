"""What the styles of a Word document hand down: numbering, fonts, and which paragraphs are a table of contents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from intake.numbering import W, whole

DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Style:
    """A style: its name, the one it is based on, and what it sets itself."""

    name: str
    base: str | None
    number: str | None
    level: int | None
    font: str | None


@dataclass(slots=True)
class Styles:
    """The styles of a document by id."""

    by_id: dict[str, Style] = field(default_factory=dict)
    usual: str | None = None
    font: str | None = None

    def chain(self, style: str | None) -> Iterator[tuple[str, Style]]:
        """Give a style and those it is based on, nearest first."""
        key = style if style in self.by_id else self.usual
        for _ in range(DEEPEST):
            if key is None or key not in self.by_id:
                return
            yield key, self.by_id[key]
            key = self.by_id[key].base

    def numbered(self, style: str | None) -> tuple[str, int | None, str] | None:
        """Give the series, level and owner of the numbering a style hands down."""
        level: int | None = None
        for key, value in self.chain(style):
            level = value.level if level is None else level
            if value.number is not None:
                return value.number, level, key
        return None

    def font_of(self, *styles: str | None) -> str:
        """Give the font that the first of these styles to name one hands down."""
        named = (value.font for style in styles if style for _, value in self.chain(style) if value.font)
        return next(named, None) or next((v.font for _, v in self.chain(None) if v.font), None) or self.font or ""

    def is_contents(self, style: str | None) -> bool:
        """Tell whether a paragraph of this style belongs to a table of contents."""
        return any(value.name.lower().startswith("toc ") for _, value in self.chain(style))


def styles_of(root: Element | None) -> Styles:
    """Read styles.xml."""
    styles = Styles()
    if root is None:
        return styles
    styles.font = font_in(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
    for element in root.iterfind(f"{W}style"):
        key = element.get(f"{W}styleId", "")
        number, level = number_in(element.find(f"{W}pPr"))
        name, base = value_of(element, "name"), value_of(element, "basedOn")
        styles.by_id[key] = Style(name or key, base, number, level, font_in(element.find(f"{W}rPr")))
        if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") in ("1", "true"):
            styles.usual = key
    return styles


def number_in(properties: Element | None) -> tuple[str | None, int | None]:
    """Give the series and level that paragraph properties set themselves."""
    element = None if properties is None else properties.find(f"{W}numPr")
    if element is None:
        return None, None
    level = value_of(element, "ilvl")
    return value_of(element, "numId"), None if level is None else whole(level, 0)


def font_in(properties: Element | None) -> str | None:
    """Give the font that run properties set themselves."""
    fonts = None if properties is None else properties.find(f"{W}rFonts")
    return None if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi")


def value_of(element: Element | None, path: str) -> str | None:
    """Give the value of a child, of a path of names below an element."""
    child = None if element is None else element.find("/".join(f"{W}{name}" for name in path.split("/")))
    return None if child is None else child.get(f"{W}val")


def is_on(element: Element | None, path: str) -> bool:
    """Tell whether a switch below an element is set: there, and not said to be off."""
    if element is None or element.find("/".join(f"{W}{name}" for name in path.split("/"))) is None:
        return False
    return value_of(element, path) not in ("0", "false", "off", "none")
