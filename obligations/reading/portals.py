"""Where it is published: the portal a sentence names, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from obligations.model import Span
from obligations.reading.phrases import Hit
from obligations.reading.sheet import Sheet


class Owner(StrEnum):
    """Whose portal it is, seen from the plan: the agency's own, or one level above."""

    OWN = "own"
    DEPARTMENT = "department"
    COMMUNE = "commune"
    DISTRICT = "district"
    PROVINCE = "province"
    NATIONAL = "national"
    UNSAID = "unsaid"


OWNER_WORDS = {
    Owner.OWN: "",
    Owner.DEPARTMENT: " của Sở",
    Owner.COMMUNE: " xã",
    Owner.DISTRICT: " huyện",
    Owner.PROVINCE: " tỉnh",
    Owner.NATIONAL: " Chính phủ",
    Owner.UNSAID: "",
}
ABOVE = frozenset({Owner.DISTRICT, Owner.PROVINCE, Owner.NATIONAL})


@dataclass(frozen=True, slots=True)
class Portal:
    """A portal named: its canonical name, its owner, its place."""

    name: str
    owner: Owner
    start: int
    end: int


def portals_in(sheet: Sheet, span: Span) -> list[Portal]:
    """List the portals that a stretch of text names."""
    owners = list(sheet.within((span[0], min(len(sheet.text), span[1] + 60)), "owner"))
    return [_portal(hit, owners) for hit in sheet.within(span, "portal")]


def _portal(hit: Hit, owners: list[Hit]) -> Portal:
    near = [o for o in owners if o.first == hit.last]
    if not near:
        return Portal(hit.value, Owner.UNSAID, hit.start, hit.end)
    owner = max(near, key=lambda o: o.last)
    kind, _, words = owner.value.partition(":")
    return Portal(hit.value + (f" {words}" if words else OWNER_WORDS[Owner(kind)]), Owner(kind), hit.start, owner.end)


def submitted(sheet: Sheet, span: Span, portals: list[Portal]) -> Portal | None:
    """Tell which portal above the unit a piece is handed in to; None where the unit publishes it itself."""
    above = [p for p in portals if p.owner in ABOVE]
    if not above or any(p.owner in (Owner.OWN, Owner.DEPARTMENT) for p in portals):
        return None
    sent = any(h.value == "sent" for h in sheet.within(span, "publish"))
    return above[0] if sent or len(portals) == 1 else None
